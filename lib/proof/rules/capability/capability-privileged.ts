import { grouped } from '../../../core/groups';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** The policies of AWS that allow everything, or everything of IAM. */
const WIDE = /^arn:[^:]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/;

export const capabilityPrivileged: Rule = {
  slug: 'capability-privileged',
  cloud: 'aws',
  level: 'warning',
  effect:
    'Nothing fails: whoever may create an object of the capability in any namespace of the cluster, such as a Role of ACK, makes with it whatever AWS has, in the whole account.',
  fix: 'Give the role what it needs and no more. With ACK leave it without permissions but sts:AssumeRole and sts:TagSession on roles that IAMRoleSelector objects name for namespaces.',
  sources: ['Amazon EKS, “Configure ACK permissions”', 'aws-quickstart/cdk-eks-blueprints #1219'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    if (model.capabilities.length === 0) return { findings };
    const policies = grouped(model.policies, ({ identity }) => identity);
    for (const { id, role, at } of model.capabilities) {
      const identity = evaluation.identities.get(role);
      if (!identity) continue;
      const wide = (policies.get(identity.id) ?? []).find(
        ({ kind, name, statements }) =>
          kind === 'permissions' &&
          (WIDE.test(name ?? '') ||
            statements?.some(
              ({ effect, actions, notAction, resources, notResource }) =>
                effect === 'Allow' &&
                ((!notAction && actions.some((action) => action === '*' || /^iam:\*$/i.test(action))) || notAction) &&
                !notResource &&
                resources.includes('*'),
            )),
      );
      if (!wide) continue;
      findings.push(
        findingOf(capabilityPrivileged, {
          message: `${withPlace(id, at)} runs as ${withPlace(identity.id, identity.at)}, which may do everything, or everything of IAM, by ${describeSymbols(wide.source)}.`,
          subject: id,
          at,
          identities: [identity.id],
        }),
      );
    }
    return { findings };
  },
};
