import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { OutboundFederation, type OutboundFederationProps, outboundFederationGrant } from '../../../lib/aws';
import { AwsRoleCredential, type AwsRoleCredentialProps, PodManagedIdentity } from '../../../lib/azure';
import { awsStack, codeOf } from '../../aws/synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/pods/exporter';
const ISSUER = 'https://5c0ffee0.tokens.sts.global.api.aws';

function program() {
  const stack = new TerraformStack(Testing.app(), 'identities');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  const identity = new PodManagedIdentity(stack, 'target', {
    name: 'id-exporter',
    resourceGroupName: 'rg',
    location: 'we',
  });
  let number = 0;
  const add = (props: Partial<AwsRoleCredentialProps> = {}) =>
    new AwsRoleCredential(stack, `credential-${++number}`, {
      ...{ identity, name: 'exporter', issuer: { url: ISSUER }, roleArn: ROLE },
      ...props,
    });
  return { stack, add };
}

test('a credential has the issuer of the account, the ARN of the role, and Entra’s audience', () => {
  const { stack, add } = program();
  add();
  add({ name: 'other', roleArn: 'arn:aws:iam::111122223333:role/other' });
  const made = JSON.parse(Testing.synth(stack)).resource.azurerm_federated_identity_credential;
  const [one, other] = Object.values(made) as Record<string, unknown>[];
  expect(one).toMatchObject({ issuer: ISSUER, subject: ROLE, audience: ['api://AzureADTokenExchange'] });
  // Azure refuses two writes at once.
  expect(one).not.toHaveProperty('depends_on');
  expect(other!.depends_on).toEqual([expect.stringMatching(/credential-1/)]);
});

test.each<[string, Partial<AwsRoleCredentialProps>, string]>([
  ['the ARN of a session', { roleArn: 'arn:aws:sts::111122223333:assumed-role/exporter/i-0' }, 'role-arn-malformed'],
  ['an issuer without TLS', { issuer: { url: 'http://5c0ffee0.tokens.sts.global.api.aws' } }, 'issuer-not-https'],
  ['a name that Azure refuses', { name: 'a' }, 'name-invalid'],
  ['an audience with a wildcard', { audience: 'api://*' }, 'federated-credential-audience-wrong'],
])('%s is refused', (_, props, code) => {
  expect(codeOf(() => program().add(props))).toBe(code);
});

test('a second credential of the same name, or of the same role, is refused', () => {
  const { add } = program();
  add();
  expect(codeOf(() => add({ name: 'EXPORTER', roleArn: 'arn:aws:iam::111122223333:role/other' }))).toBe(
    'duplicate-federated-credential',
  );
  expect(codeOf(() => add({ name: 'again' }))).toBe('duplicate-federated-credential');
});

test('the 21st credential of an identity is refused', () => {
  const { add } = program();
  for (let index = 1; index <= 20; index++) add({ name: `role-${index}`, roleArn: `${ROLE}-${index}` });
  expect(codeOf(() => add())).toBe('federated-credentials-over-limit');
});

test.each<[string, string, string]>([
  ['a cluster’s', 'https://oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE0', 'outbound-issuer-invalid'],
  ['one with a slash at its end', `${ISSUER}/`, 'outbound-issuer-invalid'],
  ['one without TLS', ISSUER.replace('https', 'http'), 'issuer-not-https'],
])('%s is no issuer of an account', (_, issuerUrl, code) => {
  expect(codeOf(() => OutboundFederation.fromAttributes(awsStack(), 'federation', { issuerUrl }))).toBe(code);
});

test('an account’s issuer is turned on only where the provider has the resource', () => {
  expect(codeOf(() => new OutboundFederation(awsStack(), 'federation', {} as OutboundFederationProps))).toBe(
    'provider-argument-unknown',
  );
  const stack = awsStack();
  const federation = new OutboundFederation(stack, 'federation', { providerFrom626: true });
  new TerraformOutput(stack, 'issuer', { value: federation.url });
  const { resource, output } = JSON.parse(Testing.synth(stack));
  expect(resource).toHaveProperty('aws_iam_outbound_web_identity_federation');
  expect(output.issuer.value).toMatch(/^\$\{aws_iam_outbound_web_identity_federation\..*\.issuer_identifier\}$/);
});

test('the grant is for one audience, and for a short life', () => {
  expect(outboundFederationGrant.getToken().statements).toEqual([
    {
      actions: ['sts:GetWebIdentityToken'],
      resources: ['*'],
      conditions: {
        'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': 'api://AzureADTokenExchange' },
        Null: { 'sts:IdentityTokenAudience': 'false' },
        NumericLessThanEquals: { 'sts:DurationSeconds': '300' },
      },
    },
  ]);
  expect(codeOf(() => outboundFederationGrant.getToken('*'))).toBe('federated-credential-audience-wrong');
  expect(codeOf(() => outboundFederationGrant.getToken(undefined, { atMostSeconds: 59 }))).toBe(
    'token-expiration-invalid',
  );
});
