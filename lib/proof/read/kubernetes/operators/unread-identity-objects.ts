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

/** Says of an object that makes an identity, a trust or a permission in a cloud that it is not read. */
export function sayUnreadIdentity({ object, at }: DeclaredObject, problems: Problems): void {
  const group = String(object.apiVersion).split('/')[0]!;
  const kind = String(object.kind);
  const found = KINDS.find(([groups, kinds]) => groups.test(group) && kinds.test(kind));
  if (!found || (group === 'kops.k8s.io' && !makesRolesForAccounts(object))) return;
  const { namespace, name } = objectAt(object, ['metadata']);
  const id = [kind, textOf(namespace), textOf(name)].filter((part) => part !== undefined).join('/');
  const because = `what this ${kind} of ${group} makes in the cloud is not read${found[2]}: whom it lets in, and to what, is not known`;
  problems.add({ about: id, because, at });
}

/** Whether a cluster of kops asks for roles of service accounts: its own add-ons', or those that it lists. */
function makesRolesForAccounts(object: JsonObject): boolean {
  const { useServiceAccountExternalPermissions: own, serviceAccountExternalPermissions: listed } = objectAt(object, [
    'spec',
    'iam',
  ]);
  return (own !== undefined && own !== false) || (Array.isArray(listed) ? listed.length > 0 : listed !== undefined);
}
