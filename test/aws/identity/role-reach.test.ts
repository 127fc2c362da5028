import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  type AwsGrant,
  type EksClusterReference,
  PodRole,
  type PodRoleAttributes,
  type PodRoleProps,
  type SessionTag,
  cloudwatchGrant,
  irsa,
  podIdentity,
  s3Grant,
  sessionTag,
  sqsGrant,
  statementGrant,
} from '../../../lib/aws';
import { checkPolicies } from '../../../lib/aws/identity/grant-reach';
import { awsStack, codeOf, policy, resources } from '../synthesized';

const API = { namespace: 'shop', name: 'api' };

/** A cluster all of whose values are known. */
function eks(region = 'eu-west-1', account = '111122223333', partition = 'aws'): EksClusterReference {
  const issuer = { url: `https://oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF` };
  const arn = `arn:${partition}:iam::${account}:oidc-provider/${issuer.url.slice('https://'.length)}`;
  return {
    name: 'shop',
    arn: `arn:${partition}:eks:${region}:${account}:cluster/shop`,
    region,
    issuer,
    oidcProvider: { arn, issuer },
  };
}
const queue = (region = 'eu-west-1', account = '111122223333', partition = 'aws') =>
  `arn:${partition}:sqs:${region}:${account}:orders`;
const role = (props: Partial<PodRoleProps | PodRoleAttributes>, stack = awsStack()) =>
  new PodRole(stack, 'api', { trusts: [podIdentity({ cluster: eks(), serviceAccount: API })], ...props });
const refusal = (...grants: AwsGrant[]) => codeOf(() => role({ grants }));

describe('a grant on a resource of another account', () => {
  const other = queue('eu-west-1', '444455556666');

  test('is refused, unless that is said, and the description says it', () => {
    expect(refusal(sqsGrant.send(queue()))).toBeUndefined();
    expect(refusal(sqsGrant.send(other))).toBe('account-mismatch');
    expect(refusal(sqsGrant.send(other, { crossRegion: true }))).toBe('account-mismatch');
    const made = role({ grants: [sqsGrant.send(other, { crossAccount: true })] });
    expect(made.grants.map(({ grant }) => grant.description)).toEqual([`send messages to ${other} (crossAccount)`]);
    expect(made.deploymentNeeds).toEqual([
      `To send messages to ${other}, the role also needs to be allowed by the policy of that resource, in its own account.`,
    ]);
  });

  test('is refused by what addGrant adds, and by a statement of one’s own', () => {
    const made = role({});
    expect(codeOf(() => made.addGrant(sqsGrant.send(other)))).toBe('account-mismatch');
    expect(made.grants).toEqual([]);
    const statement = { actions: ['sqs:SendMessage'], resources: [queue(), other] };
    expect(refusal(statementGrant(statement))).toBe('account-mismatch');
    expect(refusal(statementGrant({ ...statement, crossAccount: true }))).toBeUndefined();
  });

  test('is not one where it only denies, has no account, or any', () => {
    const statement = { actions: ['sqs:SendMessage'], resources: [other] };
    expect(refusal(statementGrant({ ...statement, effect: 'Deny' }))).toBeUndefined();
    expect(refusal(s3Grant.read('arn:aws:s3:::reports'))).toBeUndefined();
    expect(refusal(cloudwatchGrant.readMetrics())).toBeUndefined();
    expect(refusal(statementGrant({ ...statement, resources: [queue('*', '*')] }))).toBeUndefined();
    expect(
      refusal(statementGrant({ ...statement, resources: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })),
    ).toBeUndefined();
  });

  test.each<[string, (stack: TerraformStack) => Partial<PodRoleProps | PodRoleAttributes>]>([
    ['its own ARN', () => ({ arn: 'arn:aws:iam::111122223333:role/api', trusts: [] })],
    ['the OIDC provider that it trusts', () => ({ trusts: [irsa({ cluster: eks(), serviceAccount: API })] })],
    ['its cluster', () => ({})],
    [
      'the account of its cluster',
      (stack) => {
        const arn = new TerraformVariable(stack, 'arn', {}).stringValue;
        const cluster = { ...eks(), arn, accountId: '111122223333' };
        return { trusts: [podIdentity({ cluster, serviceAccount: API })] };
      },
    ],
    [
      'its AWS provider',
      (stack) => ({
        trusts: [],
        provider: new AwsProvider(stack, 'own', {
          alias: 'own',
          region: 'eu-west-1',
          allowedAccountIds: ['111122223333'],
        }),
      }),
    ],
  ])('is known as one by %s', (_, props) => {
    const stack = awsStack();
    const given = props(stack);
    expect(codeOf(() => role({ ...given, grants: [sqsGrant.send(other)] }, stack))).toBe('account-mismatch');
    expect(codeOf(() => role({ ...given, grants: [sqsGrant.send(queue())] }, awsStack()))).toBeUndefined();
  });

  test('passes where the role’s account is not known', () => {
    expect(codeOf(() => role({ trusts: [], grants: [sqsGrant.send(other)] }))).toBeUndefined();
    const stack = awsStack();
    const arn = new TerraformVariable(stack, 'arn', {}).stringValue;
    const trusts = [podIdentity({ cluster: { ...eks(), arn }, serviceAccount: API })];
    expect(codeOf(() => role({ trusts, grants: [sqsGrant.send(other)] }, stack))).toBeUndefined();
  });

  test('tells what AWS would do, and how to fix it', () => {
    expect(() => role({ grants: [sqsGrant.send(other)] })).toThrow(
      [
        `account-mismatch at platform/api: a role of account 111122223333 is given ${other}, which is in account 444455556666`,
        '  why: AWS denies it until the policy of the resource allows the role too, and that policy belongs to the other account.',
        '  fix: Say crossAccount: true where that is meant, or name the resource of the role’s own account.',
      ].join('\n'),
    );
  });
});

