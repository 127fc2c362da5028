import { posix } from 'path';
import { ENTRA_AUDIENCE, IDENTITY_BINDING_AUDIENCE, POD_IDENTITY_SERVICE, STS_AUDIENCE } from '../core/trust/audience';
import { isKnown } from '../core/unknown';
import type { Admission } from './admission';
import { PROXY_CONTAINER, PROXY_INIT_CONTAINER } from './admit-azure';
import { type AdmissionReason, reason, reasonText } from './reason';
import { apiServerRefusals } from './api-server';
import { type Container, decodePod, type EnvironmentVariable, isMapping, type Pod } from './pod';

/** The mechanisms by which a pod's own token buys it an identity. */
export type TokenMechanism = 'irsa' | 'eks-pod-identity' | 'entra-workload-identity';

/** Whether one container ends with a token that its mechanism takes. */
export interface ContainerToken {
  readonly container: string;
  readonly init: boolean;
  /** `null` where it cannot be told, since a variable's value is known only in the cluster. */
  readonly receives: boolean | null;
  /** The role's ARN or the client id that the container would ask for; none with EKS Pod Identity. */
  readonly identity?: string;
  /** Sentences: why it does not, or why it cannot be told. */
  readonly because: readonly string[];
  /** What `because` says, one a sentence. */
  readonly reasons: readonly AdmissionReason[];
}

/** Whether a pod ends with a usable token, container by container. */
export interface ReceivedToken {
  /** Whether any container of the pod's own receives it; `null` where none is sure to and one may. */
  readonly receives: boolean | null;
  readonly containers: readonly ContainerToken[];
  /** What admission said, then why nothing is received. */
  readonly because: readonly string[];
  /** The same as codes and facts; admission's are among them where it gave them. */
  readonly reasons: readonly AdmissionReason[];
}

/** What a mechanism's SDKs look for. */
interface Wanted {
  readonly audience: string;
  /** The variable that names the identity, or the place to ask. */
  readonly identity: string;
  /** The variable that names the token's file. */
  readonly file: string;
  /** Variables that, set together, win in the SDKs' order of looking for credentials. */
  readonly winners: readonly (readonly string[])[];
}

const STATIC_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

const WANTED: Readonly<Record<TokenMechanism, Wanted>> = {
  irsa: {
    audience: STS_AUDIENCE,
    identity: 'AWS_ROLE_ARN',
    file: 'AWS_WEB_IDENTITY_TOKEN_FILE',
    winners: [STATIC_KEYS],
  },
  'eks-pod-identity': {
    audience: POD_IDENTITY_SERVICE,
    identity: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    file: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    winners: [STATIC_KEYS, ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'], ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']],
  },
  'entra-workload-identity': {
    audience: ENTRA_AUDIENCE,
    identity: 'AZURE_CLIENT_ID',
    file: 'AZURE_FEDERATED_TOKEN_FILE',
    winners: [
      ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_SECRET'],
      ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_CERTIFICATE_PATH'],
    ],
  },
};

/** Where the agent of EKS Pod Identity listens on each node. */
const AGENT_HOSTS = ['169.254.170.23', '[fd00:ec2::23]'];

/** The findings about one container: the reasons, and whether they settle the matter. */
class Findings {
  public receives: boolean | null = true;
  public readonly reasons: AdmissionReason[] = [];

  public no(why: AdmissionReason): void {
    this.receives = false;
    this.reasons.push(why);
  }

  public unknown(why: AdmissionReason): void {
    if (this.receives) this.receives = null;
    this.reasons.push(why);
  }
}

/**
 * Which containers of an admitted pod end with a token and an identity that the mechanism's SDKs find and use: the
 * variables are there, the file that they name is a projected token of the right audience, and no other credentials win.
 *
 * It reads the pod as it would be stored, so a token that somebody mounts by hand counts as well as one that a webhook
 * added, and a container that was skipped, or that blocks the webhook by a variable of its own, does not.
 *
 * @param admission the answer of a webhook, or `{ result: 'untouched', because: [], object: pod }` where none is asked
 * A container with the variables of AKS' identity bindings gives its token to the cluster's own endpoint, which asks for
 * another audience than Entra. Whether the application has switched that on, no manifest tells.
 *
 * @param audience of the token; by default the one that the mechanism's cloud asks for
 */
