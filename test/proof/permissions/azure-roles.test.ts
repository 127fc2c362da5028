import { givesAllOf } from '../../../lib/proof/permissions/azure-actions';

test.each([
  ['Reader', 'Contributor'],
  ['Reader', 'Owner'],
  ['Contributor', 'Owner'],
  ['User Access Administrator', 'Owner'],
  ['Key Vault Secrets User', 'Key Vault Secrets Officer'],
  ['Key Vault Secrets Officer', 'Key Vault Administrator'],
  ['Storage Blob Data Reader', 'Storage Blob Data Contributor'],
  ['Storage Blob Data Contributor', 'Storage Blob Data Owner'],
  ['Storage Queue Data Reader', 'Storage Queue Data Contributor'],
  ['Azure Service Bus Data Sender', 'Azure Service Bus Data Owner'],
  ['Azure Event Hubs Data Receiver', 'Azure Event Hubs Data Owner'],
  ['AcrPull', 'AcrPush'],
])('%s gives nothing that %s does not give, and less', (lesser, greater) => {
  expect(givesAllOf(greater, lesser)).toBe(true);
  expect(givesAllOf(greater.toLowerCase(), lesser.toUpperCase())).toBe(true);
  expect(givesAllOf(lesser, greater)).toBe(false);
});

test.each([
  ['Key Vault Secrets User', 'Owner'],
  ['Storage Blob Data Reader', 'Contributor'],
  ['User Access Administrator', 'Contributor'],
  ['a role that nobody knows', 'Owner'],
])('%s gives what %s does not: data, or what it leaves out', (lesser, greater) =>
  expect(givesAllOf(greater, lesser)).toBe(false),
);
