import { AZURE_KEYS, EKS_KEYS } from '../core/kubernetes/annotations';
import type { Webhook } from './webhook';

/** What is wrong with a field of a pod, so that the API server cannot decode it. */
export type PodFault =
  | { readonly fault: 'missing-or-not-a-mapping'; readonly path: string }
  | { readonly fault: 'not-a-mapping'; readonly path: string }
  | { readonly fault: 'not-a-list'; readonly path: string }
  | { readonly fault: 'no-container'; readonly path: string }
  | { readonly fault: 'no-name'; readonly path: string }
  | { readonly fault: 'no-mount-path'; readonly path: string }
  | { readonly fault: 'no-sources'; readonly path: string }
  | { readonly fault: 'not-a-source'; readonly path: string }
  /** `actual` describes the value: "the boolean true". */
  | { readonly fault: 'not-text'; readonly path: string; readonly key: string; readonly actual: string }
  | { readonly fault: 'wrong-type'; readonly path: string; readonly actual: string; readonly type: string };

/** Whose annotation it is: the pod's own where no service account is named. */
interface Annotated {
  readonly annotation: string;
  /** `namespace/name` of the service account. */
  readonly account?: string;
}

interface OfContainer {
  readonly container: string;
}

interface OfVariable extends OfContainer {
  readonly variable: string;
}

interface OfVariables extends OfContainer {
  readonly variables: readonly string[];
}

interface OfAccount {
  /** `namespace/name`. */
  readonly account: string;
}

const quoted = (value: unknown): string => JSON.stringify(value);
const about = ({ container }: OfContainer): string => `container "${container}"`;

