import { addToGroup } from '../../../core/groups';
import { LIMITS } from '../../../core/limits';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { whyPerhapsNone } from '../../model/uncounted';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const associationsOverLimit: Rule = {
  slug: 'associations-over-limit',
  cloud: 'aws',
  level: 'error',
  effect: 'EKS answers ResourceLimitExceededException to the 1,001st association; the quota cannot be raised.',
  fix: 'Give service accounts with the same needs one account, use IRSA for some, or spread them over clusters.',
  sources: ['Amazon EKS service quotas, “EKS Pod Identity associations per cluster”'],
  check: ({ model, evaluation }) => {
    const ofCluster = new Map<string, PodIdentityAssociation[]>();
    for (const association of model.associations) {
      const isCounted = whyPerhapsNone(model.uncounted, [association.id]) === undefined;
      if (association.cluster === undefined || !isCounted) continue;
      addToGroup(ofCluster, association.cluster, association);
    }
    const findings: Finding[] = [];
    for (const [id, associations] of ofCluster) {
      const over = associations[LIMITS.podIdentityAssociations];
      if (!over) continue;
      const { at } = evaluation.clusters.get(id)!;
      findings.push(
        findingOf(associationsOverLimit, {
          message: `${withPlace(id, at)} has ${associations.length} Pod Identity associations, ${LIMITS.podIdentityAssociations} is the most it may have; the first too many is ${withPlace(over.id, over.at)}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
