import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, PodtrustError, checkName } from '../../core';
import { checkOneOf } from '../../core/given';
import { AzurePodIdentityException } from './azure-pod-identity-exception';

const RBAC = 'rbac.authorization.k8s.io';

/**
 * What makes the pods of a cluster with kubenet drop NET_RAW: the built-in Azure Policy, such as a `NetRawPolicy` assigns, or
 * Gatekeeper’s K8sPSPCapabilities, such as a `NetRawConstraint`.
 */
export interface KubenetChoice {
  readonly netRawDroppedBy: 'azure-policy' | 'gatekeeper';
}

/** Props of {@link AadPodIdentity}. */
export interface AadPodIdentityProps {
  /** `standard`: MIC assigns identities to the nodes, NMI answers pods. `managed`: NMI alone; you assign identities. */
  readonly mode: 'standard' | 'managed';
  /** Default `kube-system`. */
  readonly namespace?: string;
  /**
   * Lets the AzureIdentities say whether they keep to their namespace, in standard mode. Default false: all of them do
   * (`forceNamespaced`).
   */
  readonly anyNamespace?: boolean;
  /**
   * For a cluster with kubenet, where pods may impersonate others: says what makes pods drop NET_RAW. Default none: NMI does
   * not start with kubenet.
   */
  readonly kubenet?: KubenetChoice;
  /** Lets NMI read Secrets of every namespace, which AzureIdentities of service principals need. Default false. */
  readonly servicePrincipals?: boolean;
  /** Images by registry and tag or digest. Default those of 1.8.17. */
  readonly images?: { readonly nmi?: string; readonly mic?: string };
  /** Whether it is there; with false no object is made, as at the last step of a move. Default true. */
  readonly installed?: boolean;
}

/**
 * AAD Pod Identity as plain objects: NMI on each Linux node, MIC in standard mode, what RBAC lets them do, and the exceptions of
 * MIC and of AKS’ own add-ons. Its CustomResourceDefinitions are {@link AadPodIdentityDefinitions}.
 *
 * It is archived, and nobody fixes it: see docs/aad-pod-identity.md for the way out. A cdk8s construct; it lives in a chart.
 */
export class AadPodIdentity extends Construct {
  /** The DaemonSet of NMI. Undefined where it is not installed. */
  public readonly nmi?: ApiObject;
  /** The Deployment of MIC, in standard mode. */
  public readonly mic?: ApiObject;

  private readonly namespace: string;

  /** @throws PodtrustError `name-invalid`, `aad-pod-identity-kubenet` */
  public constructor(scope: Construct, id: string, props: AadPodIdentityProps) {
    super(scope, id);
    const { mode, namespace = 'kube-system', installed = true } = props;
    checkOneOf('mode', String(mode), ['standard', 'managed'], this.node.path);
    checkName('namespace', namespace, this.node.path);
    checkKubenetChoice(props.kubenet, this.node.path);
    this.namespace = namespace;
    if (!installed) return;
    AzurePodIdentityException.ofAksAddons(this, 'aks-addons');
    this.permit('nmi', nmiRules(props));
    this.nmi = this.makeNmi(props);
    if (mode !== 'standard') return;
    new AzurePodIdentityException(this, 'mic-exception', {
      namespace,
      name: 'mic',
      podLabels: { 'app.kubernetes.io/component': 'mic' },
    });
    this.permit('mic', MIC_RULES);
    this.mic = this.makeMic(props);
  }

