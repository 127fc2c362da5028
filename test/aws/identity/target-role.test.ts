import { TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  type EksClusterReference,
  type PodIdentityOptions,
  PodRole,
  TargetRole,
  type TargetRoleProps,
  irsa,
  podIdentities,
  podIdentity,
  s3Grant,
  sessionTag,
} from '../../../lib/aws';
import { StackOutputs } from '../../../lib/terraform';
import { type Json, awsStack, codeOf, policy, resource } from '../synthesized';
import { ProvenProgram, REGION, attributesOf, seen } from './proven-program';

const DATA = '444455556666';
const API = { namespace: 'shop', name: 'api' };
const archive = s3Grant.readWrite('arn:aws:s3:::archive');

/** A program whose cluster is in one account, and what its pods need in another. */
class TwoAccounts extends ProvenProgram {
  public readonly inData = new AwsProvider(this.stack, 'aws-data', {
    alias: 'data',
    region: REGION,
    allowedAccountIds: [DATA],
    assumeRole: [{ roleArn: `arn:aws:iam::${DATA}:role/deployer` }],
  });

  public target(props: TargetRoleProps = {}, stack = this.stack): TargetRole {
    return new TargetRole(stack, 'archive', { name: 'archive', provider: this.inData, grants: [archive], ...props });
  }

  public roleOf(cluster: EksClusterReference, target: TargetRole, options: Partial<PodIdentityOptions> = {}): PodRole {
    const role = new PodRole(this.stack, 'api', {
      name: 'api',
      trusts: [podIdentity({ cluster, serviceAccount: API, target, ...options })],
    });
    this.pods(cluster, role);
    return role;
  }
}
const statementsOf = (stack: TerraformStack) =>
  policy(resource(stack, 'aws_iam_role', 'archive').assume_role_policy).Statement as Json[];

test('a target role admits its sessions by the first role and their tags, and the first role may go on to it', () => {
  const program = new TwoAccounts();
  const cluster = program.cluster();
  const target = program.target();
  program.roleOf(cluster, target);

  expect(target.arn).toBe(`arn:aws:iam::${DATA}:role/archive`);
  expect(statementsOf(program.stack)).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: expect.stringMatching(/^\$\{aws_iam_role\.api_\w+\.arn\}$/) },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': attributesOf('shop').arn,
          'aws:RequestTag/kubernetes-namespace': 'shop',
          'aws:RequestTag/kubernetes-service-account': 'api',
        },
      },
    },
  ]);
  expect(policy(resource(program.stack, 'aws_iam_role_policy', 'api').policy).Statement).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: target.arn },
  ]);
});

test('the proof follows it to the other account, with nothing to say', () => {
  const program = new TwoAccounts();
  const cluster = program.cluster();
  program.roleOf(cluster, program.target());

  expect(seen(program.prove())).toEqual({
    admitted: ['shop shop/api -> api eks-pod-identity', 'shop shop/api -> archive eks-pod-identity'],
    findings: [],
    undecided: [],
  });
});

test('without session tags it asks for the external id of the association', () => {
  const program = new TwoAccounts();
  const cluster = program.cluster();
  program.roleOf(cluster, program.target(), { disableSessionTags: true, admitWholeCluster: true });

  const principal = { AWS: expect.stringMatching(/^\$\{aws_iam_role\.api_\w+\.arn\}$/) };
  expect(statementsOf(program.stack)).toEqual([
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'sts:ExternalId': expect.stringMatching(/association-shop-api_\w+\.external_id\}$/) },
      },
    },
    { Effect: 'Allow', Principal: principal, Action: 'sts:TagSession' },
  ]);
  expect(seen(program.prove())).toEqual({
    admitted: ['shop shop/api -> api eks-pod-identity', 'shop shop/api -> archive eks-pod-identity'],
    findings: [],
    undecided: [],
  });
});

test('many service accounts share a statement, and another role has one of its own', () => {
  const program = new TwoAccounts();
  const cluster = program.cluster();
  const target = program.target();
  const serviceAccounts = ['api', 'jobs'];
  const one = new PodRole(program.stack, 'one', {
    name: 'one',
    trusts: podIdentities({ cluster, namespaces: ['orders', 'returns'], serviceAccounts, target }),
  });
  const two = new PodRole(program.stack, 'two', {
    name: 'two',
    trusts: [podIdentity({ cluster, serviceAccount: API, target })],
  });
  program.pods(cluster, one);
  program.pods(cluster, two);

  expect(statementsOf(program.stack)).toHaveLength(2);
  expect(target.trustSize().exact).toBe(false);
  const { admitted, findings, undecided } = seen(program.prove());
  expect({ findings, undecided }).toEqual({ findings: [], undecided: [] });
  expect(admitted.filter((row) => row.includes('-> archive '))).toEqual(
    ['orders/api', 'orders/jobs', 'returns/api', 'returns/jobs', 'shop/api'].map(
      (account) => `shop ${account} -> archive eks-pod-identity`,
    ),
  );
});