export function receivesToken(
  admission: Pick<Admission, 'result' | 'because' | 'object'> & Partial<Pick<Admission, 'reasons'>>,
  mechanism: TokenMechanism,
  audience?: string,
): ReceivedToken {
  const said = admission.reasons ?? [];
  const answer = (
    receives: ReceivedToken['receives'],
    containers: readonly ContainerToken[],
    reasons: readonly AdmissionReason[],
  ): ReceivedToken => ({
    receives,
    containers,
    because: [...admission.because, ...reasons.map(reasonText)],
    reasons: [...said, ...reasons],
  });
  if (admission.result === 'refused') return answer(false, [], []);
  const { pod, problems } = decodePod(admission.object);
  if (!pod) {
    const reasons = problems.map((fault) => reason('undecodable', { fault }));
    return { receives: false, containers: [], because: reasons.map(reasonText), reasons };
  }
  const refusals = apiServerRefusals(pod);
  if (refusals.length > 0) {
    // A webhook that changed the pod has said them.
    const isNew = (refusal: AdmissionReason): boolean => !admission.because.includes(reasonText(refusal));
    return answer(false, [], refusals.filter(isNew));
  }

  const containers = [
    ...(pod.spec.initContainers ?? []).map((container) => tokenOf(container, true, pod, mechanism, audience)),
    ...pod.spec.containers.map((container) => tokenOf(container, false, pod, mechanism, audience)),
  ];
  const own = containers.filter(({ container }) => container !== PROXY_CONTAINER && container !== PROXY_INIT_CONTAINER);
  const receives = own.some((token) => token.receives)
    ? true
    : own.some((token) => token.receives === null)
      ? null
      : false;
  return answer(receives, containers, receives ? [] : own.flatMap((token) => token.reasons));
}

function tokenOf(
  container: Container,
  init: boolean,
  pod: Pod,
  mechanism: TokenMechanism,
  audience: string | undefined,
): ContainerToken {
  const wanted = WANTED[mechanism];
  const findings = new Findings();
  const { name: inContainer } = container;
  const identity = valueOf(wanted.identity, container, findings);
  const file = valueOf(wanted.file, container, findings);
  const bound = mechanism === 'entra-workload-identity' && usesIdentityBinding(container, findings);
  const asked = audience ?? (bound ? IDENTITY_BINDING_AUDIENCE : wanted.audience);
  if (file !== undefined) checkFile(file, container, pod, asked, findings);
  else if (findings.receives === null && !container.volumeMounts?.length)
    findings.no(reason('nothing-mounted', { container: inContainer }));
  for (const winner of wanted.winners) {
    const set = winner.map((name) => variable(name, container));
    const about = { container: inContainer, variables: winner };
    if (!set.every((one) => one !== undefined)) continue;
    if (set.some(isOptional)) findings.unknown(reason('other-credentials-may-win', about));
    else findings.no(reason('other-credentials-win', about));
  }
  if (mechanism === 'eks-pod-identity') checkAgent(identity, inContainer, pod, findings);
  return {
    container: container.name,
    init,
    receives: findings.receives,
    ...(identity === undefined || mechanism === 'eks-pod-identity' ? {} : { identity }),
    because: findings.reasons.map(reasonText),
    reasons: findings.reasons,
  };
}

const CA_VARIABLES = ['AZURE_KUBERNETES_CA_FILE', 'AZURE_KUBERNETES_CA_DATA'];

/** The variables by which an SDK finds the endpoint of AKS' identity bindings. Azure Identity client libraries. */
const ENDPOINT_VARIABLES = ['AZURE_KUBERNETES_TOKEN_PROXY', 'AZURE_KUBERNETES_SNI_NAME', ...CA_VARIABLES];

