import { isNoManagedIdentityId } from '../../model/azure-resource-id';
import { clusterOfResourceId, possibleClustersOfResourceId } from '../../model/cluster/aks-cluster-id';
import type { Cluster } from '../../model/cluster/cluster';
import type { IdentityIndex } from '../../model/identity/identity-index';
import { below } from '../../model/place';
import { describeSymbols, symbolOf, hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { CloudParts } from '../cloud-parts';
import { issuerOfCredential } from '../clusters/issuer';
import { aksIssuer } from './aks-issuer';
import { azapiOriginal } from './azapi-original';
import type { AzurePrincipals } from './azure-principals';
import { azureRoleName } from './azure-role-name';
import { existingOf } from '../terraform/configuration/instances/instance';
import { toBlocks } from '../terraform/configuration/blocks/nested-blocks';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isObject, textOfValue } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { and, unknown } from '../../model/known/known';
import { equal } from '../../model/known/text';
import { textsOf } from '../kubernetes/kubernetes-object';
import type { Problems } from '../problems';

/** The azapi provider's type of an AKS cluster, without its API version; others below. ARM ignores case in a type. */
export const CLUSTERS = 'microsoft.containerservice/managedclusters';
export const IDENTITY_BINDINGS = `${CLUSTERS}/identitybindings`;
export const IDENTITIES = 'microsoft.managedidentity/userassignedidentities';
export const ROLE_ASSIGNMENTS = 'microsoft.authorization/roleassignments';
export const CREDENTIALS = 'microsoft.managedidentity/userassignedidentities/federatedidentitycredentials';

/** The issuer that AKS keeps for a managed identity's bindings: one for all clusters. AKS, "Set up identity bindings". */
const IDENTITY_BINDING_ISSUER = /^https:\/\/ib\.oic\.prod-aks\.azure\.[a-z]+\//;

/** The label by which every namespace can be chosen by its name. Kubernetes, "Well-known labels". */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Reads AKS clusters that the azapi provider makes. */
export function readAzapiClusters(program: TerraformProgram, parts: CloudParts, problems: Problems): void {
  for (const instance of outside(program, CLUSTERS)) {
    const { networkProfile, apiServerAccessProfile } = propertiesOf(program, instance, problems);
    parts.clusters.push({
      id: instance.id,
      cloud: 'azure',
      issuer: aksIssuer(instance.id),
      issuerText: `ref:${instance.id}.output.properties.oidcIssuerProfile.issuerURL`,
      existing: existingOf(instance),
      name: program.text(instance, 'name'),
      resourceId: asText(program.reference(instance, ['id'])),
      networkPlugin: asText(field(networkProfile, 'networkPlugin')),
      isApiServerInNetwork:
        isAutomatic(program, instance) || asText(field(apiServerAccessProfile, 'enableVnetIntegration')) === 'true',
      at: instance.at,
    });
  }
}

/** Whether azapi makes an AKS Automatic cluster: `sku`, beside `properties`. */
export function isAutomatic(program: TerraformProgram, instance: Instance): boolean {
  return asText(field(field(bodyOf(program, instance), 'sku'), 'name'))?.toLowerCase() === 'automatic';
}

/** Reads managed identities that the azapi provider makes: their client id is in what the service answers. */
export function readAzapiIdentities(program: TerraformProgram, parts: CloudParts): void {
  for (const instance of outside(program, IDENTITIES)) {
    parts.identities.push({
      id: instance.id,
      cloud: 'azure',
      kind: 'managed-identity',
      existing: existingOf(instance),
      name: asText(program.reference(instance, ['name'])) ?? '',
      claimName: String(program.reference(instance, ['output', 'properties', 'clientId'])),
      resourceId: asText(program.reference(instance, ['id'])),
      trustAt: instance.at,
      at: instance.at,
    });
  }
}

/** The resources of a type that azapi makes, and those that it reads and that the program does not make. */
function outside(program: TerraformProgram, type: string): Instance[] {
  return ofType(program, ['azapi_resource', 'data.azapi_resource'], type).filter(
    (instance) => azapiOriginal(program, instance) === instance,
  );
}

