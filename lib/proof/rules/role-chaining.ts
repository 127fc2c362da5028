import type { Permission } from '../model/permission';
import { actionsOf, coversPermission } from './permission-actions';
import { findingOf } from './rule';
import type { Finding, Rule } from './rule';
import { withPlace } from './words';

export const roleChaining: Rule = {
  slug: 'role-chaining',
  level: 'note',
  description: 'A role that pods get may assume a further role.',
  effect:
    'Nothing fails: the pods’ access reaches on to whatever that role may do, which is not shown here unless it was read.',
  mending: 'Read the other role’s configuration as well, and name it in the policy instead of a wildcard.',
  sources: ['Bishop Fox, iam-vulnerable', 'IAM User Guide, “Roles terms and concepts”, role chaining'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const [identity, permissions] of actionsOf(model, evaluation)) {
      const { at } = evaluation.identities.get(identity)!;
      // Who may do everything is another rule's matter.
      const found = permissions.find((permission) => assumes(permission));
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

function assumes({ actions }: Permission): boolean {
  return actions.some((action) => action !== '*' && coversPermission(action, 'sts:AssumeRole'));
}
