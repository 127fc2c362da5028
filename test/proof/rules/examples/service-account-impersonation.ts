import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const API = 'rbac.authorization.k8s.io';

/** A pipeline that may make tokens of the service accounts of a namespace. */
function tokensOf(resourceNames: string[]): unknown[] {
  const metadata = { name: 'pipeline', namespace: 'todo' };
  const named = resourceNames.length > 0 ? { resourceNames } : {};
  return [
    {
      apiVersion: `${API}/v1`,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'], ...named }],
    },
    {
      apiVersion: `${API}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: API, kind: 'Role', name: 'pipeline' },
      subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace: 'ci' }],
    },
  ];
}

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount(), deployment(), ...tokensOf([]))],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment(), ...tokensOf(['frontend']))],
};
