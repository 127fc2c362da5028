import * as fs from 'node:fs';
import * as path from 'node:path';
import { AzureResourceManager, type Deployer } from './azure/azure-resource-manager';
import { makeCertificate } from './certificate';
import type { Component, Components } from './install/components';
import type { CreationGate } from './creation-gate';
import { KubernetesControlPlane } from './kubernetes';
import { LOCAL_REGION, MotoFront } from './aws/moto-front';
import { freePort, start, stop, untilReady } from './processes';
import { PLATFORM } from './install/provider-mirrors';
import type { Overrides } from './synthesize';

export type CloudName = 'aws' | 'azure';

/** A cloud's control plane on loopback. */
interface CloudApi {
  readonly endpoint: string;
  readonly gate: CreationGate;
  /** The variables by which its provider finds it and signs in. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the override file says of its provider. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** Settings of the sample, as its settings file has them. */
  readonly settings: unknown;
  /** What it holds, one line each, sorted. */
  readonly left: () => Promise<string[]>;
  /** Service accounts that have an association of EKS Pod Identity, as `namespace/name`; of Azure none. */
  readonly associated: () => readonly string[];
  /** Makes a resource that is there before the program is deployed, and gives it as Azure has it; Azure alone. */
  readonly put?: (id: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Addresses of documentation, which reach nobody. */
const someAddresses = ['203.0.113.0/24'];

/** A cloud on loopback with a Kubernetes cluster in it, and all that Terraform has to be told to deploy there. */
export class LocalCloud {
  private constructor(
    public readonly name: CloudName,
    /** All of the run's files: state, output, logs, keys. */
    public readonly folder: string,
    public readonly api: CloudApi,
    public readonly kubernetes: KubernetesControlPlane,
    /** The environment of `cdktf` and `terraform`. */
    public readonly environment: NodeJS.ProcessEnv,
    private readonly settingsFile: string,
  ) {}

  /** Starts the cloud and its cluster. @param folder a new one, this cloud's own */
  public static async start(name: CloudName, components: Components, folder: string): Promise<LocalCloud> {
    fs.mkdirSync(folder, { recursive: true });
    const [api, kubernetes] = await bothOrNone(
      name === 'aws' ? startAws(components, folder) : startAzure(components, folder),
      KubernetesControlPlane.start(name, components, path.join(folder, 'kubernetes')),
      (started) => started.stop(),
    );
    kubernetes.playNodes();

    const cloudProvider = name === 'aws' ? 'aws' : 'azurerm';
    const packages: Record<string, Component> = {
      [cloudProvider]: components.get(`${cloudProvider}-provider`),
      kubernetes: components.get('kubernetes-provider'),
    };
    const credential = path.join(folder, 'credential.json');
    const overrides: Overrides = {
      otherStacks: name === 'aws' ? 'aks-' : 'eks-',
      synthesized: synthesizedIn(folder),
      versions: Object.fromEntries(Object.entries(packages).map(([provider, { version }]) => [provider, version])),
      providers: {
        [cloudProvider]: api.provider,
        kubernetes: {
          host: kubernetes.host,
          cluster_ca_certificate: kubernetes.certificateAuthority,
          exec: [{ api_version: execApi, command: 'cat', args: [credential] }],
        },
      },
    };
    const overridesFile = path.join(folder, 'overrides.json');
    const settingsFile = path.join(folder, 'settings.yaml');
    const execCredential = { apiVersion: execApi, kind: 'ExecCredential', status: { token: kubernetes.token } };
    fs.writeFileSync(credential, JSON.stringify(execCredential), { mode: 0o600 });
    fs.writeFileSync(overridesFile, JSON.stringify(overrides, undefined, 2));
    const environment = {
      ...withoutCloudVariables(process.env),
      ...api.environment,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      // The cache of plugins that cdktf asks for is one for all runs, and Terraform links into it without a lock.
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
      TF_CLI_CONFIG_FILE: terraformConfiguration(packages, folder),
      TERRAFORM_BINARY_NAME: components.get('terraform').path,
      PODTRUST_SETTINGS: settingsFile,
      PODTRUST_REAL_OVERRIDES: overridesFile,
    };
    const cloud = new LocalCloud(name, folder, api, kubernetes, environment, settingsFile);
    cloud.useSettings({});
    return cloud;
  }

  /** As a `cdktf.out`, what the program makes before anything is changed for this machine. */
  public get synthesizedFolder(): string {
    return synthesizedIn(this.folder);
  }

  /** Writes the sample's settings file: what the deploy on loopback needs, and over it some more. */
  public useSettings(more: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
    const base = this.api.settings as Record<string, Record<string, unknown>>;
    const entries = Object.keys({ ...base, ...more }).map((key) => [key, { ...base[key], ...more[key] }]);
    // JSON is YAML.
    fs.writeFileSync(this.settingsFile, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
  }

  public async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.kubernetes.stop()]);
  }
}