/** Each reason's sentence: what it needs to say is the reason's facts. The only place that words them. */
const SENTENCES = {
  // What the API server says before and after the webhooks.
  undecodable: ({ fault }: { readonly fault: PodFault }) => `the API server cannot take the pod: ${faultText(fault)}`,
  'mount-path-twice': ({ path, ...container }: OfContainer & { readonly path: string }) =>
    `the API server refuses the pod: ${about(container)} mounts two volumes at ${path}`,
  'token-seconds-refused': (facts: { readonly volume: string; readonly seconds: number; readonly minimum: number }) =>
    `the API server refuses the pod: volume "${facts.volume}" asks for a token of ${facts.seconds} seconds, which must be ${facts.minimum} to 2^32`,

  // What either webhook says.
  'all-there': () => 'every container has its variables and the mount already',
  'container-skipped': ({ annotation, ...container }: OfContainer & { readonly annotation: string }) =>
    `${about(container)} is named in ${annotation}`,
  'skipped-name-unknown': (facts: { readonly annotation: string; readonly name: string; readonly webhook: Webhook }) =>
    `${facts.annotation} names ${quoted(facts.name)}, which is not a container: ${
      facts.webhook === 'azure' ? 'names are separated by semicolons' : 'blanks around a name count'
    }`,

  // What the Azure webhook says.
  'use-label-not-true': ({ value }: { readonly value: string }) =>
    `the pod’s label ${AZURE_KEYS.useLabel} is ${quoted(value)}, and only "true" counts`,
  'use-label-missing': () =>
    `the pod has no label ${AZURE_KEYS.useLabel}: on the service account or around the pod template it does nothing`,
  'use-label-is-annotation': () => `${AZURE_KEYS.useLabel} is an annotation of the pod, and only the label counts`,
  'account-missing': ({ account }: OfAccount) =>
    `service account ${account} is not there, and the webhook refuses a pod without it`,
  'kube-system': () => 'AKS is said to leave the pods of kube-system alone; the webhook’s open configuration does not',
  'proxy-on-host-network': () =>
    `${AZURE_KEYS.injectProxySidecar} on a pod with hostNetwork: the proxy would change the node’s network`,
  'proxy-port-invalid': ({ port }: { readonly port: string | undefined }) =>
    `${AZURE_KEYS.proxySidecarPort} is ${quoted(port)}, no whole number of 32 bits`,
  'proxy-asked': ({ value }: { readonly value: string }) =>
    value === 'true'
      ? `${AZURE_KEYS.injectProxySidecar} asks for the proxy`
      : `${AZURE_KEYS.injectProxySidecar} asks for the proxy by being there: its value ${quoted(value)} is not read`,
  'client-id': ({ account, clientId }: OfAccount & { readonly clientId: string }) =>
    `service account ${account} names the client id ${clientId}`,
  'client-id-missing': ({ account }: OfAccount) =>
    `service account ${account} has no annotation ${AZURE_KEYS.clientId}, so AZURE_CLIENT_ID is not added`,
  'tenant-unknown': () => 'AZURE_TENANT_ID will be the cluster’s tenant, which is not known here',
  'tenant-empty': ({ account }: OfAccount) =>
    `the annotation ${AZURE_KEYS.tenantId} of ${account} is empty, so AZURE_TENANT_ID is not added`,
  'endpoint-not-asked': ({ annotation, value }: { readonly annotation: string; readonly value: string }) =>
    `${annotation} is ${quoted(value)}, and only "true" counts: the token is for Entra itself`,
  'endpoint-asked': ({ annotation, audience }: { readonly annotation: string; readonly audience: string }) =>
    `${annotation} asks for the cluster’s own token endpoint, so the token’s audience is ${audience}; Entra itself refuses it, so the application must switch on the token proxy of its WorkloadIdentityCredential`,
  'endpoint-values-unknown': ({ variables }: { readonly variables: readonly string[] }) =>
    `the values of ${variables.join(' and ')} are the cluster’s own and not public, so they are not shown`,
  'endpoint-ca-unknown': ({ path }: { readonly path: string }) =>
    `where the CA of ${path} is projected from is not public, so that source is not shown`,
  'expiration-invalid': ({ value, account }: { readonly value: string; readonly account?: string }) =>
    `${azureExpiration(value, account)}, no whole number`,
  'expiration-out-of-range': (facts: {
    readonly value: string;
    readonly account?: string;
    readonly minimum: number;
    readonly maximum: number;
  }) =>
    `${azureExpiration(facts.value, facts.account)}, and only ${facts.minimum} to ${facts.maximum} seconds are allowed`,
  'variables-kept': ({ variables, ...container }: OfVariables) =>
    `${about(container)} keeps its own ${variables.join(', ')}`,

  // What the EKS webhook says.
  'skip-label': () => `the pod’s label ${EKS_KEYS.skipWebhookLabel} keeps the webhook away, whatever its value`,
  'socket-added': ({ variable }: { readonly variable: string }) =>
    `its association adds ${variable} and the socket of the SPIFFE Workload API`,
  association: ({ account }: OfAccount) =>
    `service account ${account} has a Pod Identity association, which wins over any role annotation`,
  'life-drawn': ({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) =>
    `the token’s life is drawn anew for each pod, ${minimum} to ${maximum} seconds; shown is the longest`,
  'endpoints-ignored': ({ annotation, account, value }: Annotated & { readonly value: string }) =>
    `${annotation} of ${account} is ${quoted(value)}: ignored silently`,
  'expiration-ignored': ({ annotation, account, value }: Annotated & { readonly value: string }) =>
    `${annotation} of ${account ?? 'the pod'} is ${quoted(value)}, no whole number: ignored silently`,
  'expiration-raised': (facts: Annotated & { readonly from: number; readonly to: number }) =>
    `${facts.annotation} of ${facts.account ?? 'the pod'} is raised from ${facts.from} to ${facts.to} seconds`,
  'role-of-config-map': ({ account }: OfAccount) => `the ConfigMap pod-identity-webhook gives ${account} its role`,
  'skip-list-invalid': ({ annotation, value }: { readonly annotation: string; readonly value: string }) =>
    `${annotation} is ${quoted(value)}, no line of comma-separated names: nothing is skipped`,
  'identity-variables-own': (facts: OfVariables & { readonly pair: readonly [string, string] }) =>
    `${about(facts)} sets ${facts.variables.join(' and ')} itself, so neither ${facts.pair[0]} nor ${facts.pair[1]} is added`,
  'region-own': (facts: OfContainer) =>
    `${about(facts)} sets its region and endpoint too, so the token is not mounted either`,
  'volume-own': ({ volume }: { readonly volume: string }) =>
    `the pod has a volume "${volume}" of its own, which is mounted in the token’s place`,
  role: ({ account, role }: OfAccount & { readonly role: string }) =>
    `service account ${account} names the role ${role}`,
  'role-not-an-arn': ({ role }: { readonly role: string }) =>
    `${role} is not a role’s ARN: the webhook logs that and adds it all the same`,
  'no-audience': () => 'no audience is set, so the token is for the API server and STS refuses it',
  'role-missing': ({ account, annotation }: OfAccount & { readonly annotation: string }) =>
    `service account ${account} has no annotation ${annotation} and no Pod Identity association`,
  'account-and-association-missing': ({ account }: OfAccount) =>
    `service account ${account} is not there, and has no Pod Identity association`,
  'annotation-of-other-prefix': ({ annotation, wanted }: { readonly annotation: string; readonly wanted: string }) =>
    `annotation ${annotation} is not read: it must be ${wanted}`,
  'annotation-on-pod': ({ annotation }: { readonly annotation: string }) =>
    `annotation ${annotation} of the pod is not read: it belongs on the service account`,

  // What a container ends with.
  'nothing-mounted': (facts: OfContainer) => `${about(facts)} mounts nothing, so it has no token to read`,
  'other-credentials-win': ({ variables, ...container }: OfVariables) =>
    `${about(container)} sets ${variables.join(', ')}, which the SDKs take before this token`,
  'other-credentials-may-win': ({ variables, ...container }: OfVariables) =>
    `${about(container)} takes ${variables.join(', ')} from a Secret or ConfigMap that need not be there; where it is, the SDKs take them before this token`,
  'one-ca-only': ({ variables, ...container }: OfVariables) =>
    `${about(container)} has ${variables.join(' and ')}, and the SDKs take only one of them`,
  'variable-maybe-in-env-from': ({ variable, ...container }: OfVariable) =>
    `${about(container)} may take ${variable} from its envFrom`,
  'variable-missing': ({ variable, ...container }: OfVariable) => `${about(container)} has no ${variable}`,
  'variable-of-cluster': ({ variable, ...container }: OfVariable) =>
    `${about(container)} takes ${variable} from a source that only the cluster knows`,
  'variable-empty': ({ variable, ...container }: OfVariable) => `${about(container)} has an empty ${variable}`,
  'variable-composed': ({ variable, ...container }: OfVariable) =>
    `${about(container)} composes ${variable} of other variables`,
  'file-unknown': (facts: OfContainer) => `${about(facts)} reads its token from a path that is known only after apply`,
  'file-not-mounted': ({ file, ...container }: OfContainer & { readonly file: string }) =>
    `${about(container)} reads its token from ${file}, where it mounts nothing`,
  'mounted-part-unknown': ({ volume, ...container }: OfContainer & { readonly volume: string }) =>
    `${about(container)} mounts a part of "${volume}" that only the cluster knows`,
  'no-token-in-file': (facts: OfContainer & { readonly file: string; readonly volume: string }) =>
    `${about(facts)} reads its token from ${facts.file}, but volume "${facts.volume}" projects no token there`,
  'audience-unknown': (facts: OfContainer) => `the audience of ${about(facts)}’s token is not known yet`,
  /** No `actual`: the API server's own. */
  'audience-differs': (facts: OfContainer & { readonly actual?: string; readonly wanted: string }) =>
    `the token of ${about(facts)} has the audience ${
      facts.actual ? quoted(facts.actual) : 'the API server’s'
    }, not ${quoted(facts.wanted)}`,
  'not-the-agent': ({ uri, ...container }: OfContainer & { readonly uri: string }) =>
    `${about(container)} asks ${uri} for credentials, which is not the agent of EKS Pod Identity`,
  'no-agent-on-windows': () => 'EKS Pod Identity has no agent on Windows nodes',
};

type Sentences = typeof SENTENCES;

/** What a webhook, the API server or a look at the finished pod can say. */
export type AdmissionReasonCode = keyof Sentences;

/** What a reason of one code is about; nothing where the code says all. */
export type FactsOf<Code extends AdmissionReasonCode> =
  Parameters<Sentences[Code]> extends [infer Facts] ? Facts : Record<string, never>;

/** Why a pod was changed, refused or left alone, or why a container has no token: to decide on, before it is worded. */
export type AdmissionReason = {
  [Code in AdmissionReasonCode]: { readonly code: Code; readonly facts: FactsOf<Code> };
}[AdmissionReasonCode];

/** A reason of its code and facts. */
export function reason<Code extends AdmissionReasonCode>(
  code: Code,
  ...[facts]: Parameters<Sentences[Code]>
): AdmissionReason {
  return { code, facts: facts ?? {} } as AdmissionReason;
}

/** A reason's sentence, as `because` has it. */
export function reasonText({ code, facts }: AdmissionReason): string {
  return (SENTENCES[code] as (facts: unknown) => string)(facts);
}

function azureExpiration(value: string, account: string | undefined): string {
  const of = account === undefined ? 'the pod' : `service account ${account}`;
  return `${AZURE_KEYS.tokenExpiration} of ${of} is ${quoted(value)}`;
}

function faultText(fault: PodFault): string {
  const { path } = fault;
  switch (fault.fault) {
    case 'missing-or-not-a-mapping':
      return `${path} is missing or not a mapping`;
    case 'not-a-mapping':
      return `${path} is not a mapping`;
    case 'not-a-list':
      return `${path} is not a list`;
    case 'no-container':
      return `${path} lists no container`;
    case 'no-name':
      return `${path} has no name`;
    case 'no-mount-path':
      return `${path} has no mountPath`;
    case 'no-sources':
      return `${path} has no list of sources`;
    case 'not-a-source':
      return `${path} is not a source`;
    case 'not-text':
      return `${path}: the value of "${fault.key}" is ${fault.actual}, not text: put it in quotes`;
    case 'wrong-type':
      return `${path} is ${fault.actual}, not a ${fault.type}`;
  }
}
