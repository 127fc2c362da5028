import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import { TerraformOutput, Testing } from 'cdktf';
import { AKS_CONTROLLERS, type AksControllerFacts, HELM_CHARTS } from '../../../lib/core';
import {
  type AksController,
  argocdRepoServer,
  azureServiceOperator,
  certManager,
  externalDns,
  externalSecrets,
  fluxSource,
  keda,
  prometheus,
  roleGrant,
  secretsStoreProvider,
  velero,
  workloadIdentity,
} from '../../../lib/azure';
import { useHelm } from '../../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload } from '../../../lib/kubernetes/helm/helm-workload';
import { TENANT } from '../synthesized';
import { EXPECTED } from './expected-permissions';
import { ISSUER, identityOf, permissionLines, provenController, provenStack, shop } from './proven-controller';
import { IDS, READY, SUBSCRIPTION } from './ready-controllers';

/** Those that are the main component of a known chart. */
const RELEASED = Object.keys(READY).filter((name) => {
  const { chart, component } = READY[name]!;
  return chart !== undefined && component === undefined;
});

const accountOf = ({ account }: AksController) => ({ namespace: account.namespace, serviceAccount: account.name });

/** The code of the error that something raises. */
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error('nothing was refused');
};

describe('a ready identity', () => {
  test.each(Object.keys(READY))('%s may do exactly what is listed, and one service account gets in', (name) => {
    const inventory = provenController(READY[name]!);
    expect(permissionLines(inventory)).toEqual(EXPECTED[name]);
    expect(inventory.access).toMatchObject([
      {
        mechanism: 'entra-workload-identity',
        cluster: 'platform/shop',
        ...accountOf(READY[name]!),
        pattern: false,
        except: [],
      },
    ]);
    expect(inventory.access).toHaveLength(1);
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(RELEASED)('%s is claimed by the release of its chart, with nothing undecided and no warning', (name) => {
    const { access, undecided, findings } = provenController(READY[name]!, (identity) => identity.release);
    expect(access).toMatchObject([{ ...accountOf(READY[name]!), claimed: true }]);
    expect(access[0]!.workloads.length).toBeGreaterThan(0);
    expect(undecided).toEqual([]);
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test('names of each what was read, and when', () => {
    for (const { source } of Object.values(READY)) {
      expect(source.where).toMatch(/^[A-Za-z].*\//);
      expect(source.version).toMatch(/^[0-9a-f]{12}\b|^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe('what is known of controllers', () => {
  const facts = Object.values<AksControllerFacts>(AKS_CONTROLLERS);

  test('is one piece: each chart is known, and has the component', () => {
    for (const { chart, component } of facts.filter((one) => one.chart !== undefined)) {
      const known = HELM_CHARTS.get(chart!);
      expect(Object.keys(known!.components)).toContain(component ?? known!.main);
    }
  });

  test('has a ready identity for each', () => {
    const ready = Object.values(READY).map(({ name }) => name);
    expect(facts.map(({ name }) => name).filter((name) => !ready.includes(name))).toEqual([]);
  });
});

describe('the controller’s own object', () => {
  const ofCluster = (kind: string, apiVersion: string, spec: object) => ({
    file: 'object.json',
    text: JSON.stringify({ apiVersion, kind, metadata: { name: 'own', namespace: 'shop' }, spec }),
  });
  /** A client id that is known, as GitOps fills it in after the deployment. */
  const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

  /** What the proof finds where the object names the identity, and no account is annotated with it. */
  function provenObject(controller: AksController, place: (object: unknown) => object) {
    const at = shop();
    identityOf(controller, at);
    const own = { clientId: CLIENT, tenantId: TENANT, cloud: 'public' } as const;
    return { at, object: place(controller.object!.of(own)) };
  }

  test('of cert-manager is a solver that names the identity, and the proof follows it', () => {
    const { at, object } = provenObject(certManager({ zones: [IDS.zone] }), (solvers) => ({ acme: { solvers } }));
    expect(object).toEqual({
      acme: {
        solvers: [
          {
            dns01: {
              azureDNS: {
                hostedZoneName: 'example.com',
                resourceGroupName: 'rg-shop',
                subscriptionID: SUBSCRIPTION,
                environment: 'AzurePublicCloud',
                managedIdentity: { clientID: CLIENT },
              },
            },
          },
        ],
      },
    });
    const inventory = provenStack(at.stack, [ofCluster('ClusterIssuer', 'cert-manager.io/v1', object)]);
    expect(inventory.access).toMatchObject([
      { namespace: 'cert-manager', serviceAccount: 'cert-manager', claimed: true },
    ]);
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('of cert-manager has a solver for each zone', () => {
    const zones = [IDS.zone, IDS.zone.replace('example.com', 'example.org')];
    const solvers = certManager({ zones }).object!.of({ clientId: CLIENT, tenantId: TENANT, cloud: 'china' });
    expect(solvers).toMatchObject([
      { selector: { dnsZones: ['example.com'] } },
      { selector: { dnsZones: ['example.org'] }, dns01: { azureDNS: { environment: 'AzureChinaCloud' } } },
    ]);
  });

  test('of KEDA is a TriggerAuthentication, whose identity the operator’s own account becomes', () => {
    const { at, object } = provenObject(READY.keda!, (podIdentity) => ({ podIdentity }));
    expect(object).toEqual({ podIdentity: { provider: 'azure-workload', identityId: CLIENT } });
    const inventory = provenStack(at.stack, [ofCluster('TriggerAuthentication', 'keda.sh/v1alpha1', object)]);
    expect(inventory.access).toMatchObject([{ namespace: 'keda', serviceAccount: 'keda-operator', claimed: true }]);
  });

  test('of External Secrets names the vault, and the account where the store has one of its own', () => {
    const own = { clientId: CLIENT, tenantId: TENANT, cloud: 'us-government' } as const;
    expect(externalSecrets({ vault: IDS.vault }).object!.of(own)).toEqual({
      azurekv: {
        authType: 'WorkloadIdentity',
        environmentType: 'USGovernmentCloud',
        vaultUrl: 'https://kv-shop.vault.usgovcloudapi.net',
      },
    });
    const serviceAccount = { namespace: 'shop', name: 'secrets' };
    const ofAccount = externalSecrets({ vault: IDS.vault, serviceAccount });
    expect(ofAccount.object!.of(own)).toMatchObject({ azurekv: { serviceAccountRef: serviceAccount } });
    expect(ofAccount.account).toEqual(serviceAccount);
    expect(ofAccount.chart).toBeUndefined();
  });

  test('of the Secrets Store driver names the identity for pods of its account', () => {
    const { at, object } = provenObject(READY.secretsStoreProvider!, (spec) => spec as object);
    expect(object).toEqual({
      provider: 'azure',
      parameters: {
        usePodIdentity: 'false',
        clientID: CLIENT,
        tenantId: TENANT,
        keyvaultName: 'kv-shop',
        cloudName: 'AzurePublicCloud',
      },
    });
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'api', namespace: 'shop' },
      spec: {
        serviceAccountName: 'api',
        containers: [{ name: 'api', image: 'api' }],
        volumes: [
          {
            name: 'secrets',
            csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes: { secretProviderClass: 'own' } },
          },
        ],
      },
    };
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'api', namespace: 'shop' } };
    const inventory = provenStack(at.stack, [
      ofCluster('SecretProviderClass', 'secrets-store.csi.x-k8s.io/v1', object),
      ...[pod, account].map((one, index) => ({ file: `${index}.json`, text: JSON.stringify(one) })),
    ]);
    expect(inventory.access).toMatchObject([{ namespace: 'shop', serviceAccount: 'api', claimed: true }]);
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('of the Azure Service Operator is a Secret with ids and no secret', () => {
    const at = shop();
    const identity = identityOf(READY.azureServiceOperator!, at);
    expect(Object.keys(identity.object)).toEqual(['AZURE_SUBSCRIPTION_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID']);
    expect(identity.chartValues).toMatchObject({ useWorkloadIdentityAuth: true, azureSubscriptionID: SUBSCRIPTION });
  });

  test('is refused of a controller that has none', () => {
    expect(codeOf(() => identityOf(READY.velero!, shop()).object)).toBe('controller-object-unknown');
  });
});

describe('the values of a chart', () => {
  const own = { clientId: 'client', tenantId: TENANT, cloud: 'public' } as const;
  const values = (controller: AksController) => controller.values?.(own);

  test('of external-dns are its file, which names the zones’ resource group and has no secret', () => {
    const { provider, secretConfiguration } = values(externalDns({ zones: [IDS.zone] })) as {
      provider: unknown;
      secretConfiguration: { data: Record<string, string> };
    };
    expect(provider).toEqual({ name: 'azure' });
    expect(JSON.parse(secretConfiguration.data['azure.json']!)).toEqual({
      cloud: 'AzurePublicCloud',
      tenantId: TENANT,
      subscriptionId: SUBSCRIPTION,
      resourceGroup: 'rg-shop',
      useWorkloadIdentityExtension: true,
    });
  });

  test('of external-dns name the provider of private zones, with their role', () => {
    const controller = externalDns({ zones: [IDS.privateZone], privateZones: true });
    expect(values(controller)).toMatchObject({ provider: { name: 'azure-private-dns' } });
    expect(controller.grants.map(({ role }) => role)).toEqual(['Private DNS Zone Contributor', 'Reader']);
  });

  test('of Velero sign in by Entra, by the account’s own address', () => {
    expect(values(READY.velero!)).toMatchObject({
      configuration: {
        backupStorageLocation: [
          { config: { useAAD: 'true', storageAccountURI: 'https://stshop.blob.core.windows.net' } },
        ],
      },
      snapshotsEnabled: true,
    });
    expect(values(velero({ storageAccount: IDS.storage, container: 'backups' }))).toMatchObject({
      snapshotsEnabled: false,
    });
  });

  test('of Prometheus sign in by the SDK of Azure', () => {
    expect(values(READY.prometheus!)).toMatchObject({
      server: { remoteWrite: [{ azuread: { cloud: 'AzurePublic', sdk: { tenant_id: TENANT } } }] },
    });
  });
});

describe('a controller’s identity', () => {
  test('trusts the service account of its documentation, or the one that is named', () => {
    const at = shop();
    const serviceAccount = { namespace: 'edge', name: 'dns' };
    const identity = identityOf(READY.externalDns!, at, { serviceAccount });
    expect(identity.release.bindings).toMatchObject([{ serviceAccount }]);
    expect(provenStack(at.stack).access).toMatchObject([{ namespace: 'edge', serviceAccount: 'dns' }]);
  });

  test('has further trusts and grants beside its own', () => {
    const at = shop();
    const other = workloadIdentity({
      issuer: { url: ISSUER.replace('66666666', '77777777') },
      serviceAccount: { namespace: 'external-dns', name: 'external-dns' },
      credentialName: 'second',
      bind: false,
    });
    const identity = identityOf(READY.externalDns!, at, {
      trusts: [other],
      grants: [roleGrant({ role: 'Monitoring Reader', scope: IDS.group })],
    });
    expect(identity.trusts).toHaveLength(2);
    expect(identity.grants.map(({ grant }) => grant.role)).toEqual([
      'DNS Zone Contributor',
      'Reader',
      'Monitoring Reader',
    ]);
    expect(identity.release.bindings).toHaveLength(1);
  });

  test('reads from the id of a resource what the program does not know', () => {
    const at = shop();
    const zone = new DnsZone(at.stack, 'zone', { name: 'example.com', resourceGroupName: 'rg-dns' });
    const identity = identityOf(certManager({ zones: [zone] }), at);
    new TerraformOutput(at.stack, 'solvers', { value: identity.object });
    const { output } = JSON.parse(Testing.synth(at.stack));
    expect(output.solvers.value[0].dns01.azureDNS).toMatchObject({
      hostedZoneName: '${element(split("/", azurerm_dns_zone.zone.id), 8)}',
      resourceGroupName: '${element(split("/", azurerm_dns_zone.zone.id), 4)}',
    });
  });

  test('only admits what something else binds', () => {
    const identity = identityOf(READY.keda!, shop(), { bind: false });
    expect(identity.bindings).toEqual([]);
    expect(codeOf(() => identity.release)).toBe('binding-unknown');
  });

  test('says what a person has to do besides', () => {
    expect(identityOf(READY.velero!, shop()).deploymentNeeds.join()).toContain('plugin for Azure');
  });

  test('has no release where no chart is known, and none of its own for a component', () => {
    expect(codeOf(() => identityOf(READY.fluxSource!, shop()).release)).toBe('helm-chart-unknown');
    expect(codeOf(() => identityOf(READY.argocdRepoServer!, shop()).release)).toBe('helm-component-unknown');
  });

  test('of Argo CD’s repository server goes to that component of its release', () => {
    const at = shop();
    const repo = identityOf(READY.argocdRepoServer!, at, {}, 'repo-server');
    const account = { namespace: 'argocd', name: 'argocd-application-controller' };
    const main = identityOf({ ...READY.argocdRepoServer!, account }, at, {}, 'main');
    useHelm(at.stack, at.cluster.connection);
    new HelmWorkload(at.stack, 'argo-cd', {
      chart: 'argo-cd',
      version: HELM_CHARTS.get('argo-cd')!.version,
      bindings: main.bindings,
      components: { 'repo-server': repo.bindings },
    });
    const { access, findings } = provenStack(at.stack);
    expect(access.map(({ serviceAccount, workloads, claimed }) => [serviceAccount, workloads, claimed])).toEqual([
      ['argocd-application-controller', ['StatefulSet/argocd/argo-cd-argocd-application-controller'], true],
      ['argocd-repo-server', ['Deployment/argocd/argo-cd-argocd-repo-server'], true],
    ]);
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });
});

describe('the options of a controller', () => {
  const elsewhere = IDS.zone.replace('rg-shop', 'rg-other').replace('example.com', 'example.org');

  test.each<[string, () => unknown, string]>([
    ['no zone', () => externalDns({ zones: [] }), 'controller-incomplete'],
    ['no zone for cert-manager', () => certManager({ zones: [] }), 'controller-incomplete'],
    ['no registry', () => fluxSource({ registries: [] }), 'controller-incomplete'],
    ['no registry for Argo CD', () => argocdRepoServer({ registries: [] }), 'controller-incomplete'],
    ['nothing to count', () => keda({ serviceBus: [] }), 'controller-incomplete'],
    [
      'nothing to make',
      () => azureServiceOperator({ subscriptionId: SUBSCRIPTION, grants: [] }),
      'controller-incomplete',
    ],
    ['zones of two groups', () => externalDns({ zones: [IDS.zone, elsewhere] }), 'controller-invalid'],
    [
      'an ingestion endpoint without its path',
      () => prometheus({ dataCollectionRule: IDS.rule, remoteWriteUrl: 'https://shop.monitor.azure.com' }),
      'controller-invalid',
    ],
    ['a zone by its name', () => certManager({ zones: ['example.com'] }), 'resource-id-malformed'],
    ['a private zone for cert-manager', () => certManager({ zones: [IDS.privateZone] }), 'resource-id-of-other-type'],
    [
      'a public zone as a private one',
      () => externalDns({ zones: [IDS.zone], privateZones: true }),
      'resource-id-of-other-type',
    ],
    ['a vault that is a registry', () => externalSecrets({ vault: IDS.registry }), 'resource-id-of-other-type'],
    [
      'a secret by its path',
      () =>
        secretsStoreProvider({
          serviceAccount: { namespace: 'shop', name: 'api' },
          vault: IDS.vault,
          secretNames: ['secrets/api-key'],
        }),
      'name-invalid',
    ],
    [
      'a subscription by its name',
      () => azureServiceOperator({ subscriptionId: 'shop', grants: READY.azureServiceOperator!.grants }),
      'guid-invalid',
    ],
    [
      'a container for an account',
      () => velero({ storageAccount: `${IDS.storage}/blobServices/default/containers/x`, container: 'x' }),
      'resource-id-of-other-type',
    ],
  ])('refuse %s', (_, make, code) => expect(codeOf(make)).toBe(code));

  test('narrow: what is not asked for is not allowed', () => {
    const roles = (controller: AksController) => controller.grants.map(({ role }) => role);
    expect(roles(externalSecrets({ vault: IDS.vault }))).toEqual(['Key Vault Secrets User']);
    expect(roles(externalSecrets({ vault: IDS.vault, push: true }))).toEqual(['Key Vault Secrets Officer']);
    expect(roles(velero({ storageAccount: IDS.storage, container: 'b' }))).toEqual(['Storage Blob Data Contributor']);
    expect(roles(keda({ serviceBus: [IDS.queue] }))).toEqual(['Azure Service Bus Data Receiver']);
    expect(roles(fluxSource({ registries: [IDS.registry], repositoryPermissions: true }))).toEqual([
      'Container Registry Repository Reader',
    ]);
  });

  test('tell several resources of one kind apart by their names', () => {
    const second = IDS.zone.replace('example.com', 'example.org');
    expect(certManager({ zones: [IDS.zone, second] }).grants.map(({ id }) => id)).toEqual([
      'dns-zone-contributor-example-com',
      'dns-zone-contributor-example-org',
    ]);
    const { stack, cluster } = shop();
    identityOf(certManager({ zones: [second, IDS.zone] }), { stack, cluster });
    expect(permissionLines(provenStack(stack))).toHaveLength(2);
  });
});
