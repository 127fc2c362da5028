import type { Grant } from './grant';

/** Grants on a secret of Secrets Manager. Actions as in the service authorization reference of Secrets Manager. */
export const secretsManagerGrant = {
  /**
   * Reads the secret's value. A secret under a KMS key of yours also needs {@link kmsGrant}.
   *
   * @param secretArn the whole ARN, the six characters that AWS adds to the name included
   */
  read(secretArn: string): Grant {
    return {
      description: `read the secret ${secretArn}`,
      statements: [
        { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [secretArn] },
      ],
    };
  },
};
