import { azureRoleName } from '../../azure/azure-role-name';
import { isNoManagedIdentityId } from '../../../model/azure-resource-id';
import { clusterOfResourceId, possibleClustersOfResourceId } from '../../../model/cluster/aks-cluster-id';
import type { CloudParts } from '../../cloud-parts';
import { issuerOf } from '../../clusters/issuer';
import type { Problems } from '../../problems';
import type { ConfigMap } from '../../../model/kubernetes/config-map';
import { IdentityIndex } from '../../../model/identity/identity-index';
import type { Identity } from '../../../model/identity/identity';
import { below } from '../../../model/place';
import { describeSymbols, symbolOf } from '../../../model/known/symbol';
import { objectsOfKind } from './controller-objects';
import type { ControllerObject } from './controller-objects';
import { isJsonObject, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** What a reader adds to. */
interface Into {
  readonly parts: CloudParts;
  /** The ConfigMaps that were read; those that the operator fills are added. */
  readonly configMaps: ConfigMap[];
  readonly problems: Problems;
}

/** What the operator writes of an identity, by the key under which its objects ask for it. */
const OUTPUTS = ['clientId', 'principalId', 'tenantId'] as const;

/**
 * Adds what objects of the Azure Service Operator make: managed identities, their federated credentials, role assignments,
 * identity bindings of AKS clusters.
 *
 * @see Azure Service Operator, reference of managedidentity.azure.com, authorization.azure.com and containerservice.azure.com
 */
export function readAzureServiceOperator(objects: readonly DeclaredObject[], into: Into): void {
  const identities = objectsOfKind(objects, 'managedidentity.azure.com', 'UserAssignedIdentity');
  const credentials = objectsOfKind(objects, 'managedidentity.azure.com', 'FederatedIdentityCredential');
  const assignments = objectsOfKind(objects, 'authorization.azure.com', 'RoleAssignment');
  const bindings = objectsOfKind(objects, 'containerservice.azure.com', 'IdentityBinding');
  if (identities.length + credentials.length + assignments.length + bindings.length === 0) return;
  const principals = new Map(identities.map(({ id }) => [symbolOf(`${id}.status.principalId`), id]));
  for (const found of identities) readIdentity(found, into);
  const index = new IdentityIndex(into.parts.identities);
  const values = new Values(into.configMaps);
  for (const found of credentials) readCredential(found, index, values, into);
  for (const found of assignments) readAssignment(found, principals, values, into);
  const clusters = objectsOfKind(objects, 'containerservice.azure.com', 'ManagedCluster');
  for (const found of bindings) readIdentityBinding(found, index, clusters, into);
}

function readIdentity(
  { object, clusters, id, namespace, name, spec, at }: ControllerObject,
  { parts, configMaps }: Into,
): void {
  const metadata = objectAt(object, ['metadata']);
  const group = textOf(objectAt(spec, ['owner']).armId);
  const azureName = textOf(spec.azureName) ?? name;
  const identity: Identity = {
    id,
    cloud: 'azure',
    kind: 'managed-identity',
    name: azureName,
    claimName: symbolOf(`${id}.status.clientId`),
    resourceId:
      group === undefined
        ? symbolOf(`${id}.status.id`)
        : `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${azureName}`,
    // The operator is told to leave it as it is: others have made it.
    ...(textsOf(metadata.annotations)['serviceoperator.azure.com/reconcile-policy'] === 'skip'
      ? { existing: true as const }
      : {}),
    trustAt: at,
    at,
  };
  parts.identities.push(identity);
  for (const [kind, list] of [
    ['ConfigMap', 'configMaps'],
    ['Secret', 'secrets'],
  ] as const) {
    const filled = objectAt(spec, ['operatorSpec', list]);
    for (const output of OUTPUTS) {
      const target = objectAt(filled, [output]);
      const [object, key] = [textOf(target.name), textOf(target.key)];
      if (object === undefined || key === undefined) continue;
      const value = symbolOf(`${id}.status.${output}`);
      fill(configMaps, { clusters, namespace, name: object, kind, data: { [key]: value } });
    }
  }
}

/** Adds keys to the ConfigMap or Secret of a name: several objects may fill one. */
function fill(configMaps: ConfigMap[], added: ConfigMap): void {
  const index = configMaps.findIndex(
    ({ kind, namespace, name, clusters }) =>
      kind === added.kind &&
      namespace === added.namespace &&
      name === added.name &&
      clusters.join('\n') === added.clusters.join('\n'),
  );
  if (index < 0) configMaps.push(added);
  else configMaps[index] = { ...configMaps[index]!, data: { ...configMaps[index]!.data, ...added.data } };
}

/** The values of ConfigMaps, for the properties that an object takes from one. */
class Values {
  private readonly byName: ReadonlyMap<string, ConfigMap>;

  public constructor(configMaps: readonly ConfigMap[]) {
    this.byName = new Map(configMaps.map((one) => [`${one.kind}/${one.namespace}/${one.name}`, one]));
  }

  /** A property as it is written, or as its `…FromConfig` has it; a symbol where that is not in the input. */
  public of({ spec, namespace }: ControllerObject, property: string): string | undefined {
    const written = textOf(spec[property]);
    const from = spec[`${property}FromConfig`];
    if (written !== undefined || !isJsonObject(from)) return written;
    const [name, key] = [textOf(from.name) ?? '', textOf(from.key) ?? ''];
    const map = `ConfigMap/${namespace}/${name}`;
    return this.byName.get(map)?.data[key] ?? symbolOf(`${map}.${key}`);
  }
}

function readCredential(found: ControllerObject, index: IdentityIndex, values: Values, { parts }: Into): void {
  const { id, namespace, name, spec, at } = found;
  const owner = objectAt(spec, ['owner']);
  const armId = textOf(owner.armId);
  const parent = `UserAssignedIdentity/${namespace}/${textOf(owner.name) ?? ''}`;
  const identity = armId === undefined ? index.get(parent) : index.byResourceId(armId)?.identity;
  const issuer = values.of(found, 'issuer') ?? '';
  const { audiences } = spec;
  parts.federatedCredentials.push({
    id,
    name: textOf(spec.azureName) ?? name,
    identity: identity?.id,
    parentText: describeSymbols(armId ?? parent),
    issuer: issuer.startsWith('\uE000') ? issuerOf(issuer) : issuer,
    subject: values.of(found, 'subject') ?? '',
    audiences: Array.isArray(audiences) ? audiences.map(String) : [],
    at: below(at, 'spec'),
  });
}

/** The binding's own cluster is that which its owner makes, and not the one in which the operator runs. */
function readIdentityBinding(
  { id, namespace, name: own, spec, at }: ControllerObject,
  index: IdentityIndex,
  made: readonly ControllerObject[],
  { parts }: Into,
): void {
  const owner = objectAt(spec, ['owner']);
  const [armId, ownerName] = [textOf(owner.armId), textOf(owner.name)];
  const object = made.find((one) => one.namespace === namespace && one.name === ownerName);
  const name = textOf(object?.spec.azureName) ?? ownerName;
  const named = parts.clusters.filter((cluster) => cluster.cloud === 'azure' && cluster.name === name);
  const called = named.length === 1 ? named[0] : undefined;
  const cluster = armId === undefined ? called : clusterOfResourceId(armId, parts.clusters);
  const possible = armId === undefined ? named : possibleClustersOfResourceId(armId, parts.clusters);
  const reference = objectAt(spec, ['properties', 'managedIdentity', 'resourceReference']);
  const identityId = textOf(reference.armId);
  const identityText = identityId ?? `UserAssignedIdentity/${namespace}/${textOf(reference.name) ?? ''}`;
  parts.identityBindings.push({
    id,
    name: textOf(spec.azureName) ?? own,
    cluster: cluster?.id,
    possibleClusters: cluster ? [] : possible.map(({ id: one }) => one),
    clusterText: describeSymbols(armId ?? `ManagedCluster/${namespace}/${ownerName ?? ''}`),
    identity: (identityId === undefined ? index.get(identityText) : index.byResourceId(identityId)?.identity)?.id,
    identityText: describeSymbols(identityText),
    bindsNoIdentity: identityId !== undefined && isNoManagedIdentityId(identityId),
    possibleIdentities: identityId === undefined ? [] : index.possibleByResourceId(identityId).map((one) => one.id),
    allowedNamespaces: [],
    allowsByLabels: objectAt(spec, ['properties']).allowedSubjects !== undefined,
    at: below(at, 'spec'),
  });
}

function readAssignment(
  found: ControllerObject,
  principals: ReadonlyMap<string, string>,
  values: Values,
  { parts, problems }: Into,
): void {
  const { id, namespace, spec, at } = found;
  const principal = values.of(found, 'principalId');
  const identity = principals.get(principal ?? '');
  if (identity === undefined) {
    // A literal may be anybody's in the directory; a value that an object of the input is to bring is somebody's here.
    if (principal?.startsWith('\uE000')) {
      const because = `its principal is taken from ${describeSymbols(principal)}, which is not in the input: who gets the role is not known`;
      problems.add({ about: id, because, at });
    }
    return;
  }
  const owner = objectAt(spec, ['owner']);
  const named = [textOf(owner.kind), namespace, textOf(owner.name)].filter((part) => part !== undefined).join('/');
  const scope = textOf(owner.armId) ?? named;
  const definition = objectAt(spec, ['roleDefinitionReference']);
  const armId = textOf(definition.armId);
  const role =
    textOf(definition.wellKnownName) ?? (armId === undefined ? textOf(definition.name) : azureRoleName(armId)) ?? null;
  const condition = textOf(spec.condition);
  parts.permissions.push({ identity, actions: [], role, resource: describeSymbols(scope), source: id });
  parts.policies.push({
    identity,
    kind: 'role-assignment',
    source: id,
    ...(role === null ? {} : { name: role }),
    scope,
    ...(condition === undefined ? {} : { condition }),
    at,
  });
}
