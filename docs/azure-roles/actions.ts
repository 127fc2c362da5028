import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

// az role definition list --output json > roles.json
// npx tsx docs/azure-roles/actions.ts roles.json "az role definition list of 2026-08-22"
const [file, source] = process.argv.slice(2);
if (file === undefined || source === undefined) throw new Error('usage: docs/azure-roles/actions.ts FILE SOURCE');

const FILE = 'lib/proof/permissions/azure-role-actions.ts';

/** Those that the identities of pods and of controllers have. */
const NAMES: readonly string[] = [
  ...['AcrPull', 'AcrPush', 'Container Registry Repository Reader', 'Container Registry Repository Writer'],
  ...['App Configuration Data Owner', 'App Configuration Data Reader', 'App Configuration Reader'],
  ...['Azure Event Hubs Data Owner', 'Azure Event Hubs Data Receiver', 'Azure Event Hubs Data Sender'],
  ...['Azure Service Bus Data Owner', 'Azure Service Bus Data Receiver', 'Azure Service Bus Data Sender'],
  ...['Azure Kubernetes Service Cluster User Role', 'Azure Kubernetes Service Cluster Admin Role'],
  ...['Azure Kubernetes Service Contributor Role', 'Azure Kubernetes Service RBAC Cluster Admin'],
  ...['Azure Kubernetes Service RBAC Admin', 'Azure Kubernetes Service RBAC Writer'],
  ...['Azure Kubernetes Service RBAC Reader', 'Role Based Access Control Administrator', 'Virtual Machine Contributor'],
  ...['Cognitive Services OpenAI User', 'Cognitive Services OpenAI Contributor', 'Contributor'],
  ...['DNS Zone Contributor', 'Private DNS Zone Contributor', 'Key Vault Administrator', 'Key Vault Certificate User'],
  ...['Key Vault Certificates Officer', 'Key Vault Contributor', 'Key Vault Crypto Officer', 'Key Vault Crypto User'],
  ...['Key Vault Crypto Service Encryption User', 'Key Vault Reader', 'Key Vault Secrets Officer'],
  ...['Key Vault Secrets User', 'Log Analytics Data Reader', 'Managed Identity Contributor'],
  ...['Managed Identity Operator', 'Monitoring Data Reader', 'Monitoring Metrics Publisher', 'Monitoring Reader'],
  ...['Network Contributor', 'Owner', 'Reader', 'Storage Account Contributor', 'Storage Blob Data Contributor'],
  ...[
    'Storage Blob Data Owner',
    'Storage Blob Data Reader',
    'Storage Blob Delegator',
    'Storage Queue Data Contributor',
  ],
  ...['Storage Queue Data Message Processor', 'Storage Queue Data Message Sender', 'Storage Queue Data Reader'],
  ...['Storage Table Data Contributor', 'Storage Table Data Reader', 'User Access Administrator'],
];

interface Definition {
  readonly roleName: string;
  readonly roleType: string;
  readonly permissions: readonly Readonly<
    Record<'actions' | 'notActions' | 'dataActions' | 'notDataActions', string[]>
  >[];
}
const definitions = (JSON.parse(readFileSync(file, 'utf8')) as readonly Definition[]).filter(
  ({ roleType }) => roleType === 'BuiltInRole',
);
const entries = NAMES.map((name) => {
  const found = definitions.find(({ roleName }) => roleName === name);
  if (!found) throw new Error(`there is no role ${name}`);
  const blocks = found.permissions.map(({ actions, notActions, dataActions, notDataActions }) => ({
    ...{ actions, notActions, dataActions, notDataActions },
  }));
  return `  ${JSON.stringify(name)}: ${JSON.stringify(blocks)},`;
});
const data = [
  ...new Set(definitions.flatMap(({ permissions }) => permissions.flatMap(({ dataActions }) => dataActions))),
].filter((one) => one !== '*');
const covered = (action: string): boolean =>
  data.some((one) => {
    const parts = one.split('*').map((part) => part.replace(/[.\\/+?^${}()|[\]]/g, '\\$&'));
    return one.includes('*') && new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
  });
const names = new Set(data.map((one) => one.toLowerCase()));
const control = [
  ...new Set(definitions.flatMap(({ permissions }) => permissions.flatMap(({ actions }) => actions))),
].filter((one) => !one.includes('*') && !names.has(one.toLowerCase()) && covered(one));
const text = `// Made by docs/azure-roles/actions.ts from ${source}; not to be edited by hand.

import type { AzureActions } from '../model/identity/identity-policy';

/** What built-in roles of Azure allow that identities of pods and controllers have, by name. */
export const AZURE_ROLE_ACTIONS: Readonly<Record<string, readonly AzureActions[]>> = {
${entries.join('\n')}
};

/** What any built-in role has of the data plane, one a line, patterns among them; a role’s other actions are of the control plane. */
export const AZURE_DATA_ACTIONS = \`
${data.sort().join('\n')}
\`;

/** What is of the control plane, though a pattern of the data plane takes it. */
export const AZURE_CONTROL_ACTIONS = \`
${control.sort().join('\n')}
\`;
`;
void resolveConfig(FILE)
  .then((config) => format(text, { ...config, parser: 'typescript' }))
  .then((formatted) => writeFileSync(FILE, formatted));