/** Reads role assignments that the azapi provider makes, of the identities whose principals are told by `principals`. */
export function readAzapiRoleAssignments(
  program: TerraformProgram,
  parts: CloudParts,
  principals: AzurePrincipals,
  problems: Problems,
): void {
  for (const instance of ofType(program, ['azapi_resource'], ROLE_ASSIGNMENTS)) {
    const properties = propertiesOf(program, instance, problems);
    const principal = asText(properties.principalId);
    const definition = asText(properties.roleDefinitionId);
    const role = definition === undefined ? null : azureRoleName(definition);
    const scope = program.text(instance, 'parent_id') ?? '';
    const condition = asText(properties.condition);
    const source = instance.id;
    const policy = {
      kind: 'role-assignment',
      source,
      ...(role === null ? {} : { name: role }),
      scope,
      ...(condition === undefined ? {} : { condition }),
      at: instance.at,
    } as const;
    for (const { identity, through } of principals.holdersOf(principal ?? '')) {
      parts.permissions.push({ identity, actions: [], role, resource: describeSymbols(scope), source });
      parts.policies.push({ identity, ...policy, ...(through === undefined ? {} : { through }) });
    }
    if (principal !== undefined && principals.isOfOthers(principal)) {
      parts.otherAssignments.push({ principal, ...policy });
    }
    const perhapsOf = principals.perhapsOf(principal, textOfValue(program.attribute(instance, 'body') ?? null));
    if (perhapsOf) parts.openAssignments.push({ ...policy, ...perhapsOf });
  }
}

/** Reads what azapi alone can write: the pod identity add-on, identity bindings, flexible credentials. */
export function readAzapiResources(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  problems: Problems,
): void {
  for (const instance of ofType(program, ['azapi_resource', 'azapi_update_resource'], CLUSTERS)) {
    const properties = propertiesOf(program, instance, problems);
    readAddon(program, parts, instance, properties, problems);
    readImagePullProfile(program, parts, instance, properties, problems);
  }
  for (const instance of ofType(program, ['azapi_resource'], IDENTITY_BINDINGS)) {
    readIdentityBinding(program, parts, index, instance, problems);
  }
  for (const instance of ofType(program, ['azapi_resource'], CREDENTIALS)) {
    readCredential(program, parts, index, instance, problems);
  }
}

/** Whether an issuer, or what gives it, is that of identity bindings: no cluster's own. */
export function isIdentityBindingIssuer(program: TerraformProgram, instance: Instance, issuer: string): boolean {
  if (IDENTITY_BINDING_ISSUER.test(issuer)) return true;
  const target = program.target(instance, 'issuer')?.instance;
  return target?.block.type === 'azapi_resource' && typeOf(program, target) === IDENTITY_BINDINGS;
}

/** The resources of the azapi provider that are of a type. */
export function ofType(program: TerraformProgram, resources: readonly string[], type: string): Instance[] {
  const text = { name: 'type of azapi', of: (one: Instance) => typeOf(program, one) };
  // Several readers ask for several types, and one walk finds them all.
  return resources.flatMap((resource) => program.instancesWith(resource, text, type));
}

function typeOf(program: TerraformProgram, instance: Instance): string {
  return (program.text(instance, 'type') ?? '').split('@')[0]!.toLowerCase();
}

/** A body, which is an object (azapi 2) or JSON text (azapi 1); nothing where there is none, or it is not JSON. */
export function bodyOf(program: TerraformProgram, instance: Instance): Value | undefined {
  const body = program.attribute(instance, 'body');
  return typeof body === 'string' ? parsed(body) : body;
}

/** The `properties` of a body, which is an object (azapi 2) or JSON text (azapi 1). */
export function propertiesOf(program: TerraformProgram, instance: Instance, problems: Problems): ValueObject {
  if (program.attribute(instance, 'body') === undefined) return {};
  const whole = bodyOf(program, instance);
  if (!isObject(whole)) {
    const at = below(instance.at, 'body');
    problems.add({ about: instance.id, because: 'its body is not known before apply, or is not JSON', at });
    return {};
  }
  return isObject(whole.properties) ? whole.properties : {};
}

function parsed(text: string): Value | undefined {
  try {
    return parseSymbolicJson(text) as Value;
  } catch {
    return undefined;
  }
}

/** A field of an object; nothing where it is none. */
export function field(value: Value | undefined, name: string): Value | undefined {
  return isObject(value) ? value[name] : undefined;
}

function listOf(value: Value | undefined): ValueObject[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];
}

