import type { PodIdentityAdmissions } from '../../../../lib/proof/iam';
import { decidePodIdentity, parsePolicy, podIdentityAdmissions } from '../../../../lib/proof/iam';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { ACCOUNT, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const TAG = 'aws:RequestTag/';
const MAIN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`;
const SESSION = { clusterArn: MAIN, account: ACCOUNT, namespace: 'todo', serviceAccount: 'app' };

const BOTH = ['sts:AssumeRole', 'sts:TagSession'];

function trust(condition?: Json, elements: Json = {}): Json {
  return {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: BOTH,
    ...(condition ? { Condition: condition } : {}),
    ...elements,
  };
}

function admissions(statements: readonly Json[], account: string | undefined = ACCOUNT): PodIdentityAdmissions {
  return podIdentityAdmissions(parsePolicy(policyOf(...statements)), { account });
}

/** `namespace/name in cluster`, and a `?` where it is undecided. */
function inShort({ admitted }: PodIdentityAdmissions): readonly string[] {
  return admitted.map(
    (entry) =>
      `${entry.namespace}/${entry.serviceAccount} in ${entry.clusterArn}${entry.undecided.length > 0 ? ' ?' : ''}`,
  );
}

const of = (...statements: readonly Json[]): readonly string[] => inShort(admissions(statements));

describe('who gets in through EKS Pod Identity', () => {
  it('is asked for sts:TagSession only where there are session tags', () => {
    const policy = parsePolicy(policyOf(trust(undefined, { Action: 'sts:AssumeRole' })));
    const of = (sessionTags?: boolean) => inShort(podIdentityAdmissions(policy, { account: ACCOUNT, sessionTags }));
    expect([of(), of(true), of(false)]).toEqual([[], [], ['*/* in *']]);
  });

  it('is the one service account of one cluster where the trust names all of it', () => {
    const condition = {
      StringEquals: {
        [`${TAG}kubernetes-namespace`]: 'todo',
        [`${TAG}kubernetes-service-account`]: 'app',
        [`${TAG}eks-cluster-arn`]: MAIN,
        'aws:SourceAccount': ACCOUNT,
      },
      ArnEquals: { 'aws:SourceArn': MAIN },
    };
    expect(admissions([trust(condition)])).toEqual({
      admitted: [
        {
          namespace: 'todo',
          serviceAccount: 'app',
          clusterArn: MAIN,
          account: ACCOUNT,
          exact: true,
          anyCluster: false,
          except: [],
          because: [0],
          undecided: [],
          example: SESSION,
        },
      ],
      openToAnyCluster: false,
      undecided: [],
      refusals: [],
      notes: [],
    });
  });

  it('needs sts:AssumeRole and sts:TagSession, which may be in two statements', () => {
    const assume = trust({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'todo' } }, { Action: 'sts:AssumeRole' });
    const tag = trust({ StringLike: { [`${TAG}kubernetes-service-account`]: 'a*' } }, { Action: 'sts:TagSession' });
    expect(of(assume, tag)).toEqual(['todo/a* in *']);
    expect(admissions([assume, tag]).admitted[0]?.because).toEqual([0, 1]);
    expect(admissions([assume])).toMatchObject({
      admitted: [],
      notes: [expect.stringContaining('sts:TagSession is not')],
    });
    expect(admissions([tag])).toMatchObject({
      admitted: [],
      notes: [expect.stringContaining('sts:AssumeRole is not')],
    });
  });

  it('is refused by a Deny of either action', () => {
    expect(of(trust(), trust(undefined, { Effect: 'Deny', Action: 'sts:TagSession' }))).toEqual([]);
    const deny = trust(
      { StringEquals: { [`${TAG}kubernetes-namespace`]: 'kube-system' } },
      { Effect: 'Deny', Action: 'sts:TagSession' },
    );
    const [entry] = admissions([trust(), deny]).admitted;
    expect(entry).toMatchObject({
      namespace: '*',
      except: [{ namespace: 'kube-system', serviceAccount: '*', clusterArn: '*' }],
    });
  });

  it.each([[{ Service: 'ec2.amazonaws.com' }], [{ AWS: ACCOUNT }], [{ Federated: 'pods.eks.amazonaws.com' }]])(
    'is nobody for %j',
    (principal) => {
      expect(of(trust(undefined, { Principal: principal }))).toEqual([]);
    },
  );

  it('is undecided for "*", of which AWS does not say whether it takes a service', () => {
    expect(of(trust(undefined, { Principal: '*' }))).toEqual(['*/* in * ?']);
  });

  it.each<[Json, readonly string[]]>([
    [
      { ArnLike: { 'aws:SourceArn': `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/*` } },
      [`*/* in arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/*`],
    ],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-west-1:999999999999:cluster/*' } }, []],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:*:*:instance/*' } }, []],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:eks:*:*:cluster/a:b' } }, []],
    [{ StringLike: { 'aws:SourceArn': '*/prod-*' } }, ['*/* in arn:*:eks:*:*:cluster/prod-*']],
    [{ ArnLike: { 'aws:SourceArn': '*/prod-*' } }, ['*/* in arn:*:eks:*:*:cluster/prod-* ?']],
    [{ StringEquals: { [`${TAG}eks-cluster-name`]: 'main' } }, ['*/* in arn:*:eks:*:*:cluster/main']],
    [
      {
        StringEquals: { [`${TAG}eks-cluster-name`]: 'main' },
        StringLike: { 'aws:SourceArn': `arn:aws:eks:eu-west-1:${ACCOUNT}:*` },
      },
      [`*/* in arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`],
    ],
    [{ StringEquals: { 'aws:SourceAccount': ACCOUNT } }, ['*/* in *']],
    [{ StringEquals: { 'aws:SourceAccount': '999999999999' } }, []],
    [{ StringNotEquals: { 'aws:SourceAccount': '999999999999' } }, ['*/* in *']],
    [{ StringEquals: { [`${TAG}team`]: 'a' } }, []],
    [{ StringEquals: { [`${TAG}kubernetes-pod-name`]: 'a' } }, ['*/* in * ?']],
    [{ 'ForAllValues:StringLike': { 'aws:TagKeys': ['eks-*', 'kubernetes-*'] } }, ['*/* in *']],
    [{ 'ForAllValues:StringLike': { 'aws:TagKeys': ['kubernetes-*'] } }, []],
    [{ 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': ['kubernetes-namespace'] } }, ['*/* in *']],
    [{ StringEquals: { 'aws:TagKeys': ['kubernetes-namespace'] } }, ['*/* in * ?']],
    [{ StringEquals: { 'sts:ExternalId': 'x' } }, []],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, ['*/* in * ?']],
  ])('with %j is %j', (condition, admitted) => {
    expect(of(trust(condition))).toEqual(admitted);
  });

  it.each([
    [{ StringEquals: { 'aws:SourceAccount': ACCOUNT } }, true],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:eks:*:${ACCOUNT}:cluster/*` } }, true],
    [{ StringLike: { 'aws:SourceArn': 'arn:aws:eks:*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/*` } }, false],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:eks:*:${ACCOUNT}:cluster/prod-*` } }, false],
    [{ StringEquals: { [`${TAG}eks-cluster-name`]: 'main' } }, false],
  ])('with %j is open to any cluster of the account: %s', (condition, open) => {
    expect(admissions([trust(condition)]).openToAnyCluster).toBe(open);
  });

  it('has the account of the condition or of the cluster where the role’s own is not known', () => {
    const account = (condition: Json): unknown =>
      podIdentityAdmissions(parsePolicy(policyOf(trust(condition))), {}).admitted.map((entry) => entry.account);
    expect(account({ StringEquals: { 'aws:SourceAccount': '999999999999' } })).toEqual(['999999999999']);
    expect(account({ ArnEquals: { 'aws:SourceArn': MAIN } })).toEqual([ACCOUNT]);
    expect(
      account({ ArnEquals: { 'aws:SourceArn': MAIN }, StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    ).toEqual([]);
  });

  it('may be of any account where the role’s own is a value that is not known before apply', () => {
    const policy = parsePolicy(policyOf(trust({ StringEquals: { 'aws:SourceAccount': ACCOUNT } })));
    const own = { account: symbolOf('data.aws_caller_identity.current.account_id') };
    expect(podIdentityAdmissions(policy, own).admitted).toMatchObject([{ account: ACCOUNT, undecided: [] }]);
    expect(decidePodIdentity(policy, own, SESSION).admitted).toBeUndefined();
  });

  it('is the cluster of a reference where that is not known before apply', () => {
    const cluster = symbolOf('aws_eks_cluster.main.arn');
    const account = symbolOf('data.aws_caller_identity.current.account_id');
    const condition = {
      StringEquals: {
        [`${TAG}kubernetes-namespace`]: 'todo',
        [`${TAG}eks-cluster-arn`]: cluster,
        'aws:SourceAccount': account,
      },
      ArnEquals: { 'aws:SourceArn': cluster },
    };
    const policy = parsePolicy(policyOf(trust(condition)));
    expect(podIdentityAdmissions(policy, {})).toMatchObject({
      admitted: [{ clusterArn: cluster, account, undecided: [] }],
      undecided: [],
    });
    expect(decidePodIdentity(policy, {}, { ...SESSION, clusterArn: cluster, account }).admitted).toBe(true);
    expect(decidePodIdentity(policy, {}, { ...SESSION, clusterArn: MAIN, account }).admitted).toBeUndefined();
    expect(
      decidePodIdentity(policy, {}, { ...SESSION, clusterArn: cluster, account, namespace: 'shop' }).admitted,
    ).toBe(false);
  });
});

describe('a policy that a property test once found to be too much work', () => {
  it('is worked out: patterns of clusters are compared part by part', () => {
    const name = `${TAG}eks-cluster-name`;
    const arn = `${TAG}eks-cluster-arn`;
    const result = admissions([
      trust({ ArnEquals: { [arn]: `arn:*:eks:eu-west-1:${ACCOUNT}:cluster/*` } }),
      trust(
        { StringEquals: { [name]: 'a' }, StringNotEquals: { [`${TAG}kubernetes-namespace`]: 'a' } },
        { Effect: 'Deny' },
      ),
      trust({ StringNotLike: { [arn]: [MAIN, '*/prod*'] }, StringNotEquals: { [name]: ['system', '42'] } }),
      trust(
        { ArnNotLike: { [arn]: 'arn:aws:eks:eu-west-?:*:cluster/main' }, StringEquals: { 'aws:TagKeys': 'eks-*' } },
        { Action: 'sts:AssumeRole' },
      ),
    ]);
    expect(result.undecided).toEqual([]);
    const shown = result.admitted.map(({ namespace, clusterArn }) => [namespace, clusterArn]);
    expect(shown).toContainEqual(['a', 'arn:*:eks:*:*:cluster/a']);
    expect(shown).toContainEqual(['*', `arn:*:eks:eu-west-1:${ACCOUNT}:cluster/*`]);
  });
});

