import fc from 'fast-check';
import { parsePermissionPolicy, possibleStatements } from '../../../lib/proof/iam';
import type { Caller } from '../../../lib/proof/iam';
import type { CloudResource } from '../../../lib/proof/model/cloud-resource';
import type { IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { isUnknown } from '../../../lib/proof/model/known/known';
import type { Known } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { decidePermission } from '../../../lib/proof/permissions/permission';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const AT = { file: 'main.tf.json', pointer: '' };

interface Written {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string;
  readonly NotAction?: string;
  readonly Resource?: string;
  readonly NotResource?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Case {
  readonly own: readonly Written[];
  readonly boundary?: readonly Written[];
  readonly session?: readonly Written[];
  readonly resource: readonly Written[];
  readonly action: string;
  readonly arn: string;
  readonly isOwn: boolean;
  readonly isKey: boolean;
}

/** What is not known of a request, in one of the ways in which it may turn out. */
interface Circumstances {
  readonly vpce?: string;
  /** Whether limits bind what a resource's policy gives to everybody. */
  readonly limitsEveryone: boolean;
  /** Whether the session that asks is the one that is named, and whether AWS holds account or session against NotPrincipal. */
  readonly isNamedSession: boolean;
  readonly isHeldAgainst: boolean;
}

// A second opinion, written straight from the IAM User Guide; it shares nothing with lib.

const glob = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.\\/+^${}()|[\]]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);

function meets(condition: Written['Condition'], { vpce }: Circumstances): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) => {
      const actual = key === 'aws:SourceVpce' ? vpce : key === 'aws:PrincipalArn' ? ROLE : 'shop';
      if (operator === 'StringNotEquals') return actual !== value;
      if (actual === undefined) return operator === 'StringEqualsIfExists';
      return operator === 'StringLike' ? glob(value, actual) : actual === value;
    }),
  );
}

function applies(statement: Written, { action, arn }: Case, circumstances: Circumstances): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const isAction = (pattern: string): boolean => glob(pattern.toLowerCase(), action.toLowerCase());
  const written = (pattern: string): string => pattern.replace('${aws:PrincipalTag/kubernetes-namespace}', 'shop');
  return (
    (Action === undefined ? !isAction(NotAction!) : isAction(Action)) &&
    (Resource === undefined ? !glob(written(NotResource!), arn) : glob(written(Resource), arn)) &&
    meets(Condition, circumstances)
  );
}

function naively(one: Case, circumstances: Circumstances): boolean {
  const hits = (list: readonly Written[], effect: Written['Effect'], who: readonly unknown[] = [undefined]): boolean =>
    list.some((each) => each.Effect === effect && who.includes(each.Principal) && applies(each, one, circumstances));
  const { own, boundary, session, resource } = one;
  const { isNamedSession, isHeldAgainst, limitsEveryone } = circumstances;
  if ([own, boundary ?? [], session ?? []].some((list) => hits(list, 'Deny'))) return false;
  const ours = PRINCIPALS.filter((who) => who !== ANOTHER && who !== FOREIGN && (who !== SESSION || isNamedSession));
  const [named, unnamed] = [
    resource.filter((each) => !('NotPrincipal' in each)),
    resource.filter((each) => 'NotPrincipal' in each),
  ];
  if (hits(named, 'Deny', ours)) return false;
  const isLeftOut = ({ NotPrincipal: who }: Written): boolean =>
    boundary === undefined &&
    (who === EVERYBODY || who === NAMED || who === WHOLE || who === SESSION) &&
    !isHeldAgainst;
  if (unnamed.some((each) => each.Effect === 'Deny' && !isLeftOut(each) && applies(each, one, circumstances)))
    return false;
  const kept = [boundary, session].every((list) => list === undefined || hits(list, 'Allow'));
  const given = hits(own, 'Allow') && kept;
  const asksForRole = ({ Condition = {} }: Written): boolean =>
    Object.entries(Condition).some(([operator, keys]) => 'aws:PrincipalArn' in keys && operator !== 'StringNotEquals');
  const direct =
    (hits(named, 'Allow', [NAMED]) && kept) ||
    (isNamedSession && hits(named, 'Allow', [SESSION])) ||
    hits(named.filter(asksForRole), 'Allow', [EVERYBODY]) ||
    (hits(named, 'Allow', [EVERYBODY]) && (kept || !limitsEveryone));
  const isBlocked = !one.isKey && limitsEveryone;
  const delegated =
    given &&
    (hits(named, 'Allow', isNamedSession ? [NAMED, WHOLE, SESSION] : [NAMED, WHOLE]) ||
      hits(named.filter(asksForRole), 'Allow', [EVERYBODY]) ||
      (hits(named, 'Allow', [EVERYBODY]) && !isBlocked));
  const withinAccount =
    given && hits(named, 'Allow', isNamedSession ? [NAMED, EVERYBODY, WHOLE, SESSION] : [NAMED, EVERYBODY, WHOLE]);
  if (!one.isOwn) return delegated;
  return one.isKey ? direct || withinAccount : given || direct;
}

