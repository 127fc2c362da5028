import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../../../core/trust/audience';
import { CONTROLLERS } from '../../../../core/kubernetes/controllers';
import type { IdentityReference, TokenOwner } from '../../../model/identity/identity-reference';
import { below } from '../../../model/place';
import type { Problems } from '../../problems';
import { isJsonObject, listOf, objectAt, textOf } from '../kubernetes-object';
import type { JsonObject, DeclaredObject } from '../kubernetes-object';

/** What a reader adds to. */
interface Into {
  readonly references: IdentityReference[];
  readonly problems: Problems;
}

/** An object, with what all readers ask of it. */
interface Named extends DeclaredObject {
  readonly id: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly spec: JsonObject;
}

/** By kind: the group it is of, and its reader. */
const READERS: ReadonlyMap<string, readonly [group: string, read: (object: Named, into: Into) => void]> = new Map(
  Object.entries({
    SecretProviderClass: ['secrets-store.csi.x-k8s.io', secretProviderClass],
    TriggerAuthentication: ['keda.sh', triggerAuthentication],
    ClusterTriggerAuthentication: ['keda.sh', triggerAuthentication],
    Issuer: ['cert-manager.io', issuer],
    ClusterIssuer: ['cert-manager.io', issuer],
    SecretStore: ['external-secrets.io', secretStore],
    ClusterSecretStore: ['external-secrets.io', secretStore],
    ECRAuthorizationToken: ['generators.external-secrets.io', generator],
    STSSessionToken: ['generators.external-secrets.io', generator],
    ACRAccessToken: ['generators.external-secrets.io', acrToken],
    GitRepository: ['source.toolkit.fluxcd.io', fluxSource],
    OCIRepository: ['source.toolkit.fluxcd.io', fluxSource],
    Bucket: ['source.toolkit.fluxcd.io', fluxSource],
    ImageRepository: ['image.toolkit.fluxcd.io', fluxSource],
    AzureAppConfigurationProvider: ['azconfig.io', appConfiguration],
  } as const),
);

/** Adds the identities that an object names for a controller or a driver. */
export function readIdentityReference(
  found: DeclaredObject,
  references: IdentityReference[],
  problems: Problems,
): void {
  const reader = READERS.get(String(found.object.kind));
  if (!reader || String(found.object.apiVersion).split('/')[0] !== reader[0]) return;
  const metadata = objectAt(found.object, ['metadata']);
  const name = textOf(metadata.name) ?? '';
  const isOfCluster = String(found.object.kind).startsWith('Cluster');
  const namespace = isOfCluster ? undefined : (textOf(metadata.namespace) ?? 'default');
  const id = [String(found.object.kind), ...(namespace === undefined ? [] : [namespace]), name].join('/');
  reader[1]({ ...found, id, namespace, name, spec: objectAt(found.object, ['spec']) }, { references, problems });
}

