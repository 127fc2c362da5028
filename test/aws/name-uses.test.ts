import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import {
  EksAudit,
  EksFargateProfile,
  EksNodeGroup,
  EksServiceLinkedRoles,
  IamOidcProvider,
  KarpenterNodes,
  PodRole,
  irsa,
} from '../../lib/aws';
import { OidcIssuer } from '../../lib/core';
import { awsStack, cluster, codeOf } from './synthesized';

const selectors = [{ namespace: 'shop' }];

describe('a name that the stack has already is refused', () => {
  test.each<[string, (stack: TerraformStack, id: string) => unknown]>([
    ['of a cluster', (stack, id) => cluster(stack, {}, id)],
    ['of an audit', (stack, id) => new EksAudit(stack, id, { name: 'shop', region: 'eu-west-1' })],
    ['of a service-linked role', (stack, id) => new EksServiceLinkedRoles(stack, id)],
  ])('%s', (_, make) => {
    const stack = awsStack();
    make(stack, 'first');
    expect(codeOf(() => make(stack, 'second'))).toBe('name-taken');
    expect(() => make(stack, 'third')).toThrow('platform/first has already');
  });

  test('of a node group, a Fargate profile or the role of nodes, in one cluster', () => {
    const stack = awsStack();
    const eks = cluster(stack);
    const other = cluster(stack, { name: 'other' }, 'other');
    new EksNodeGroup(stack, 'nodes', { cluster: eks, name: 'nodes' });
    expect(codeOf(() => new EksNodeGroup(stack, 'more', { cluster: eks, name: 'nodes' }))).toBe('name-taken');
    expect(codeOf(() => new EksNodeGroup(stack, 'others', { cluster: other, name: 'nodes' }))).toBeUndefined();
    new EksFargateProfile(stack, 'fargate', { cluster: eks, name: 'shop', selectors });
    expect(codeOf(() => new EksFargateProfile(stack, 'again', { cluster: eks, name: 'shop', selectors }))).toBe(
      'name-taken',
    );
    new PodRole(stack, 'role', { name: 'karpenter' });
    expect(codeOf(() => new KarpenterNodes(stack, 'karpenter', { cluster: eks, roleName: 'Karpenter' }))).toBe(
      'name-taken',
    );
  });
});

test('roles of one name are refused whatever its case, and accepted in another account', () => {
  const stack = awsStack();
  const data = new AwsProvider(stack, 'data', { alias: 'data', region: 'eu-west-1' });
  new PodRole(stack, 'first', { name: 'Orders' });
  expect(codeOf(() => new PodRole(stack, 'second', { name: 'orders' }))).toBe('name-taken');
  expect(codeOf(() => new PodRole(stack, 'third', { name: 'orders', provider: data }))).toBeUndefined();
  expect(codeOf(() => new PodRole(awsStack(), 'elsewhere', { name: 'orders' }))).toBeUndefined();
  expect(codeOf(() => new PodRole(stack, 'one', { name: '${var.name}' }))).toBeUndefined();
  expect(codeOf(() => new PodRole(stack, 'two', { name: '${var.name}' }))).toBeUndefined();
});

test('an issuer is registered once in an account, that of a cluster by the cluster', () => {
  const stack = awsStack();
  const data = new AwsProvider(stack, 'data', { alias: 'data', region: 'eu-west-1' });
  const eks = cluster(stack);
  const register = (id: string, props: object) => () =>
    new IamOidcProvider(stack, id, { issuer: eks.issuer, ...props });
  expect(codeOf(register('own', {}))).toBe('oidc-provider-duplicate');
  expect(register('own-again', {})).toThrow('An EksCluster registers its own issuer');
  expect(codeOf(register('in-data', { provider: data }))).toBeUndefined();
  const issuer = OidcIssuer.fromUrl('https://issuer.example.com/');
  expect(codeOf(register('other', { issuer }))).toBeUndefined();
  expect(codeOf(register('other-again', { issuer }))).toBe('oidc-provider-duplicate');
});

test('what is missing where an object is expected is said', () => {
  const stack = awsStack();
  const clusters: Record<string, ReturnType<typeof cluster>> = { blue: cluster(stack) };
  const serviceAccount = { namespace: 'shop', name: 'api' };
  const nothing = clusters['green']!;
  expect(() => irsa({ cluster: nothing, serviceAccount })).toThrow('undefined was given where a cluster is expected');
  expect(codeOf(() => new EksNodeGroup(stack, 'nodes', { cluster: nothing }))).toBe('input-invalid');
  expect(codeOf(() => new PodRole(stack, 'role', { trusts: [undefined as never] }))).toBe('input-invalid');
  expect(codeOf(() => new PodRole(stack, 'roles', { grants: {} as never }))).toBe('input-invalid');
});