const EVERYBODY = '*';
const NAMED = { AWS: ROLE };
const WHOLE = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const ANOTHER = { AWS: `arn:aws:iam::${ACCOUNT}:role/other` };
const FOREIGN = { AWS: OTHER };
const SESSION = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/api/eks-1` };
const PRINCIPALS: readonly unknown[] = [EVERYBODY, NAMED, WHOLE, ANOTHER, FOREIGN, SESSION];

const CIRCUMSTANCES: readonly Circumstances[] = [undefined, 'vpce-1', 'vpce-2'].flatMap((vpce) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
    vpce,
    limitsEveryone: (bits & 1) > 0,
    isNamedSession: (bits & 2) > 0,
    isHeldAgainst: (bits & 4) > 0,
  })),
);

const condition = fc.option(
  fc.record({
    operator: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringEqualsIfExists'),
    key: fc.constantFrom('aws:PrincipalTag/kubernetes-namespace', 'aws:SourceVpce', 'aws:PrincipalArn'),
    value: fc.constantFrom('shop', 'other', 'vpce-1', ROLE),
  }),
  { nil: undefined, freq: 3 },
);

const statement = (service: string, who?: readonly unknown[]): fc.Arbitrary<Written> =>
  fc
    .record({
      effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny') as fc.Arbitrary<Written['Effect']>,
      isNotAction: fc.nat(4),
      action: fc.constantFrom(`${service}:Get*`, `${service}:GetIt`, '*', `${service}:PutIt`, `${service}:*`, 'sqs:*'),
      isNotResource: fc.nat(4),
      resource: fc.constantFrom(
        ...['*', `arn:aws:${service}:::data/*`, `arn:aws:${service}:::data/a`, `arn:aws:${service}:::other/*`],
        `arn:aws:${service}:::data/\${aws:PrincipalTag/kubernetes-namespace}/*`,
      ),
      asked: condition,
      principal: who ? fc.constantFrom(...who) : fc.constant(undefined),
      isNotPrincipal: fc.nat(4),
    })
    .map(({ effect, isNotAction, action, isNotResource, resource, asked, principal, isNotPrincipal }) => ({
      Effect: effect,
      [isNotAction === 0 ? 'NotAction' : 'Action']: action,
      [isNotResource === 0 ? 'NotResource' : 'Resource']: resource,
      ...(asked && { Condition: { [asked.operator]: { [asked.key]: asked.value } } }),
      // With an Allow AWS does not support it.
      ...(principal === undefined
        ? {}
        : { [isNotPrincipal === 0 && effect === 'Deny' ? 'NotPrincipal' : 'Principal']: principal }),
    }));

const CASES: fc.Arbitrary<Case> = fc.boolean().chain((isKey) => {
  const service = isKey ? 'kms' : 's3';
  const list = fc.array(statement(service), { minLength: 1, maxLength: 3 });
  return fc.record({
    own: list,
    boundary: fc.option(list, { nil: undefined, freq: 2 }),
    session: fc.option(list, { nil: undefined, freq: 2 }),
    resource: fc.array(statement(service, PRINCIPALS), { maxLength: 3 }),
    action: fc.constantFrom(`${service}:GetIt`, `${service}:PutIt`),
    arn: fc.constantFrom('data/a', 'data/shop/x', 'other/a').map((name) => `arn:aws:${service}:::${name}`),
    isOwn: fc.boolean(),
    isKey: fc.constant(isKey),
  });
});

const CALLER: Caller = {
  ...{ role: 'aws_iam_role.api', roleArn: ROLE, account: ACCOUNT, partition: 'aws' },
  isCaller: (name) => name === ROLE,
  isCallersAccount: (id) => id === ACCOUNT,
};

type Part = 'own' | 'boundary' | 'session' | 'resource';

/** The answer, with one part that was not read, or with a text that is a symbol. */
function decided(one: Case, forgotten?: Part, write: (text: string) => string = (text) => text): Known {
  const documentOf = (list: readonly Written[]): string =>
    write(JSON.stringify({ Version: '2012-10-17', Statement: list }));
  const policyOf = (kind: IdentityPolicy['kind'], part: Part): readonly IdentityPolicy[] => {
    const list = one[part];
    if (list === undefined) return [];
    const common = { identity: 'aws_iam_role.api', kind, source: part, at: AT };
    if (part === forgotten) return [{ ...common, name: 'arn:aws:iam::111122223333:policy/unread' }];
    const policy = parsePermissionPolicy(JSON.parse(documentOf(list)));
    return [{ ...common, statements: possibleStatements(policy), version: policy.version }];
  };
  const own = [
    ...policyOf('permissions', 'own'),
    ...policyOf('boundary', 'boundary'),
    ...policyOf('session', 'session'),
  ];
  const read: CloudResource = {
    ...{
      id: 'data',
      name: 'data',
      service: one.isKey ? 'kms' : 's3',
      arn: one.arn,
      spellings: new Map(),
      declared: true,
    },
    policies: [{ source: 'of the resource', ...(forgotten === 'resource' ? {} : { text: documentOf(one.resource) }) }],
    at: AT,
  };
  const tags = { namespace: 'shop', serviceAccount: 'api', clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/a' };
  return decidePermission(
    { policies: own, doubts: [], uncounted: new Map(), session: 'session' },
    { read, isOwn: one.isOwn },
    { caller: CALLER, tags, told: new Map(), action: one.action, resource: one.arn, write: (text) => text },
  ).allowed;
}

const RUNS = { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 400) };

