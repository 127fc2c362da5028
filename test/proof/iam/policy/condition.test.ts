import {
  decidePodIdentity,
  decideWebIdentity,
  isTrueWhenMissing,
  parsePolicy,
  podIdentityAdmissions,
} from '../../../../lib/proof/iam';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import {
  ACCOUNT,
  AUD,
  CONTEXT,
  ISSUER,
  SUB,
  TODO_APP,
  admissionsOf,
  admittedBy,
  allow,
  deny,
  policyOf,
} from '../trust';

type Json = Readonly<Record<string, unknown>>;

const UNKNOWN = symbolOf('var.x');
const MISNAMED = `https://${ISSUER}:sub`;
const ARN = `arn:aws:iam::${ACCOUNT}:role/a`;

/** Why the entries of a trust are undecided, one list for each. */
const reasons = (...statements: readonly Json[]): readonly (readonly string[])[] =>
  admissionsOf(policyOf(...statements)).admitted.map(({ undecided }) => undecided);

function pods(condition: Json): readonly string[] {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: 'sts:*',
    Condition: condition,
  };
  return podIdentityAdmissions(parsePolicy(policyOf(trust)), { account: ACCOUNT }).admitted.map(
    ({ namespace, clusterArn, undecided }) => `${namespace} in ${clusterArn}${undecided.length > 0 ? ' ?' : ''}`,
  );
}

describe('Null', () => {
  it('with a value that is neither true nor false is undecided, whether the key is there or not', () => {
    for (const key of [SUB, AUD, MISNAMED]) {
      expect(admittedBy(allow({ Null: { [key]: 'maybe' } }))).toEqual(['*/* ?']);
      expect(admittedBy(allow({ Null: { [key]: [UNKNOWN] } }))).toEqual(['*/* ?']);
      expect(admittedBy(allow(), deny({ Null: { [key]: 'maybe' } }))).toEqual(['*/* ?']);
    }
    // AND a value that decides does so beside it
    expect(admittedBy(allow({ Null: { [SUB]: ['maybe', 'false'] } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ Null: { [MISNAMED]: ['maybe', 'true'] } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ Null: { [SUB]: ['maybe', 'true'] } }))).toEqual(['*/* ?']);
    expect(admittedBy(allow({ Null: { [MISNAMED]: ['maybe', 'false'] } }))).toEqual(['*/* ?']);
  });

  it('asks of a value that is known as well', () => {
    expect(admittedBy(allow({ Null: { [AUD]: 'false' } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ Null: { [AUD]: 'true' } }))).toEqual([]);
  });
});

describe('a condition on a value that is known', () => {
  it('compares with nothing where its variable has no value', () => {
    expect(admittedBy(allow({ StringEquals: { [AUD]: '${aws:username}' } }))).toEqual([]);
    expect(admittedBy(allow({ StringEquals: { [AUD]: '${aws:SourceIp}' } }))).toEqual(['*/* ?']);
  });

  it('of another kind than the operator’s never holds, and its negation is undecided', () => {
    expect(admittedBy(allow({ NumericEquals: { [AUD]: '1' } }))).toEqual([]);
    expect(admittedBy(allow({ NumericNotEquals: { [AUD]: '1' } }))).toEqual(['*/* ?']);
    expect(admittedBy(allow({ StringNotEquals: { [AUD]: '1' } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ StringNotEquals: { [AUD]: UNKNOWN } }))).toEqual(['*/* ?']);
    expect(admittedBy(allow({ StringNotEquals: { [AUD]: 'sts.amazonaws.com' } }))).toEqual([]);
  });

  it('and has several is asked of all or of any of them', () => {
    const key = 'aws:TagKeys';
    expect(pods({ 'ForAllValues:StringEquals': { [key]: UNKNOWN } })).toEqual(['* in * ?']);
    expect(pods({ 'ForAllValues:StringNotEquals': { [key]: ['a'] } })).toEqual(['* in *']);
    expect(pods({ 'ForAllValues:StringNotEquals': { [key]: ['eks-cluster-arn'] } })).toEqual([]);
    expect(pods({ 'ForAnyValue:StringNotEquals': { [key]: ['eks-cluster-arn'] } })).toEqual(['* in *']);
    expect(pods({ 'ForAnyValue:StringEquals': { [key]: [UNKNOWN, 'a'] } })).toEqual(['* in * ?']);
    expect(pods({ 'ForAnyValue:StringEquals': { [key]: ['a'] } })).toEqual([]);
    expect(pods({ StringEquals: { [key]: 'eks-cluster-arn' } })).toEqual(['* in * ?']);
  });
});

