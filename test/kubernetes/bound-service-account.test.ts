import { App, Chart } from 'cdk8s';
import { BoundServiceAccount, type BoundServiceAccountProps } from '../../lib/kubernetes';
import { backend, foreignRole, identityBinding, imagePull, irsa, podIdentity, workloadIdentity } from './bindings';

function rendered(props: BoundServiceAccountProps) {
  const chart = new Chart(new App(), 'chart');
  new BoundServiceAccount(chart, 'account', props);
  return chart.toJson()[0];
}

describe('a bound service account', () => {
  test('is named by its binding and carries its annotations', () => {
    expect(rendered({ bindings: [workloadIdentity] })).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...backend, annotations: workloadIdentity.serviceAccountAnnotations },
      automountServiceAccountToken: false,
    });
  });

  test('mounts a token of the Kubernetes API only where that is asked for', () => {
    expect(rendered({ bindings: [irsa], automountServiceAccountToken: true }).automountServiceAccountToken).toBe(true);
  });

  test('carries the labels of its bindings', () => {
    const labelled = { ...workloadIdentity, serviceAccountLabels: { team: 'todo' } };
    expect(rendered({ bindings: [labelled] }).metadata.labels).toEqual({ team: 'todo' });
  });

  describe('whose binding RBAC decides', () => {
    const objects = (bindings: BoundServiceAccountProps['bindings']) => {
      const chart = new Chart(new App(), 'chart', { namespace: 'todo' });
      new BoundServiceAccount(chart, 'account', { bindings });
      return chart.toJson().slice(1);
    };

    test('has a ClusterRole and a ClusterRoleBinding, which are of no namespace', () => {
      const name = 'use-managed-identity:todo:backend:id-backend';
      const { verbs, apiGroups, resources } = identityBinding.clusterPermissions![0]!;
      const rule = { verbs, apiGroups, resources };
      expect(objects([identityBinding])).toEqual([
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules: [rule] },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
          subjects: [{ kind: 'ServiceAccount', ...backend }],
        },
      ]);
    });

    test('has one where two bindings need the same permission, and none where no binding does', () => {
      expect(objects([identityBinding, imagePull])).toHaveLength(2);
      expect(objects([workloadIdentity])).toEqual([]);
    });

    test('is refused where two bindings mean two permissions by one name', () => {
      const [permission] = identityBinding.clusterPermissions!;
      const other = { ...imagePull, clusterPermissions: [{ ...permission!, resources: ['other'] }] };
      expect(() => objects([identityBinding, other])).toThrow(
        /^bindings-conflict at chart\/account: .*clusterPermissions/,
      );
    });
  });

  test('of an explicit token needs no annotation', () => {
    expect(rendered({ bindings: [foreignRole] }).metadata).toEqual(backend);
  });

  test('may have no identity at all', () => {
    expect(rendered({ bindings: [], serviceAccount: backend }).metadata).toEqual(backend);
  });

  test('without a name is refused', () => {
    expect(() => rendered({ bindings: [] })).toThrow(/^binding-missing at chart\/account/);
  });

  test('of another name than its bindings is refused', () => {
    expect(() => rendered({ bindings: [irsa], serviceAccount: { namespace: 'todo', name: 'web' } })).toThrow(
      /^bindings-of-several-accounts at chart\/account: .*todo\/web.*todo\/backend/,
    );
  });

  test('never carries IRSA and Pod Identity together', () => {
    expect(() => rendered({ bindings: [podIdentity, irsa] })).toThrow(/^irsa-and-pod-identity at chart\/account/);
  });

  test('has a valid name', () => {
    const invalid = { ...irsa, serviceAccount: { namespace: 'todo', name: 'Back_End' } };
    expect(() => rendered({ bindings: [invalid] })).toThrow(/^subject-invalid at chart\/account/);
    const pattern = { ...irsa, serviceAccount: { namespace: 'todo', name: '*' } };
    expect(() => rendered({ bindings: [pattern] })).toThrow(/^subject-wildcard/);
  });
});
