import type { Evaluation } from '../../evaluate/evaluation';
import { describeSymbols } from '../../model/known/symbol';
import { grantsOf } from '../../evaluate/permission-actions';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const roleChaining: Rule = {
  slug: 'role-chaining',
  cloud: 'aws',
  level: 'note',
  effect:
    'Nothing fails: the pods’ access reaches on to whatever that role may do, which is not shown here unless it was read.',
  fix: 'Read the other role’s configuration as well, and name it in the policy instead of a wildcard.',
  sources: ['Bishop Fox, iam-vulnerable', 'IAM User Guide, “Roles terms and concepts”, role chaining'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const targets = shownTargets(evaluation);
    for (const [identity, policies] of evaluation.policiesOfPods) {
      const { at } = evaluation.identities.get(identity)!;
      // Who may do everything is another rule's matter; what a target role may do is shown beside it.
      const shown = targets.get(identity);
      const found = grantsOf(policies, 'sts:AssumeRole').find(
        ({ everything, resource }) => !everything && !shown?.has(resource),
      );
      if (!found) continue;
      findings.push(
        findingOf(roleChaining, {
          message: `${withPlace(identity, at)} may assume ${found.resource} by ${found.source}.`,
          subject: identity,
          at,
        }),
      );
    }
    return { findings };
  },
};

/** By role: the target roles that associations get to through it, as its policies describe them. */
function shownTargets(evaluation: Evaluation): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [{ role, target }, { admitted }] of evaluation.targetVerdicts) {
    const goal = target?.role === undefined ? undefined : evaluation.identities.get(target.role);
    if (role === undefined || !target || !goal || admitted === false) continue;
    const texts = found.get(role) ?? new Set();
    [target.arn, goal.claimName].forEach((arn) => texts.add(describeSymbols(arn)));
    found.set(role, texts);
  }
  return found;
}
