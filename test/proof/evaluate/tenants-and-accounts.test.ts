import { aks, eks, federated, irsaRole, proved, rulesOf } from '../kubernetes-program';

const OWN = '99999999-9999-4999-8999-999999999999';
const OTHER = '77777777-7777-4777-8777-777777777777';

/** A program of one tenant, whose pod asks another, or the one that is given. */
function asking(tenantId: string | undefined, provider = `tenant_id = "${OWN}"`): string[] {
  const terraform = `provider "azurerm" {\n  features {}\n  ${provider}\n}\n${aks()}${federated('api', 'shop/api')}`;
  const tenant = tenantId === undefined ? '' : `, azure.workload.identity/tenant-id: "${tenantId}"`;
  const objects = `apiVersion: v1
kind: ServiceAccount
metadata: { name: api, namespace: shop, annotations: { azure.workload.identity/client-id: 33333333-3333-4333-8333-333333333333${tenant} } }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { azure.workload.identity/use: "true" } }
spec: { serviceAccountName: api, containers: [{ name: api, image: "api:1" }] }
`;
  return rulesOf(proved(terraform, objects)).filter((one) => !one.startsWith('note'));
}

describe('the tenant that a pod asks', () => {
  test('has to be that of the managed identity', () => {
    expect(asking(OTHER)).toEqual(['warning tenant-mismatch']);
    expect(asking(OWN)).toEqual([]);
    expect(asking(undefined)).toEqual([]);
  });

  test('is not held against one that is not known', () => {
    expect(asking(OTHER, '')).toEqual([]);
    expect(asking(OTHER, 'tenant_id = var.tenant')).toEqual([]);
  });
});

describe('the account of an annotated role', () => {
  const asking = (account: string, provider: string): string[] => {
    const terraform = `provider "aws" {\n  ${provider}\n}\n${eks(irsaRole('app', 'shop/app'))}`;
    const objects = `apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: shop, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::${account}:role/app" } }
`;
    return rulesOf(proved(terraform, objects)).filter((one) => !one.startsWith('note'));
  };

  test('has to be that of the role of this name', () => {
    const known = 'allowed_account_ids = ["111122223333"]';
    expect(asking('111122223333', known)).toEqual([]);
    expect(asking('999999999999', known)).toEqual(['error claim-not-admitted']);
  });

  test('is assumed to be that of the role where that is not known', () => {
    expect(asking('999999999999', 'region = "eu-west-1"')).toEqual([]);
  });
});

test('a namespace’s id is its name', () => {
  const account = `
resource "kubernetes_namespace" "shop" {
  metadata { name = "shop" }
}
resource "kubernetes_service_account_v1" "api" {
  metadata {
    name        = "api"
    namespace   = kubernetes_namespace.shop.id
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.api.client_id }
  }
}`;
  const inventory = proved(aks() + federated('api', 'shop/api') + account);
  expect(rulesOf(inventory)).toEqual([]);
  expect(inventory.access).toContainEqual(expect.objectContaining({ namespace: 'shop', claimed: true }));
});
