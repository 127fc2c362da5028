import * as fs from 'node:fs';
import * as https from 'node:https';
import * as path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { PODTRUST_KEYS, type Mechanism } from '../../lib/core';
import { makeCertificate, makeSigningKey } from './certificate';
import { freePort, pause, start, stop, untilReady } from './processes';
import type { Components } from './install/components';

/** A Kubernetes object, or a list of them, as the API server gives it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly generation?: number;
    readonly annotations?: Record<string, string>;
    readonly labels?: Record<string, string>;
    readonly ownerReferences?: readonly { readonly uid: string; readonly kind: string }[];
    readonly deletionTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** What the webhooks of EKS and AKS inject into the containers of a pod that becomes an identity. */
const INJECTED: ReadonlyMap<string, Mechanism> = new Map([
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'eks-pod-identity'],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', 'irsa'],
  ['AZURE_FEDERATED_TOKEN_FILE', 'entra-workload-identity'],
]);

/** The group, version and plural of what the sample deploys, as paths of the API. */
const collections = [
  'api/v1/namespaces',
  'api/v1/serviceaccounts',
  'api/v1/configmaps',
  'api/v1/services',
  'api/v1/pods',
  'apis/apps/v1/deployments',
  'apis/apps/v1/replicasets',
  'apis/networking.k8s.io/v1/networkpolicies',
];

/**
 * A Kubernetes control plane on loopback: etcd, kube-apiserver and kube-controller-manager, all real. There are no
 * nodes and no scheduler: {@link playNodes} says of every pod that it runs.
 */
export class KubernetesControlPlane {
  private isStopped = false;

  private constructor(
    public readonly host: string,
    /** PEM of the API server's certificate. */
    public readonly certificateAuthority: string,
    /** For an administrator of the cluster. */
    public readonly token: string,
    public readonly kubeconfigFile: string,
    private readonly processes: readonly ChildProcess[],
  ) {}

