import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { COMPONENT_LABEL, TodoComponent, type TodoComponentSettings } from './todo-component';

/**
 * Images that answer the probes of the chart: those of Microsoft's sample. They are old (.NET 6) and not ours; a real
 * deployment gives its own.
 */
export const SAMPLE_IMAGES = {
  frontend: 'paolosalvatori.azurecr.io/todoweb:net60v06',
  backend: 'paolosalvatori.azurecr.io/todoapi:net60v06',
} as const;

/** A component of {@link TodoChart}; the image has a default. */
export type TodoChartComponent = Omit<TodoComponentSettings, 'image'> & { readonly image?: string };

/** Props of {@link TodoChart}. */
export interface TodoChartProps {
  /** The web site. Its bindings are of the service account `frontend`. Image: default {@link SAMPLE_IMAGES}. */
  readonly frontend: TodoChartComponent;
  /** The API behind it. Its bindings are of the service account `backend`. Image: default {@link SAMPLE_IMAGES}. */
  readonly backend: TodoChartComponent;
  /** Default `todo`. */
  readonly namespace?: string;
  /** The namespace whose pods may call the frontend, an ingress controller's. Default: nobody may from outside. */
  readonly ingressNamespace?: string;
}

/**
 * The to-do application: a frontend that calls a backend, each with a service account and an identity of its own. The
 * same chart for AWS and for Azure: what differs comes in with the bindings and the environment.
 */
export class TodoChart extends Chart {
  public readonly frontend: TodoComponent;
  public readonly backend: TodoComponent;

  public constructor(scope: Construct, id: string, props: TodoChartProps) {
    super(scope, id);
    const { namespace = 'todo', ingressNamespace } = props;
    new ApiObject(this, 'Namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: restricted() },
    });
    new ApiObject(
      this,
      'DefaultDeny',
      networkPolicy(namespace, 'default-deny', { policyTypes: ['Ingress', 'Egress'] }),
    );
    new ApiObject(
      this,
      'AllowDns',
      networkPolicy(namespace, 'allow-dns', { policyTypes: ['Egress'], egress: [dns()] }),
    );
    this.frontend = new TodoComponent(this, 'frontend', {
      image: SAMPLE_IMAGES.frontend,
      ...props.frontend,
      environment: { TodoApiService__EndpointUri: `http://backend.${namespace}.svc`, ...props.frontend.environment },
      namespace,
      probePath: '/About',
      callers: ingressNamespace
        ? [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': ingressNamespace } } }]
        : [],
      calls: { [COMPONENT_LABEL]: 'backend' },
    });
    this.backend = new TodoComponent(this, 'backend', {
      image: SAMPLE_IMAGES.backend,
      ...props.backend,
      namespace,
      probePath: '/api/todo/1',
      callers: [{ podSelector: { matchLabels: { [COMPONENT_LABEL]: 'frontend' } } }],
    });
  }
}

/** Labels that let pod security admission refuse whatever is not `restricted`. */
function restricted(): Record<string, string> {
  return Object.fromEntries(
    ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
  );
}

function networkPolicy(namespace: string, name: string, spec: object) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
    // An empty selector is all pods of the namespace.
    spec: { podSelector: {}, ...spec },
  };
}

/** To the cluster's DNS, which has the same labels on EKS and on AKS. */
function dns(): object {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
  };
}