describe('a condition on a value that tells requests apart', () => {
  it('of a kind that it may be is undecided where AWS does not say how it compares', () => {
    expect(pods({ NumericEquals: { 'aws:SourceAccount': ACCOUNT } })).toEqual(['* in * ?']);
    expect(pods({ ArnLike: { 'aws:SourceAccount': ARN } })).toEqual(['* in * ?']);
    expect(pods({ BinaryEquals: { 'aws:SourceArn': 'a' } })).toEqual(['* in * ?']);
  });

  it('of a kind that a subject never is never holds', () => {
    expect(admittedBy(allow({ ArnLike: { [SUB]: [ARN, ARN] } }))).toEqual([]);
    expect(admittedBy(allow({ ArnLike: { [SUB]: [ARN, 'system:*'] } }))).toEqual(['*/* ?']);
    expect(admittedBy(allow({ ArnNotLike: { [SUB]: ARN } }))).toEqual(['*/* ?']);
    expect(admittedBy(allow({ NumericEquals: { [SUB]: '1' } }))).toEqual([]);
    expect(admittedBy(allow({ NumericNotEquals: { [SUB]: '1' } }))).toEqual(['*/* ?']);
  });

  it('leaves out what certainly matches, and leaves undecided what may', () => {
    expect(admittedBy(allow({ StringNotEquals: { [SUB]: [TODO_APP, `x${UNKNOWN}`] } }))).toEqual([
      '*/* except todo/app',
    ]);
    expect(admittedBy(allow({ StringNotEquals: { [SUB]: '${aws:SourceIp}' } }))).toEqual(['*/* ?']);
  });
});

describe('the reason why a condition is undecided', () => {
  const more = 'its value is not known before apply, or AWS does not say how it compares';

  it('names its operator, its key and its values', () => {
    expect(reasons(allow({ NumericNotEquals: { [SUB]: ['1', '2', '3', '4'] } }))).toEqual([
      [`statement 0: NumericNotEquals on ${SUB} with 1, 2, 3: ${more}`],
    ]);
    const long = 'x'.repeat(200);
    expect(reasons(allow({ NumericNotEquals: { [SUB]: long } }))).toEqual([
      [`statement 0: NumericNotEquals on ${SUB} with ${long}: ${more}`],
    ]);
    expect(reasons(allow({ NumericNotEquals: { [SUB]: `${long}y` } }))).toEqual([
      [`statement 0: NumericNotEquals on ${SUB} with ${long}…: ${more}`],
    ]);
  });

  it('says what AWS does not', () => {
    expect(reasons(allow({ 'ForAnyValue:StringEqualsIfExists': { [MISNAMED]: 'a' } }))).toEqual([
      [
        `statement 0: ForAnyValue:StringEqualsIfExists: AWS does not say whether IfExists or ForAnyValue decides when ${MISNAMED} is missing`,
      ],
    ]);
  });

  it('is that of the statements which it hangs on, and of no other', () => {
    const namespace = symbolOf('var.namespace');
    const unsure = deny({ StringEquals: { [SUB]: `system:serviceaccount:${namespace}:app` } });
    const why = `statement 1: system:serviceaccount:\${var.namespace}:app in ${SUB} is not known before apply`;
    expect(reasons(allow({ StringEquals: { [SUB]: TODO_APP } }), unsure)).toEqual([[why]]);
    // AND two Allows have each their own
    const ip = (address: string, subject: string): Json =>
      allow({ IpAddress: { 'aws:SourceIp': address }, StringEquals: { [SUB]: `system:serviceaccount:${subject}` } });
    const known = 'aws:SourceIp is not known from the artefacts: whoever calls may well meet it';
    expect(reasons(ip('10.0.0.0/8', 'a:a'), ip('11.0.0.0/8', 'b:b'))).toEqual([
      [`statement 0: ${known}`],
      [`statement 1: ${known}`],
    ]);
  });

  it('is not that of a Deny that is about nobody', () => {
    const perhaps = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    const nobody = deny({ ...perhaps, StringEquals: { [SUB]: 'nobody' } });
    expect(reasons(allow({ ...perhaps, StringEquals: { [SUB]: TODO_APP } }), nobody)).toEqual([
      ['statement 0: aws:SourceIp is not known from the artefacts: whoever calls may well meet it'],
    ]);
  });

  it('names what may not be an action or a principal of the statement', () => {
    expect(reasons(allow({ StringEquals: { [SUB]: TODO_APP } }, { Action: UNKNOWN }))).toEqual([
      ['statement 0: the action ${var.x} is not known before apply'],
    ]);
    expect(reasons(allow({ StringEquals: { [SUB]: TODO_APP } }, { Principal: { Federated: UNKNOWN } }))).toEqual([
      [expect.stringContaining('statement 0: whether the principal ${var.x} is the provider')],
    ]);
    // AND the first is told of an action and a principal
    const [[first]] = reasons(
      allow({ StringEquals: { [SUB]: TODO_APP } }, { Action: UNKNOWN, Principal: { Federated: UNKNOWN } }),
    ) as [[string]];
    expect(first).toBe('statement 0: the action ${var.x} is not known before apply');
  });
});

