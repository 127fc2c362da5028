import { decideRoleAssumption, namesSession, parsePolicy } from '../../../lib/proof/iam';
import type { RoleAssumption, RoleAssumptionDecision } from '../../../lib/proof/iam';
import { newBudget } from '../../../lib/proof/iam/budget';
import { coversCaller } from '../../../lib/proof/iam/role-assumption';
import type { Caller } from '../../../lib/proof/iam/role-assumption';
import { perhaps } from '../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { ACCOUNT, policyOf } from './trust';

type Json = Readonly<Record<string, unknown>>;

const OTHER_ACCOUNT = '999999999999';
const CALLER = `arn:aws:iam::${ACCOUNT}:role/caller`;
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];
const TAG = 'aws:RequestTag/';

const REQUEST: RoleAssumption = {
  role: 'aws_iam_role.caller',
  roleArn: CALLER,
  account: ACCOUNT,
  partition: 'aws',
  isCaller: (name) => (name.includes('\uE000') ? undefined : name === CALLER),
  isCallersAccount: (id) => (id.includes('\uE000') ? undefined : id === ACCOUNT),
  tags: {
    clusterArn: `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`,
    account: ACCOUNT,
    namespace: 'todo',
    serviceAccount: 'app',
  },
  externalId: 'region/account/main/todo/app',
};
const WITHOUT_TAGS: RoleAssumption = { ...REQUEST, tags: undefined };

function trust(condition?: Json, elements: Json = {}): Json {
  const own = { Effect: 'Allow', Principal: { AWS: CALLER }, Action: BOTH };
  return { ...own, ...(condition ? { Condition: condition } : {}), ...elements };
}

const decide = (statements: readonly Json[], request = REQUEST): RoleAssumptionDecision =>
  decideRoleAssumption(parsePolicy(policyOf(...statements)), request);
const by = (principal: unknown, request = REQUEST): RoleAssumptionDecision =>
  decide([trust(undefined, { Principal: principal })], request);
const under = (condition: Json, request = REQUEST): boolean | undefined => decide([trust(condition)], request).admitted;