  private permit(component: 'nmi' | 'mic', rules: readonly object[]): void {
    const { namespace } = this;
    const name = `aad-pod-identity-${component}`;
    new ApiObject(this, `${component}-account`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace, name },
    });
    new ApiObject(this, `${component}-role`, {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules,
    });
    new ApiObject(this, `${component}-binding`, {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    });
  }

  private makeNmi({ mode, anyNamespace, kubenet, images }: AadPodIdentityProps): ApiObject {
    const labels = labelsOf('nmi');
    const flags = [
      '--node=$(NODE_NAME)',
      ...(mode === 'managed' ? ['--operation-mode=managed'] : []),
      ...(mode === 'managed' || !anyNamespace ? ['--forceNamespaced'] : []),
      ...(kubenet ? ['--allow-network-plugin-kubenet'] : []),
      '--http-probe-port=8085',
      '--enableScaleFeatures=true',
      '--metadata-header-required=true',
    ];
    return new ApiObject(this, 'nmi', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: this.namespace, name: 'nmi', labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'aad-pod-identity-nmi',
            // It redirects what pods of its node send to the metadata service.
            hostNetwork: true,
            dnsPolicy: 'ClusterFirstWithHostNet',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            tolerations: [{ operator: 'Exists' }],
            containers: [
              {
                name: 'nmi',
                image: images?.nmi ?? AAD_POD_IDENTITY.images.nmi,
                args: flags,
                env: [fieldVariable('HOST_IP', 'status.podIP'), fieldVariable('NODE_NAME', 'spec.nodeName')],
                resources: resources('100m', '256Mi', '200m', '512Mi'),
                securityContext: {
                  runAsUser: 0,
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'NET_ADMIN', 'NET_RAW'] },
                },
                volumeMounts: [
                  { name: 'iptables-lock', mountPath: '/run/xtables.lock' },
                  { name: 'kubelet-config', mountPath: '/etc/default/kubelet', readOnly: true },
                ],
                livenessProbe: probe(8085),
              },
            ],
            volumes: [
              { name: 'iptables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
              { name: 'kubelet-config', hostPath: { path: '/etc/default/kubelet', type: 'FileOrCreate' } },
            ],
          },
        },
      },
    });
  }

  private makeMic({ anyNamespace = false, images }: AadPodIdentityProps): ApiObject {
    const labels = labelsOf('mic');
    const cloud = '/etc/kubernetes/azure.json';
    return new ApiObject(this, 'mic', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: this.namespace, name: 'mic', labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'aad-pod-identity-mic',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            containers: [
              {
                name: 'mic',
                image: images?.mic ?? AAD_POD_IDENTITY.images.mic,
                args: [`--cloudconfig=${cloud}`, '--logtostderr'],
                env: [
                  fieldVariable('MIC_POD_NAMESPACE', 'metadata.namespace'),
                  { name: 'FORCENAMESPACED', value: String(!anyNamespace) },
                ],
                resources: resources('100m', '256Mi', '200m', '1Gi'),
                // The file of the cloud is root's.
                securityContext: {
                  runAsUser: 0,
                  readOnlyRootFilesystem: true,
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                },
                volumeMounts: [{ name: 'azure', mountPath: cloud, readOnly: true }],
                livenessProbe: probe(8080),
              },
            ],
            volumes: [{ name: 'azure', hostPath: { path: cloud } }],
          },
        },
      },
    });
  }
}

function labelsOf(component: 'nmi' | 'mic'): Record<string, string> {
  return { 'app.kubernetes.io/name': 'aad-pod-identity', 'app.kubernetes.io/component': component };
}

function fieldVariable(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function resources(cpu: string, memory: string, mostCpu: string, mostMemory: string): object {
  return { requests: { cpu, memory }, limits: { cpu: mostCpu, memory: mostMemory } };
}

function probe(port: number): object {
  return { httpGet: { path: '/healthz', port }, initialDelaySeconds: 10, periodSeconds: 5 };
}

/** What NMI reads. aad-pod-identity, the chart's own roles, without Secrets where no service principal needs them. */
function nmiRules({ mode, servicePrincipals }: AadPodIdentityProps): object[] {
  const watch = ['get', 'list', 'watch'];
  const read = ['azureidentitybindings', 'azureidentities', 'azurepodidentityexceptions'];
  return [
    { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['pods'], verbs: watch },
    ...(servicePrincipals ? [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] : []),
    {
      apiGroups: [AAD_POD_IDENTITY.group],
      resources: mode === 'standard' ? [...read, 'azureassignedidentities'] : read,
      verbs: watch,
    },
  ];
}

/** What MIC does: it reads who asks for what, and writes AzureAssignedIdentities and who leads. */
const MIC_RULES = [
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: ['get', 'list', 'create', 'update'],
  },
  { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['configmaps', 'endpoints'], verbs: ['get', 'create', 'update'] },
  {
    apiGroups: [AAD_POD_IDENTITY.group],
    resources: ['azureidentitybindings', 'azureidentities'],
    verbs: ['get', 'list', 'watch', 'update'],
  },
  { apiGroups: [AAD_POD_IDENTITY.group], resources: ['azurepodidentityexceptions'], verbs: ['list', 'update'] },
  {
    apiGroups: [AAD_POD_IDENTITY.group],
    resources: ['azureassignedidentities'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  },
];

/** @throws PodtrustError `aad-pod-identity-kubenet` */
export function checkKubenetChoice(choice: KubenetChoice | undefined, where: string): void {
  if (choice === undefined || ['azure-policy', 'gatekeeper'].includes(choice.netRawDroppedBy)) return;
  throw new PodtrustError({
    code: 'aad-pod-identity-kubenet',
    where,
    what: 'kubenet is opted in, and nothing is said to make pods drop NET_RAW',
    why: 'A pod with NET_RAW can pretend to be another pod (ARP spoofing) and get that pod’s tokens.',
    remedy:
      "Say kubenet: { netRawDroppedBy: 'azure-policy' } or 'gatekeeper', and make what does it; or use Azure CNI.",
  });
}
