import { whyPerhapsNone } from '../../model/uncounted';
import type { Found, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const irsaAndPodIdentity: Rule = {
  slug: 'irsa-and-pod-identity',
  cloud: 'aws',
  level: 'warning',
  effect: 'EKS gives new pods the credentials of the association and not those of the annotation.',
  fix: 'Take the annotation away once the pods have rolled.',
  sources: ['Amazon EKS, “EKS Pod Identity: considerations”', 'https://github.com/eksctl-io/eksctl/issues/7752'],
  check: ({ model, evaluation }) => {
    const findings: Found[] = [];
    for (const claim of evaluation.claims) {
      if (claim.mechanism !== 'irsa' || claim.byHand) continue;
      const associations = claim.clusters.flatMap(
        (cluster) => evaluation.accounts.of(cluster, claim.namespace, claim.serviceAccount).associations,
      );
      const association = associations.find(({ id }) => whyPerhapsNone(model.uncounted, [id]) === undefined);
      if (!association) continue;
      findings.push({
        rule: irsaAndPodIdentity.slug,
        level: 'warning',
        message: `${accountText(claim.namespace, claim.serviceAccount)} is annotated with ${withPlace(claim.identity?.id ?? 'a role', claim.at)} and associated with ${withPlace(association.role ?? association.roleText, association.at)}.`,
        subject: claim.carrier,
        identities: [claim.identity?.id ?? [], association.role ?? []].flat(),
        at: claim.at,
        help: 'EKS gives its new pods the credentials of the association and not those of the annotation. Take the annotation away once the pods have rolled.',
      });
    }
    return { findings };
  },
};