describe('a role that assumes a further one', () => {
  it('gets in where the trust names it, and no permission is left to its account', () => {
    expect(decide([trust()])).toEqual({
      admitted: true,
      delegated: false,
      because: BOTH.map((action) => `${action}: statement 0 allows it: it has no condition`),
    });
  });

  it('is perhaps left to its account, where it is not known whether the trust names it', () => {
    expect(by({ AWS: [ACCOUNT, symbolOf('var.role')] })).toMatchObject({ admitted: true, delegated: undefined });
  });

  it.each<[string, string, (symbol: string, is: string) => string[], boolean | undefined]>([
    ['the role, which need not be there', 'ArnEquals', (symbol) => [perhaps('${var.on}', symbol)], undefined],
    [
      'all but the role, which need not be there',
      'ArnNotEquals',
      (symbol) => [perhaps('${var.on}', symbol)],
      undefined,
    ],
    ['the role', 'ArnEquals', (symbol, is) => [symbol, perhaps('${var.on}', is)], true],
  ])('may be let in on a condition on %s, whatever the trust calls it', (_, operator, values, admitted) => {
    const [role, account] = [symbolOf('aws_iam_role.caller.arn'), symbolOf('local.account')];
    const request: RoleAssumption = {
      ...REQUEST,
      isCaller: (name) => name === CALLER || name === role,
      isCallersAccount: (id) => id === ACCOUNT || id === account,
    };
    const string = operator.replace('Arn', 'String');
    expect(decide([trust({ [operator]: { 'aws:PrincipalArn': values(role, CALLER) } })], request).admitted).toBe(
      admitted,
    );
    expect(decide([trust({ [string]: { 'aws:PrincipalAccount': values(account, ACCOUNT) } })], request).admitted).toBe(
      admitted,
    );
  });

  it('needs sts:TagSession only where there are tags to pass', () => {
    const assumeOnly = trust(undefined, { Action: 'sts:AssumeRole' });
    expect(decide([assumeOnly])).toMatchObject({
      admitted: false,
      because: ['sts:TagSession: statement 0 does not apply: its Action ("sts:AssumeRole") does not cover it'],
    });
    expect(decide([assumeOnly], WITHOUT_TAGS).admitted).toBe(true);
    expect(decide([trust(undefined, { Action: 'sts:TagSession' })], WITHOUT_TAGS).admitted).toBe(false);
  });

  it('is undecided where one of the two actions is, and refused where one of them is', () => {
    const assume = trust(undefined, { Action: 'sts:AssumeRole' });
    const perhaps = trust({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { Action: 'sts:TagSession' });
    expect(decide([assume, perhaps]).admitted).toBeUndefined();
    const both = decide([trust({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { Action: 'sts:AssumeRole' })]);
    expect(both.admitted).toBe(false);
    expect(both.because.every((why) => why.startsWith('sts:TagSession: '))).toBe(true);
  });

  it.each([ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`])(
    'gets in as one of its account, which then has to allow it: %s',
    (name) => {
      expect(by({ AWS: name })).toMatchObject({ admitted: true, delegated: true });
      expect(by({ AWS: [`arn:aws:iam::${ACCOUNT}:role/other`, name] })).toMatchObject({
        admitted: true,
        delegated: true,
      });
    },
  );

  it('is named where both its ARN and its account are', () => {
    expect(by({ AWS: [ACCOUNT, CALLER] })).toMatchObject({ admitted: true, delegated: false });
  });

  it.each(['*', { AWS: '*' }])('gets in where everybody does: %j', (principal) => {
    expect(by(principal)).toMatchObject({ admitted: true, delegated: false });
  });

  it.each([
    { AWS: `arn:aws:iam::${ACCOUNT}:role/other` },
    { AWS: OTHER_ACCOUNT },
    { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
    { AWS: `arn:aws-cn:iam::${ACCOUNT}:root` },
    { AWS: `arn:aws:iam::${ACCOUNT}:user/root` },
    { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/other/session` },
    { AWS: '1111222233334' },
    { Service: 'pods.eks.amazonaws.com' },
    { Federated: CALLER },
  ])('does not get in where only others do: %j', (principal) => {
    expect(by(principal)).toEqual({
      admitted: false,
      delegated: true,
      because: BOTH.map(
        (action) =>
          `${action}: statement 0 does not apply: its Principal is neither aws_iam_role.caller nor its account`,
      ),
    });
  });

  it('may be the one of its sessions that a trust names: EKS chooses that name', () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/session`;
    expect(by({ AWS: session }).admitted).toBeUndefined();
    // AND a role whose ARN is not known may have any name
    const unknown = { ...REQUEST, roleArn: symbolOf('aws_iam_role.caller.arn') };
    expect(by({ AWS: session.replace('caller', 'other') }, unknown).admitted).toBeUndefined();
    const onlyName = { ...REQUEST, roleArn: `arn:aws:iam::${symbolOf('account')}:role/path/caller` };
    expect(by({ AWS: session }, onlyName).admitted).toBeUndefined();
    expect(by({ AWS: session.replace('caller', 'other') }, onlyName).admitted).toBe(false);
    expect(by({ AWS: session.replace('caller', 'aller') }, onlyName).admitted).toBe(false);
  });

  it('is undecided where a principal is not known, unless the ARN’s form tells that it is another one', () => {
    const name = symbolOf('var.role');
    expect(by({ AWS: name })).toMatchObject({
      admitted: undefined,
      because: expect.arrayContaining([
        'sts:AssumeRole: statement 0 may allow it: whether the principal ${var.role} is aws_iam_role.caller or its account is not known before apply',
      ]) as unknown,
    });
    expect(by({ AWS: `arn:aws:iam::${symbolOf('var.account')}:root` }).admitted).toBeUndefined();
    expect(by({ AWS: `arn:aws:iam::${symbolOf('var.account')}:role/other` }).admitted).toBe(false);
    // AND what is known decides where it can
    expect(by({ AWS: [name, CALLER] }).admitted).toBe(true);
  });

  it('is kept out by a Deny of its account, though the Allow names it', () => {
    const deny = trust(undefined, { Effect: 'Deny', Principal: { AWS: ACCOUNT }, Action: 'sts:TagSession' });
    expect(decide([trust(), deny]).admitted).toBe(false);
    expect(decide([trust(), deny], WITHOUT_TAGS).admitted).toBe(true);
    expect(decide([trust(), { ...deny, Principal: { AWS: OTHER_ACCOUNT } }]).admitted).toBe(true);
  });

  it('is refused by a document that IAM refuses, and undecided by one that is not known', () => {
    expect(decideRoleAssumption(parsePolicy({ Statement: 'x' }), REQUEST)).toEqual({
      admitted: false,
      because: [expect.stringContaining('IAM refuses this trust policy')],
      delegated: false,
    });
    expect(decideRoleAssumption(parsePolicy(symbolOf('local.trust')), REQUEST)).toEqual({
      admitted: undefined,
      because: [expect.stringContaining('${local.trust}')],
      delegated: false,
    });
  });
});

describe('the conditions of a trust on a further role', () => {
  it('on an external id find none where none is passed', () => {
    const withoutId: RoleAssumption = { ...REQUEST, externalId: undefined };
    expect(under({ Null: { 'sts:ExternalId': 'true' } }, withoutId)).toBe(true);
    expect(under({ Null: { 'sts:ExternalId': 'false' } }, withoutId)).toBe(false);
    expect(under({ StringLike: { 'sts:ExternalId': '*' } }, withoutId)).toBe(false);
  });

  const equals = (key: string, value: string): Json => ({ StringEquals: { [key]: value } });

  it.each([
    ['sts:ExternalId', REQUEST.externalId!],
    ['aws:PrincipalArn', CALLER],
    ['AWS:PRINCIPALARN', CALLER],
    ['aws:PrincipalAccount', ACCOUNT],
    ['aws:PrincipalType', 'AssumedRole'],
    [`${TAG}kubernetes-namespace`, 'todo'],
    [`${TAG}kubernetes-service-account`, 'app'],
    [`${TAG}eks-cluster-name`, 'main'],
    [`${TAG}eks-cluster-arn`, REQUEST.tags!.clusterArn],
    ['aws:PrincipalTag/kubernetes-namespace', 'todo'],
  ])('on %s compare with what the session of Pod Identity has: %s', (key, value) => {
    expect(under(equals(key, value))).toBe(true);
    expect(under(equals(key, 'x'))).toBe(false);
    expect(under({ StringNotEquals: { [key]: value } })).toBe(false);
  });

  it('on the tag keys hold for the six tags that are passed', () => {
    for (const key of ['aws:TagKeys', 'sts:TransitiveTagKeys']) {
      expect(under({ 'ForAllValues:StringLike': { [key]: ['eks-cluster-*', 'kubernetes-*'] } })).toBe(true);
      expect(under({ 'ForAllValues:StringLike': { [key]: ['kubernetes-*'] } })).toBe(false);
      expect(under({ Null: { [key]: 'true' } })).toBe(false);
      expect(under({ Null: { [key]: 'true' } }, WITHOUT_TAGS)).toBe(true);
    }
  });

  it('on the tags of the request never hold where the association passes none, and say why', () => {
    expect(under(equals(`${TAG}kubernetes-namespace`, 'todo'), WITHOUT_TAGS)).toBe(false);
    const { because } = decide([trust(equals(`${TAG}kubernetes-namespace`, 'todo'))], WITHOUT_TAGS);
    expect(because.join()).toContain('the association disables session tags');
  });

  it('on a tag that EKS does not pass never hold for the request; the role itself may have it', () => {
    expect(under(equals(`${TAG}team`, 'a'))).toBe(false);
    expect(decide([trust(equals(`${TAG}team`, 'a'))]).because.join()).toContain('not one of the session tags');
    expect(decide([trust(equals('aws:PrincipalTag/team', 'a'))])).toMatchObject({
      admitted: undefined,
      because: [
        expect.stringContaining('aws:PrincipalTag/team: the tags of the role are not known'),
        expect.anything(),
      ],
    });
    expect(under(equals('aws:PrincipalTag/kubernetes-namespace', 'todo'), WITHOUT_TAGS)).toBeUndefined();
  });

  it('on any other key of AWS are undecided, and on one of nobody never hold', () => {
    const { admitted, because } = decide([trust({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })]);
    expect(admitted).toBeUndefined();
    expect(because.join()).toContain('aws:SourceIp is not known from the artefacts');
    expect(under({ NumericLessThan: { 'sts:DurationSeconds': '3600' } })).toBeUndefined();
    expect(under(equals('token.example:sub', 'x'))).toBe(false);
    expect(under({ StringNotEquals: { 'token.example:sub': 'x' } })).toBe(true);
  });

  it('on a key that is not known are undecided', () => {
    const key = symbolOf('var.key');
    expect(decide([trust(equals(key, 'x'))])).toMatchObject({
      admitted: undefined,
      because: [expect.stringContaining('the condition key ${var.key} is not known before apply'), expect.anything()],
    });
  });

  it('on the name of a cluster are undecided where its ARN is not known and its name is not told', () => {
    const tags = { ...REQUEST.tags!, clusterArn: symbolOf('aws_eks_cluster.main.arn') };
    const condition = equals(`${TAG}eks-cluster-name`, 'main');
    expect(decide([trust(condition)], { ...REQUEST, tags }).because.join()).toContain(
      'the name of the cluster is not known',
    );
    expect(under(condition, { ...REQUEST, tags })).toBeUndefined();
    expect(under(condition, { ...REQUEST, tags: { ...tags, clusterName: 'main' } })).toBe(true);
    expect(under(condition, { ...REQUEST, tags: { ...tags, clusterName: 'other' } })).toBe(false);
  });

  it('on the caller’s own ARN are decided whatever text the trust has for it', () => {
    const [own, other] = [symbolOf('aws_iam_role.caller.arn'), symbolOf('aws_iam_role.other.arn')];
    const account = symbolOf('data.aws_caller_identity.current.account_id');
    const request: RoleAssumption = {
      ...REQUEST,
      roleArn: `arn:aws:iam::${symbolOf('account')}:role/caller`,
      isCaller: (name) => name === own || (name === other ? false : undefined),
      isCallersAccount: (id) => id === account || undefined,
    };
    const isIn = { ...request, isCaller: (name: string) => name === CALLER || request.isCaller(name) };
    expect(under({ ArnEquals: { 'aws:PrincipalArn': own } }, isIn)).toBe(true);
    expect(under({ StringEquals: { 'aws:PrincipalArn': other } }, isIn)).toBe(false);
    expect(under({ StringNotEquals: { 'aws:PrincipalArn': other } }, isIn)).toBe(true);
    expect(under({ StringEquals: { 'aws:PrincipalAccount': account } }, isIn)).toBe(true);
    expect(under({ StringEquals: { 'aws:PrincipalAccount': symbolOf('var.account') } }, isIn)).toBeUndefined();
  });
});

describe('the principal of a further role', () => {
  it('is a session only where it is written as one', () => {
    const unknown = { ...REQUEST, roleArn: symbolOf('aws_iam_role.caller.arn'), isCaller: () => false };
    expect(by({ AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, unknown).admitted).toBe(false);
    expect(by({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/other/session` }, unknown).admitted).toBeUndefined();
  });

  it('is an account only where it is twelve digits', () => {
    const careless = { ...REQUEST, isCallersAccount: (id: string) => id.includes(ACCOUNT) };
    expect(by({ AWS: ACCOUNT }, careless).admitted).toBe(true);
    expect([`x${ACCOUNT}`, `${ACCOUNT}x`].map((AWS) => by({ AWS }, careless).admitted)).toEqual([false, false]);
  });
});