describe('a key that is not known', () => {
  it('is undecided for a token and for a session', () => {
    const why = 'the condition key ${var.x} is not known before apply';
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: 'sts:*',
      Condition: { StringEquals: { [UNKNOWN]: 'a' } },
    };
    const policy = parsePolicy(policyOf(trust));
    expect(podIdentityAdmissions(policy, {}).admitted[0]?.undecided).toEqual([`statement 0: ${why}`]);
    const session = { clusterArn: 'a', account: ACCOUNT, namespace: 'a', serviceAccount: 'a' };
    expect(decidePodIdentity(policy, {}, session).because.join()).toContain(why);
    const token = { iss: ISSUER, sub: TODO_APP, aud: 'sts.amazonaws.com' };
    const web = parsePolicy(policyOf(allow({ StringEquals: { [UNKNOWN]: 'a' } })));
    expect(decideWebIdentity(web, CONTEXT, token).admitted).toBeUndefined();
    expect(admittedBy(allow({ StringEquals: { [UNKNOWN]: 'a' } }))).toEqual(['*/* ?']);
  });

  it('of a session is undecided by what AWS has, absent by what nobody has', () => {
    const unknown = [
      'aws:SourceIp',
      'aws:PrincipalArn',
      'aws:UserAgent',
      'sts:RoleSessionName',
      'aws:usernames',
      'aws:SourceIdentityX',
    ];
    const absent = [
      ...['aws:PrincipalTag/a', 'aws:username', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
      ...[
        'aws:FederatedProvider',
        'sts:ExternalId',
        'sts:SourceIdentity',
        'aws:SourceIdentity',
        'x:aws:y',
        'a:b',
        'foo',
      ],
    ];
    for (const key of unknown) {
      expect([key, pods({ StringEquals: { [key]: 'x' } })]).toEqual([key, ['* in * ?']]);
    }
    for (const key of absent) {
      expect([key, pods({ StringEquals: { [key]: 'x' } })]).toEqual([key, []]);
      expect([key, pods({ StringNotEquals: { [key]: 'x' } })]).toEqual([key, ['* in *']]);
    }
  });

  it('of a pod is known only when it runs', () => {
    for (const tag of ['kubernetes-pod-name', 'kubernetes-pod-uid']) {
      const trust = {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: 'sts:*',
        Condition: { StringEquals: { [`aws:RequestTag/${tag}`]: 'a' } },
      };
      expect(podIdentityAdmissions(parsePolicy(policyOf(trust)), {}).admitted[0]?.undecided).toEqual([
        `statement 0: the session tag ${tag} is known only when a pod runs`,
      ]);
    }
  });
});

test('a condition whose key is missing holds as the IAM User Guide says', () => {
  const holds = (operator: string, values: string): boolean | undefined =>
    isTrueWhenMissing(parsePolicy(policyOf(allow({ [operator]: { a: values } }))).statements[0]!.conditions[0]!);
  expect(holds('StringEquals', 'x')).toBe(false);
  expect(holds('StringNotEquals', 'x')).toBe(true);
  expect(holds('StringEqualsIfExists', 'x')).toBe(true);
  expect(holds('ForAllValues:StringEquals', 'x')).toBe(true);
  expect(holds('ForAnyValue:StringNotEquals', 'x')).toBe(false);
  expect(holds('ForAnyValue:StringEqualsIfExists', 'x')).toBeUndefined();
  expect(holds('Null', 'true')).toBe(true);
  expect(holds('Null', 'false')).toBe(false);
});
