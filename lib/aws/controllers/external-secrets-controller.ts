import { EKS_CONTROLLERS, PodtrustError } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link externalSecrets}. At least one secret, parameter or role. */
export interface ExternalSecretsOptions {
  /** Secrets of Secrets Manager that it reads, by ARN; with a wildcard at the end where you mean several. Default none. */
  readonly secrets?: readonly ArnLike[];
  /** Parameters of SSM Parameter Store that it reads, by ARN. Default none. */
  readonly parameters?: readonly ArnLike[];
  /** KMS keys of one's own that they are encrypted under. Default none. */
  readonly encryptionKeys?: readonly ArnLike[];
  /**
   * Roles that its stores name in `role`, which it assumes. Their trusts must allow it `sts:AssumeRole`, and
   * `sts:TagSession` unless it has IRSA. Default none.
   */
  readonly roles?: readonly ArnLike[];
  /** Whether `dataFrom.find` looks for secrets by name, path or tag: it may list them all then. Default false. */
  readonly find?: boolean;
  /**
   * Whether PushSecret writes secrets and parameters. It deletes secrets that have its own tag, and no others. Resource
   * policies and replicas of a push (`resourcePolicy`, `replicationLocations`) need grants of their own. Default false.
   */
  readonly push?: boolean;
}

/**
 * The External Secrets operator with credentials of its own. A store whose `auth.jwt` names a service account uses that
 * account's role instead, and needs none of this.
 */
export function externalSecrets(options: ExternalSecretsOptions): EksController {
  const { find = false, push = false } = options;
  const secrets = arnsOf(options.secrets, ARN_KINDS.secret, 'externalSecrets secrets');
  const parameters = arnsOf(options.parameters, ARN_KINDS.parameter, 'externalSecrets parameters');
  const keys = arnsOf(options.encryptionKeys, ARN_KINDS.key, 'externalSecrets encryptionKeys');
  const roles = arnsOf(options.roles, ARN_KINDS.role, 'externalSecrets roles');
  if (secrets.length + parameters.length + roles.length === 0) {
    throw new PodtrustError({
      code: 'controller-incomplete',
      where: 'externalSecrets',
      what: 'neither secrets nor parameters nor roles are given',
      why: 'The role would be allowed nothing, or every secret of the account.',
      remedy: 'Give the ARNs of what it reads, or of the roles that its stores name.',
    });
  }
  return {
    ...EKS_CONTROLLERS.externalSecrets,
    description: `${push ? 'read and write' : 'read'} ${[...secrets, ...parameters, ...roles].join(', ')}`,
    source: {
      where:
        'external-secrets/external-secrets, docs/provider/aws-secrets-manager.md, aws-parameter-store.md, aws-access.md; providers/v1/aws for what a push calls',
      version: 'cc5bfbc2234a',
    },
    crossAccount: roles.length > 0,
    statements: (): readonly PolicyStatement[] => [
      ...(secrets.length > 0
        ? [
            {
              actions: [
                'secretsmanager:DescribeSecret',
                'secretsmanager:GetResourcePolicy',
                'secretsmanager:GetSecretValue',
                'secretsmanager:ListSecretVersionIds',
                ...(push
                  ? ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource']
                  : []),
              ],
              resources: secrets,
            },
            ...(push
              ? [
                  {
                    // Each push of a secret that is there deletes its resource policy, unless the push names one.
                    actions: [
                      'secretsmanager:DeleteResourcePolicy',
                      'secretsmanager:DeleteSecret',
                      'secretsmanager:UntagResource',
                    ],
                    resources: secrets,
                    conditions: { StringEquals: { 'secretsmanager:ResourceTag/managed-by': 'external-secrets' } },
                  },
                ]
              : []),
            ...(find
              ? [{ actions: ['secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets'], resources: ['*'] }]
              : []),
          ]
        : []),
      ...(parameters.length > 0
        ? [
            {
              actions: [
                'ssm:GetParameter',
                'ssm:GetParameterHistory',
                'ssm:GetParameters',
                'ssm:GetParametersByPath',
                ...(push
                  ? [
                      'ssm:AddTagsToResource',
                      'ssm:DeleteParameter',
                      'ssm:ListTagsForResource',
                      'ssm:PutParameter',
                      'ssm:RemoveTagsFromResource',
                    ]
                  : ['ssm:ListTagsForResource']),
              ],
              resources: parameters,
            },
            ...(find ? [{ actions: ['ssm:DescribeParameters', 'tag:GetResources'], resources: ['*'] }] : []),
          ]
        : []),
      ...(keys.length > 0
        ? [{ actions: ['kms:Decrypt', ...(push ? ['kms:Encrypt', 'kms:GenerateDataKey'] : [])], resources: keys }]
        : []),
      // Sessions of EKS Pod Identity hand on their tags, and stores may give tags of their own.
      ...(roles.length > 0 ? [{ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: roles }] : []),
    ],
  };
}