describe('the decision on one session', () => {
  const policy = parsePolicy(
    policyOf(trust({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'todo' } }, { Sid: 'Pods' })),
  );

  it('names the statement, the condition and the value', () => {
    expect(decidePodIdentity(policy, { account: ACCOUNT }, SESSION)).toEqual({
      admitted: true,
      because: BOTH.map(
        (action) =>
          `${action}: statement 0 (Pods) allows it: StringEquals on aws:RequestTag/kubernetes-namespace ("todo") holds`,
      ),
    });
    expect(decidePodIdentity(policy, { account: ACCOUNT }, { ...SESSION, namespace: 'shop' })).toMatchObject({
      admitted: false,
      because: [expect.stringContaining('the session has "shop"; add that value'), expect.anything()],
    });
  });

  it('is no where the association disables session tags and the trust asks for one', () => {
    const { admitted, because } = decidePodIdentity(
      policy,
      { account: ACCOUNT },
      { ...SESSION, disableSessionTags: true },
    );
    expect(admitted).toBe(false);
    expect(because.join()).toContain('the association disables session tags');
  });

  it('says of a key that no session has just that, and of a tag why', () => {
    const why = (key: string): readonly string[] =>
      decidePodIdentity(parsePolicy(policyOf(trust({ StringEquals: { [key]: 'a' } }))), {}, SESSION).because;
    const missing = (key: string): string =>
      `sts:AssumeRole: statement 0 does not apply: StringEquals on ${key} ("a") fails: the request has no such key`;
    for (const key of ['sts:ExternalId', 'x:aws:RequestTag/a']) expect(why(key)[0]).toBe(missing(key));
    expect(why(`${TAG}team`)[0]).toBe(`${missing(`${TAG}team`)}; it is not one of the session tags that EKS passes`);
  });

  it('is no for a document that IAM refuses or for another service, and undecided for one that is not known', () => {
    expect(decidePodIdentity(parsePolicy({ Statement: 'x' }), {}, SESSION)).toEqual({
      admitted: false,
      because: ['IAM refuses this trust policy: statement 0 is a string where an object is needed'],
    });
    expect(decidePodIdentity(parsePolicy(symbolOf('local.trust')), {}, SESSION)).toEqual({
      admitted: undefined,
      because: ['the policy is ${local.trust}, unknown before apply'],
    });
    const other = trust(undefined, { Principal: { Service: 'ec2.amazonaws.com' } });
    expect(decidePodIdentity(parsePolicy(policyOf(other)), {}, SESSION).because[0]).toBe(
      'sts:AssumeRole: statement 0 does not apply: its Principal is not the service pods.eks.amazonaws.com',
    );
    const action = trust(undefined, { Action: 'sts:TagSession' });
    expect(decidePodIdentity(parsePolicy(policyOf(action)), {}, SESSION).because).toEqual([
      'sts:AssumeRole: statement 0 does not apply: its Action ("sts:TagSession") does not cover it',
    ]);
  });

  it('is undecided where the account may be another one, unless it is no whichever it is', () => {
    const own = { account: symbolOf('account') };
    expect(decidePodIdentity(policy, own, SESSION).because[0]).toBe(
      `whether the cluster's account ${ACCOUNT} is the role's account \${account} is not known before apply`,
    );
    expect(decidePodIdentity(policy, own, SESSION).because).toHaveLength(3);
    expect(decidePodIdentity(policy, own, { ...SESSION, namespace: 'shop' }).admitted).toBe(false);
    const named = parsePolicy(policyOf(trust({ StringEquals: { [`${TAG}eks-cluster-name`]: 'main' } })));
    const unknown = { ...SESSION, clusterArn: symbolOf('aws_eks_cluster.main.arn') };
    expect(decidePodIdentity(named, {}, unknown).because[0]).toBe(
      'sts:AssumeRole: statement 0 may allow it: the name of the cluster is not known',
    );
  });

  it('needs no sts:TagSession where the association disables session tags', () => {
    const assumeOnly = parsePolicy(policyOf(trust(undefined, { Action: 'sts:AssumeRole' })));
    expect(decidePodIdentity(assumeOnly, {}, SESSION).admitted).toBe(false);
    expect(decidePodIdentity(assumeOnly, {}, { ...SESSION, disableSessionTags: true }).admitted).toBe(true);
  });

  it('is no where the cluster is in another account than the role', () => {
    const open = parsePolicy(policyOf(trust()));
    expect(decidePodIdentity(open, { account: '999999999999' }, SESSION)).toMatchObject({
      admitted: false,
      because: [expect.stringContaining('own account only')],
    });
    expect(decidePodIdentity(open, { account: symbolOf('a.b') }, SESSION).admitted).toBeUndefined();
  });

  it('knows a cluster’s name from its ARN, or is told it', () => {
    const named = parsePolicy(policyOf(trust({ StringEquals: { [`${TAG}eks-cluster-name`]: 'main' } })));
    const unknown = { ...SESSION, clusterArn: symbolOf('aws_eks_cluster.main.arn') };
    expect(decidePodIdentity(named, {}, SESSION).admitted).toBe(true);
    expect(decidePodIdentity(named, {}, unknown).admitted).toBeUndefined();
    expect(decidePodIdentity(named, {}, { ...unknown, clusterName: 'main' }).admitted).toBe(true);
  });
});
