import { parsePolicy, podIdentityAdmissions } from '../../../../lib/proof/iam';
import type { PodIdentityAdmissions } from '../../../../lib/proof/iam';
import { TOO_LARGE } from '../../../../lib/proof/iam/budget';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { ACCOUNT, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const NAMESPACE = 'aws:RequestTag/kubernetes-namespace';
const NAME = 'aws:RequestTag/kubernetes-service-account';
const ARN = 'aws:RequestTag/eks-cluster-arn';
const MAIN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`;
const OTHER_ACCOUNT = '999999999999';
const UNKNOWN = symbolOf('var.namespace');

const trust = (condition?: Json, elements: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  ...(condition ? { Condition: condition } : {}),
  ...elements,
});
const equal = (values: Json): Json => ({ StringEquals: values });
const result = (statements: readonly Json[], account: string | undefined = ACCOUNT): PodIdentityAdmissions =>
  podIdentityAdmissions(parsePolicy(policyOf(...statements)), { account });

const ASSUME = { Action: 'sts:AssumeRole' };
const TAG = { Action: 'sts:TagSession' };
const PERHAPS = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
const NOT_KNOWN = 'aws:SourceIp is not known from the artefacts';
const WHOLE = { [NAMESPACE]: 'todo', [NAME]: 'app', [ARN]: MAIN };

const NOBODY = { admitted: [], openToAnyCluster: false, undecided: [], refusals: [], notes: [] };

describe('nobody gets in through EKS Pod Identity', () => {
  it('where IAM refuses the document, for the reason of IAM', () => {
    const refused = parsePolicy({ Statement: 'x' });
    expect(podIdentityAdmissions(refused, {})).toEqual({ ...NOBODY, refusals: refused.refusals });
    expect(refused.refusals).toHaveLength(1);
  });

  it('for certain where the document is not known', () => {
    const unknown = parsePolicy(symbolOf('local.trust'));
    expect(podIdentityAdmissions(unknown, {})).toEqual({ ...NOBODY, undecided: unknown.unknown });
    expect(unknown.unknown).toHaveLength(1);
  });

  it('for certain where it is too much work', () => {
    const name = Array.from({ length: 12 }, (_, at) => `*${String.fromCharCode(97 + at)}*`);
    const many = name.map((like) => trust({ StringLike: { [NAMESPACE]: like, [NAME]: like } }));
    const denied = name.map((like) =>
      trust({ StringNotLike: { [NAMESPACE]: `${like}?*`, [NAME]: `?${like}` } }, { Effect: 'Deny' }),
    );
    expect(result([...many, ...denied])).toEqual({ ...NOBODY, undecided: [TOO_LARGE] });
  });

  it('with no note where no action is allowed, and where both are', () => {
    expect(result([])).toEqual(NOBODY);
    expect(result([trust(undefined, { Effect: 'Deny' })])).toEqual(NOBODY);
    expect(result([trust(), trust(undefined, { Effect: 'Deny' })])).toEqual(NOBODY);
    expect(result([trust(undefined, { Principal: { Service: 'ec2.amazonaws.com' } })])).toEqual(NOBODY);
  });

  it('with a note where one action is allowed, though the other is denied', () => {
    expect(result([trust(undefined, ASSUME), trust(undefined, { ...TAG, Effect: 'Deny' })]).notes).toEqual([
      'sts:AssumeRole is allowed to EKS Pod Identity, but sts:TagSession is not',
    ]);
    expect(result([trust(undefined, TAG), trust(undefined, { ...ASSUME, Effect: 'Deny' })]).notes).toEqual([
      'sts:TagSession is allowed to EKS Pod Identity, but sts:AssumeRole is not',
    ]);
  });
});

describe('what both actions admit', () => {
  const namespaces = (...statements: readonly Json[]): readonly string[] =>
    result(statements).admitted.map(({ namespace, undecided }) => namespace + (undecided.length > 0 ? ' ?' : ''));

  it('is told apart where one statement is of both and others of one each', () => {
    const both = trust(equal({ [NAMESPACE]: 'both' }));
    const [assume, tag] = [
      trust(equal({ [NAMESPACE]: 'assumed' }), ASSUME),
      trust(equal({ [NAMESPACE]: 'tagged' }), TAG),
    ];
    expect(namespaces(both, assume, tag)).toEqual(['both']);
    expect(namespaces(both, assume)).toEqual(['both']);
    expect(namespaces(both, tag)).toEqual(['both']);
    expect(namespaces(assume, tag)).toEqual([]);
  });

  it.each([
    [ASSUME, TAG],
    [TAG, ASSUME],
  ])('is not certain where %j is not', (perhaps, certain) => {
    const { admitted, undecided } = result([trust(PERHAPS, perhaps), trust(undefined, certain)]);
    expect(admitted).toMatchObject([{ namespace: '*', because: [0, 1], undecided: [`statement 0: ${NOT_KNOWN}`] }]);
    expect(undecided).toEqual([`statement 0: ${NOT_KNOWN}`]);
  });

  it.each([
    [ASSUME, TAG],
    [TAG, ASSUME],
  ])('may be what a value that is not known in %j turns out to be', (unknown, known) => {
    const { admitted } = result([
      trust(equal({ [NAMESPACE]: UNKNOWN }), unknown),
      trust(equal({ [NAMESPACE]: 'todo' }), known),
    ]);
    expect(admitted).toMatchObject([
      {
        namespace: 'todo',
        undecided: [`statement 0: \${var.namespace} in ${NAMESPACE} is not known before apply`],
      },
    ]);
  });

  it('is certain where both ask for the same unknown value', () => {
    expect(
      result([trust(equal({ [NAMESPACE]: UNKNOWN }), ASSUME), trust(equal({ [NAMESPACE]: UNKNOWN }), TAG)]).admitted,
    ).toMatchObject([{ namespace: UNKNOWN, undecided: [] }]);
  });
});

describe('the sessions of EKS Pod Identity that are admitted', () => {
  it('name what is not known of them, sorted', () => {
    expect(result([trust(equal({ [NAMESPACE]: UNKNOWN, [NAME]: symbolOf('var.account') }))]).undecided).toEqual([
      '${var.account} in an admitted session is not known before apply',
      '${var.namespace} in an admitted session is not known before apply',
    ]);
    const two = [
      trust({ ...PERHAPS, ...equal({ [NAMESPACE]: 'b' }) }),
      trust({ ...PERHAPS, Bool: { 'aws:SecureTransport': 'true' }, ...equal({ [NAMESPACE]: 'a' }) }),
    ];
    const { undecided, admitted } = result(two);
    const secure = 'statement 1: aws:SecureTransport is not known from the artefacts';
    expect(admitted.map((entry) => entry.undecided)).toEqual([
      [secure, `statement 1: ${NOT_KNOWN}`],
      [`statement 0: ${NOT_KNOWN}`],
    ]);
    expect(undecided).toEqual([`statement 0: ${NOT_KNOWN}`, secure, `statement 1: ${NOT_KNOWN}`]);
  });

  it('are open to any cluster where one entry is', () => {
    const narrow = trust(equal({ [NAMESPACE]: 'a', [ARN]: MAIN }));
    expect(result([narrow, trust(equal({ [NAMESPACE]: 'b' }))]).openToAnyCluster).toBe(true);
    expect(result([narrow]).openToAnyCluster).toBe(false);
  });

  it('are exact where they are one service account of one cluster', () => {
    const exact = (condition: Json, account?: string): readonly boolean[] =>
      podIdentityAdmissions(parsePolicy(policyOf(trust(condition))), { account }).admitted.map((entry) => entry.exact);
    expect(exact(equal(WHOLE), ACCOUNT)).toEqual([true]);
    // The account is that of the cluster.
    expect(exact(equal(WHOLE))).toEqual([true]);
    expect(exact(equal({ [NAMESPACE]: 'todo', [NAME]: 'app' }), ACCOUNT)).toEqual([false]);
    expect(exact(equal({ [NAMESPACE]: 'todo', [ARN]: MAIN }), ACCOUNT)).toEqual([false]);
    expect(exact(equal({ [NAME]: 'app', [ARN]: MAIN }), ACCOUNT)).toEqual([false]);
  });

  it('are of clusters in the account alone', () => {
    const clusters = (condition: Json, account?: string): readonly string[] =>
      podIdentityAdmissions(parsePolicy(policyOf(trust(condition))), { account }).admitted.map(
        ({ clusterArn, account: own }) => `${clusterArn} of ${own}`,
      );
    const like = (arn: string): Json => ({ ArnLike: { 'aws:SourceArn': arn } });
    const inOther = `arn:aws:eks:*:${OTHER_ACCOUNT}:cluster/*`;
    expect(clusters(like(inOther), ACCOUNT)).toEqual([]);
    expect(clusters(like(inOther))).toEqual([`${inOther} of *`]);
    expect(clusters({ ...like(MAIN), ...equal({ 'aws:SourceAccount': OTHER_ACCOUNT }) })).toEqual([]);
    expect(clusters({ ...like(MAIN), StringLike: { 'aws:SourceAccount': '9*' } })).toEqual([]);
    expect(clusters({ ...like(MAIN), StringLike: { 'aws:SourceAccount': '1*' } })).toEqual([`${MAIN} of 1*`]);
    // AND an account that is not known may be the cluster's
    const own = symbolOf('var.account');
    expect(clusters({ ...like(MAIN), ...equal({ 'aws:SourceAccount': own }) })).toEqual([`${MAIN} of ${own}`]);
    const unknown = symbolOf('var.cluster');
    expect(clusters(equal({ [ARN]: unknown }), ACCOUNT)).toEqual([`${unknown} of ${ACCOUNT}`]);
  });

  it('have an example in a partition and a region that there are, and in their account', () => {
    const example = (condition?: Json, account?: string): unknown =>
      podIdentityAdmissions(parsePolicy(policyOf(trust(condition))), { account }).admitted.map(
        (entry) => entry.example,
      );
    const pod = { namespace: 'x', serviceAccount: 'x' };
    expect(example(undefined, ACCOUNT)).toEqual([
      { ...pod, account: ACCOUNT, clusterArn: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/x` },
    ]);
    expect(example()).toEqual(example(undefined, ACCOUNT));
    expect(example(undefined, OTHER_ACCOUNT)).toEqual([
      { ...pod, account: OTHER_ACCOUNT, clusterArn: `arn:aws:eks:us-east-1:${OTHER_ACCOUNT}:cluster/x` },
    ]);
    expect(example(equal({ [ARN]: MAIN }))).toEqual([{ ...pod, account: ACCOUNT, clusterArn: MAIN }]);
    const china = { ArnLike: { 'aws:SourceArn': 'arn:aws-cn:eks:*:*:cluster/main' } };
    expect(example(china, ACCOUNT)).toEqual([
      { ...pod, account: ACCOUNT, clusterArn: expect.stringMatching(`^arn:aws-cn:eks:.*:${ACCOUNT}:cluster/main$`) },
    ]);
  });
});
