import { PODTRUST_KEYS, PodtrustError } from '../../core';
import type { PodTemplate } from './bind-pod';
import { checkDigest } from './image-digest';
import { BINDING_ANNOTATION } from './merged-binding';
import { restrictedContainer } from './restricted-pod';

/** The name of the init container that waits. */
export const AGENT_WAIT_CONTAINER = 'podtrust-agent-wait';

/** Options of {@link waitForAgent}. */
export interface AgentWaitOptions {
  /** An image with a shell and `nc`, such as BusyBox, by its digest: `name@sha256:…`. */
  readonly image: string;
  /** Seconds after which the pod fails, 1 to 3600. Default 60. */
  readonly timeoutSeconds?: number;
}

/**
 * A pod template whose pods wait, before their containers start, until the EKS Pod Identity agent of their node answers at
 * the address that they were given. For short Jobs on fresh nodes, where the agent may not serve yet and an SDK gives up.
 *
 * A pod that was made before the webhook knew of its association has no such address and never will: it fails at once, and
 * a Job makes the next.
 *
 * @param template any workload's pod template, plain data; it is not changed. Bind it as well
 * @param where the object to name in an error
 * @throws PodtrustError `image-without-digest`, `agent-wait-invalid`
 */
export function waitForAgent<T extends PodTemplate>(
  template: T,
  { image, timeoutSeconds = 60 }: AgentWaitOptions,
  where?: string,
): T & PodTemplate {
  checkDigest(image, where);
  const { metadata = {}, spec } = template;
  if (!(Number.isInteger(timeoutSeconds) && timeoutSeconds >= 1 && timeoutSeconds <= 3600)) {
    throw invalid(`a wait of ${timeoutSeconds} seconds`, 'Give whole seconds, 1 to 3600.', where);
  }
  if (spec.initContainers?.some(({ name }) => name === AGENT_WAIT_CONTAINER)) {
    throw invalid('a pod that waits for the agent already', 'Call waitForAgent once for a template.', where);
  }
  const bound = metadata.annotations?.[BINDING_ANNOTATION];
  // In several bindings an identity of Azure may stand beside.
  if (bound !== undefined && !/(^|; )eks-pod-identity /.test(bound)) {
    throw invalid(
      'a pod that is bound, and not by EKS Pod Identity',
      'Leave the wait out: it is for pods that are given the address of the agent.',
      where,
    );
  }
  const container = {
    ...restrictedContainer(),
    name: AGENT_WAIT_CONTAINER,
    image,
    command: ['sh', '-c', SCRIPT],
    env: [{ name: 'PODTRUST_TIMEOUT', value: String(timeoutSeconds) }],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
  };
  return {
    ...template,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [PODTRUST_KEYS.agentWait]: String(timeoutSeconds) },
    },
    // The first: other init containers may need the identity.
    spec: { ...spec, initContainers: [container, ...(spec.initContainers ?? [])] },
  };
}

/** The address is that of the variable: http://169.254.170.23/v1/credentials, or http://[fd00:ec2::23]/v1/credentials. */
const SCRIPT = `set -u
host="\${AWS_CONTAINER_CREDENTIALS_FULL_URI-}"
if [ -z "$host" ]; then
  echo "This pod was given no credentials of EKS Pod Identity: it was made before the webhook knew of its association."
  exit 1
fi
host="\${host#http://}"; host="\${host%%/*}"; host="\${host#[}"; host="\${host%]}"
until nc -z -w 1 "$host" 80; do
  PODTRUST_TIMEOUT=$((PODTRUST_TIMEOUT - 1))
  if [ "$PODTRUST_TIMEOUT" -le 0 ]; then echo "The agent does not answer at $host."; exit 1; fi
  sleep 1
done
`;

function invalid(what: string, remedy: string, where?: string): PodtrustError {
  return new PodtrustError({
    code: 'agent-wait-invalid',
    where,
    what,
    why: 'The pod’s containers start only after its init containers have ended.',
    remedy,
  });
}