/** The SecretProviderClasses among objects, as `namespace/name`. */
export function secretProviderClassesIn(objects: readonly DeclaredObject[]): ReadonlySet<string> {
  return new Set(
    objects
      .filter(({ object }) => object.kind === 'SecretProviderClass')
      .map(({ object }) => {
        const { namespace, name } = objectAt(object, ['metadata']);
        return `${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
      }),
  );
}

/** The identity itself is not told here; where it is, and who asks, is. */
function entra(
  { clusters, id, at }: Named,
  owner: TokenOwner,
  place: readonly (string | number)[],
  text: string | undefined,
  tenantId: string | undefined,
): IdentityReference {
  const reference = { clusters, id, text, tenantId, owner, at: below(at, 'spec', ...place) };
  return { ...reference, mechanism: 'entra-workload-identity', audience: ENTRA_AUDIENCE };
}

function irsa(
  { clusters, id, at }: Named,
  owner: TokenOwner,
  place: readonly (string | number)[],
  text: string | undefined,
): IdentityReference {
  return { clusters, id, text, owner, at: below(at, 'spec', ...place), mechanism: 'irsa', audience: STS_AUDIENCE };
}

function controller(key: keyof typeof CONTROLLERS): TokenOwner {
  return { kind: 'controller', controller: CONTROLLERS[key] };
}

/** Something that an object says and that is not decided here. */
function leaveOpen({ id, at }: Named, because: string, { problems }: Into): void {
  problems.add({ about: id, because, at });
}

/** The account of a `serviceAccountRef`; an object of the whole cluster has to name its namespace. */
function referredAccount({ namespace: own }: Named, reference: unknown): TokenOwner | undefined {
  if (!isJsonObject(reference)) return undefined;
  const name = textOf(reference.name);
  const namespace = own ?? textOf(reference.namespace);
  if (name === undefined || namespace === undefined) return undefined;
  return { kind: 'account', account: { namespace, name } };
}

/** Secrets Store CSI. Azure's provider takes the client id from here; that of AWS the role from the account. */
function secretProviderClass(found: Named, into: Into): void {
  const parameters = objectAt(found.spec, ['parameters']);
  const isOn = (name: string): boolean => String(parameters[name]).toLowerCase() === 'true';
  const owner: TokenOwner = {
    kind: 'pods',
    namespace: found.namespace ?? 'default',
    secretProviderClass: found.name,
  };
  switch (textOf(found.spec.provider)) {
    case 'azure': {
      // By AAD Pod Identity, or by the identity of the node.
      if (isOn('usePodIdentity') || isOn('useVMManagedIdentity')) return;
      const text = textOf(parameters.clientID);
      const tenantId = textOf(parameters.tenantId) ?? textOf(parameters.tenantID);
      // Without a client id a service principal's secret is meant (`nodePublishSecretRef`).
      if (text !== undefined) {
        into.references.push(entra(found, owner, ['parameters', 'clientID'], text, tenantId));
      }
      return;
    }
    case 'aws':
      if (!isOn('usePodIdentity')) into.references.push(irsa(found, owner, ['parameters'], undefined));
  }
}

/** KEDA's operator exchanges its own token, whatever namespace the object is in. */
function triggerAuthentication(found: Named, into: Into): void {
  const pod = objectAt(found.spec, ['podIdentity']);
  const { provider, identityOwner } = pod;
  const identityId = textOf(pod.identityId);
  const roleArn = textOf(pod.roleArn);
  if (provider === 'azure-workload' && identityId !== undefined) {
    const place = ['podIdentity', 'identityId'];
    into.references.push(entra(found, controller('keda'), place, identityId, textOf(pod.identityTenantId)));
  } else if (provider === 'aws' && roleArn !== undefined) {
    into.references.push(irsa(found, controller('keda'), ['podIdentity', 'roleArn'], roleArn));
  } else if (provider === 'aws-eks' || (provider === 'aws' && identityOwner === 'workload')) {
    const because =
      'KEDA’s operator takes on the role of the workload that is scaled, with its own token: whether that role trusts it is not decided here';
    leaveOpen(found, because, into);
  }
}

/** cert-manager signs in for DNS challenges as what its issuer names, with its own token. */
function issuer(found: Named, into: Into): void {
  listOf(objectAt(found.spec, ['acme']).solvers).forEach((solver, index) => {
    const path = ['acme', 'solvers', index, 'dns01'];
    const azure = objectAt(solver, ['dns01', 'azureDNS']);
    const { managedIdentity } = azure;
    if (isJsonObject(managedIdentity)) {
      const text = textOf(managedIdentity.clientID) ?? textOf(managedIdentity.resourceID);
      const tenantId = textOf(managedIdentity.tenantID);
      if (text !== undefined) {
        const place = [...path, 'azureDNS', 'managedIdentity'];
        into.references.push(entra(found, controller('certManager'), place, text, tenantId));
      }
    }
    const route53 = objectAt(solver, ['dns01', 'route53']);
    const role = textOf(route53.role);
    const account = referredAccount(
      // The account is one of the issuer's namespace; of a ClusterIssuer, of cert-manager's own.
      { ...found, namespace: found.namespace ?? CONTROLLERS.certManager.account.namespace },
      objectAt(route53, ['auth', 'kubernetes']).serviceAccountRef,
    );
    if (account) {
      into.references.push(irsa(found, account, [...path, 'route53'], role));
    } else if (role !== undefined && route53.accessKeyID === undefined) {
      leaveOpen(
        found,
        `cert-manager assumes ${role} from the role that it has already: whether that may is not decided here`,
        into,
      );
    }
  });
}

function secretStore(found: Named, into: Into): void {
  const azure = objectAt(found.spec, ['provider', 'azurekv']);
  if (azure.authType === 'WorkloadIdentity') {
    // Without an account the controller is who its own account is annotated as. `identityId` is for managed identities alone:
    // no version from v0.5.0, the first with WorkloadIdentity, to v2.9.0 asks for it here (keyvault.go, keyvault_new_sdk.go).
    const account = referredAccount(found, azure.serviceAccountRef);
    if (isJsonObject(objectAt(azure, ['authSecretRef']).clientId)) {
      leaveOpen(found, 'it takes its client id from a Secret, whose content is not known', into);
    } else if (account) {
      into.references.push(entra(found, account, ['provider', 'azurekv'], undefined, textOf(azure.tenantId)));
    } else if (isJsonObject(azure.serviceAccountRef)) {
      leaveOpen(found, 'the account that it names is one of each namespace that uses it', into);
    }
  }
  awsProvider(found, objectAt(found.spec, ['provider', 'aws']), ['provider', 'aws'], into);
}

/** The generators of External Secrets for AWS. */
function generator(found: Named, into: Into): void {
  awsProvider(found, found.spec, [], into);
}

function awsProvider(found: Named, aws: JsonObject, place: readonly string[], into: Into): void {
  const account = referredAccount(found, objectAt(aws, ['auth', 'jwt']).serviceAccountRef);
  const role = textOf(aws.role);
  if (account) into.references.push(irsa(found, account, [...place, 'auth', 'jwt'], undefined));
  if (role !== undefined && !isJsonObject(objectAt(aws, ['auth']).secretRef)) {
    const first = account ? 'the role of the service account that it names' : 'the role that it has already';
    leaveOpen(found, `External Secrets assumes ${role} from ${first}: whether that may is not decided here`, into);
  }
}

function acrToken(found: Named, into: Into): void {
  const account = referredAccount(found, objectAt(found.spec, ['auth', 'workloadIdentity']).serviceAccountRef);
  if (account) {
    into.references.push(entra(found, account, ['auth', 'workloadIdentity'], undefined, textOf(found.spec.tenantId)));
  }
}

/** Flux signs in to registries as the account that the object names; without one as its controller is annotated. */
function fluxSource(found: Named, into: Into): void {
  const name = textOf(found.spec.serviceAccountName);
  if (name === undefined) return;
  const owner: TokenOwner = { kind: 'account', account: { namespace: found.namespace ?? 'default', name } };
  if (found.spec.provider === 'azure') into.references.push(entra(found, owner, ['provider'], undefined, undefined));
  if (found.spec.provider === 'aws') into.references.push(irsa(found, owner, ['provider'], undefined));
}

function appConfiguration(found: Named, into: Into): void {
  const identity = objectAt(found.spec, ['auth', 'workloadIdentity']);
  const name = textOf(identity.serviceAccountName);
  if (name === undefined) return;
  const owner: TokenOwner = { kind: 'account', account: { namespace: found.namespace ?? 'default', name } };
  const text = textOf(identity.managedIdentityClientId);
  into.references.push(entra(found, owner, ['auth', 'workloadIdentity'], text, undefined));
}