function usesIdentityBinding(container: Container, findings: Findings): boolean {
  if (CA_VARIABLES.every((name) => variable(name, container)?.value)) {
    findings.no(reason('one-ca-only', { container: container.name, variables: CA_VARIABLES }));
  }
  return ENDPOINT_VARIABLES.some((name) => variable(name, container));
}

/** The last of several variables of one name is the one that counts. */
function variable(name: string, container: Container): EnvironmentVariable | undefined {
  return container.env?.findLast((other) => other.name === name);
}

/** Whether a variable is left unset where the Secret or ConfigMap that it is taken from is not there. */
function isOptional({ valueFrom }: EnvironmentVariable): boolean {
  if (!isMapping(valueFrom)) return false;
  return [valueFrom.secretKeyRef, valueFrom.configMapKeyRef].some(
    (source) => isMapping(source) && source.optional === true,
  );
}

function valueOf(name: string, container: Container, findings: Findings): string | undefined {
  const about = { container: container.name, variable: name };
  const found = variable(name, container);
  if (!found && container.envFrom?.length) findings.unknown(reason('variable-maybe-in-env-from', about));
  else if (!found) findings.no(reason('variable-missing', about));
  else if (found.valueFrom) findings.unknown(reason('variable-of-cluster', about));
  else if (!found.value) findings.no(reason('variable-empty', about));
  else if (found.value.includes('$(')) findings.unknown(reason('variable-composed', about));
  else return found.value;
  return undefined;
}

function checkFile(file: string, container: Container, pod: Pod, audience: string, findings: Findings): void {
  const about = { container: container.name };
  if (!isKnown(file)) {
    findings.unknown(reason('file-unknown', about));
    return;
  }
  const path = posix.normalize(file.replace(/^[A-Za-z]:/, '').replaceAll('\\', '/'));
  const mount = (container.volumeMounts ?? [])
    .filter(({ mountPath }) => path === posix.normalize(mountPath) || path.startsWith(`${trimmed(mountPath)}/`))
    .sort((one, other) => other.mountPath.length - one.mountPath.length)[0];
  if (!mount) {
    findings.no(reason('file-not-mounted', { ...about, file }));
    return;
  }
  if (mount.subPathExpr) {
    findings.unknown(reason('mounted-part-unknown', { ...about, volume: mount.name }));
    return;
  }
  const inVolume = posix.join(mount.subPath ?? '', path.slice(trimmed(mount.mountPath).length)).replace(/^\//, '');
  const volume = (pod.spec.volumes ?? []).find(({ name }) => name === mount.name);
  const token = (volume?.projected?.sources ?? [])
    .map(({ serviceAccountToken }) => serviceAccountToken)
    .find((source) => source && posix.normalize(source.path ?? '') === inVolume);
  if (!token) {
    findings.no(reason('no-token-in-file', { ...about, file, volume: mount.name }));
  } else if ((token.audience ?? '') !== audience) {
    const actual = token.audience || undefined;
    if (actual && !isKnown(actual)) findings.unknown(reason('audience-unknown', about));
    else findings.no(reason('audience-differs', { ...about, ...(actual ? { actual } : {}), wanted: audience }));
  }
}

function trimmed(mountPath: string): string {
  return posix.normalize(mountPath).replace(/\/$/, '');
}

function checkAgent(uri: string | undefined, container: string, pod: Pod, findings: Findings): void {
  if (
    uri !== undefined &&
    isKnown(uri) &&
    !AGENT_HOSTS.includes(/^http:\/\/([^/:[]+|\[[^\]]*\])/.exec(uri)?.[1] ?? '')
  ) {
    findings.no(reason('not-the-agent', { container, uri }));
  }
  const selector = pod.spec.nodeSelector ?? {};
  // A pod that says so runs nowhere else, though the webhook looks at the selector alone.
  const os = (pod.spec.os as { readonly name?: unknown } | null | undefined)?.name;
  if ([selector['kubernetes.io/os'], selector['beta.kubernetes.io/os'], os].includes('windows')) {
    findings.no(reason('no-agent-on-windows'));
  }
}
