import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('out-of-aws');

const proven = (of: RegExp, by: string) => programWithLine('out-of-aws', of, by).inventory;

test('the role gets on into the identity, and nothing is wrong or undecided', () => {
  const { outbound, findings, undecided } = proven(/$^/, '');
  expect(outbound).toEqual([
    {
      role: expect.stringMatching(/^shop\/aws_iam_role\.exporter_/),
      identity: expect.stringMatching(/^shop\/azurerm_user_assigned_identity\.target/),
      source: expect.stringMatching(/^shop\/azurerm_federated_identity_credential\.exporter-in-entra/),
      audience: 'api://AzureADTokenExchange',
      admitted: true,
    },
  ]);
  expect([findings, undecided]).toEqual([[], []]);
});

test('the role gets on into an application as into a managed identity', () => {
  const { outbound, findings, undecided } = proven(
    /const identity = new PodManagedIdentity\(stack, 'target', \{[^]*?location: 'westeurope',/,
    `const { AzureadProvider, PodApplication } = require('../../lib/azure');
     new AzureadProvider(stack, 'azuread');
     const identity = new PodApplication(stack, 'target', { name: 'Exporter',`,
  );
  expect(outbound).toMatchObject([
    { identity: expect.stringMatching(/^shop\/azuread_application\.target/), admitted: true },
  ]);
  expect([findings, undecided]).toEqual([[], []]);
});

test('an issuer that is written out may be any account’s', () => {
  const { outbound, undecided } = proven(
    /new OutboundFederation\(.*\)/,
    "OutboundFederation.fromAttributes(stack, 'federation', { issuerUrl: 'https://5c0ffee0.tokens.sts.global.api.aws' })",
  );
  expect(outbound).toMatchObject([{ admitted: null, because: expect.stringMatching(/^whose AWS account https:/) }]);
  expect(undecided).toHaveLength(1);
});

test.each([
  ['no grant', 'grants: []'],
  ['a grant for another audience', "grants: [outboundFederationGrant.getToken('https://other.example')]"],
])('with %s the role stays out', (_, grants) => {
  expect(proven(/grants: \[outbound.*\]/, grants).outbound).toMatchObject([{ admitted: false }]);
});