describe('a grant on a resource of another region', () => {
  const other = queue('us-east-1');

  test('is refused, unless that is said, and the description says it', () => {
    expect(refusal(sqsGrant.send(other))).toBe('region-mismatch');
    expect(refusal(sqsGrant.send(other, { crossAccount: true }))).toBe('region-mismatch');
    const made = role({ grants: [sqsGrant.send(other, { crossRegion: true })] });
    expect(made.grants[0]!.grant.description).toBe(`send messages to ${other} (crossRegion)`);
    expect(made.deploymentNeeds).toEqual([]);
  });

  test('is not one where a cluster of the role is there', () => {
    const trusts = [
      podIdentity({ cluster: eks('us-east-1'), serviceAccount: API }),
      irsa({ cluster: eks(), serviceAccount: API }),
    ];
    expect(codeOf(() => role({ trusts, grants: [sqsGrant.send(other), sqsGrant.send(queue())] }))).toBeUndefined();
    expect(() => role({ trusts, grants: [sqsGrant.send(queue('eu-north-1'))] })).toThrow(
      [
        `region-mismatch at platform/api: a role for pods in eu-west-1 and us-east-1 is given ${queue('eu-north-1')}, which is in eu-north-1`,
        '  why: AWS SDKs call their own region and find nothing there, unless the program says otherwise.',
        '  fix: Say crossRegion: true where that is meant, or name the resource of the pods’ own region.',
      ].join('\n'),
    );
  });

  test('passes where no region of a cluster is known', () => {
    const stack = awsStack();
    const region = new TerraformVariable(stack, 'region', {}).stringValue;
    const unknown = { ...eks(), region };
    const trusts = [
      irsa({ cluster: eks(), serviceAccount: API }),
      podIdentity({ cluster: unknown, serviceAccount: API }),
    ];
    expect(codeOf(() => role({ trusts, grants: [sqsGrant.send(other)] }, stack))).toBeUndefined();
    expect(codeOf(() => role({ trusts: [], grants: [sqsGrant.send(other)] }))).toBeUndefined();
  });
});

describe('a resource of another partition', () => {
  const china = queue('cn-north-1', '111122223333', 'aws-cn');
  const loose = { crossAccount: true, crossRegion: true };

  test.each<[string, Partial<PodRoleProps | PodRoleAttributes>]>([
    ['its own ARN', { arn: 'arn:aws:iam::111122223333:role/api', trusts: [] }],
    ['the OIDC provider that it trusts', { trusts: [irsa({ cluster: eks(), serviceAccount: API })] }],
    ['its cluster', {}],
    [
      'the region of its cluster',
      { trusts: [podIdentity({ cluster: { ...eks(), arn: '${var.arn}' }, serviceAccount: API })] },
    ],
    ['the region of its AWS provider', { trusts: [] }],
  ])('is refused whatever is said, and known as one by %s', (_, props) => {
    expect(codeOf(() => role({ ...props, grants: [sqsGrant.send(china, loose)] }))).toBe('partition-mismatch');
  });

  test('is one of any other partition than the role’s', () => {
    const stack = new TerraformStack(Testing.app(), 'platform');
    new AwsProvider(stack, 'aws', { region: 'cn-north-1' });
    const trusts = [podIdentity({ cluster: eks('cn-north-1', '111122223333', 'aws-cn'), serviceAccount: API })];
    const made = role({ trusts, grants: [sqsGrant.send(china)] }, stack);
    expect(codeOf(() => made.addGrant(sqsGrant.send(queue(), loose)))).toBe('partition-mismatch');
    expect(() => made.addGrant(s3Grant.read('arn:aws:s3:::reports'))).toThrow(
      'partition-mismatch at platform/api: arn:aws:s3:::reports is in the partition aws, and the role in aws-cn',
    );
  });

  test('passes where the role’s partition is not known', () => {
    const stack = new TerraformStack(Testing.app(), 'platform');
    expect(codeOf(() => role({ trusts: [], grants: [sqsGrant.send(china)] }, stack))).toBeUndefined();
  });
});