function synthesizedIn(folder: string): string {
  return path.join(folder, 'synthesized');
}

const execApi = 'client.authentication.k8s.io/v1beta1';

/** Waits for two starts; if one fails, what the other started is stopped. */
async function bothOrNone<A, B>(
  one: Promise<A>,
  other: Promise<B>,
  end: (started: A | B) => Promise<void>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const result of [first, second]) if (result.status === 'fulfilled') await end(result.value);
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}

async function startAws(components: Components, folder: string): Promise<CloudApi> {
  const port = await freePort();
  const logFile = path.join(folder, 'moto.log');
  const args = ['-H', '127.0.0.1', '-p', String(port)];
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' };
  const moto = start('moto', components.get('moto').path!, args, { logFile, env });
  const url = `http://127.0.0.1:${port}`;
  await untilReady('moto', moto, logFile, async () => (await fetch(`${url}/moto-api/`)).ok);
  const front = new MotoFront(url);
  const endpoint = await front.listen();
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: LOCAL_REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const deployerPrincipalArn = await front.openAccount('deployer');
  return {
    endpoint,
    gate: front.gate,
    environment,
    // Bucket names are no host names on loopback.
    provider: { s3_use_path_style: true },
    settings: { aws: { deployerPrincipalArn, publicAccessCidrs: someAddresses, deletionProtection: false } },
    left: () => front.left(),
    associated: () => front.associated(),
    stop: async () => {
      front.close();
      await stop(moto);
    },
  };
}

async function startAzure(components: Components, folder: string): Promise<CloudApi> {
  const { certificateFile, keyFile } = await makeCertificate(components.get('openssl').path!, folder, 'azure');
  const deployer: Deployer = {
    tenantId: '11111111-1111-1111-1111-111111111111',
    subscriptionId: '22222222-2222-2222-2222-222222222222',
    clientId: '33333333-3333-3333-3333-333333333333',
    objectId: '44444444-4444-4444-4444-444444444444',
  };
  const manager = new AzureResourceManager(deployer, path.join(folder, 'azure.log'));
  const host = await manager.listen({ certificateFile, keyFile });
  return {
    endpoint: `https://${host}`,
    gate: manager.gate,
    environment: {
      ARM_TENANT_ID: deployer.tenantId,
      ARM_SUBSCRIPTION_ID: deployer.subscriptionId,
      ARM_CLIENT_ID: deployer.clientId,
      ARM_CLIENT_SECRET: 'local',
      PODTRUST_REAL_RESOURCE_MANAGER: `https://${host}`,
      SSL_CERT_FILE: certificateFile,
    },
    provider: { metadata_host: host, environment: 'Local', use_cli: false, resource_provider_registrations: 'none' },
    settings: {
      azure: {
        azurermVersion: Number(components.get('azurerm-provider').version.split('.')[0]),
        deployerObjectId: deployer.objectId,
        publicAccessCidrs: someAddresses,
      },
    },
    left: async () => manager.left(),
    associated: () => [],
    put: async (id, body) => {
      const answer = await manager.answer({ method: 'PUT', path: id, query: new URLSearchParams(), body: { ...body } });
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    stop: async () => manager.close(),
  };
}

/**
 * Terraform's own configuration for this run: providers come from a mirror made of what was found, and from nowhere
 * else, so nothing is fetched.
 */
function terraformConfiguration(packages: Readonly<Record<string, Component>>, folder: string): string {
  const mirror = path.join(folder, 'providers');
  for (const [name, { version, path: packageFolder }] of Object.entries(packages)) {
    const versionFolder = path.join(mirror, 'registry.terraform.io', 'hashicorp', name, version);
    fs.mkdirSync(versionFolder, { recursive: true });
    fs.symlinkSync(packageFolder!, path.join(versionFolder, PLATFORM));
  }
  const file = path.join(folder, 'terraform.rc');
  fs.writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return file;
}

/** Nothing of the user's own accounts reaches the run. */
function withoutCloudVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|ARM|AZURE|KUBE|TF)_/.test(name)));
}
