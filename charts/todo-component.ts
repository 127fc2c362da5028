import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { BindingLike } from '../lib/core';
import { METADATA_SERVICE, POD_IDENTITY_AGENT } from '../lib/core/kubernetes/metadata-service';
import { bindPodTemplate, type PodTemplate } from '../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../lib/kubernetes/pods/bound-service-account';

/** What differs from component to component, and from cloud to cloud. */
export interface TodoComponentSettings {
  /** The container image, best by its digest (`name@sha256:…`): a tag may be moved. It listens on the port in `ASPNETCORE_URLS`, 8080, and runs as any user but root. */
  readonly image: string;
  /** The bindings of its identities; empty for a component that calls no cloud. All of its own service account. */
  readonly bindings: readonly BindingLike[];
  /** Variables, such as a bucket's or a vault's name. Values may be tokens. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default 3. With more than one, a disruption budget keeps all but one running. */
  readonly replicas?: number;
  /** TCP ports that it may reach outside the cluster. Default: 443. A Service Bus over AMQP needs 5671. */
  readonly egressPorts?: readonly number[];
}

/** Props of {@link TodoComponent}. */
export interface TodoComponentProps extends TodoComponentSettings {
  readonly namespace: string;
  /** HTTP path that answers 200 while the component works. */
  readonly probePath: string;
  /** Who may call it. Rules of a network policy's `from`; nobody where it is empty. */
  readonly callers: readonly object[];
  /** Labels of the pods that it may call on port 8080. Default: none. */
  readonly calls?: Readonly<Record<string, string>>;
}

/** The container's port: above 1024, for a process that is not root. */
const PORT = 8080;
/** Above 10,000, where no user of a node is: who breaks out of the container is nobody there. */
const USER = 10_001;

/** What checkov asks of a Deployment and an image with a tag alone does not have (checkov's own annotation). */
const TAG_ALONE = {
  'checkov.io/skip1':
    'CKV_K8S_43=The image is somebody else’s sample. A deployment of one’s own names images by digest.',
};

/** The label that selects a component's pods. */
export const COMPONENT_LABEL = 'app.kubernetes.io/name';

/**
 * One part of the to-do application: a service account of its own, a Deployment, a Service on port 80, its configuration,
 * a disruption budget, and a network policy that lets it reach what it needs and nothing else.
 */
export class TodoComponent extends Construct {
  public readonly serviceAccount: BoundServiceAccount;
  public readonly deployment: ApiObject;

  public constructor(scope: Construct, id: string, props: TodoComponentProps) {
    super(scope, id);
    const { namespace } = props;
    const name = id;
    const labels = { [COMPONENT_LABEL]: name };
    const replicas = props.replicas ?? 3;
    this.serviceAccount = new BoundServiceAccount(this, 'ServiceAccount', {
      serviceAccount: { namespace, name },
      bindings: props.bindings,
    });
    const environment = { ASPNETCORE_URLS: `http://+:${PORT}`, ...props.environment };
    new ApiObject(this, 'Configuration', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace, name },
      data: environment,
    });
    const template = podTemplate(name, props, labels, environment);
    this.deployment = new ApiObject(this, 'Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name, labels, annotations: props.image.includes('@sha256:') ? undefined : TAG_ALONE },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: props.bindings.length > 0 ? bindPodTemplate(template, props.bindings, this.node.path) : template,
      },
    });
    new ApiObject(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    if (replicas > 1) {
      new ApiObject(this, 'DisruptionBudget', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { namespace, name },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      });
    }
    new ApiObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace, name },
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress', 'Egress'],
        // Without a rule nobody may call; the API server drops an empty list, which Terraform takes for a fault.
        ingress: props.callers.length > 0 ? [{ from: props.callers, ports: tcp([PORT]) }] : undefined,
        egress: egress(props),
      },
    });
  }
}

function podTemplate(
  name: string,
  { image, probePath }: TodoComponentProps,
  labels: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): PodTemplate {
  const probe = { httpGet: { path: probePath, port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 };
  const spread = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
  });
  return {
    metadata: {
      labels,
      // A ConfigMap's change makes no new pods by itself.
      annotations: { 'todo/configuration': JSON.stringify(environment) },
    },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        fsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [spread('topology.kubernetes.io/zone'), spread('kubernetes.io/hostname')],
      containers: [
        {
          name,
          image,
          // Asks the registry each time, so that who starts a pod must be allowed to pull; layers stay cached.
          imagePullPolicy: 'Always',
          ports: [{ name: 'http', containerPort: PORT }],
          envFrom: [{ configMapRef: { name } }],
          resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
          startupProbe: { ...probe, failureThreshold: 30 },
          readinessProbe: probe,
          livenessProbe: probe,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  };
}

function egress({ bindings, calls, egressPorts = [443] }: TodoComponentProps): object[] {
  const outside = [
    { ipBlock: { cidr: '0.0.0.0/0', except: [`${METADATA_SERVICE.ipv4}/32`] } },
    { ipBlock: { cidr: '::/0', except: [`${METADATA_SERVICE.ipv6}/128`] } },
  ];
  const rules: object[] = [{ to: outside, ports: tcp(egressPorts) }];
  if (calls) rules.push({ to: [{ podSelector: { matchLabels: calls } }], ports: tcp([PORT]) });
  if (bindings.some(({ mechanism }) => mechanism === 'eks-pod-identity')) {
    rules.push({
      to: [`${POD_IDENTITY_AGENT.ipv4}/32`, `${POD_IDENTITY_AGENT.ipv6}/128`].map((cidr) => ({ ipBlock: { cidr } })),
      ports: tcp(POD_IDENTITY_AGENT.ports),
    });
  }
  return rules;
}

function tcp(ports: readonly number[]): object[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}
