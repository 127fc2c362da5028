import { attachedPolicy, policyPermissions, policyWith } from '../../aws/aws-permissions';
import { addTrustedProviders } from '../../aws/aws-resources';
import type { CloudParts } from '../../cloud-parts';
import { issuerOf } from '../../clusters/issuer';
import type { Problems } from '../../problems';
import { IdentityIndex } from '../../../model/identity/identity-index';
import { below } from '../../../model/place';
import { describeSymbols, hasSymbol, isSymbol, symbolOf } from '../../../model/known/symbol';
import { isJsonObject, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** What a reader adds to. */
interface Into {
  readonly parts: CloudParts;
  readonly problems: Problems;
}

/** An object of Crossplane’s providers of Upbound. */
interface Managed extends DeclaredObject {
  /** `<kind>/<name>`, with the namespace between them where there is one. */
  readonly id: string;
  /** Of the resource in the cloud, unless it says another. */
  readonly externalName: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly forProvider: JsonObject;
  /** Crossplane is told to leave it as it is: others have made it. */
  readonly isObserved: boolean;
}

/** The groups of Upbound’s providers, of clusters and, with `m.`, of namespaces. */
const GROUPS = {
  iam: /^iam\.aws\.(m\.)?upbound\.io$/,
  eks: /^eks\.aws\.(m\.)?upbound\.io$/,
  managedIdentity: /^managedidentity\.azure\.(m\.)?upbound\.io$/,
} as const;

const ANY_GROUP = /\.(aws|azure)\.(m\.)?upbound\.io$/;

/**
 * Adds what objects of Crossplane’s providers of Upbound make: roles with their policies, OIDC providers and Pod Identity
 * associations, managed identities and their federated credentials.
 *
 * @see Upbound Marketplace, provider-aws-iam, provider-aws-eks and provider-azure-managedidentity: the arguments of Terraform’s
 *   resources in camel case, and beside each that names another object a `…Ref` and a `…Selector`
 */
export function readCrossplaneObjects(objects: readonly DeclaredObject[], into: Into): void {
  const own = objects.filter(({ object }) => ANY_GROUP.test(groupOf(object)));
  if (own.length === 0) return;
  const of = (group: keyof typeof GROUPS, kind: string): readonly Managed[] => managedOf(own, GROUPS[group], kind);
  const roles = of('iam', 'Role');
  const policies = of('iam', 'Policy');
  for (const found of of('iam', 'OpenIDConnectProvider')) readProvider(found, into);
  for (const found of roles) readRole(found, into);
  if (roles.length > 0) addTrustedProviders(into.parts);
  const identities = of('managedIdentity', 'UserAssignedIdentity');
  for (const found of identities) readIdentity(found, into);
  const index = new IdentityIndex(into.parts.identities);
  for (const found of of('iam', 'RolePolicy')) readRolePolicy(found, roles, into);
  for (const found of of('iam', 'RolePolicyAttachment')) readAttachment(found, roles, policies, into);
  for (const found of of('eks', 'PodIdentityAssociation')) readAssociation(found, roles, index, into);
  for (const found of of('managedIdentity', 'FederatedIdentityCredential'))
    readCredential(found, identities, index, into);
}

function groupOf(object: JsonObject): string {
  return String(object.apiVersion).split('/')[0]!;
}

function managedOf(objects: readonly DeclaredObject[], group: RegExp, kind: string): readonly Managed[] {
  return objects
    .filter(({ object }) => object.kind === kind && group.test(groupOf(object)))
    .map((found): Managed => {
      const metadata = objectAt(found.object, ['metadata']);
      const name = textOf(metadata.name) ?? '';
      const namespace = textOf(metadata.namespace);
      const spec = objectAt(found.object, ['spec']);
      const management = Array.isArray(spec.managementPolicies) ? (spec.managementPolicies as readonly unknown[]) : [];
      return {
        ...found,
        id: [kind, namespace, name].filter((part) => part !== undefined).join('/'),
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: textsOf(metadata.labels),
        externalName: textsOf(metadata.annotations)['crossplane.io/external-name'] ?? name,
        forProvider: objectAt(spec, ['forProvider']),
        isObserved: management.length === 1 && management[0] === 'Observe',
      };
    });
}

/**
 * The object that another one names by `<argument>Ref` or by the labels of `<argument>Selector`; nothing where it is none of
 * those that were read, or not one alone.
 */
function referred(
  { forProvider, namespace }: Managed,
  argument: string,
  among: readonly Managed[],
): Managed | undefined {
  const near = among.filter((one) => one.namespace === namespace);
  const name = textOf(objectAt(forProvider, [`${argument}Ref`]).name);
  if (name !== undefined) return near.find((one) => one.name === name);
  const selector = forProvider[`${argument}Selector`];
  if (!isJsonObject(selector) || selector.matchControllerRef === true) return undefined;
  const labels = Object.entries(textsOf(selector.matchLabels));
  const found = near.filter((one) => labels.length > 0 && labels.every(([key, value]) => one.labels[key] === value));
  return found.length === 1 ? found[0] : undefined;
}

/** How an object names another one, for messages. */
function writtenReference({ forProvider }: Managed, argument: string): string {
  const value = textOf(forProvider[argument]) ?? textOf(objectAt(forProvider, [`${argument}Ref`]).name);
  return describeSymbols(value ?? JSON.stringify(objectAt(forProvider, [`${argument}Selector`]).matchLabels ?? ''));
}

function readProvider({ id, forProvider, isObserved, at }: Managed, { parts }: Into): void {
  const url = textOf(forProvider.url);
  parts.oidcProviders.push({
    id,
    arn: symbolOf(`${id}.status.atProvider.arn`),
    issuer: url === undefined ? `https://${symbolOf(`${id}.url`, 'location')}` : issuerOf(url),
    audiences: listOfTexts(forProvider.clientIdList),
    declared: !isObserved,
    emptyThumbprints: false,
    at,
  });
}

function readRole({ id, externalName, forProvider, isObserved, at }: Managed, { parts, problems }: Into): void {
  const trust = textOf(forProvider.assumeRolePolicy);
  const trustAt = below(at, 'spec', 'forProvider', 'assumeRolePolicy');
  const isOpen = trust !== undefined && isSymbol(trust);
  if (isOpen) problems.add({ about: id, because: 'its trust is not known before apply', at: trustAt });
  parts.identities.push({
    id,
    cloud: 'aws',
    kind: 'iam-role',
    name: externalName,
    claimName: symbolOf(`${id}.status.atProvider.arn`),
    path: textOf(forProvider.path) ?? '/',
    trustPolicy: isOpen ? undefined : trust,
    ...(isOpen ? { isTrustOpen: true as const } : {}),
    ...(isObserved ? { existing: true as const } : {}),
    trustAt: trust === undefined ? at : trustAt,
    at,
  });
  for (const inline of Array.isArray(forProvider.inlinePolicy)
    ? (forProvider.inlinePolicy as readonly unknown[])
    : []) {
    if (isJsonObject(inline)) addPolicy(id, inline.policy, { id, at }, { parts, problems });
  }
  for (const arn of listOfTexts(forProvider.managedPolicyArns)) addByArn(id, arn, { id, at }, parts);
  const boundary = textOf(forProvider.permissionsBoundary);
  if (boundary !== undefined) {
    parts.policies.push({ identity: id, kind: 'boundary', source: id, name: boundary, at });
  }
}

type Source = Pick<Managed, 'id' | 'at'>;

/** Adds what a policy’s text gives a role. */
function addPolicy(identity: string, text: unknown, { id: source, at }: Source, { parts, problems }: Into): void {
  const policy = textOf(text);
  const read = policyPermissions(identity, policy, source);
  const given = { identity, kind: 'permissions', source, at } as const;
  if (read.because !== undefined) {
    problems.add({ about: identity, because: `the policy of ${source} ${read.because}`, at });
  } else parts.permissions.push(...read.permissions);
  parts.policies.push(policyWith(given, read, policy));
}

function addByArn(identity: string, arn: string, { id: source, at }: Source, parts: CloudParts): void {
  parts.policies.push({ identity, kind: 'permissions', source, name: arn, at });
  parts.permissions.push(attachedPolicy(identity, arn, source));
}

/** The role that a policy is of: by reference, or by its name in the cloud. Whose it is otherwise, is said. */
function roleOf(found: Managed, roles: readonly Managed[], { problems }: Into): Managed | undefined {
  const name = textOf(found.forProvider.role);
  const role = name === undefined ? referred(found, 'role', roles) : roles.find((one) => one.externalName === name);
  if (!role && (name === undefined || hasSymbol(name))) {
    const because = `its role ${writtenReference(found, 'role')} is not one alone in the input: who gets what it gives is not known`;
    problems.add({ about: found.id, because, at: found.at });
  }
  return role;
}

function readRolePolicy(found: Managed, roles: readonly Managed[], into: Into): void {
  const role = roleOf(found, roles, into);
  if (role) addPolicy(role.id, found.forProvider.policy, found, into);
}

function readAttachment(found: Managed, roles: readonly Managed[], policies: readonly Managed[], into: Into): void {
  const role = roleOf(found, roles, into);
  if (!role) return;
  const arn = textOf(found.forProvider.policyArn);
  const policy = arn === undefined ? referred(found, 'policyArn', policies) : undefined;
  if (policy) addPolicy(role.id, policy.forProvider.policy, policy, into);
  else addByArn(role.id, arn ?? `Policy/${writtenReference(found, 'policyArn')}`, found, into.parts);
}

function readAssociation(found: Managed, roles: readonly Managed[], index: IdentityIndex, { parts }: Into): void {
  const { id, forProvider, at } = found;
  const arn = textOf(forProvider.roleArn);
  const target = textOf(forProvider.targetRoleArn);
  const clusterName = textOf(forProvider.clusterName) ?? textOf(objectAt(forProvider, ['clusterNameRef']).name) ?? '';
  const named = parts.clusters.filter(({ cloud, name }) => cloud === 'aws' && name === clusterName);
  parts.associations.push({
    id,
    cluster: named.length === 1 && !hasSymbol(clusterName) ? named[0]!.id : undefined,
    clusterText: describeSymbols(clusterName),
    namespace: textOf(forProvider.namespace) ?? '',
    serviceAccount: textOf(forProvider.serviceAccount) ?? '',
    role: arn === undefined ? referred(found, 'roleArn', roles)?.id : index.claimed(arn)?.identity.id,
    roleText: writtenReference(found, 'roleArn'),
    ...(target === undefined
      ? {}
      : {
          target: {
            role: index.claimed(target)?.identity.id,
            arn: target,
            externalId: symbolOf(`${id}.status.atProvider.externalId`),
          },
        }),
    sessionTags: forProvider.disableSessionTags !== true,
    policy: textOf(forProvider.policy),
    at,
  });
}

function readIdentity({ id, externalName, forProvider, isObserved, at }: Managed, { parts }: Into): void {
  const group = textOf(forProvider.resourceGroupName);
  parts.identities.push({
    id,
    cloud: 'azure',
    kind: 'managed-identity',
    name: textOf(forProvider.name) ?? externalName,
    claimName: symbolOf(`${id}.status.atProvider.clientId`),
    resourceId: symbolOf(`${id}.status.atProvider.id`),
    ...(group === undefined ? {} : { resourceGroup: group }),
    ...(isObserved ? { existing: true as const } : {}),
    trustAt: at,
    at,
  });
}

function readCredential(found: Managed, identities: readonly Managed[], index: IdentityIndex, { parts }: Into): void {
  const { id, externalName, forProvider, at } = found;
  const parent = textOf(forProvider.parentId);
  const identity =
    parent === undefined ? referred(found, 'parentId', identities)?.id : index.byResourceId(parent)?.identity.id;
  const issuer = textOf(forProvider.issuer) ?? '';
  parts.federatedCredentials.push({
    id,
    name: externalName,
    identity,
    ...(parent === undefined ? {} : { parent }),
    parentText: writtenReference(found, 'parentId'),
    issuer: issuer.startsWith('\uE000') ? issuerOf(issuer) : issuer,
    subject: textOf(forProvider.subject) ?? '',
    audiences: listOfTexts(forProvider.audience),
    at: below(at, 'spec', 'forProvider'),
  });
}

function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item: unknown) => textOf(item) ?? []) : [];
}