/** The cluster that an argument leads to, or whose resource id it is. */
export function aksClusterOf(
  program: TerraformProgram,
  { clusters }: CloudParts,
  instance: Instance,
  argument: string,
): Cluster | undefined {
  const target = program.target(instance, argument)?.instance;
  const id = target && program.canonical(target).id;
  const direct = clusters.find((cluster) => cluster.id === id);
  // One of another cloud has no such resources.
  if (direct) return direct.cloud === 'azure' ? direct : undefined;
  return clusterOfResourceId(program.text(instance, argument) ?? '', clusters);
}

/** The add-on's own AzureIdentities, bindings and exceptions: AKS makes the objects from this list. */
function readAddon(
  program: TerraformProgram,
  parts: CloudParts,
  instance: Instance,
  { podIdentityProfile: profile }: ValueObject,
  problems: Problems,
): void {
  if (!isObject(profile) || profile.enabled === false) return;
  const cluster = clusterWithBody(program, parts, instance);
  const at = below(instance.at, 'body', 'properties', 'podIdentityProfile');
  if (!cluster) {
    problems.add({ about: instance.id, because: 'the cluster whose pod identities it lists was not read', at });
    const isOpen = ['resource_id', 'parent_id'].some((name) => hasSymbol(program.text(instance, name) ?? ''));
    if (isOpen) parts.aadPodIdentity.unplaced.push(instance.id);
    return;
  }
  const { aadPodIdentity } = parts;
  const clusters = [cluster.id];
  const managed = { managed: true, namespaced: true };
  const allowsKubenet = profile.allowNetworkPluginKubenet === true;
  aadPodIdentity.installations.push({ clusters, addon: true, ...managed, allowsKubenet, source: instance.id, at });
  listOf(profile.userAssignedIdentities).forEach((entry, position) => {
    const base = {
      clusters,
      namespace: asText(entry.namespace) ?? '',
      name: asText(entry.name) ?? '',
      formerFields: [],
      at: below(at, 'userAssignedIdentities', position),
    };
    aadPodIdentity.identities.push({
      ...base,
      type: 'user-assigned',
      resourceId: asText(field(entry.identity, 'resourceId')),
      clientId: asText(field(entry.identity, 'clientId')),
      namespaced: true,
    });
    // Without a selector AKS takes the name.
    const selector = asText(entry.bindingSelector) ?? base.name;
    aadPodIdentity.bindings.push({ ...base, azureIdentity: base.name, selector });
  });
  listOf(profile.userAssignedIdentityExceptions).forEach((entry, position) => {
    aadPodIdentity.exceptions.push({
      clusters,
      namespace: asText(entry.namespace) ?? '',
      name: asText(entry.name) ?? '',
      podLabels: textsOf(entry.podLabels),
      at: below(at, 'userAssignedIdentityExceptions', position),
    });
  });
}

/** The cluster whose body a resource has: one that azapi makes, or one that it updates. */
function clusterWithBody(program: TerraformProgram, parts: CloudParts, instance: Instance): Cluster | undefined {
  const own = instance.block.type === 'azapi_resource' ? instance.id : undefined;
  return (
    parts.clusters.find(({ id }) => id === own) ??
    aksClusterOf(program, parts, instance, 'resource_id') ??
    aksClusterOf(program, parts, instance, 'parent_id')
  );
}

/** Whether the kubelet pulls images as the identities that service accounts name. */
function readImagePullProfile(
  program: TerraformProgram,
  parts: CloudParts,
  instance: Instance,
  { securityProfile }: ValueObject,
  problems: Problems,
): void {
  const profile = field(securityProfile, 'serviceAccountImagePullProfile');
  if (!isObject(profile)) return;
  const at = below(instance.at, 'body', 'properties', 'securityProfile', 'serviceAccountImagePullProfile');
  const cluster = clusterWithBody(program, parts, instance);
  // What is no boolean is none that is known.
  const isSaid = profile.enabled !== undefined && profile.enabled !== null;
  const enabled = equal(asText(profile.enabled) ?? (isSaid ? symbolOf(`${instance.id}.enabled`) : 'false'), 'true');
  const defaultIdentity = asText(profile.defaultManagedIdentityId);
  if (cluster) {
    parts.imagePullProfiles.push({ cluster: cluster.id, enabled, defaultIdentity, source: instance.id, at });
    return;
  }
  problems.add({ about: instance.id, because: 'the cluster whose image pulls it is about was not read', at });
  const possible = possibleClustersOfResourceId(program.text(instance, 'resource_id') ?? '', parts.clusters);
  for (const { id } of possible) {
    const perhaps = and(enabled, unknown(`which cluster ${instance.id} is about is not known before apply`));
    parts.imagePullProfiles.push({ cluster: id, enabled: perhaps, source: instance.id, at });
  }
}

