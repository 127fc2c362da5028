import { PodtrustError, type ServiceAccountReference } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link secretsStoreProvider}. At least one secret or parameter. */
export interface SecretsStoreProviderOptions {
  /** The service account of the pods that mount the secrets. */
  readonly serviceAccount: ServiceAccountReference;
  /** Secrets of Secrets Manager that the pods mount, by ARN. Default none. */
  readonly secrets?: readonly ArnLike[];
  /** Parameters of SSM Parameter Store that the pods mount, by ARN. Default none. */
  readonly parameters?: readonly ArnLike[];
  /** KMS keys of one's own that they are encrypted under. Default none. */
  readonly encryptionKeys?: readonly ArnLike[];
}

/**
 * Pods that mount secrets by the AWS provider of the Secrets Store CSI driver. The provider has no role: it calls AWS as the
 * pod that mounts, by a token of the pod's service account. So this is the role of a workload, and no chart's.
 *
 * By EKS Pod Identity the SecretProviderClass must say `usePodIdentity: "true"`.
 */
export function secretsStoreProvider(options: SecretsStoreProviderOptions): EksController {
  const secrets = arnsOf(options.secrets, ARN_KINDS.secret, 'secretsStoreProvider secrets');
  const parameters = arnsOf(options.parameters, ARN_KINDS.parameter, 'secretsStoreProvider parameters');
  const keys = arnsOf(options.encryptionKeys, ARN_KINDS.key, 'secretsStoreProvider encryptionKeys');
  if (secrets.length + parameters.length === 0) {
    throw new PodtrustError({
      code: 'controller-incomplete',
      where: 'secretsStoreProvider',
      what: 'neither secrets nor parameters are given',
      why: 'The pods would mount nothing: the provider calls AWS with their role and no other.',
      remedy: 'Give the ARNs of what the pods mount.',
    });
  }
  return {
    name: 'Secrets Store CSI driver',
    account: options.serviceAccount,
    description: `mount ${[...secrets, ...parameters].join(', ')}`,
    source: { where: 'aws/secrets-store-csi-driver-provider-aws, README.md', version: 'a74182c14f96' },
    statements: (): readonly PolicyStatement[] => [
      ...(secrets.length > 0
        ? [{ actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], resources: secrets }]
        : []),
      ...(parameters.length > 0 ? [{ actions: ['ssm:GetParameters'], resources: parameters }] : []),
      ...(keys.length > 0 ? [{ actions: ['kms:Decrypt'], resources: keys }] : []),
    ],
  };
}
