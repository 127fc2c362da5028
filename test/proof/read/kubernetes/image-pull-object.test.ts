import { aks, eks, federated, irsaRole, proved, rulesOf, undecidedOf } from '../../kubernetes-program';
import type { Inventory } from '../../../../lib/proof';

const POD = `
---
apiVersion: v1
kind: Pod
metadata: { name: app, namespace: app }
spec: { serviceAccountName: app, containers: [{ name: app, image: "app:1" }] }
`;

function account(annotations: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'app', namespace: 'app', annotations },
  });
}

function rows({ access }: Inventory): string[] {
  return access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(({ identity, mechanism, claimed, via = '' }) => `${identity} ${mechanism} ${claimed ? 'claimed' : ''} ${via}`);
}

const ROLE = 'arn:aws:iam::111122223333:role/app';

test('a role for pulling images from ECR is claimed, and its row says that no container gets it', () => {
  const inventory = proved(
    eks() + irsaRole('app', 'app/app'),
    account({ 'eks.amazonaws.com/ecr-role-arn': ROLE }) + POD,
  );
  expect(rows(inventory)).toEqual(['aws_iam_role.app irsa claimed image-pull']);
  expect(rulesOf(inventory).filter((rule) => !rule.startsWith('note'))).toEqual([]);
});

test('where the pods ask for the same role it is an ordinary row', () => {
  const annotations = { 'eks.amazonaws.com/ecr-role-arn': ROLE, 'eks.amazonaws.com/role-arn': ROLE };
  const inventory = proved(eks() + irsaRole('app', 'app/app'), account(annotations) + POD);
  expect(rows(inventory)).toEqual(['aws_iam_role.app irsa claimed ']);
});

test('an empty annotation asks for none: the node’s role pulls', () => {
  const inventory = proved(
    eks() + irsaRole('app', 'app/other'),
    account({ 'eks.amazonaws.com/ecr-role-arn': '' }) + POD,
  );
  expect(rows(inventory)).toEqual(['aws_iam_role.app irsa  ']);
  expect(undecidedOf(inventory)).toEqual([]);
  expect(rulesOf(inventory)).not.toContain('warning named-identity-not-admitted');
});

test('a role that trusts another account is a warning: on nodes that were told the pull fails, on others the node’s role pulls', () => {
  const inventory = proved(
    eks() + irsaRole('app', 'app/other'),
    account({ 'eks.amazonaws.com/ecr-role-arn': ROLE }) + POD,
  );
  expect(rulesOf(inventory)).toContain('warning named-identity-not-admitted');
});

test('on AKS it goes by an identity binding, which need not be in the input', () => {
  const annotations = {
    'kubernetes.azure.com/acr-client-id': '11111111-2222-4333-8444-555555555555',
    'kubernetes.azure.com/acr-tenant-id': '99999999-2222-4333-8444-555555555555',
  };
  const client = 'azure.workload.identity/client-id';
  const inventory = proved(
    aks() + federated('app', 'app/app'),
    account({ ...annotations, [client]: annotations['kubernetes.azure.com/acr-client-id'] }) + POD,
  );
  expect(rulesOf(inventory).filter((rule) => /named-identity/.test(rule))).toEqual([]);
  expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('AKS pulls images by an identity binding'));
});