describe('the policies that a role is given by ARN', () => {
  test.each<[string, string, Partial<PodRoleProps>]>([
    ['a boundary that is no ARN', 'arn-malformed', { permissionsBoundary: 'boundary' }],
    ['a boundary that is a role', 'arn-of-other-kind', { permissionsBoundary: 'arn:aws:iam::111122223333:role/a' }],
    [
      'a boundary of another account',
      'account-mismatch',
      { permissionsBoundary: 'arn:aws:iam::444455556666:policy/a' },
    ],
    ['a policy that is no ARN', 'arn-malformed', { managedPolicyArns: ['ReadOnlyAccess'] }],
    ['a policy of another account', 'account-mismatch', { managedPolicyArns: ['arn:aws:iam::444455556666:policy/a'] }],
    [
      'a policy of another partition',
      'partition-mismatch',
      { managedPolicyArns: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] },
    ],
  ])('must be ones that IAM attaches: not %s', (_, code, props) => {
    expect(codeOf(() => role(props))).toBe(code);
  });

  test('may be AWS’ own, the account’s own, and what is not known', () => {
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
    const managedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', '${aws_iam_policy.a.arn}'];
    expect(codeOf(() => role({ permissionsBoundary, managedPolicyArns }))).toBeUndefined();
    expect(codeOf(() => role({ trusts: [], permissionsBoundary }))).toBeUndefined();
    expect(() => role({ permissionsBoundary: 'arn:aws-cn:iam::aws:policy/a' })).toThrow('and the role in aws');
    expect(() => role({ permissionsBoundary: 'arn:aws:iam::444455556666:policy/a' })).toThrow(
      /account 111122223333 is given the policy .*444455556666[^]*why: .*refuses all others[^]*fix: .*role’s account/,
    );
  });
});

describe('what a trust names by ARN', () => {
  const trusted = (trust: Parameters<typeof podIdentity>[0]) => codeOf(() => role({ trusts: [podIdentity(trust)] }));
  const given = { cluster: eks(), serviceAccount: API };

  test('is a role as its target, of the same partition and of any account', () => {
    expect(trusted({ ...given, targetRoleArn: 'foo' })).toBe('role-arn-malformed');
    expect(trusted({ ...given, targetRoleArn: 'arn:aws:iam::444455556666:user/a' })).toBe('role-arn-malformed');
    expect(trusted({ ...given, targetRoleArn: 'arn:aws-cn:iam::444455556666:role/a' })).toBe('partition-mismatch');
    expect(trusted({ ...given, targetRoleArn: 'arn:aws:iam::444455556666:role/a' })).toBeUndefined();
  });

  test('is a cluster', () => {
    expect(trusted({ ...given, cluster: { ...eks(), arn: 'shop' } })).toBe('arn-malformed');
    expect(trusted({ ...given, cluster: { ...eks(), arn: queue() } })).toBe('arn-of-other-kind');
  });

  test('is an OIDC provider of the cluster’s own issuer', () => {
    const by = (oidcProvider: EksClusterReference['oidcProvider'], cluster = eks()) =>
      codeOf(() => role({ trusts: [irsa({ cluster, oidcProvider, serviceAccount: API })] }));
    const { arn, issuer } = eks().oidcProvider!;
    const other = { url: issuer.url.replace('0123', '9999') };
    expect(by({ arn, issuer })).toBeUndefined();
    expect(by({ arn: '${var.arn}', issuer: { url: '${var.issuer}' } })).toBeUndefined();
    expect(by({ arn, issuer: { url: '${var.issuer}' } })).toBeUndefined();
    expect(by({ arn: 'provider', issuer })).toBe('arn-malformed');
    expect(by({ arn: 'arn:aws:iam::111122223333:role/a', issuer })).toBe('arn-of-other-kind');
    expect(by({ arn, issuer: other })).toBe('issuer-mismatch');
    expect(by({ arn: arn.replace('0123', '9999'), issuer: other })).toBe('issuer-mismatch');
    expect(by({ arn: '${var.arn}', issuer: other })).toBe('issuer-mismatch');
    expect(by({ arn: `${arn}/`, issuer })).toBe('issuer-mismatch');
    expect(by({ arn: arn.replace('0123', '9999'), issuer: { url: '${var.issuer}' } })).toBe('issuer-mismatch');
  });
});

