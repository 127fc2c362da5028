import { told } from '../message';
import type { Facts } from '../facts';
import type { KnownMessage } from '../message';

/** A session that the metadata service of an EC2 instance hands out is named by the instance. */
export function isNode({ caller }: Facts): boolean {
  return /:assumed-role\/[^/]+\/i-[0-9a-f]{8,17}$/.test(caller ?? '');
}

/** What SDKs of AWS say before they have asked STS, and IAM once the pod has credentials. */
export const AWS_CLIENT_MESSAGES: readonly KnownMessage[] = [
  {
    id: 'web-identity-token-unreadable',
    sender: 'an AWS SDK',
    pattern:
      /(?:open|read(?:ing)?|FileNotFoundError|WebIdentityErr|unable to read)[^]{0,120}\/var\/run\/secrets\/(?:eks|pods\.eks)\.amazonaws\.com\/[^\s:]{1,100}[^]{0,60}(?:no such file|permission denied|not found)/i,
    means: 'the file of the token is not there, or the container’s user may not read it',
    causes: [
      {
        cause: 'the container runs as a user who may not read the file',
        fix: 'Set fsGroup of the pod’s securityContext, or runAsUser; clusters of Kubernetes 1.19 and later make the file readable for the pod’s user.',
        when: (_, text) => /permission denied/i.test(text),
      },
      {
        cause: 'the variable was copied into a pod that does not mount the token',
        fix: 'Let the webhook set both; take the variable out of the template.',
        when: (_, text) => !/permission denied/i.test(text),
      },
    ],
    rules: ['token-not-received', 'environment-blocks-token', 'containers-all-skipped'],
    sources: ['aws/amazon-eks-pod-identity-webhook, README.md'],
  },
  {
    id: 'no-aws-credentials',
    sender: 'an AWS SDK',
    pattern:
      /no EC2 IMDS role found|NoCredentialProviders|Unable to locate credentials|Could not load credentials from any providers|Unable to load (?:AWS )?credentials from any|EC2RoleRequestError|EC2MetadataError|failed to (?:load|retrieve) credentials from (?:the )?EC2/i,
    means: 'the SDK found no credentials anywhere: neither a token of the pod nor the node’s role',
    compared: () =>
      'nothing: no cloud was asked. The pod has neither AWS_WEB_IDENTITY_TOKEN_FILE nor AWS_CONTAINER_CREDENTIALS_FULL_URI, or the SDK does not know them',
    causes: [
      {
        cause:
          'the pod is older than the annotation or the association: the webhook changes pods only when they are made',
        fix: 'Restart it, and look for AWS_ROLE_ARN or AWS_CONTAINER_CREDENTIALS_FULL_URI in its environment.',
      },
      {
        cause: 'the pod runs as another service account than the one that is annotated or associated',
        fix: 'Set serviceAccountName in the pod’s template.',
      },
      {
        cause: 'the annotation stands on the Deployment or the pod, or is misspelt: it belongs on the service account',
        fix: 'Write eks.amazonaws.com/role-arn on the service account.',
      },
      {
        cause: 'the SDK in the image is older than the mechanism',
        fix: 'Update it: the page on pods’ access lists the oldest version of each SDK.',
      },
      {
        cause: 'the webhook was not reached when the pod was made; it is set to let pods pass then',
        fix: 'Delete the pod, so that it is made again.',
      },
    ],
    rules: [
      'token-not-received',
      'annotation-missing',
      'annotation-misplaced',
      'annotation-misspelt',
      'pod-skipped-by-webhook',
      'containers-all-skipped',
      'environment-blocks-token',
      'service-account-not-used',
      'service-account-missing',
      'webhook-not-of-cluster',
      'pod-identity-without-agent',
      'pod-identity-on-fargate',
    ],
    sources: [
      'aws/eks-pod-identity-agent#153',
      'aws/containers-roadmap#2507',
      'kubernetes-sigs/aws-ebs-csi-driver#763',
    ],
    wrapper: true,
  },
  {
    id: 'web-identity-credentials-not-retrieved',
    sender: 'an AWS SDK',
    pattern:
      /WebIdentityErr: failed to retrieve credentials|failed to refresh cached credentials|operation error STS: AssumeRoleWithWebIdentity/i,
    means:
      'the SDK asked for the pod’s role and was refused; the reason stands behind it, as “caused by” or at the end',
    causes: [
      {
        cause: 'the reason was cut off, or is one that podtrust does not know',
        fix: 'Give the whole of the message.',
      },
    ],
    rules: ['claim-not-admitted', 'association-not-admitted', 'token-not-received'],
    sources: ['aws/aws-sdk-go-v2, credentials/stscreds'],
    wrapper: true,
  },
  {
    id: 'aws-permission-denied',
    sender: 'AWS IAM',
    pattern:
      /User: arn:[^\s]{1,300} is not authorized to perform:? (?!sts:AssumeRole|sts:TagSession|eks-auth:)[a-z0-9-]+:\w+/i,
    means: 'AWS knows who asks, and that one may not do what it asked',
    compared: ({ caller, action, resource }) =>
      `${told(caller, 'the caller')} and ${told(action, 'the action')} on ${told(resource, 'the resource')} with the policies of the caller, its boundary, the organisation’s and the resource’s own`,
    causes: [
      {
        cause: 'the caller is a node: the pod did not get a role of its own, and used the node’s',
        fix: 'Bind the pod’s service account, restart the pod, and keep pods from the node’s metadata service.',
        when: isNode,
      },
      {
        cause: 'the role lacks the permission on this resource',
        fix: 'Grant the action on the resource’s ARN to the role that the message names.',
        when: (facts) => !isNode(facts),
      },
      {
        cause: 'a boundary, a session policy, an organisation’s policy or an endpoint’s policy takes it away',
        fix: 'The end of the message says which kind of policy it was: “no identity-based policy allows”, “with an explicit deny in a …”.',
      },
      {
        cause: 'a condition asks for a tag that the session has not',
        fix: 'See whether the association passes session tags, and whether the resource has the tag.',
      },
    ],
    rules: ['token-not-received', 'node-identity-reachable', 'environment-blocks-token'],
    sources: ['IAM User Guide, "Troubleshoot access denied error messages"'],
  },
];
