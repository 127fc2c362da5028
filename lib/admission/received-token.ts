import { posix } from 'path';
import { ENTRA_AUDIENCE, IDENTITY_BINDING_AUDIENCE, POD_IDENTITY_SERVICE, STS_AUDIENCE } from '../core/audience';
import { isKnown } from '../core/unknown';
import type { Admission } from './admission';
import { PROXY_CONTAINER, PROXY_INIT_CONTAINER } from './admit-azure';
import { apiServerRefusals } from './api-server';
import { type Container, decodePod, type EnvironmentVariable, type Pod } from './pod';

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
}

/** Whether a pod ends with a usable token, container by container. */
export interface ReceivedToken {
  /** Whether any container of the pod's own receives it; `null` where none is sure to and one may. */
  readonly receives: boolean | null;
  readonly containers: readonly ContainerToken[];
  /** What admission said, then why nothing is received. */
  readonly because: readonly string[];
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

/** A finding about one container: the sentence, and whether it settles the matter. */
class Findings {
  public receives: boolean | null = true;
  public readonly because: string[] = [];

  public no(sentence: string): void {
    this.receives = false;
    this.because.push(sentence);
  }

  public unknown(sentence: string): void {
    if (this.receives) this.receives = null;
    this.because.push(sentence);
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
  admission: Pick<Admission, 'result' | 'because' | 'object'>,
  mechanism: TokenMechanism,
  audience?: string,
): ReceivedToken {
  const nothing = (because: readonly string[]): ReceivedToken => ({ receives: false, containers: [], because });
  if (admission.result === 'refused') return nothing(admission.because);
  const { pod, problems } = decodePod(admission.object);
  if (!pod) return nothing(problems.map((problem) => `the API server cannot take the pod: ${problem}`));
  const refusals = apiServerRefusals(pod);
  if (refusals.length > 0) return nothing([...new Set([...admission.because, ...refusals])]);

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
  const because = receives ? [] : own.flatMap((token) => token.because);
  return { receives, containers, because: [...admission.because, ...because] };
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
  const about = `container "${container.name}"`;
  const identity = valueOf(wanted.identity, container, findings);
  const file = valueOf(wanted.file, container, findings);
  const bound = mechanism === 'entra-workload-identity' && usesIdentityBinding(container, findings);
  const asked = audience ?? (bound ? IDENTITY_BINDING_AUDIENCE : wanted.audience);
  if (file !== undefined) checkFile(file, container, pod, asked, findings);
  else if (findings.receives === null && !container.volumeMounts?.length)
    findings.no(`${about} mounts nothing, so it has no token to read`);
  for (const winner of wanted.winners) {
    if (winner.every((name) => variable(name, container))) {
      findings.no(`${about} sets ${winner.join(', ')}, which the SDKs take before this token`);
    }
  }
  if (mechanism === 'eks-pod-identity') checkAgent(identity, about, pod, findings);
  return {
    container: container.name,
    init,
    receives: findings.receives,
    ...(identity === undefined || mechanism === 'eks-pod-identity' ? {} : { identity }),
    because: findings.because,
  };
}

const CA_VARIABLES = ['AZURE_KUBERNETES_CA_FILE', 'AZURE_KUBERNETES_CA_DATA'];

/** The variables by which an SDK finds the endpoint of AKS' identity bindings. Azure Identity client libraries. */
const ENDPOINT_VARIABLES = ['AZURE_KUBERNETES_TOKEN_PROXY', 'AZURE_KUBERNETES_SNI_NAME', ...CA_VARIABLES];

function usesIdentityBinding(container: Container, findings: Findings): boolean {
  if (CA_VARIABLES.every((name) => variable(name, container)?.value)) {
    findings.no(`container "${container.name}" has ${CA_VARIABLES.join(' and ')}, and the SDKs take only one of them`);
  }
  return ENDPOINT_VARIABLES.some((name) => variable(name, container));
}

/** The last of several variables of one name is the one that counts. */
function variable(name: string, container: Container): EnvironmentVariable | undefined {
  return container.env?.findLast((other) => other.name === name);
}

function valueOf(name: string, container: Container, findings: Findings): string | undefined {
  const about = `container "${container.name}"`;
  const found = variable(name, container);
  if (!found && container.envFrom?.length) findings.unknown(`${about} may take ${name} from its envFrom`);
  else if (!found) findings.no(`${about} has no ${name}`);
  else if (found.valueFrom) findings.unknown(`${about} takes ${name} from a source that only the cluster knows`);
  else if (!found.value) findings.no(`${about} has an empty ${name}`);
  else if (found.value.includes('$(')) findings.unknown(`${about} composes ${name} of other variables`);
  else return found.value;
  return undefined;
}

function checkFile(file: string, container: Container, pod: Pod, audience: string, findings: Findings): void {
  const about = `container "${container.name}"`;
  if (!isKnown(file)) {
    findings.unknown(`${about} reads its token from a path that is known only after apply`);
    return;
  }
  const path = posix.normalize(file.replace(/^[A-Za-z]:/, '').replaceAll('\\', '/'));
  const mount = (container.volumeMounts ?? [])
    .filter(({ mountPath }) => path === posix.normalize(mountPath) || path.startsWith(`${trimmed(mountPath)}/`))
    .sort((one, other) => other.mountPath.length - one.mountPath.length)[0];
  if (!mount) {
    findings.no(`${about} reads its token from ${file}, where it mounts nothing`);
    return;
  }
  if (mount.subPathExpr) {
    findings.unknown(`${about} mounts a part of "${mount.name}" that only the cluster knows`);
    return;
  }
  const inVolume = posix.join(mount.subPath ?? '', path.slice(trimmed(mount.mountPath).length)).replace(/^\//, '');
  const volume = (pod.spec.volumes ?? []).find(({ name }) => name === mount.name);
  const token = (volume?.projected?.sources ?? [])
    .map(({ serviceAccountToken }) => serviceAccountToken)
    .find((source) => source && posix.normalize(source.path ?? '') === inVolume);
  if (!token) {
    findings.no(`${about} reads its token from ${file}, but volume "${mount.name}" projects no token there`);
  } else if ((token.audience ?? '') !== audience) {
    const actual = token.audience ? JSON.stringify(token.audience) : 'the API server’s';
    if (token.audience && !isKnown(token.audience))
      findings.unknown(`the audience of ${about}’s token is not known yet`);
    else findings.no(`the token of ${about} has the audience ${actual}, not ${JSON.stringify(audience)}`);
  }
}

function trimmed(mountPath: string): string {
  return posix.normalize(mountPath).replace(/\/$/, '');
}

function checkAgent(uri: string | undefined, about: string, pod: Pod, findings: Findings): void {
  if (
    uri !== undefined &&
    isKnown(uri) &&
    !AGENT_HOSTS.includes(/^http:\/\/([^/:[]+|\[[^\]]*\])/.exec(uri)?.[1] ?? '')
  ) {
    findings.no(`${about} asks ${uri} for credentials, which is not the agent of EKS Pod Identity`);
  }
  const selector = pod.spec.nodeSelector ?? {};
  if ([selector['kubernetes.io/os'], selector['beta.kubernetes.io/os']].includes('windows')) {
    findings.no('EKS Pod Identity has no agent on Windows nodes');
  }
}
