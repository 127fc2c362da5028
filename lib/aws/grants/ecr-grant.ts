import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { TaggedGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant } from './grant';

/** Grants on a private repository of ECR. Actions as in the service authorization reference of ECR. */
export const ecrGrant = {
  /**
   * Pulls images. Signing in at the registry is an action on no repository, and so on `*`; it gives no access by itself.
   */
  pull(repository: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    const arn = arnOf(repository, ARN_KINDS.repository, 'ecrGrant.pull');
    return awsGrant(
      `pull images of ${arn}`,
      [
        {
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [arn],
        },
      ],
      options,
      [{ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }],
    );
  },
};
