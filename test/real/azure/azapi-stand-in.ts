import * as path from 'node:path';

type Blocks = Record<string, Record<string, unknown>>;

/** Synthesized Terraform JSON, as far as azapi is in it. */
interface Synthesized {
  readonly terraform: { readonly required_providers: Record<string, unknown> };
  readonly provider?: Record<string, unknown>;
  readonly resource?: Record<string, Blocks>;
  readonly data?: Record<string, Blocks>;
}

const UPDATE = 'azapi_update_resource';
const ISSUER = 'output.properties.oidcIssuerProfile.issuerURL';

/** Gets a resource, writes a part of it over, and puts it: what azapi does for an update. */
const put = path.join(__dirname, 'azapi-update.mjs');

/**
 * Puts in the place of each `azapi_update_resource` what does the same without azapi, which cannot be built from its module:
 * a `terraform_data` that calls the Resource Manager whenever the body changes, and azurerm's data source for the issuer that
 * Azure answers.
 *
 * It can stand for updates of AKS clusters alone. Deleting it changes nothing in Azure, as with azapi.
 *
 * @returns the JSON with references that follow; the same where there is no such resource
 */
export function withoutAzapi<T extends Synthesized>(terraform: T): T {
  const updates = terraform.resource?.[UPDATE];
  if (!updates) return terraform;
  const changed = JSON.parse(JSON.stringify(terraform)) as Synthesized & {
    resource: Record<string, Blocks>;
    data?: Record<string, Blocks>;
  };
  delete changed.resource[UPDATE];
  delete changed.provider?.azapi;
  delete changed.terraform.required_providers.azapi;
  let text = '';
  const asked = new Map<string, unknown>();
  for (const [name, update] of Object.entries(updates)) {
    const { resource_id, body, type, response_export_values: exported = [], depends_on } = update;
    changed.resource.terraform_data = {
      ...changed.resource.terraform_data,
      [name]: {
        input: { resource_id, body, type },
        triggers_replace: [resource_id, body],
        depends_on,
        provisioner: [
          {
            'local-exec': {
              command: `"${process.execPath}" "${put}"`,
              environment: {
                PODTRUST_AZAPI_ID: '${self.output.resource_id}',
                PODTRUST_AZAPI_BODY: '${jsonencode(self.output.body)}',
                PODTRUST_AZAPI_TYPE: '${self.output.type}',
              },
            },
          },
        ],
      },
    };
    if ((exported as string[]).length > 0) asked.set(name, update);
  }
  for (const name of asked.keys()) {
    // Its output is not known before apply when the body changes, so that Azure is asked afterwards.
    const part = (at: number) => `\${split("/", terraform_data.${name}.output.resource_id)[${at}]}`;
    const cluster = { name: part(8), resource_group_name: part(4) };
    const clusters = { ...changed.data?.azurerm_kubernetes_cluster, [name]: cluster };
    changed.data = { ...changed.data, azurerm_kubernetes_cluster: clusters };
  }
  text = JSON.stringify(changed);
  for (const name of asked.keys()) {
    text = text.replaceAll(`${UPDATE}.${name}.${ISSUER}`, `data.azurerm_kubernetes_cluster.${name}.oidc_issuer_url`);
  }
  return JSON.parse(text.replaceAll(`${UPDATE}.`, 'terraform_data.')) as T;
}
