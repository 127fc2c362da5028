import { addTrustedProviders } from '../../aws/aws-resources';
import { attachedPolicy, policyPermissions, policyWith } from '../../aws/aws-permissions';
import type { CloudParts } from '../../cloud-parts';
import { issuerOf } from '../../clusters/issuer';
import type { Problems } from '../../problems';
import { IdentityIndex } from '../../../model/identity/identity-index';
import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { describeSymbols, hasSymbol, isSymbol, symbolOf } from '../../../model/known/symbol';
import { objectsOfKind } from './controller-objects';
import type { ControllerObject } from './controller-objects';
import { isJsonObject, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** What a reader adds to. */
interface Into {
  readonly parts: CloudParts;
  readonly problems: Problems;
}

/**
 * Adds what objects of the AWS Controllers for Kubernetes make: roles and their policies, OIDC providers and Pod Identity
 * associations.
 *
 * @see AWS Controllers for Kubernetes, reference of iam.services.k8s.aws and eks.services.k8s.aws
 */
export function readAwsControllers(objects: readonly DeclaredObject[], into: Into): void {
  const roles = objectsOfKind(objects, 'iam.services.k8s.aws', 'Role');
  const associations = objectsOfKind(objects, 'eks.services.k8s.aws', 'PodIdentityAssociation');
  const providers = objectsOfKind(objects, 'iam.services.k8s.aws', 'OpenIDConnectProvider');
  if (roles.length + associations.length + providers.length === 0) return;
  const policies = objectsOfKind(objects, 'iam.services.k8s.aws', 'Policy');
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  for (const found of providers) readProvider(found, into);
  for (const found of roles) readRole(found, byId, into);
  if (roles.length > 0) addTrustedProviders(into.parts);
  const index = new IdentityIndex(into.parts.identities);
  for (const found of associations) readAssociation(found, index, into);
}

function readProvider({ object, id, spec, at }: ControllerObject, { parts }: Into): void {
  const url = textOf(spec.url);
  parts.oidcProviders.push({
    id,
    arn: symbolOf(`${id}.status.ackResourceMetadata.arn`),
    issuer: url === undefined ? `https://${symbolOf(`${id}.url`, 'location')}` : issuerOf(url),
    audiences: listOfTexts(spec.clientIDs),
    declared: !isAdopted(object),
    emptyThumbprints: false,
    at,
  });
}

/** What is adopted was made by others, and what the object does not say of it stays as it is. */
function isAdopted(object: JsonObject): boolean {
  const annotations = textsOf(objectAt(object, ['metadata', 'annotations']));
  return Object.keys(annotations).some((key) => key.startsWith('services.k8s.aws/adoption'));
}

function readRole(
  found: ControllerObject,
  policies: ReadonlyMap<string, ControllerObject>,
  { parts, problems }: Into,
): void {
  const { object, id, name, spec, at } = found;
  const trust = textOf(spec.assumeRolePolicyDocument);
  const trustAt = below(at, 'spec', 'assumeRolePolicyDocument');
  if (trust !== undefined && isSymbol(trust)) {
    problems.add({ about: id, because: 'its trust is not known before apply', at: trustAt });
  }
  parts.identities.push({
    id,
    cloud: 'aws',
    kind: 'iam-role',
    name: textOf(spec.name) ?? name,
    claimName: symbolOf(`${id}.status.ackResourceMetadata.arn`),
    path: textOf(spec.path) ?? '/',
    trustPolicy: trust === undefined || isSymbol(trust) ? undefined : trust,
    ...(isAdopted(object) ? { existing: true as const } : {}),
    trustAt,
    at,
  });
  for (const [policy, text] of Object.entries(objectAt(spec, ['inlinePolicies']))) {
    readPolicy({ id, text, at: below(at, 'spec', 'inlinePolicies', policy) }, parts, problems);
  }
  for (const arn of listOfTexts(spec.policies)) attach({ id, arn, at: below(at, 'spec', 'policies') }, parts);
  // A policy of the cluster, whose text is in an object of its own.
  for (const reference of Array.isArray(spec.policyRefs) ? (spec.policyRefs as readonly unknown[]) : []) {
    const from = referenceOf(found, reference);
    const policy = policies.get(`Policy/${from?.key ?? ''}`);
    const place = below(at, 'spec', 'policyRefs');
    if (policy) readPolicy({ id, text: policy.spec.policyDocument, at: place, source: policy.id }, parts, problems);
    else attach({ id, arn: `Policy/${from?.name ?? ''}`, at: place }, parts);
  }
  const boundary = textOf(spec.permissionsBoundary);
  if (boundary !== undefined) {
    const place = below(at, 'spec', 'permissionsBoundary');
    parts.policies.push({ identity: id, kind: 'boundary', source: id, name: boundary, at: place });
  }
}

function readPolicy(
  {
    id,
    text,
    at,
    source = id,
  }: { readonly id: string; readonly text: unknown; readonly at: Place; readonly source?: string },
  parts: CloudParts,
  problems: Problems,
): void {
  const policy = textOf(text);
  const read = policyPermissions(id, policy, source);
  const given = { identity: id, kind: 'permissions', source, at } as const;
  if (read.because !== undefined) {
    problems.add({ about: id, because: `the policy of ${source} ${read.because}`, at });
  } else parts.permissions.push(...read.permissions);
  parts.policies.push(policyWith(given, read, policy));
}

function attach(
  { id, arn, at }: { readonly id: string; readonly arn: string; readonly at: Place },
  parts: CloudParts,
): void {
  parts.policies.push({ identity: id, kind: 'permissions', source: id, name: arn, at });
  parts.permissions.push(attachedPolicy(id, arn, id));
}

function readAssociation(found: ControllerObject, index: IdentityIndex, { parts }: Into): void {
  const { id, spec, at } = found;
  const arn = textOf(spec.roleARN);
  const referred = referenceOf(found, spec.roleRef);
  const target = textOf(spec.targetRoleARN);
  const clusterName = textOf(spec.clusterName) ?? referenceOf(found, spec.clusterRef)?.name ?? '';
  const named = parts.clusters.filter(({ cloud, name }) => cloud === 'aws' && name === clusterName);
  const role = arn === undefined ? index.get(`Role/${referred?.key ?? ''}`) : index.claimed(arn)?.identity;
  parts.associations.push({
    id,
    cluster: named.length === 1 && !hasSymbol(clusterName) ? named[0]!.id : undefined,
    clusterText: describeSymbols(clusterName),
    namespace: textOf(spec.namespace) ?? '',
    serviceAccount: textOf(spec.serviceAccount) ?? '',
    role: role?.id,
    roleText: describeSymbols(arn ?? `Role/${referred?.key ?? ''}`),
    ...(target === undefined
      ? {}
      : {
          target: {
            role: index.claimed(target)?.identity.id,
            arn: target,
            externalId: symbolOf(`${id}.status.externalID`),
          },
        }),
    sessionTags: spec.disableSessionTags !== true,
    policy: textOf(spec.policy),
    at,
  });
}

/** The object that a `…Ref` names, which is of the same namespace unless it says so. */
function referenceOf(
  { namespace: own }: ControllerObject,
  reference: unknown,
): { readonly key: string; readonly name: string } | undefined {
  const from = isJsonObject(reference) ? objectAt(reference, ['from']) : {};
  const name = textOf(from.name);
  return name === undefined ? undefined : { key: `${textOf(from.namespace) ?? own}/${name}`, name };
}

function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item: unknown) => textOf(item) ?? []) : [];
}
