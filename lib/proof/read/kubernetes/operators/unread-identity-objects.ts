import type { Problems } from '../../problems';
import { objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** Kinds by which controllers make identities, trusts and permissions in a cloud: by the end of their group. */
const KINDS: readonly (readonly [group: RegExp, kinds: RegExp, what: string])[] = [
  [/^authorization\.azure\.com$/, /^RoleDefinition$/, ''],
  [/^iam\.services\.k8s\.aws$/, /^InstanceProfile$/, ''],
  [/^eks\.services\.k8s\.aws$/, /^(Addon|Cluster)$/, ''],
  [/^iam\.aws\.crossplane\.io$/, /^(Role|RolePolicy|RolePolicyAttachment|Policy|OpenIDConnectProvider)$/, ''],
  [/^eks\.aws\.(m\.)?upbound\.io$/, /^(Addon|Cluster)$/, ''],
  [/^eks\.aws\.crossplane\.io$/, /^(PodIdentityAssociation|Addon|Cluster)$/, ''],
  [/^authorization\.azure\.(m\.)?upbound\.io$/, /^Role(Assignment|Definition)$/, ''],
  [/^kops\.k8s\.io$/, /^Cluster$/, ', with the roles that kops makes for service accounts'],
];

/** Kinds that hold other objects, whole or as templates, which their controllers apply. */
const HOLDERS: readonly (readonly [group: string, kinds: RegExp])[] = [
  ['apiextensions.crossplane.io', /^Composition$/],
  ['kubernetes.crossplane.io', /^Object$/],
  ['kubernetes.m.crossplane.io', /^(Cluster)?Object$/],
  ['kro.run', /^ResourceGraphDefinition$/],
  ['argoproj.io', /^ApplicationSet$/],
  ['fluxcd.controlplane.io', /^ResourceSet$/],
  ['work.open-cluster-management.io', /^ManifestWork(ReplicaSet)?$/],
  ['template.openshift.io', /^Template$/],
  ['kyverno.io', /^(Cluster)?Policy$/],
];

/** What an identity, its trust or a pod that asks for it has in it, in whichever language a template is written. */
const OF_IDENTITY =
  /\b(iam|eks)\.(services\.k8s\.aws|aws\.(m\.)?(upbound|crossplane)\.io)\/|\bmanagedidentity\.azure\.((m\.)?upbound\.io|com)\/|\bsts:AssumeRoleWithWebIdentity\b|\bpods\.eks\.amazonaws\.com\b|\beks\.amazonaws\.com\/role-arn\b|\bazure\.workload\.identity\/client-id\b/;

/** Says of an object that makes an identity, a trust or a permission in a cloud that it is not read. */
export function sayUnreadIdentity({ object, at }: DeclaredObject, problems: Problems): void {
  const group = String(object.apiVersion).split('/')[0]!;
  const kind = String(object.kind);
  const because = whyUnread(group, kind, object);
  if (because === undefined) return;
  const { namespace, name } = objectAt(object, ['metadata']);
  const id = [kind, textOf(namespace), textOf(name)].filter((part) => part !== undefined).join('/');
  problems.add({ about: id, because: `${because}: whom it lets in, and to what, is not known`, at });
}

function whyUnread(group: string, kind: string, object: JsonObject): string | undefined {
  const found = KINDS.find(([groups, kinds]) => groups.test(group) && kinds.test(kind));
  if (found && (group !== 'kops.k8s.io' || makesRolesForAccounts(object))) {
    return `what this ${kind} of ${group} makes in the cloud is not read${found[2]}`;
  }
  const isHolder = HOLDERS.some(([holding, kinds]) => holding === group && kinds.test(kind));
  if (!isHolder || !OF_IDENTITY.test(JSON.stringify(object.spec ?? object.objects ?? null))) return undefined;
  return `the objects in this ${kind} of ${group} are not read, and identities or who asks for them are among them (prove the objects that come of it)`;
}

/** Whether a cluster of kops asks for roles of service accounts: its own add-ons', or those that it lists. */
function makesRolesForAccounts(object: JsonObject): boolean {
  const { useServiceAccountExternalPermissions: own, serviceAccountExternalPermissions: listed } = objectAt(object, [
    'spec',
    'iam',
  ]);
  return (own !== undefined && own !== false) || (Array.isArray(listed) ? listed.length > 0 : listed !== undefined);
}