describe('a session tag in a grant', () => {
  const byNamespace = s3Grant.read('arn:aws:s3:::reports', { prefix: `${sessionTag('kubernetes-namespace')}/` });
  const synthesis = (props: Partial<PodRoleProps | PodRoleAttributes>) => {
    const stack = awsStack();
    role({ grants: [byNamespace], ...props }, stack);
    return () => Testing.synth(stack, true);
  };

  test('reaches IAM as its variable, kept from Terraform', () => {
    const stack = awsStack();
    role({ grants: [byNamespace] }, stack);
    const [{ policy: text }] = resources(stack, 'aws_iam_role_policy');
    expect(policy(text.replaceAll('$${', '${')).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::reports',
        Condition: { StringLike: { 's3:prefix': '${aws:PrincipalTag/kubernetes-namespace}/*' } },
      },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::reports/${aws:PrincipalTag/kubernetes-namespace}/*',
      },
    ]);
    expect(text.match(/\$\{aws:/g)).toHaveLength(2);
    expect(text.match(/\$\$\{aws:/g)).toHaveLength(2);
  });

  test('is refused at synthesis where no trust brings one', () => {
    const trusts = [irsa({ cluster: eks(), serviceAccount: API, bind: false })];
    expect(synthesis({ trusts })).toThrow(
      [
        'session-tag-unavailable at platform/api: the grant to read objects of arn:aws:s3:::reports/${aws:PrincipalTag/kubernetes-namespace}/ asks for the session tag kubernetes-namespace, and no trust of the role brings it',
        '  why: Only EKS Pod Identity tags its sessions. Without the tag the variable has no value, and IAM denies what the grant is for.',
        '  fix: Trust by podIdentity(…) with its session tags, or name the namespace in the grant and make a role for each.',
      ].join('\n'),
    );
    const without = podIdentity({
      cluster: eks(),
      serviceAccount: API,
      disableSessionTags: true,
      admitWholeCluster: true,
    });
    expect(synthesis({ trusts: [without] })).toThrow('session-tag-unavailable');
    const ownCase = { StringEquals: { 'aws:principaltag/Kubernetes-Namespace': 'shop' } };
    const own = statementGrant({ actions: ['s3:GetObject'], resources: ['*'], conditions: ownCase });
    expect(synthesis({ trusts, grants: [own] })).toThrow('session tag kubernetes-namespace');
    const condition = sqsGrant.send(queue(), { whereSessionTag: { 'kubernetes-service-account': 'api' } });
    expect(synthesis({ trusts, grants: [condition] })).toThrow('session tag kubernetes-service-account');
  });

  test('passes where one trust brings them, the role has the tag itself, or its trusts are another program’s', () => {
    const both = [
      irsa({ cluster: eks(), serviceAccount: API, bind: false }),
      podIdentity({ cluster: eks(), serviceAccount: { namespace: 'shop', name: 'worker' }, bind: false }),
    ];
    expect(synthesis({})).not.toThrow();
    expect(synthesis({ trusts: both })).not.toThrow();
    expect(synthesis({ trusts: [both[0]!], tags: { 'kubernetes-namespace': 'shop' } })).not.toThrow();
    expect(synthesis({ trusts: [both[0]!], tags: { 'kubernetes-service-account': 'api' } })).toThrow(
      'session-tag-unavailable',
    );
    expect(synthesis({ arn: 'arn:aws:iam::111122223333:role/api', trusts: [] })).not.toThrow();
  });

  test('is one of the six', () => {
    const six: readonly SessionTag[] = [
      'eks-cluster-arn',
      'eks-cluster-name',
      'kubernetes-namespace',
      'kubernetes-service-account',
      'kubernetes-pod-name',
      'kubernetes-pod-uid',
    ];
    const trusts = [irsa({ cluster: eks(), serviceAccount: API, bind: false })];
    for (const tag of six) {
      const grants = [s3Grant.read('arn:aws:s3:::reports', { prefix: `${sessionTag(tag)}/` })];
      expect(synthesis({ trusts, grants })).toThrow(`session tag ${tag},`);
    }
  });
});

test('a role has as many managed policies as AWS raises the quota to, and no more', () => {
  const some = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `arn:aws:iam::111122223333:policy/p${index}`);
  const check = (count: number) => (): void => checkPolicies(some(count), { account: '111122223333' }, 'orders');
  expect(check(25)).not.toThrow();
  expect(codeOf(check(26))).toBe('policies-over-limit');
  expect(check(26)).toThrow(
    /orders: 26 managed policies[^]*IAM attaches 10 to a role[^]* to 25 at most[^]*Join them in fewer policies/,
  );
});
