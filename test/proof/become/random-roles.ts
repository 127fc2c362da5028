import fc from 'fast-check';
import type { RoleOfTest } from './aws-program';
import { ACCOUNT, allow, assumedBy, deny, pod } from './aws-program';

const NAMES = ['r0', 'r1', 'r2', 'r3'] as const;
const ACTIONS = {
  assume: ['sts:AssumeRole'],
  change: ['iam:UpdateAssumeRolePolicy'],
  write: ['iam:PutRolePolicy'],
  enter: ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'],
} as const;

type What = keyof typeof ACTIONS;

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly what: What;
  /** A role, or everything. */
  readonly on: string;
}

interface Role {
  readonly name: string;
  /** Roles by name, or the whole account. */
  readonly trusts: readonly string[];
  readonly may: readonly Statement[];
}

const statement = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  what: fc.constantFrom<What>('assume', 'assume', 'change', 'write', 'enter'),
  on: fc.constantFrom(...NAMES, ...NAMES, '*'),
});

/** Programs of a few roles, the first of which the pod has. */
export const randomRoles: fc.Arbitrary<readonly Role[]> = fc
  .array(
    fc.record({
      trusts: fc.uniqueArray(fc.constantFrom(...NAMES, 'account'), { maxLength: 2 }),
      may: fc.array(statement as fc.Arbitrary<Statement>, { maxLength: 2 }),
    }),
    { minLength: NAMES.length, maxLength: NAMES.length },
  )
  .map((roles) => roles.map((role, index) => ({ ...role, name: NAMES[index]! })));

/** The same as a program. */
export function programOf(roles: readonly Role[]): Record<string, RoleOfTest> {
  return Object.fromEntries(
    roles.map(({ name, trusts, may }) => [
      name,
      {
        trusts: [
          pod(name === 'r0' ? 'shop/orders' : `ops/${name}`),
          ...trusts.map((one) =>
            assumedBy(one === 'account' ? `arn:aws:iam::${ACCOUNT}:root` : `arn:aws:iam::${ACCOUNT}:role/${one}`),
          ),
        ],
        ...(may.length === 0 ? {} : { may: may.map(written) }),
      },
    ]),
  );
}

function written({ effect, what, on }: Statement): ReturnType<typeof allow> {
  const resource = on === '*' || what === 'enter' ? '*' : `arn:aws:iam::${ACCOUNT}:role/${on}`;
  return (effect === 'Allow' ? allow : deny)([...ACTIONS[what]], resource);
}

type Grade = 'certain' | 'perhaps' | undefined;

/**
 * Who becomes the first role, or an administrator of its cluster, from the definitions alone: by all paths over a table of who becomes
 * whom in one step.
 */
export function oracle(
  roles: readonly Role[],
): ReadonlyMap<string, readonly [becomes: 'pod' | 'identity', grade: Grade]> {
  const byName = new Map(roles.map((role) => [role.name, role]));
  const has = (who: string, effect: Statement['effect'], what: What, on: string): boolean =>
    byName
      .get(who)!
      .may.some(
        (one) => one.effect === effect && one.what === what && (one.on === '*' || what === 'enter' || one.on === on),
      );
  const may = (who: string, what: What, on: string): boolean =>
    has(who, 'Allow', what, on) && !has(who, 'Deny', what, on);
  const assumes = (who: string, whom: string): boolean => {
    const { trusts } = byName.get(whom)!;
    const isNamed = trusts.includes(who) && !has(who, 'Deny', 'assume', whom);
    return isNamed || (trusts.includes('account') && may(who, 'assume', whom));
  };
  // By whose rights somebody acts who may give rights to that role: its own, or those of one that it assumes.
  const actors = (who: string): readonly string[] =>
    may(who, 'write', who) ? [who] : NAMES.filter((one) => one !== who && may(who, 'write', one) && assumes(who, one));
  const gradeOf = (isDenied: boolean): Grade => (isDenied ? 'perhaps' : 'certain');
  const best = (grades: readonly Grade[]): Grade =>
    grades.includes('certain') ? 'certain' : grades.includes('perhaps') ? 'perhaps' : undefined;

  const admin = 'the administrator';
  const nodes = [...NAMES, admin];
  const step = (who: string, whom: string): Grade => {
    if (who === admin || who === whom) return undefined;
    const [actor] = actors(who);
    if (whom === admin) {
      if (may(who, 'enter', '*')) return 'certain';
      return actor === undefined ? undefined : gradeOf(has(actor, 'Deny', 'enter', '*'));
    }
    return best([
      assumes(who, whom) || may(who, 'change', whom) ? 'certain' : undefined,
      ...(actor === undefined ? [] : [gradeOf(has(actor, 'Deny', 'change', whom))]),
    ]);
  };
  const reaches = (grades: readonly Grade[]): ((from: string, to: string) => boolean) => {
    const table = new Map(nodes.flatMap((a) => nodes.map((b) => [`${a} ${b}`, grades.includes(step(a, b))] as const)));
    for (const k of nodes)
      for (const a of nodes)
        for (const b of nodes) if (table.get(`${a} ${k}`) && table.get(`${k} ${b}`)) table.set(`${a} ${b}`, true);
    return (from, to) => table.get(`${from} ${to}`)!;
  };
  const [certain, possible] = [reaches(['certain']), reaches(['certain', 'perhaps'])];
  const found = new Map<string, readonly ['pod' | 'identity', Grade]>();
  for (const who of NAMES) {
    // The pod itself has the first role: of it only the cluster is told.
    const isOther = who !== 'r0';
    if (certain(who, admin)) found.set(who, ['pod', 'certain']);
    else if (isOther && certain(who, 'r0')) found.set(who, ['identity', 'certain']);
    else if (possible(who, admin)) found.set(who, ['pod', 'perhaps']);
    else if (isOther && possible(who, 'r0')) found.set(who, ['identity', 'perhaps']);
  }
  return found;
}