test('a yes and a no hold whatever turns out of what is not known', () => {
  let decidedCases = 0;
  fc.assert(
    fc.property(CASES, (one) => {
      const answer = decided(one);
      const possible = new Set(CIRCUMSTANCES.map((each) => naively(one, each)));
      if (!isUnknown(answer)) {
        decidedCases++;
        expect([...possible]).toEqual([answer]);
      }
    }),
    RUNS,
  );
  expect(decidedCases).toBeGreaterThan(RUNS.numRuns / 3);
});

test('what always turns out the same is known, where no condition asks for what is not', () => {
  fc.assert(
    fc.property(CASES, (one) => {
      const conditions = [one.own, one.boundary, one.session, one.resource].map((list) => JSON.stringify(list ?? []));
      fc.pre(!conditions.join().includes('SourceVpce'));
      const possible = new Set(CIRCUMSTANCES.map((each) => naively(one, each)));
      if (possible.size === 1) expect(decided(one)).toBe([...possible][0]);
    }),
    RUNS,
  );
});

test('what is no longer known never turns the answer round', () => {
  fc.assert(
    fc.property(CASES, fc.constantFrom<Part>('own', 'boundary', 'session', 'resource'), (one, part) => {
      const before = decided(one);
      for (const after of [
        decided(one, part),
        decided(one, undefined, (text) => text.replaceAll('data/a', symbolOf('var.name'))),
        decided(one, undefined, (text) => text.replaceAll('"shop"', `"${symbolOf('var.namespace')}"`)),
      ]) {
        if (!isUnknown(after)) expect(after).toEqual(before);
      }
    }),
    RUNS,
  );
});

test('a further Deny never allows more, a further Allow never less', () => {
  const further = fc.constantFrom<Part>('own', 'resource').chain((part) =>
    fc.record({
      part: fc.constant(part),
      extra: fc
        .constantFrom('s3', 'kms')
        .chain((service) => statement(service, part === 'resource' ? PRINCIPALS : undefined)),
    }),
  );
  const rank = (answer: Known): number => (isUnknown(answer) ? 1 : answer ? 2 : 0);
  fc.assert(
    fc.property(CASES, further, (one, { part, extra }) => {
      const before = rank(decided(one));
      const after = rank(decided({ ...one, [part]: [...one[part]!, extra] }));
      if (extra.Effect === 'Deny') expect(after).toBeLessThanOrEqual(before);
      else expect(after).toBeGreaterThanOrEqual(before);
    }),
    RUNS,
  );
});
