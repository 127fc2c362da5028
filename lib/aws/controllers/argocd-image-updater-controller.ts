import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { requiredArns } from './role/controller-arns';

/** Options of {@link argocdImageUpdater}. */
export interface ArgocdImageUpdaterOptions {
  /** The private repositories of ECR whose tags it looks at, by ARN. */
  readonly repositories: readonly ArnLike[];
}

/**
 * The image updater of Argo CD, which looks for newer tags in ECR. It signs in by a script of the chart's `authScripts` that
 * runs `aws ecr get-authorization-token`, and then reads tags and manifests.
 */
export function argocdImageUpdater({ repositories }: ArgocdImageUpdaterOptions): EksController {
  const arns = requiredArns(repositories, ARN_KINDS.repository, 'argocdImageUpdater repositories');
  return {
    ...EKS_CONTROLLERS.argocdImageUpdater,
    description: `read tags and manifests of ${arns.join(', ')}`,
    source: {
      where:
        'argoproj-labs/argocd-image-updater, docs/basics/authentication.md; Amazon ECR User Guide, "Private registry authentication"',
      version: 'de2cfec67880; 2026-11-28',
    },
    statements: (): readonly PolicyStatement[] => [
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:ListImages'],
        resources: arns,
      },
    ],
  };
}
