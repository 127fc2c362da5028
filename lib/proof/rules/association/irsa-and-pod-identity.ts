import { whyPerhapsNone } from '../../model/uncounted';
import type { Found, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const irsaAndPodIdentity: Rule = {
  slug: 'irsa-and-pod-identity',
  cloud: 'aws',
  level: 'warning',
  mildest: 'note',
  effect: 'EKS gives new pods the credentials of the association and not those of the annotation.',
  fix: 'Take the annotation away, or give both the same role while pods move from one to the other: then it is a note.',
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
      // Whichever of the two a pod has, it is the same role: a move from one to the other.
      const isOneRole = !association.target && claim.identity !== undefined && claim.identity.id === association.role;
      findings.push({
        rule: irsaAndPodIdentity.slug,
        level: isOneRole ? 'note' : 'warning',
        message: `${accountText(claim.namespace, claim.serviceAccount)} is annotated with ${withPlace(claim.identity?.id ?? 'a role', claim.at)} and associated with ${withPlace(association.role ?? association.roleText, association.at)}.`,
        subject: claim.carrier,
        identities: [claim.identity?.id ?? [], association.role ?? []].flat(),
        at: claim.at,
        help: `${irsaAndPodIdentity.effect} ${isOneRole ? 'Both give them the same role, as in a move from one to the other.' : irsaAndPodIdentity.fix}`,
      });
    }
    return { findings };
  },
};
