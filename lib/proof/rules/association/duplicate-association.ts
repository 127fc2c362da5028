import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { hasSymbol } from '../../model/known/symbol';
import { whyPerhapsNone } from '../../model/uncounted';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const duplicateAssociation: Rule = {
  slug: 'duplicate-association',
  cloud: 'aws',
  level: 'error',
  effect: 'EKS answers ResourceInUseException to the second: a service account has one role.',
  fix: 'Take one away, and put what both roles may do into the other.',
  sources: ['Amazon EKS API, CreatePodIdentityAssociation'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const isMade = ({ id }: PodIdentityAssociation): boolean => whyPerhapsNone(model.uncounted, [id]) === undefined;
    for (const association of model.associations) {
      const { cluster, namespace, serviceAccount, id, at } = association;
      // Of two, one may be made where the other is not.
      if (cluster === undefined || hasSymbol(namespace + serviceAccount) || !isMade(association)) continue;
      const first = evaluation.accounts.of(cluster, namespace, serviceAccount).associations.find(isMade)!;
      if (first === association) continue;
      findings.push(
        findingOf(duplicateAssociation, {
          message: `${withPlace(id, at)} and ${withPlace(first.id, first.at)} are both for ${accountText(namespace, serviceAccount)} of ${cluster}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