test('a statement names a session of the caller where any of its principals is one', () => {
  const session = CALLER.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/') + '/eks-main';
  const names = (...AWS: readonly string[]): boolean =>
    namesSession(parsePolicy(policyOf(trust(undefined, { Principal: { AWS } }))).statements[0]!, REQUEST);
  expect([names(session), names(CALLER, session), names(CALLER), names(session.replace('caller', 'other'))]).toEqual([
    ...[true, true, false, false],
  ]);
});

describe('a condition of a further role', () => {
  const arn = (value: string, operator = 'StringLike') => under({ [operator]: { 'aws:PrincipalArn': value } });

  it('on the calling role has a pattern, an unknown value that may be it, or one that is not', () => {
    expect(arn(`arn:aws:iam::${ACCOUNT}:role/*`)).toBe(true);
    expect(arn(symbolOf('var.role'))).toBeUndefined();
    const other = { ...REQUEST, isCaller: (name: string) => name === CALLER };
    expect(under({ StringEquals: { 'aws:PrincipalArn': symbolOf('var.role') } }, other)).toBe(false);
    expect(under({ StringNotEquals: { 'aws:PrincipalArn': symbolOf('var.role') } }, other)).toBe(true);
  });

  it('says what the session has', () => {
    const { because } = decide([trust({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'shop' } })]);
    expect(because[0]).toContain('the session has "todo"');
  });

  it('on a key that only begins or ends like that of tags is not about tags', () => {
    for (const key of ['aws:TagKeysX', 'sts:TransitiveTagKeysX', 'aws:RequestTagX/a']) {
      expect(under({ StringEquals: { [key]: 'a' } }, WITHOUT_TAGS)).toBeUndefined();
    }
    expect(under({ StringEquals: { 'x:aws:SourceIp': 'a' } })).toBe(false);
    expect(under({ StringEquals: { 'aws:TagKeys': 'a' } }, WITHOUT_TAGS)).toBe(false);
  });
});

