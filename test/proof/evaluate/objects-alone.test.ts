import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const account = (name: string, annotation: string): string => `---
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: shop, annotations: { ${annotation} } }
`;
const pod = (name: string, labels = '{}'): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: ${labels} }
spec: { serviceAccountName: ${name}, containers: [{ name: app, image: "app:1" }] }
`;
const ENTRA = 'azure.workload.identity/client-id: 33333333-3333-4333-8333-333333333333';
const IRSA = 'eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/r"';
const LABEL = '{ azure.workload.identity/use: "true" }';

function alone(...objects: string[]): Inventory {
  return prove([{ file: 'objects.yaml', text: objects.join('') }]);
}

describe('Kubernetes objects without a cluster', () => {
  test('are no alarm, and that neither cluster nor identity is known is said once each', () => {
    const { findings, undecided } = alone(account('a', ENTRA), pod('a', LABEL), account('b', IRSA), pod('b'), pod('c'));
    expect(findings).toEqual([]);
    expect(undecided.map(({ because }) => because)).toEqual([
      expect.stringContaining('no cluster was given'),
      expect.stringContaining('no identity was read'),
    ]);
  });

  test('are judged within themselves', () => {
    const { findings } = alone(account('a', ENTRA), pod('a'));
    expect(findings.map(({ rule }) => rule)).toEqual(['workload-identity-label-missing']);
  });

  test('are silent where nothing in them bears on access', () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n';
    expect(alone(text).undecided).toEqual([]);
  });

  test('of AAD Pod Identity let in whom they let in', () => {
    const objects = `---
apiVersion: aadpodidentity.k8s.io/v1
kind: AzureIdentity
metadata: { name: demo, namespace: shop }
spec: { type: 0, resourceID: /subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-x, clientID: 33333333-3333-4333-8333-333333333333 }
---
apiVersion: aadpodidentity.k8s.io/v1
kind: AzureIdentityBinding
metadata: { name: demo, namespace: shop }
spec: { azureIdentity: demo, selector: demo }
`;
    const { access, clusters } = alone(objects, pod('a', '{ aadpodidbinding: demo }'));
    expect(access).toEqual([expect.objectContaining({ mechanism: 'aad-pod-identity', workloads: ['Pod/shop/a'] })]);
    expect(clusters.map(({ id }) => id)).toEqual(access.map(({ cluster }) => cluster));
  });
});
