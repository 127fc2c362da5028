import { hasPerhaps } from '../../model/known/perhaps';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const WRITTEN = /(?::(?:sub|aud)|"aws:(?:RequestTag\/[\w-]+|Source(?:Arn|Account)))"\s*:/gi;
const KEY = /:(?:sub|aud)$|^aws:(?:RequestTag\/[\w-]+|Source(?:Arn|Account))$/i;

export const conditionKeyDuplicate: Rule = {
  slug: 'condition-key-duplicate',
  cloud: 'aws',
  level: 'error',
  effect:
    'JSON, and an object of Terraform, keeps the last of them, so a subject or a whole condition is lost silently.',
  fix: 'Write one key with a list of values.',
  sources: ['https://github.com/terraform-aws-modules/terraform-aws-iam/issues/53'],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { id, trustPolicy, trustAt } of input.model.identities) {
      const policy = trustPolicy === undefined ? undefined : input.evaluation.policies.get(id);
      if (!policy || policy.statements.length === 0) continue;
      // A text that is put together of what may be there is none that anybody wrote.
      if (hasPerhaps(trustPolicy!) || policy.perhaps.length + policy.open.size > 0) continue;
      const written = trustPolicy!.match(WRITTEN)?.length ?? 0;
      if (written < 2) continue;
      const kept = policy.statements.flatMap(({ conditions }) => conditions).filter(({ key }) => KEY.test(key)).length;
      if (written <= kept) continue;
      findings.push(
        findingOf(conditionKeyDuplicate, {
          message: `The trust policy of ${withPlace(id, trustAt)} writes ${written} conditions on who gets in, of which ${kept} are left when it is read.`,
          subject: id,
          at: trustAt,
        }),
      );
    }
    return { findings };
  },
};
