import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const API = 'rbac.authorization.k8s.io';

/** Everybody of a group may make Jobs in the namespace. */
function jobsFor(group: string, namespace: string): unknown[] {
  const metadata = { name: 'jobs', namespace };
  return [
    {
      apiVersion: `${API}/v1`,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get'] }],
    },
    {
      apiVersion: `${API}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: API, kind: 'Role', name: 'jobs' },
      subjects: [{ kind: 'Group', name: group, apiGroup: API }],
    },
  ];
}

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount(), deployment(), ...jobsFor('system:authenticated', 'todo'))],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment(), ...jobsFor('system:authenticated', 'sandbox'))],
};
