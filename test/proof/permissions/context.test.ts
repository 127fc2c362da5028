import { knownTextOf, valueOfKey } from '../../../lib/proof/permissions/context';
import type { RequestContext } from '../../../lib/proof/permissions/context';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const CLUSTER = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop';
const context = (more: Partial<RequestContext> = {}): RequestContext => ({
  caller: { account: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/api' } as RequestContext['caller'],
  told: new Map(),
  ...more,
});
const known = (value: string) => ({ kind: 'known', values: [value], list: false });
const ABSENT = { kind: 'absent' };

// IAM User Guide, "AWS global condition context keys", of a call that a pod makes itself; AWS KMS, "kms:CallerAccount".
test.each<[string, object]>([
  ['aws:PrincipalArn', known('arn:aws:iam::111122223333:role/api')],
  ['AWS:principalaccount', known('111122223333')],
  ['kms:CallerAccount', known('111122223333')],
  ['aws:PrincipalType', known('AssumedRole')],
  ['aws:SecureTransport', known('true')],
  ['aws:PrincipalIsAWSService', known('false')],
  ['aws:ViaAWSService', known('false')],
  ['aws:username', ABSENT],
  ['aws:SourceArn', ABSENT],
  ['aws:SourceAccount', ABSENT],
  ['aws:SourceOrgID', ABSENT],
  ['aws:SourceOrgPaths', ABSENT],
  ['aws:PrincipalServiceName', ABSENT],
  ['aws:PrincipalServiceNamesList', ABSENT],
  ['aws:CalledVia', ABSENT],
  ['aws:CalledViaFirst', ABSENT],
  ['aws:CalledViaLast', ABSENT],
  ['kms:ViaService', ABSENT],
  ['aws:ResourceAccount', { kind: 'unknown', why: 'aws:ResourceAccount: the account of the resource is not known' }],
  ['aws:RequestedRegion', { kind: 'unknown', why: 'aws:RequestedRegion: the region of the request is not known' }],
  ['aws:SourceVpce', { kind: 'unknown', why: 'aws:SourceVpce is not known from the artefacts' }],
  [symbolOf('var.key'), { kind: 'unknown', why: `the condition key ${symbolOf('var.key')} is not known before apply` }],
])('%s of a call that a pod makes itself', (key, value) => expect(valueOfKey(key, context())).toEqual(value));

test('what the resource tells, and the question, is known', () => {
  const of = (key: string, more: Partial<RequestContext>) => valueOfKey(key, context(more));
  expect(of('aws:ResourceAccount', { resourceAccount: '4' })).toEqual(known('4'));
  expect(of('aws:RequestedRegion', { region: 'eu-west-1' })).toEqual(known('eu-west-1'));
  const told = new Map([
    ['aws:sourcevpce', ['vpce-1']],
    ['aws:securetransport', ['false']],
    ['s3:prefix', ['a', 'b']],
    ...[
      'tagkeys',
      'calledvia',
      'principalorgpaths',
      'resourceorgpaths',
      'sourceorgpaths',
      'principalservicenameslist',
    ].map((name): [string, string[]] => [`aws:${name}`, ['one']]),
    ['shop:aws:tagkeys', ['x']],
    ['aws:tagkeysofshop', ['x']],
  ]);
  expect(of('aws:SourceVpce', { told })).toEqual(known('vpce-1'));
  expect(of('aws:SecureTransport', { told })).toEqual(known('false'));
  expect(of('s3:prefix', { told })).toEqual({ kind: 'known', values: ['a', 'b'], list: true });
  // IAM User Guide, "Multivalued context keys": a list also where it has one value.
  const lists = [...told.keys()].filter((key) => (of(key, { told }) as { list?: boolean }).list);
  expect(lists).toEqual([
    's3:prefix',
    'aws:tagkeys',
    'aws:calledvia',
    'aws:principalorgpaths',
    'aws:resourceorgpaths',
    'aws:sourceorgpaths',
    'aws:principalservicenameslist',
  ]);
  expect(knownTextOf('aws:SourceVpce', context({ told }))).toBe('vpce-1');
  expect(['aws:TagKeys', 's3:prefix', 'aws:SourceArn'].map((key) => knownTextOf(key, context({ told })))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe('a tag of the principal', () => {
  const tags = { namespace: 'shop', serviceAccount: 'api', clusterArn: CLUSTER, clusterName: 'shop' };
  const of = (tag: string, more: Partial<RequestContext>) => valueOfKey(`aws:PrincipalTag/${tag}`, context(more));
  const roleTags = {
    tags: new Map([
      ['Team', 'shop'],
      ['kubernetes-namespace', 'of the role'],
    ]),
    isWhole: true,
  };

  // Amazon EKS, "Grant Pods access to AWS resources based on tags".
  test.each([
    ['kubernetes-namespace', 'shop'],
    ['kubernetes-service-account', 'api'],
    ['eks-cluster-arn', CLUSTER],
    ['eks-cluster-name', 'shop'],
    ['Kubernetes-Namespace', 'shop'],
    ['team', 'shop'],
  ])('%s is that of the session of EKS Pod Identity, before one of the role', (tag, value) =>
    expect(of(tag, { tags, roleTags } as unknown as Partial<RequestContext>)).toEqual(known(value)),
  );

  test('of the pod alone is not known before it runs, and of a cluster without a name not either', () => {
    for (const tag of ['kubernetes-pod-name', 'kubernetes-pod-uid']) {
      expect(of(tag, { tags })).toEqual({
        kind: 'unknown',
        why: `the session tag ${tag} is known only when a pod runs`,
      });
    }
    const unnamed = { namespace: 'shop', serviceAccount: 'api', clusterArn: CLUSTER };
    expect(of('eks-cluster-name', { tags: unnamed })).toEqual({
      kind: 'unknown',
      why: 'the name of the cluster is not known',
    });
  });

  test('is the role’s where the session has none, and absent only where all of those are known', () => {
    const given = (more: object) => ({ roleTags: { ...roleTags, ...more } }) as unknown as Partial<RequestContext>;
    expect(of('kubernetes-namespace', given({}))).toEqual(known('of the role'));
    expect(of('other', given({}))).toEqual(ABSENT);
    const key = 'aws:PrincipalTag/other';
    expect(of('other', given({ isWhole: false }))).toEqual({
      kind: 'unknown',
      why: `${key}: the tags of the role are not all known`,
    });
    expect(of('other', {})).toEqual({ kind: 'unknown', why: `${key}: the tags of the role are not known` });
  });
});
