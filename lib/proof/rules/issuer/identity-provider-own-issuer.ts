import { isYes } from '../../model/known/known';
import { sameIssuer } from '../../model/cluster/same-issuer';
import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const identityProviderOwnIssuer: Rule = {
  slug: 'identity-provider-own-issuer',
  cloud: 'aws',
  level: 'error',
  effect:
    'AssociateIdentityProviderConfig refuses it: the cluster accepts the tokens of its own service accounts anyway, and its issuer is nobody that people sign in to.',
  fix: 'Give the issuer that people sign in to. For pods that go to AWS, register the cluster’s issuer by aws_iam_openid_connect_provider.',
  sources: [
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3135',
    'Amazon EKS, “Grant users access to Kubernetes with an external OIDC provider”',
  ],
  check: ({ model, evaluation }) => ({
    findings: model.runtime.peopleIssuers.flatMap(({ id, cluster: clusterId, issuer, at }) => {
      const cluster = clusterId === undefined ? undefined : evaluation.clusters.get(clusterId);
      if (cluster?.issuer === undefined) return [];
      // An issuer that only apply can know may be any: what EKS refuses then, it refuses before anything works.
      if (!isYes(sameIssuer(evaluation.clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer))) return [];
      return [
        findingOf(identityProviderOwnIssuer, {
          message: `${withPlace(id, at)} lets people in by the issuer of ${withPlace(cluster.id, cluster.at)} itself.`,
          subject: id,
          at,
        }),
      ];
    }),
  }),
};
