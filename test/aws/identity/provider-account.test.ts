import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { EksCluster, IamOidcProvider, PodRole, TargetRole, irsa, podIdentity } from '../../../lib/aws';
import { awsStack, cluster, codeOf } from '../synthesized';

const serviceAccount = { namespace: 'todo', name: 'backend' };
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
const assuming = (account: string) => ({ assumeRole: [{ roleArn: `arn:aws:iam::${account}:role/deployer` }] });
const other = (stack: TerraformStack, config: Partial<AwsProviderConfig>) =>
  new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-west-1', ...config });

/** An EKS cluster of account 111111111111 that somebody else made. */
const existing = (stack: TerraformStack) =>
  EksCluster.fromAttributes(stack, 'existing', {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111111111111:cluster/shop',
    region: 'eu-west-1',
    issuerUrl: `https://${ISSUER}`,
    oidcProviderArn: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`,
  });

describe('a role of another account that trusts the cluster’s own OIDC provider', () => {
  test.each<[string, Partial<AwsProviderConfig>]>([
    ['assume_role', assuming('222222222222')],
    ['allowed_account_ids', { allowedAccountIds: ['222222222222'] }],
  ])('is refused where %s of its AWS provider tells the account', (_, config) => {
    const stack = awsStack();
    const made = cluster(stack);
    const provider = other(stack, config);
    expect(
      codeOf(() => new PodRole(stack, 'api', { provider, trusts: [irsa({ cluster: made, serviceAccount })] })),
    ).toBe('provider-in-other-account');
  });

  test('is refused where the provider’s ARN tells the account', () => {
    const stack = awsStack();
    const trusts = [irsa({ cluster: existing(stack), serviceAccount })];
    const provider = other(stack, assuming('222222222222'));
    expect(codeOf(() => new PodRole(stack, 'api', { provider, trusts }))).toBe('provider-in-other-account');
    expect(codeOf(() => new PodRole(stack, 'own', { provider: undefined, trusts }))).toBeUndefined();
  });

  test('is refused where the stack’s own AWS provider tells the account', () => {
    const stack = new TerraformStack(awsStack().node.root, 'workloads');
    new AwsProvider(stack, 'aws', { region: 'eu-west-1', ...assuming('222222222222') });
    const trusts = [irsa({ cluster: existing(stack), serviceAccount })];
    expect(codeOf(() => new PodRole(stack, 'api', { trusts }))).toBe('provider-in-other-account');
  });

  test('is refused where the role exists, and its ARN tells the account', () => {
    const stack = awsStack();
    const trusts = [irsa({ cluster: existing(stack), serviceAccount })];
    const role = (account: string, id: string) =>
      PodRole.fromAttributes(stack, id, { arn: `arn:aws:iam::${account}:role/api`, trusts });
    expect(codeOf(() => role('222222222222', 'a'))).toBe('provider-in-other-account');
    expect(codeOf(() => role('111111111111', 'b'))).toBeUndefined();
  });
});

test('a role of another account that trusts an OIDC provider of its own is taken', () => {
  const stack = awsStack();
  const made = cluster(stack);
  const provider = other(stack, assuming('222222222222'));
  const oidcProvider = new IamOidcProvider(stack, 'oidc', { issuer: made.issuer, provider });
  const trusts = [irsa({ cluster: made, oidcProvider, serviceAccount })];
  expect(codeOf(() => new PodRole(stack, 'api', { provider, trusts }))).toBeUndefined();
});

test.each<[string, Partial<AwsProviderConfig>]>([
  ['differs in its region alone', { region: 'us-east-1' }],
  ['tells no account', { profile: 'other' }],
])('a role whose AWS provider %s is taken', (_, config) => {
  const stack = awsStack();
  const provider = other(stack, config);
  const trusts = [irsa({ cluster: cluster(stack), serviceAccount })];
  expect(codeOf(() => new PodRole(stack, 'api', { provider, trusts }))).toBeUndefined();
});

test('two AWS providers that name one account are one account', () => {
  const stack = awsStack();
  const registrar = new AwsProvider(stack, 'registrar', { alias: 'registrar', ...assuming('222222222222') });
  const provider = other(stack, { allowedAccountIds: ['222222222222'] });
  const made = cluster(stack);
  const oidcProvider = new IamOidcProvider(stack, 'oidc', { issuer: made.issuer, provider: registrar });
  const trusts = [irsa({ cluster: made, oidcProvider, serviceAccount })];
  expect(codeOf(() => new PodRole(stack, 'api', { provider, trusts }))).toBeUndefined();
});

describe('a role of another account than the cluster’s', () => {
  test('is refused by Pod Identity, with the way there', () => {
    const stack = awsStack();
    const provider = other(stack, assuming('222222222222'));
    const trusts = [podIdentity({ cluster: existing(stack), serviceAccount })];
    const make = (id: string) => () => new PodRole(stack, id, { provider, trusts });
    expect(codeOf(make('a'))).toBe('association-not-admitted');
    expect(make('b')).toThrow(/fix: .*TargetRole.*as target/);
  });

  test('is refused by Pod Identity where it exists, by its ARN', () => {
    const stack = awsStack();
    const trusts = [podIdentity({ cluster: existing(stack), serviceAccount })];
    const role = (account: string, id: string) =>
      PodRole.fromAttributes(stack, id, { arn: `arn:aws:iam::${account}:role/api`, trusts });
    expect(codeOf(() => role('222222222222', 'a'))).toBe('association-not-admitted');
    expect(codeOf(() => role('111111111111', 'b'))).toBeUndefined();
  });

  test('is reached as the target of one beside the cluster', () => {
    const stack = awsStack();
    const provider = other(stack, assuming('222222222222'));
    const target = new TargetRole(stack, 'target', { name: 'target', provider });
    const trusts = [podIdentity({ cluster: existing(stack), serviceAccount, target })];
    expect(codeOf(() => new PodRole(stack, 'api', { trusts }))).toBeUndefined();
  });
});
