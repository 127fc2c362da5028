import { KIAM_KEYS } from '../../../core/kubernetes/annotations';
import { below } from '../../model/place';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const kiamRoleRequested: Rule = {
  slug: 'kiam-role-requested',
  cloud: 'aws',
  level: 'note',
  effect:
    'Neither webhook of EKS reads it. Where kiam or kube2iam runs, the pod gets the role by way of an agent on its node, which may assume every role that any pod of the node asks for; where none does, the pod falls back to the role of the node. No trust shown here says which of these.',
  fix: 'Give the role to the service account by EKS Pod Identity or IRSA, and take the annotation and the agent away.',
  sources: [
    'https://github.com/uswitch/kiam (archived; its README names IAM roles for service accounts instead)',
    'https://github.com/jtblin/kube2iam',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const { id, podAnnotations, templateAt } of model.workloads) {
      const text = podAnnotations[KIAM_KEYS.role];
      // An empty one asks for none, as a chart's default has it that nobody fills in.
      if (text === undefined || text === '') continue;
      const named = evaluation.identities.claimed(text) ?? undefined;
      const role = named?.identity ?? evaluation.identities.byRoleName(text, templateAt);
      const what = role ? withPlace(role.id, role.at) : JSON.stringify(describeSymbols(text));
      findings.push(
        findingOf(kiamRoleRequested, {
          message: `${withPlace(id, templateAt)} asks kiam or kube2iam for the role ${what} by ${KIAM_KEYS.role}.`,
          subject: id,
          identities: role ? [role.id] : [],
          at: below(templateAt, 'metadata', 'annotations', KIAM_KEYS.role),
        }),
      );
    }
    for (const { namespace, annotation, roles, at } of model.kiamNamespaces) {
      findings.push(
        findingOf(kiamRoleRequested, {
          message: `The namespace ${withPlace(describeSymbols(namespace), at)} lets its pods ask kiam or kube2iam for the roles ${JSON.stringify(describeSymbols(roles))} by ${annotation}.`,
          subject: `Namespace/${describeSymbols(namespace)}`,
          at,
        }),
      );
    }
    return { findings };
  },
};
