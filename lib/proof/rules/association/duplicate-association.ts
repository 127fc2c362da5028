import { hasSymbol } from '../../model/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const duplicateAssociation: Rule = {
  slug: 'duplicate-association',
  level: 'error',
  effect: 'EKS answers ResourceInUseException to the second: a service account has one role.',
  fix: 'Take one away, and put what both roles may do into the other.',
  sources: ['Amazon EKS API, CreatePodIdentityAssociation'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const association of model.associations) {
      const { cluster, namespace, serviceAccount, id, at } = association;
      if (cluster === undefined || hasSymbol(namespace + serviceAccount)) continue;
      const first = evaluation.accounts.of(cluster, namespace, serviceAccount).associations[0]!;
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
