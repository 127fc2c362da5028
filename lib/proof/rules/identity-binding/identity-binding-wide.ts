import { admittedBy, findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const identityBindingWide: Rule = {
  slug: 'identity-binding-wide',
  cloud: 'azure',
  level: 'error',
  effect: 'Whoever can make a pod there gets the identity.',
  fix: 'Name each service account among the subjects of the ClusterRoleBinding.',
  sources: ['AKS, “Identity bindings concepts”', 'Kubernetes, “Using RBAC: referring to subjects”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const admission of evaluation.identityBindings.admissions) {
      const { pattern, namespace, identity, cluster, source, at, uncertain } = admission;
      if (!pattern || uncertain !== undefined) continue;
      const where = namespace === '*' ? cluster : `the namespace ${namespace} of ${cluster}`;
      findings.push(
        findingOf(identityBindingWide, {
          message: `${withPlace(source, at)} lets every service account of ${where} use ${identity}.`,
          subject: identity,
          at,
          admits: admittedBy([admission]),
        }),
      );
    }
    return { findings };
  },
};