test('the two roles may be in two stacks, where the ARN follows from the program', () => {
  const program = new TwoAccounts();
  const data = new TerraformStack(program.app, 'data');
  const provider = new AwsProvider(data, 'aws', { region: REGION, allowedAccountIds: [DATA] });
  for (const stack of [program.stack, data]) StackOutputs.of(stack);
  const cluster = program.cluster();
  program.roleOf(cluster, program.target({ provider }, data));

  expect(seen(program.prove())).toEqual({
    admitted: ['shop shop/api -> api eks-pod-identity', 'shop shop/api -> archive eks-pod-identity'],
    findings: [],
    undecided: [],
  });
});

test('a target in the same account, whose name Terraform makes up, is proven too', () => {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  const target = new TargetRole(program.stack, 'archive', { namePrefix: 'archive-', grants: [archive] });
  const role = new PodRole(program.stack, 'api', {
    name: 'api',
    trusts: [podIdentity({ cluster, serviceAccount: API, target })],
  });
  program.pods(cluster, role);

  expect(seen(program.prove())).toEqual({
    admitted: ['shop shop/api -> api eks-pod-identity', 'shop shop/api -> archive eks-pod-identity'],
    findings: [],
    undecided: [],
  });
  expect(role.dependables).toEqual(expect.arrayContaining([target.resource, target.policy]));
});

test('a role by IRSA may go on to it by its SDK', () => {
  const program = new TwoAccounts();
  const cluster = program.cluster();
  const target = program.target();
  const role = new PodRole(program.stack, 'api', { name: 'api', trusts: [irsa({ cluster, serviceAccount: API })] });
  target.admitRole(role, { externalId: 'shop/archive' });
  program.pods(cluster, role);

  expect(statementsOf(program.stack)).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: expect.stringMatching(/^\$\{aws_iam_role\.api_\w+\.arn\}$/) },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'shop/archive' } },
    },
  ]);
  expect(policy(resource(program.stack, 'aws_iam_role_policy', 'api').policy).Statement).toEqual([
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: target.arn },
  ]);
  expect(seen(program.prove())).toEqual({
    admitted: ['shop shop/api -> api irsa'],
    findings: ['note role-chaining api'],
    undecided: [],
  });
});

describe('a role by Pod Identity that goes on to it by its SDK hands on its session tags, which STS asks a permission for', () => {
  const anyRole = { AWS: expect.stringMatching(/^\$\{aws_iam_role\.api_\w+\.arn\}$/) as string };
  const both = ['sts:AssumeRole', 'sts:TagSession'];

  test.each(['before', 'after'] as const)('where its trust was given %s it was let in', (order) => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const target = program.target();
    const trust = podIdentity({ cluster, serviceAccount: API });
    const role = new PodRole(program.stack, 'api', { name: 'api', trusts: order === 'before' ? [trust] : [] });
    target.admitRole(role);
    if (order === 'after') role.addTrust(trust);
    program.pods(cluster, role);

    expect(statementsOf(program.stack)).toEqual([{ Effect: 'Allow', Principal: anyRole, Action: both }]);
    const allowed = policy(resource(program.stack, 'aws_iam_role_policy', 'api').policy).Statement as Json[];
    expect(allowed.flatMap(({ Action }) => Action as string | string[]).sort()).toEqual(both);
    expect(seen(program.prove())).toEqual({
      admitted: ['shop shop/api -> api eks-pod-identity'],
      findings: ['note role-chaining api'],
      undecided: [],
    });
  });

  test('with an external id for the assuming alone: tagging has none in its request', () => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const target = program.target();
    target.admitRole(
      new PodRole(program.stack, 'api', { name: 'api', trusts: [podIdentity({ cluster, serviceAccount: API })] }),
      { externalId: 'shop/archive' },
    );
    expect(statementsOf(program.stack)).toEqual([
      {
        Effect: 'Allow',
        Principal: anyRole,
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'shop/archive' } },
      },
      { Effect: 'Allow', Principal: anyRole, Action: 'sts:TagSession' },
    ]);
  });

  test('and none where the association has session tags off', () => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const target = program.target();
    const trust = podIdentity({ cluster, serviceAccount: API, disableSessionTags: true, admitWholeCluster: true });
    target.admitRole(new PodRole(program.stack, 'api', { name: 'api', trusts: [trust] }));
    expect(statementsOf(program.stack)).toEqual([{ Effect: 'Allow', Principal: anyRole, Action: 'sts:AssumeRole' }]);
  });
});

