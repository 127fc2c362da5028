import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const sessionTagsDisabled: Rule = {
  slug: 'session-tags-disabled',
  cloud: 'aws',
  level: 'error',
  effect:
    'No condition on aws:RequestTag/… holds, so EKS answers AccessDeniedException and the pod gets no credentials.',
  fix: 'Leave disable_session_tags out, or limit the trust by aws:SourceArn alone.',
  sources: [
    'Amazon EKS, “Grant Pods access to AWS resources based on tags”',
    'Amazon EKS API, CreatePodIdentityAssociation',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const { sessionTags, role: id, namespace, serviceAccount, id: source, at } of model.associations) {
      if (sessionTags || id === undefined) continue;
      const policy = evaluation.policies.get(id);
      // What may be there besides may take the session without tags.
      if (!policy || policy.perhaps.length + policy.open.size > 0) continue;
      const key = policy.statements
        .filter(({ principals, effect }) => effect === 'Allow' && principals.service.includes(POD_IDENTITY_SERVICE))
        .flatMap(({ conditions }) => conditions)
        .find((condition) => /^aws:requesttag\//i.test(condition.key) && !condition.operator.ifExists)?.key;
      if (key === undefined) continue;
      const role = evaluation.identities.get(id)!;
      findings.push(
        findingOf(sessionTagsDisabled, {
          message: `${withPlace(source, at)} gives ${id} to ${accountText(namespace, serviceAccount)} without session tags, but ${withPlace(id, role.trustAt)} has a condition on ${key}.`,
          subject: source,
          at,
        }),
      );
    }
    return { findings };
  },
};
