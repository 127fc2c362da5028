import { POD_IDENTITY_SERVICE } from '../../core/trust/audience';
import type { KnownMessage } from '../message';

const AGENT = 'aws/eks-pod-identity-agent';
const EKS_AUTH = 'Amazon EKS Auth API Reference, AssumeRoleForPodIdentity, Errors';

/** What EKS Auth answers to the agent, and the agent to a pod. */
export const EKS_POD_IDENTITY_MESSAGES: readonly KnownMessage[] = [
  {
    id: 'eks-cannot-assume-role',
    sender: 'EKS Auth',
    pattern: /EKS does not have permissions to assume the associated role/i,
    means: 'the association is there, and the trust of its role does not let EKS in for this pod',
    compared: () =>
      `the service ${POD_IDENTITY_SERVICE}, sts:AssumeRole and sts:TagSession, and the session’s tags (cluster, namespace, service account) with the trust of the associated role`,
    causes: [
      {
        cause: 'the trust allows sts:AssumeRole and not sts:TagSession: EKS tags each session',
        fix: `Allow both to the service ${POD_IDENTITY_SERVICE}.`,
      },
      {
        cause: `the trust is still for IRSA, and does not name ${POD_IDENTITY_SERVICE}`,
        fix: 'Add a statement for it; one role can have both.',
      },
      {
        cause:
          'a condition asks for another cluster, namespace or service account by aws:RequestTag or aws:SourceArn, or for tags that the association does not pass',
        fix: 'Compare the values with the association, or switch its session tags on.',
      },
      {
        cause: 'the association names a target role that the first role cannot assume',
        fix: 'Let the target role trust the first one, with sts:TagSession, and grant the first sts:AssumeRole on it.',
      },
      {
        cause: 'the pod runs with hostNetwork and asks as something else than it is',
        fix: 'See which association the pod’s service account has, and whether the pod is newer than it.',
      },
    ],
    rules: [
      'association-not-admitted',
      'tag-session-missing',
      'session-tags-disabled',
      'target-role-not-admitted',
      'trust-action-mismatch',
      'trust-invalid',
    ],
    sources: [
      'Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity"',
      `${AGENT}#139`,
    ],
  },
  {
    id: 'eks-auth-not-allowed-to-node',
    sender: 'EKS Auth',
    pattern: /not authorized to perform:? eks-auth:AssumeRoleForPodIdentity/i,
    means: 'the agent runs with the node’s role, and that may not ask EKS Auth',
    causes: [
      {
        cause: 'the node’s role lacks eks-auth:AssumeRoleForPodIdentity',
        fix: 'Attach AmazonEKSWorkerNodePolicy or AmazonEKSWorkerNodeMinimalPolicy, which have it, or allow the action.',
      },
      {
        cause: 'the agent’s pods cannot reach the node’s metadata service, or got another role',
        fix: 'The agent runs with hostNetwork, and needs the metadata service: keep it from pods, not from nodes.',
      },
    ],
    rules: ['pod-identity-without-agent'],
    sources: ['Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent"', EKS_AUTH],
  },
  {
    id: 'association-not-found',
    sender: 'EKS Auth',
    pattern:
      /(?:AssumeRoleForPodIdentity|container metadata|EKS Auth)[^]{0,300}ResourceNotFoundException|\(ResourceNotFoundException\)[^]{0,200}fault: client/i,
    means: 'the cluster has no association for the pod’s service account, or not any more',
    causes: [
      {
        cause: 'the association is for another namespace or name, or was deleted after the pod was made',
        fix: 'Compare aws eks list-pod-identity-associations with the pod’s namespace and serviceAccountName, and restart the pod.',
      },
      {
        cause: 'the association is new, and EKS Auth does not know it yet',
        fix: 'Try again after some seconds: it is not effective at once.',
      },
    ],
    rules: ['pod-identity-role-not-associated', 'association-without-service-account', 'service-account-not-used'],
    sources: [EKS_AUTH, 'aws/containers-roadmap#2507'],
  },
  {
    id: 'agent-token-rejected',
    sender: 'the EKS Pod Identity agent',
    pattern: /Service account token (?:cannot be (?:parsed|empty)|failed basic claim validations)/i,
    means: 'the agent could not read what the pod sent as its token',
    causes: [
      {
        cause: 'the client put something before the token: "Bearer", or a line feed behind it',
        fix: 'Send the content of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE alone in the header Authorization; an SDK of AWS does so.',
      },
      {
        cause: 'the token is another one, such as IRSA’s or the API server’s',
        fix: `Use the token whose audience is ${POD_IDENTITY_SERVICE}.`,
      },
    ],
    rules: ['environment-blocks-token'],
    sources: [`${AGENT}, internal/validation/request.go`, 'n8n-io/n8n#23584'],
  },
  {
    id: 'agent-host-refused-by-sdk',
    sender: 'an AWS SDK',
    pattern:
      /169\.254\.170\.23 is not a valid container metadata service hostname|Unsupported host '?169\.254\.170\.23|The full URI \([^)]{0,100}169\.254\.170\.23[^)]{0,100}\)[^.]{0,60}(?:host|loopback)/i,
    means: 'the SDK is older than EKS Pod Identity, and refuses the address of its agent',
    causes: [
      {
        cause: 'the image has an SDK from before EKS Pod Identity',
        fix: 'Update it: the page on pods’ access lists the oldest version of each SDK; or bind this service account by IRSA.',
      },
    ],
    rules: [],
    sources: ['aws/aws-sdk-js-v3#5709', 'Amazon EKS User Guide, "Use Pod Identity with the AWS SDK"'],
  },
  {
    id: 'agent-not-reached',
    sender: 'an AWS SDK',
    pattern:
      /(?:169\.254\.170\.23|fd00:ec2::23)[^]{0,200}(?:connection refused|timed? ?out|timeout|deadline exceeded|no route to host|unreachable)|AssumeRoleForPodIdentity[^]{0,200}context canceled/i,
    means: 'the pod asked EKS Pod Identity’s agent, and got no answer in time',
    causes: [
      {
        cause:
          'no agent runs on the node: the add-on is not installed, the node is new, or it is Fargate or Windows, where there is none',
        fix: 'Install the add-on eks-pod-identity-agent; let short jobs wait for the agent, or bind by IRSA where it cannot run.',
      },
      {
        cause: 'a network policy or a proxy keeps the pod from the agent',
        fix: 'Allow egress to 169.254.170.23/32, port 80, and add the address to NO_PROXY.',
      },
      {
        cause: 'the agent itself cannot reach EKS Auth',
        fix: 'Give the nodes a way to eks-auth.<region>.api.aws, such as its VPC endpoint.',
        when: (_, text) => /AssumeRoleForPodIdentity/.test(text),
      },
    ],
    rules: ['pod-identity-without-agent', 'pod-identity-on-fargate'],
    sources: [`${AGENT}#50`, `${AGENT}#159`, 'aws/secrets-store-csi-driver-provider-aws#465'],
  },
];
