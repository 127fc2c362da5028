import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AZURE_KEYS, type BindingLike, type Mechanism, PODTRUST_KEYS, PodtrustError, checkName } from '../../core';
import { bindPodTemplate } from './bind-pod';
import { checkDigest } from './image-digest';
import { restrictedContainer, restrictedPod } from './restricted-pod';

/** Props of {@link BindingCanary}. */
export interface BindingCanaryProps {
  /** The binding that is tried. */
  readonly binding: BindingLike;
  /** An image with a shell and the cloud's command line, `aws` or `az`, by its digest: `name@sha256:…`. */
  readonly image: string;
  /**
   * The role's ARN or the client id that the pod must be. Default the binding's; with a target role of EKS Pod Identity
   * that one's ARN.
   */
  readonly identity?: string;
  /** The start of the Job's name; a hash of what it tries follows. At most 52 characters. Default `<service account>-canary`. */
  readonly name?: string;
  /** Labels of its pods, say for a network policy that lets them reach the cloud. Default none. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the Job, say of the tool that applies it. Default none. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** How many more pods are made after one that failed; Kubernetes waits 10 s, 20 s, 40 s and so on between them. Default 6. */
  readonly retries?: number;
  /** Seconds until all of it has failed. Default 540: Terraform waits 600. */
  readonly timeoutSeconds?: number;
}

/**
 * A Job that ends well only if its pod is the identity of a binding: with the same service account, and each retry a new
 * pod, since a pod stays as it was admitted. So it passes once the webhook knows the binding, and the cloud accepts it.
 *
 * KubernetesObjects waits for it before it makes or changes other workloads of the service account. Its name changes with
 * the binding, so that a changed one is tried anew, and one that has passed is not.
 */
export class BindingCanary extends Construct {
  /** The Job itself. */
  public readonly resource: ApiObject;

  /**
   * @throws PodtrustError `canary-unsupported`, `image-without-digest`, `name-invalid`, and what `bindPodTemplate` throws
   */
  public constructor(scope: Construct, id: string, props: BindingCanaryProps) {
    super(scope, id);
    const where = this.node.path;
    const { binding, image, identity = binding.identity } = props;
    const { namespace, name: account } = binding.serviceAccount;
    const { name = `${account}-canary`, retries = 6, timeoutSeconds = 540 } = props;
    const { script, environment } = trialOf(binding, where);
    checkName('canary-job', name, where);
    checkDigest(image, where);
    const template = {
      metadata: {
        labels: props.podLabels && { ...props.podLabels },
        annotations: { [PODTRUST_KEYS.canary]: identity },
      },
      spec: {
        ...restrictedPod(),
        restartPolicy: 'Never',
        containers: [
          {
            ...restrictedContainer(),
            name: 'canary',
            image,
            command: ['sh', '-c', script],
            env: Object.entries({ ...environment, PODTRUST_IDENTITY: identity }).map(([key, value]) => ({
              name: key,
              value,
            })),
            resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
          },
        ],
        volumes: [{ name: 'tmp', emptyDir: {} }],
      },
    };
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { namespace, name, annotations: props.annotations && { ...props.annotations } },
      spec: {
        backoffLimit: retries,
        activeDeadlineSeconds: timeoutSeconds,
        template: bindPodTemplate(template, [binding], where),
      },
    });
  }
}

interface Trial {
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A role's session has the name of the role, and not its path. */
const AWS: Trial = {
  environment: { HOME: '/tmp' },
  script: `set -uf
if [ -z "\${AWS_CONTAINER_CREDENTIALS_FULL_URI-}\${AWS_WEB_IDENTITY_TOKEN_FILE-}" ]; then
  echo "This pod was given no credentials: it was made before the webhook knew of them."
  exit 1
fi
arn=$(aws sts get-caller-identity --query Arn --output text) || exit 1
IFS=:
set -- $PODTRUST_IDENTITY
case "$arn" in
  "arn:$2:sts::$5:assumed-role/\${6##*/}/"*) echo "This pod is $arn." ;;
  *) echo "This pod is $arn, and not $PODTRUST_IDENTITY."; exit 1 ;;
esac
`,
};

const AZURE: Trial = {
  environment: { HOME: '/tmp', AZURE_CONFIG_DIR: '/tmp/azure' },
  script: `set -u
if [ "\${AZURE_CLIENT_ID-}" != "$PODTRUST_IDENTITY" ]; then
  echo "This pod was told \${AZURE_CLIENT_ID-nothing}, and not $PODTRUST_IDENTITY."
  exit 1
fi
az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" \\
  --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")" --allow-no-subscriptions --output none || exit 1
echo "This pod is $AZURE_CLIENT_ID."
`,
};

const TRIALS: Readonly<Partial<Record<Mechanism, Trial>>> = {
  irsa: AWS,
  'eks-pod-identity': AWS,
  'entra-workload-identity': AZURE,
};

function trialOf({ mechanism, podAnnotations, via }: BindingLike, where: string): Trial {
  const trial = TRIALS[mechanism];
  const unsupported = (what: string, why: string, remedy: string): PodtrustError =>
    new PodtrustError({ code: 'canary-unsupported', where, what, why, remedy });
  if (!trial) {
    throw unsupported(
      `a canary of a binding by ${mechanism}`,
      'Its pods get their identity by the metadata service, which no webhook and no token says anything about.',
      `Give a binding by ${Object.keys(TRIALS).join(', ')}.`,
    );
  }
  if (via === 'image-pull') {
    throw unsupported(
      'a canary of a binding for image pulls',
      'The kubelet becomes the identity, and no pod does.',
      'Give the binding of the pod’s own identity.',
    );
  }
  if (podAnnotations?.[AZURE_KEYS.useIdentityBinding] !== undefined) {
    throw unsupported(
      'a canary of an AKS identity binding',
      'The command line az sends its token to Entra, and the one of an identity binding is for AKS’ token proxy alone.',
      'Try the application itself: its first token fails at once where RBAC does not name the service account.',
    );
  }
  return trial;
}
