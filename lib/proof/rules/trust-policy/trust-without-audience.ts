import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const trustWithoutAudience: Rule = {
  slug: 'trust-without-audience',
  cloud: 'aws',
  level: 'warning',
  effect: 'A token that was made for another service of the provider’s list is good for the role as well.',
  fix: 'Add a StringEquals condition on <issuer>:aud with sts.amazonaws.com.',
  sources: [
    'Amazon EKS, “Assign IAM roles to Kubernetes service accounts”',
    'https://github.com/aws/aws-sdk-ruby/issues/2698',
  ],
  check: ({ evaluation }) => ({
    findings: evaluation.problems
      .filter(({ kind }) => kind === 'without-audience')
      .map(({ identity, what, at }) =>
        findingOf(trustWithoutAudience, {
          message: `The trust of ${withPlace(identity, at)} accepts any audience that its OIDC provider accepts: ${describeSymbols(what)}.`,
          subject: identity,
          at,
        }),
      ),
  }),
};
