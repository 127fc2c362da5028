import { describeSymbols } from '../../model/known/symbol';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const trustInvalid: Rule = {
  slug: 'trust-invalid',
  cloud: 'aws',
  level: 'error',
  effect: 'CreateRole and UpdateAssumeRolePolicy answer MalformedPolicyDocument, so nobody gets in.',
  fix: 'Correct the document.',
  sources: ['IAM User Guide, “Grammar of the IAM JSON policy language”'],
  check: ({ evaluation }) => ({
    findings: evaluation.problems
      .filter(({ kind }) => kind === 'invalid')
      .map(({ identity, what, at }) => ({
        rule: trustInvalid.slug,
        level: 'error',
        message: `IAM refuses the trust policy of ${withPlace(identity, at)}: ${describeSymbols(what)}.`,
        subject: identity,
        at,
        help: 'CreateRole and UpdateAssumeRolePolicy answer MalformedPolicyDocument, so nobody gets in. Correct the document.',
      })),
  }),
};