describe('is refused', () => {
  const { name, arn, region } = attributesOf('shop');
  const known = { name, arn, region };
  const serviceAccount = API;
  const inAccount = (id = 'roles') => {
    const stack = awsStack();
    return { stack, target: new TargetRole(stack, id, { name: 'archive' }) };
  };

  test('without anybody who comes to it, at synthesis', () => {
    const { target } = inAccount();
    expect(target.node.validate().join()).toMatch(/^trust-missing/);
  });

  test('as a second target beside an ARN', () => {
    const { target } = inAccount();
    const targetRoleArn = `arn:aws:iam::${DATA}:role/other`;
    expect(codeOf(() => podIdentity({ cluster: known, serviceAccount, target, targetRoleArn }))).toBe(
      'target-role-ambiguous',
    );
  });

  test('where its trust needs the association, which needs its ARN', () => {
    const { stack, target } = inAccount();
    const trust = podIdentity({
      cluster: known,
      serviceAccount,
      target,
      disableSessionTags: true,
      admitWholeCluster: true,
    });
    expect(codeOf(() => new PodRole(stack, 'api', { trusts: [trust] }))).toBe('target-role-arn-unknown');
    expect(codeOf(() => new PodRole(stack, 'api-2', { trusts: [{ ...trust, bind: false }] }))).toBe(
      'session-tags-disabled',
    );
  });

  test('where it and the first role are in two stacks and its ARN does not follow from the program', () => {
    const { target } = inAccount();
    const trusts = [podIdentity({ cluster: known, serviceAccount, target })];
    expect(codeOf(() => new PodRole(awsStack(), 'api', { trusts }))).toBe('target-role-arn-unknown');
  });

  test.each<[string, TargetRoleProps]>([
    ['name-and-prefix', { namePrefix: 'archive' }],
    ['name-invalid', { name: 'a b' }],
    ['trust-policy-limit-invalid', { trustPolicyLimit: 9000 }],
    [
      'account-mismatch',
      { grants: [s3Grant.read('arn:aws:s3:::archive')], managedPolicyArns: [`arn:aws:iam::${DATA}:policy/x`] },
    ],
  ])('%s', (code, props) => {
    const stack = new ProvenProgram().stack;
    expect(codeOf(() => new TargetRole(stack, 'archive', { name: 'archive', ...props }))).toBe(code);
  });

  test('for a grant by session tags that no session brings', () => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const own = s3Grant.read('arn:aws:s3:::archive', { prefix: `${sessionTag('kubernetes-namespace')}/` });
    const target = program.target({ grants: [own] });
    target.admitRole(new PodRole(program.stack, 'other', { trusts: [irsa({ cluster, serviceAccount })] }));
    expect(target.node.validate().join()).toMatch(/^session-tag-unavailable/);
    program.roleOf(cluster, target, { serviceAccount: { namespace: 'shop', name: 'jobs' } });
    expect(target.node.validate()).toEqual([]);
  });

  test.each(['a', 'with space', 'x'.repeat(1225)])('with the external id %p', (externalId) => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const role = new PodRole(program.stack, 'api', { trusts: [irsa({ cluster, serviceAccount })] });
    expect(codeOf(() => program.target().admitRole(role, { externalId }))).toBe('external-id-invalid');
  });

  test('with more service accounts than its trust policy holds', () => {
    const program = new TwoAccounts();
    const cluster = program.cluster();
    const target = program.target();
    const names = Array.from({ length: 8 }, (_, index) => `name-${index}`);
    const make = (name: string) =>
      new PodRole(program.stack, name, {
        name,
        trusts: [podIdentity({ cluster, serviceAccount: { namespace: name, name }, target })],
      });
    expect(codeOf(() => names.forEach(make))).toBe('trust-policy-over-limit');
  });
});