  /** Starts the three, ready to serve. */
  public static async start(name: string, components: Components, folder: string): Promise<KubernetesControlPlane> {
    const kube = components.get('kubernetes').path!;
    const openssl = components.get('openssl').path!;
    const processes: ChildProcess[] = [];
    const log = (program: string) => path.join(folder, `${program}.log`);
    try {
      const [etcdPort, peerPort, apiPort, managerPort] = [
        await freePort(),
        await freePort(),
        await freePort(),
        await freePort(),
      ];
      const [{ certificateFile, keyFile }, signingKey] = await Promise.all([
        makeCertificate(openssl, folder, `kubernetes-${name}`),
        makeSigningKey(openssl, folder),
      ]);
      const etcdUrl = `http://127.0.0.1:${etcdPort}`;
      const peerUrl = `http://127.0.0.1:${peerPort}`;
      const etcd = start(
        'etcd',
        components.get('etcd').path!,
        [
          ...['--data-dir', path.join(folder, 'etcd'), '--name', name, '--initial-cluster', `${name}=${peerUrl}`],
          ...['--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl],
          ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
          // What it holds ends with the run, so it need not survive the machine.
          '--unsafe-no-fsync',
        ],
        { logFile: log('etcd') },
      );
      processes.push(etcd);
      await untilReady('etcd', etcd, log('etcd'), async () => (await fetch(`${etcdUrl}/health`)).ok);

      const token = `podtrust-${name}-administrator`;
      const tokens = path.join(folder, 'tokens.csv');
      fs.writeFileSync(tokens, `${token},administrator,administrator,system:masters\n`, { mode: 0o600 });
      const issuer = `https://127.0.0.1:${apiPort}`;
      const apiServer = start(
        'kube-apiserver',
        kube,
        [
          'kube-apiserver',
          `--etcd-servers=${etcdUrl}`,
          '--bind-address=127.0.0.1',
          `--secure-port=${apiPort}`,
          `--tls-cert-file=${certificateFile}`,
          `--tls-private-key-file=${keyFile}`,
          `--cert-dir=${folder}`,
          `--token-auth-file=${tokens}`,
          '--authorization-mode=RBAC',
          `--service-account-issuer=${issuer}`,
          `--service-account-key-file=${signingKey}`,
          `--service-account-signing-key-file=${signingKey}`,
          '--service-cluster-ip-range=10.0.0.0/24',
          '--endpoint-reconciler-type=none',
        ],
        { logFile: log('kube-apiserver') },
      );
      processes.push(apiServer);
      const certificateAuthority = fs.readFileSync(certificateFile, 'utf8');
      const kubeconfigFile = path.join(folder, 'kubeconfig');
      fs.writeFileSync(kubeconfigFile, kubeconfig(name, issuer, certificateAuthority, token), { mode: 0o600 });
      const cluster = new KubernetesControlPlane(issuer, certificateAuthority, token, kubeconfigFile, processes);
      await untilReady('kube-apiserver', apiServer, log('kube-apiserver'), async () => {
        const { status } = await cluster.request('GET', '/readyz');
        return status === 200;
      });

      const manager = start(
        'kube-controller-manager',
        kube,
        [
          'kube-controller-manager',
          `--kubeconfig=${kubeconfigFile}`,
          `--service-account-private-key-file=${signingKey}`,
          `--root-ca-file=${certificateFile}`,
          '--use-service-account-credentials=true',
          '--leader-elect=false',
          '--bind-address=127.0.0.1',
          `--secure-port=${managerPort}`,
          `--cert-dir=${folder}`,
        ],
        { logFile: log('kube-controller-manager') },
      );
      processes.push(manager);
      // It is at work when it has made the service account of the first namespace.
      await untilReady('kube-controller-manager', manager, log('kube-controller-manager'), async () => {
        const { status } = await cluster.request('GET', '/api/v1/namespaces/default/serviceaccounts/default');
        return status === 200;
      });
      return cluster;
    } catch (error) {
      await Promise.all(processes.map(stop));
      throw error;
    }
  }

  /** A call of the API as its administrator. */
  public request(
    method: string,
    apiPath: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${this.host}${apiPath}`,
        {
          method,
          ca: this.certificateAuthority,
          headers: { authorization: `Bearer ${this.token}`, 'content-type': contentType },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => {
            const json = /json/.test(response.headers['content-type'] ?? '');
            resolve({ status: response.statusCode!, body: json ? JSON.parse(text) : text });
          });
        },
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** All objects of the kinds that the sample deploys, in one namespace and the namespace itself. */
  public async objectsIn(namespace: string): Promise<KubernetesObject[]> {
    const lists = await Promise.all(
      collections.map(async (collection) => {
        const { body } = await this.request('GET', `/${collection}`);
        const list = body as { kind: string; apiVersion: string; items: KubernetesObject[] };
        const { apiVersion } = list;
        return list.items.map((item) => ({ apiVersion, ...item, kind: list.kind.replace(/List$/, '') }));
      }),
    );
    return lists
      .flat()
      .filter((item) => (item.metadata.namespace ?? (item.kind === 'Namespace' && item.metadata.name)) === namespace);
  }

  /**
   * From now on, every pod is said to run and be ready, as a node's kubelet would, so that rollouts go on. The pod of a canary
   * has no cloud to ask: it succeeds if it was stored with the variables that a webhook injects, and fails otherwise.
   */
  public playNodes(): void {
    const look = async () => {
      const { body } = await this.request('GET', '/api/v1/pods?fieldSelector=status.phase%3DPending');
      for (const pod of (body as { items?: KubernetesObject[] }).items ?? []) {
        const { metadata } = pod;
        const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
        const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: now });
        await this.request(
          'PATCH',
          `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/status`,
          { status: { phase: phaseOf(pod), conditions: ['Initialized', 'ContainersReady', 'Ready'].map(condition) } },
          'application/merge-patch+json',
        );
      }
    };
    const untilStopped = async () => {
      while (!this.isStopped) {
        // A server that goes down at the end of a run is no failure of the run.
        await look().catch(() => undefined);
        await pause(500);
      }
    };
    void untilStopped();
  }

  /**
   * Waits until every Deployment of a namespace has rolled out.
   *
   * @returns whether they did within 60 s
   */
  public async rolledOut(namespace: string): Promise<boolean> {
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(500)) {
      const deployments = (await this.objectsIn(namespace)).filter(({ kind }) => kind === 'Deployment');
      const done = deployments.every((deployment) => {
        const status = (deployment.status ?? {}) as Record<string, number | undefined>;
        const { replicas } = deployment.spec as { replicas: number };
        return (
          status.observedGeneration === deployment.metadata.generation &&
          status.replicas === replicas &&
          status.updatedReplicas === replicas &&
          status.availableReplicas === replicas
        );
      });
      if (done) return true;
    }
    return false;
  }

  public async stop(): Promise<void> {
    this.isStopped = true;
    // The API server before etcd: it waits long for an etcd that went away.
    for (const child of [...this.processes].reverse()) await stop(child);
  }
}

function phaseOf(pod: KubernetesObject): 'Running' | 'Succeeded' | 'Failed' {
  if (pod.metadata.annotations?.[PODTRUST_KEYS.canary] === undefined) return 'Running';
  return mechanismsOf(pod).length > 0 ? 'Succeeded' : 'Failed';
}

/** By which mechanisms a pod was given credentials, as it is stored. */
export function mechanismsOf({ spec }: KubernetesObject): Mechanism[] {
  const { containers } = spec as { containers: { env?: { name: string }[] }[] };
  const names = containers.flatMap(({ env = [] }) => env.map(({ name }) => name));
  return [...INJECTED].filter(([name]) => names.includes(name)).map(([, mechanism]) => mechanism);
}

function kubeconfig(name: string, host: string, certificateAuthority: string, token: string): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server: host,
          'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64'),
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
