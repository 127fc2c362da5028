import { describeSymbols } from '../model/symbol';
import type { Rule } from './rule';
import { withPlace } from './words';

export const trustWithoutAudience: Rule = {
  slug: 'trust-without-audience',
  description: 'A role’s trust has no condition on the audience.',
  check: ({ evaluation }) => ({
    findings: evaluation.problems
      .filter(({ kind }) => kind === 'without-audience')
      .map(({ identity, what, at }) => ({
        rule: trustWithoutAudience.slug,
        level: 'warning',
        message: `The trust of ${withPlace(identity, at)} takes any audience that its OIDC provider takes: ${describeSymbols(what)}.`,
        subject: identity,
        at,
        help: 'A token that was made for another service of the provider’s list is good for the role as well. Add a StringEquals condition on <issuer>:aud with sts.amazonaws.com.',
      })),
  }),
};
