import { checkAction } from '../../../lib/proof/permissions/action';

test.each([
  ['s3:GetObject', 'aws'],
  ['resource-groups:Tag', 'aws'],
  ['EC2:runInstances', 'aws'],
  ['Microsoft.Storage/storageAccounts/read', 'azure'],
  ['Microsoft.ADHybridHealthService/addsservices/action', 'azure'],
  ['Contoso.Some.More/types.x/sub-type_2/read', 'azure'],
  ['Oracle/x/read', 'azure'],
] as const)('%s is an action of %s', (action, cloud) => expect(() => checkAction(action, cloud)).not.toThrow());

test.each([
  ['GetObject', 'aws', '"GetObject" is no action of AWS', 'Write it as the cloud does: s3:GetObject.'],
  ['a b:Get', 'aws', '"a b:Get" is no action of AWS', 'Write it as the cloud does: s3:GetObject.'],
  ['s3:Get Object', 'aws', '"s3:Get Object" is no action of AWS', 'Write it as the cloud does: s3:GetObject.'],
  [
    's3:Get*',
    'aws',
    '"s3:Get*" is a pattern, and a request is for one action',
    'Name one action, such as s3:GetObject.',
  ],
  ['s3:Ge?', 'aws', '"s3:Ge?" is a pattern, and a request is for one action', 'Name one action, such as s3:GetObject.'],
  [
    's3:GetObject',
    'azure',
    '"s3:GetObject" is no action of Azure',
    'Write it as the cloud does: Microsoft.KeyVault/vaults/secrets/getSecret/action.',
  ],
  [
    '/Microsoft.X/y/read',
    'azure',
    '"/Microsoft.X/y/read" is no action of Azure',
    'Write it as the cloud does: Microsoft.KeyVault/vaults/secrets/getSecret/action.',
  ],
  [
    'Microsoft.X/y/read z',
    'azure',
    '"Microsoft.X/y/read z" is no action of Azure',
    'Write it as the cloud does: Microsoft.KeyVault/vaults/secrets/getSecret/action.',
  ],
  [
    'Microsoft.X/*',
    'azure',
    '"Microsoft.X/*" is a pattern, and a request is for one action',
    'Name one action, such as Microsoft.KeyVault/vaults/secrets/getSecret/action.',
  ],
] as const)('%s is none of %s', (action, cloud, what, remedy) =>
  expect(() => checkAction(action, cloud)).toThrow(expect.objectContaining({ code: 'action-unknown', what, remedy })),
);