describe('a statement is about the calling role', () => {
  const SYMBOL = symbolOf('var.x');
  const covers = (name: string, caller: Partial<Caller> = {}, byAccount = true): boolean | string => {
    const [statement] = parsePolicy(policyOf(trust(undefined, { Principal: { AWS: name } }))).statements;
    const answer = coversCaller(statement!, { ...REQUEST, ...caller }, byAccount, newBudget());
    return typeof answer === 'object' ? answer.why : answer;
  };
  const open = (name: string): string =>
    `whether the principal ${name} is aws_iam_role.caller or its account is not known before apply`;

  it('perhaps, by one of its sessions', () => {
    const session = (name: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/caller/${name}`;
    expect(covers(session('one'))).toBe(
      'its Principal is one session of aws_iam_role.caller, whose name is known only when a pod runs',
    );
    expect(covers(session(SYMBOL))).toBe(open(session(SYMBOL)));
    expect(covers(session('one'), { roleArn: SYMBOL })).toBe(open(session('one')));
  });

  it('perhaps, by a name that may turn out to be its account, where that is enough', () => {
    const ofAccount = `1111${SYMBOL}`;
    expect(covers(ofAccount)).toBe(open(ofAccount));
    expect(covers(ofAccount, {}, false)).toBe(false);
    expect(covers(`9999${SYMBOL}`)).toBe(false);
    const root = `arn:aws:iam:${SYMBOL}ot`;
    expect(covers(root)).toBe(open(root));
    expect(covers(root, { partition: undefined })).toBe(open(root));
    expect(covers(root, { account: OTHER_ACCOUNT, roleArn: 'x' })).toBe(open(root));
  });

  it('not by what is known to be another account or another role, whatever it turns out to be', () => {
    const root = `arn:aws:iam::${SYMBOL}:root`;
    expect(covers(root)).toBe(open(root));
    expect(covers(root, { isCallersAccount: () => false })).toBe(false);
    expect(covers(SYMBOL)).toBe(open(SYMBOL));
    expect(covers(SYMBOL, { isCaller: () => false })).toBe(false);
    expect(covers(`arn:aws:iam::${OTHER_ACCOUNT}:user/jane`)).toBe(false);
  });
});
