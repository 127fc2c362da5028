import { TerraformStack, Testing } from 'cdktf';
import { EksCluster, EksIdentityProvider, type EksIdentityProviderProps } from '../../../lib/aws';
import { awsStack, cluster, codeOf, resources } from '../synthesized';
import { accessLines, openLines, provenStack } from './proven-clusters';

const ISSUER = 'https://login.example.com/tenant/v2.0';

function provider(props: Partial<EksIdentityProviderProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { networkAddons: false });
  const given = { cluster: eks, name: 'people', issuerUrl: ISSUER, clientId: 'kubernetes' };
  new EksIdentityProvider(stack, 'people', { ...given, ...props });
  return resources(stack, 'aws_eks_identity_provider_config')[0];
}

describe('an identity provider for people', () => {
  test('has its issuer, client, claims and prefixes', () => {
    const all = {
      usernameClaim: 'email',
      usernamePrefix: '-',
      groupsClaim: 'groups',
      groupsPrefix: 'people:',
      requiredClaims: { hd: 'example.com' },
    };
    expect(provider(all).oidc).toEqual({
      identity_provider_config_name: 'people',
      issuer_url: ISSUER,
      client_id: 'kubernetes',
      username_claim: 'email',
      username_prefix: '-',
      groups_claim: 'groups',
      groups_prefix: 'people:',
      required_claims: { hd: 'example.com' },
    });
  });

  test.each<[string, string, Partial<EksIdentityProviderProps>]>([
    ['an http issuer', 'issuer-not-https', { issuerUrl: 'http://login.example.com' }],
    ['a name with a dot', 'name-invalid', { name: 'a.b' }],
    ['no client', 'identity-provider-invalid', { clientId: '' }],
    ['users of Kubernetes’ own', 'identity-provider-invalid', { usernamePrefix: 'system:' }],
    ['a beginning of system:', 'identity-provider-invalid', { groupsClaim: 'groups', groupsPrefix: 'sys' }],
    ['groups of nodes', 'identity-provider-invalid', { groupsClaim: 'groups', groupsPrefix: 'x-system:nodes' }],
    ['a prefix of groups that there are none of', 'identity-provider-invalid', { groupsPrefix: 'people:' }],
  ])('is refused with %s', (_, code, props) => {
    expect(codeOf(() => provider(props))).toBe(code);
  });

  test('is one for a cluster', () => {
    const stack = awsStack();
    const eks = cluster(stack, { networkAddons: false });
    const add = (id: string) =>
      new EksIdentityProvider(stack, id, { cluster: eks, name: id, issuerUrl: ISSUER, clientId: 'kubernetes' });
    add('one');
    expect(() => add('two')).toThrow(/identity-provider-duplicate at platform\/two: .* platform\/one already/);
  });
});

describe('the cluster’s own issuer is refused as that of people', () => {
  test('by a token of the cluster, and by another reading of it', () => {
    const stack = awsStack();
    const eks = cluster(stack, { networkAddons: false });
    const add = (issuerUrl: string) => () =>
      new EksIdentityProvider(stack, 'people', { cluster: eks, name: 'people', issuerUrl, clientId: 'kubernetes' });
    expect(codeOf(add(eks.issuer.url))).toBe('identity-provider-own-issuer');
    const again = awsStack();
    const other = cluster(again, { networkAddons: false });
    const read = other.resource.identity.get(0).oidc.get(0).issuer;
    const given = { cluster: other, name: 'people', issuerUrl: read, clientId: 'kubernetes' };
    expect(codeOf(() => new EksIdentityProvider(again, 'people', given))).toBe('identity-provider-own-issuer');
  });

  test('by the URL of a cluster that exists, and not by that of another', () => {
    const issuerUrl = 'https://oidc.eks.eu-west-1.amazonaws.com/id/A';
    const made = (given: string) => {
      const stack = awsStack();
      const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/there';
      const eks = EksCluster.fromAttributes(stack, 'there', { name: 'there', arn, region: 'eu-west-1', issuerUrl });
      new EksIdentityProvider(stack, 'people', { cluster: eks, name: 'people', issuerUrl: given, clientId: 'k' });
    };
    expect(codeOf(() => made(issuerUrl))).toBe('identity-provider-own-issuer');
    expect(codeOf(() => made(`${issuerUrl}B`))).toBeUndefined();
    expect(codeOf(() => made('${var.issuer}'))).toBeUndefined();
  });

  test('and another cluster’s issuer is accepted, from another stack too', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    const people = new TerraformStack(app, 'people');
    const eks = cluster(platform, { networkAddons: false });
    const other = cluster(platform, { networkAddons: false, name: 'other' }, 'other');
    const given = { cluster: eks, name: 'people', issuerUrl: other.issuer.url, clientId: 'k' };
    expect(codeOf(() => new EksIdentityProvider(people, 'people', given))).toBeUndefined();
  });
});

test('the proof finds nothing to say of an identity provider for people', () => {
  const inventory = provenStack((stack) => {
    const eks = cluster(stack, { networkAddons: false });
    new EksIdentityProvider(stack, 'people', { cluster: eks, name: 'people', issuerUrl: ISSUER, clientId: 'k' });
  });
  expect([accessLines(inventory), openLines(inventory)]).toEqual([[], []]);
});