function readIdentityBinding(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  instance: Instance,
  problems: Problems,
): void {
  const { managedIdentity, allowedSubjects } = propertiesOf(program, instance, problems);
  const resourceId = asText(field(managedIdentity, 'resourceId')) ?? '';
  const cluster = aksClusterOf(program, parts, instance, 'parent_id');
  const clusterText = program.text(instance, 'parent_id') ?? '';
  const allowed = listOf(allowedSubjects).map((subject) => wholeNamespace(subject));
  parts.identityBindings.push({
    id: instance.id,
    name: program.text(instance, 'name'),
    cluster: cluster?.id,
    clusterText: describeSymbols(clusterText),
    possibleClusters: cluster ? [] : possibleClustersOfResourceId(clusterText, parts.clusters).map(({ id }) => id),
    identity: index.byResourceId(resourceId)?.identity.id,
    identityText: describeSymbols(resourceId),
    // Of a body that is not known, neither is the identity.
    bindsNoIdentity: managedIdentity !== undefined && isNoManagedIdentityId(resourceId),
    possibleIdentities: index.possibleByResourceId(resourceId).map(({ id }) => id),
    allowedNamespaces: allowed.filter((namespace) => namespace !== undefined),
    allowsByLabels: allowed.includes(undefined) || hasSymbol(asText(allowedSubjects) ?? ''),
    at: instance.at,
  });
}

/** The namespace all of whose accounts an entry of `allowedSubjects` lets in; nothing where it chooses by other labels. */
function wholeNamespace(subject: ValueObject): string | undefined {
  const labels = labelsOf(field(subject.namespaceSelector, 'matchLabels'));
  const expressions = field(subject.namespaceSelector, 'matchExpressions');
  if (subject.serviceAccountSelector !== undefined || listOf(expressions).length > 0 || !isObject(labels)) {
    return undefined;
  }
  return Object.keys(labels).join() === NAMESPACE_NAME ? asText(labels[NAMESPACE_NAME]) : undefined;
}

/** Labels as AKS' API has them, texts of `key=value`, or as Kubernetes has them. */
function labelsOf(labels: Value | undefined): Value | undefined {
  if (!Array.isArray(labels)) return labels;
  const texts = (labels as readonly Value[]).map((one) => asText(one) ?? '');
  // One that is no such text chooses nobody knows what.
  if (texts.some((text) => !text.includes('='))) return undefined;
  return Object.fromEntries(texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));
}

/** The managed identity that what azapi makes is below. */
export function parentIdentityOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
): string | undefined {
  const target = program.target(instance, 'parent_id')?.instance;
  const parent = program.text(instance, 'parent_id') ?? '';
  return (target && index.get(program.canonical(target).id)?.id) ?? index.byResourceId(parent)?.identity.id;
}

/** Reads a federated credential that the azapi provider makes. */
export function readCredential(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  instance: Instance,
  problems: Problems,
): void {
  const properties = propertiesOf(program, instance, problems);
  const parent = program.text(instance, 'parent_id') ?? '';
  // Of a body that is not known, so is each of its fields.
  const none = Object.keys(properties).length === 0;
  const absent = (name: string): string => (none ? symbolOf(`${instance.id}.body.properties.${name}`) : '');
  const issuer = asText(properties.issuer) ?? absent('issuer');
  const credential = {
    id: instance.id,
    identity: parentIdentityOf(program, index, instance),
    parent,
    parentText: describeSymbols(parent),
    issuer: issuerOfCredential(issuer),
    audiences: (Array.isArray(properties.audiences)
      ? (properties.audiences as readonly Value[])
      : [properties.audiences ?? (none ? absent('audiences') : null)]
    ).flatMap((audience) => asText(audience) ?? []),
    at: instance.at,
  };
  const expression = toBlocks(properties.claimsMatchingExpression)[0];
  if (expression) {
    parts.flexibleCredentials.push({
      ...credential,
      expression: asText(expression.value) ?? '',
      languageVersion: Number(asText(expression.languageVersion) ?? Number.NaN),
    });
    return;
  }
  parts.federatedCredentials.push({
    ...credential,
    // It may turn out to be a flexible one, which is compared otherwise.
    name: none ? undefined : program.text(instance, 'name'),
    subject: asText(properties.subject) ?? absent('subject'),
  });
}
