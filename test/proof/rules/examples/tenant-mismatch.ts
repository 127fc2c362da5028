import { deployment, entra, manifests, serviceAccount, terraform, USE } from '../example';
import type { ExampleFile, Json, RuleExample } from '../example';

const TENANT = '99999999-9999-4999-8999-999999999999';
const CLIENT = 'azure.workload.identity/client-id';

/** The account as Terraform makes it, so that the identity is referred to and not written out. */
function program(tenantId: string): ExampleFile[] {
  const account: Json = serviceAccount({
    [CLIENT]: '${azurerm_user_assigned_identity.backend.client_id}',
    'azure.workload.identity/tenant-id': tenantId,
  });
  const more = { kubernetes_manifest: { account: { manifest: account } } };
  return [
    terraform({ ...entra({ more }), provider: { azurerm: [{ features: {}, tenant_id: TENANT }] } }),
    manifests(deployment({ labels: USE })),
  ];
}

export const example: RuleExample = {
  bad: program('77777777-7777-4777-8777-777777777777'),
  good: program(TENANT),
};
