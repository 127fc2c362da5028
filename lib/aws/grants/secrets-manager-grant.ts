import { arnOf } from './arn-of';
import type { ArnLike, AwsGrant } from './grant';

/** Grants on a secret of Secrets Manager. Actions as in the service authorization reference of Secrets Manager. */
export const secretsManagerGrant = {
  /**
   * Reads the secret's value. A secret under a KMS key of yours also needs {@link kmsGrant}.
   *
   * @param secret by the whole ARN, the six characters that AWS adds to the name included
   */
  read(secret: ArnLike): AwsGrant {
    const arn = arnOf(secret);
    return {
      description: `read the secret ${arn}`,
      statements: [{ actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [arn] }],
    };
  },
};
