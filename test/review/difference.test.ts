import fc from 'fast-check';
import type { Inventory, InventoryBecoming } from '../../lib/proof';
import { mayText } from '../../lib/proof/become/way';
import type { Finding } from '../../lib/proof/rules/rule';
import { review } from '../../lib/review';
import type { Change, Review } from '../../lib/review';
import { ACCOUNTS, ACTIONS, REQUESTS, RESOURCES, admits, isAllowed, policies, row, rows, written } from './small-world';

const numRuns = Number(process.env.PODTRUST_PROPERTY_RUNS ?? 150);
const CLUSTER = 'aws_eks_cluster.main';
const ROLES = ['r1', 'r2'] as const;
const IDS = [...ROLES, 'e1'];
const EMPTY: Inventory = {
  schema: 'podtrust.inventory/v1',
  clusters: [{ id: CLUSTER, cloud: 'aws', issuer: 'https://oidc.example', name: 'eks' }],
  identities: IDS.map((id) => ({
    ...{ id, name: id },
    ...(id === 'e1' ? { cloud: 'azure', kind: 'managed-identity' } : { cloud: 'aws', kind: 'iam-role' }),
  })) as Inventory['identities'],
  ...{ access: [], permissions: [], policies: [], findings: [], undecided: [] },
};

const PODS = ['a/x', 'a/y', 'b/x'];
const ACTS: readonly InventoryBecoming['by'][number][] = ['make-pods', 'make-tokens', 'run-commands'];
const GROUPS = ['Group t', 'Group u'];
const some = <T>(...of: readonly T[]) => fc.subarray([...of]);
const pairs = <A, B>(ones: readonly A[], others: readonly B[]) =>
  ones.flatMap((one) => others.map((other) => [one, other] as const));
const admitted = fc.constantFrom(true, false, null);

/** One version of a program, of single things each of which may be there or not. */
const version = fc.record({
  access: some(...pairs(ROLES, PODS)),
  may: some(...pairs(ROLES, pairs(ACTIONS, RESOURCES))),
  becoming: some(...pairs(GROUPS, pairs(['a', 'b'], ACTS))),
  becomingIdentities: some(...pairs(['arn:aws:iam::111122223333:role/p', 'arn:aws:iam::111122223333:user/q'], ROLES)),
  outbound: fc.dictionary(fc.constantFrom(...ROLES), admitted, { noNullPrototype: true }),
  capabilities: fc.dictionary(fc.constantFrom('ACK', 'KRO'), admitted, { noNullPrototype: true }),
  findings: some(...pairs(['rule-a', 'rule-b'], pairs(ROLES, [false, true]))),
  undecided: some(...pairs(['module.a', 'module.b'], ['because p', 'because q'])),
  off: some('rule-a', 'rule-b', 'rule-c'),
});
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never;

const at = { file: 'main.tf', pointer: '/x' };

function inventoryOf(one: Version): Inventory {
  const acts = new Map<string, [string, string, InventoryBecoming['by'][number][]]>();
  for (const [who, [namespace, act]] of one.becoming) {
    const key = `${who} ${namespace}`;
    acts.set(key, [who, namespace, [...(acts.get(key)?.[2] ?? []), act]]);
  }
  return {
    ...EMPTY,
    access: one.access.map(([identity, account]) => row(account, { identity })),
    policies: ROLES.map((identity) => ({
      ...({ identity, kind: 'permissions', source: identity } as const),
      statements: one.may.flatMap(([id, [action, resource]]) =>
        id === identity ? [{ effect: 'Allow' as const, actions: [action], resources: [resource] }] : [],
      ),
    })),
    becoming: [...acts.values()].map(([who, namespace, by]) => ({
      ...({ cluster: CLUSTER, who, kind: 'group', becomes: 'pod', namespace, names: ['*'] } as const),
      ...{ by: [...by].sort(), sources: ['RoleBinding/x'] },
    })),
    becomingIdentities: one.becomingIdentities.map(([who, identity]) => ({
      ...({ who, kind: 'principal', identities: [identity], by: 'assume', sources: [identity] } as const),
    })),
    outbound: Object.entries(one.outbound).map(([role, isIn]) => ({ role, identity: 'e1', admitted: isIn })) as never,
    capabilities: Object.entries(one.capabilities).map(([type, isIn]) => ({
      ...{ cluster: CLUSTER, type, identity: 'r1', admitted: isIn },
    })) as never,
    findings: one.findings.map(([rule, [subject, isAccepted]]): Finding => ({
      ...({ rule, level: 'warning', message: `${rule} of ${subject}`, subject, at, help: 'h' } as const),
      ...(isAccepted ? { accepted: { reason: 'meant', at } } : {}),
    })),
    undecided: one.undecided.map(([about, because]) => ({ about, because, at })),
    settings: { off: one.off } as never,
  };
}

const told = (result: Review, kind: Change['change'], subject: Change['subject']): readonly Change[] =>
  result.changes.filter((one) => one.change === kind && one.subject === subject);
const keysOf = (all: readonly Finding[]): string[] =>
  all.map(({ rule, subject, accepted }) => `${rule} ${subject} ${accepted !== undefined}`).sort();

/** What is there after a difference: what widens comes, what narrows goes, all else stays. */
function applied<T>(
  all: readonly T[],
  was: (one: T) => boolean,
  comes: (one: T) => boolean,
  goes: (one: T) => boolean,
): T[] {
  return all.filter((one) => comes(one) || (was(one) && !goes(one)));
}

describe('a difference applied to its base gives its head', () => {
  const law = (what: string, holds: (base: Version, head: Version, result: Review) => void): void =>
    test(what, () => {
      fc.assert(
        fc.property(version, version, (base, head) => holds(base, head, review(inventoryOf(base), inventoryOf(head)))),
        { numRuns },
      );
    });
  const has = <A, B>(list: readonly (readonly [A, B])[], [one, other]: readonly [A, B]): boolean =>
    list.some((entry) => JSON.stringify(entry) === JSON.stringify([one, other]));

  law('of who gets in', (base, head, result) => {
    const is = (kind: Change['change'], [id, account]: readonly [string, string]): boolean =>
      told(result, kind, 'access').some((one) => one.id === id && one.account === account);
    const after = applied(
      pairs(ROLES, PODS),
      (one) => has(base.access, one),
      (one) => is('widened', one),
      (one) => is('narrowed', one),
    );
    expect(after).toEqual(pairs(ROLES, PODS).filter((one) => has(head.access, one)));
  });

  law('of what an identity may do that pods get on both sides', (base, head, result) => {
    for (const id of ROLES) {
      const gets = ({ access }: Version): boolean => access.some(([one]) => one === id);
      const is = (kind: Change['change'], [action, resource]: readonly [string, string]): boolean =>
        told(result, kind, 'permission').some((one) => one.id === id && one.what === `${action} on ${resource}`);
      // What no pod gets is nobody's access, and what nobody got is told with who gets it.
      if (!gets(head))
        expect(result.changes.filter((one) => one.id === id && one.subject === 'permission')).toEqual([]);
      if (!gets(base) || !gets(head)) continue;
      const all = pairs(ACTIONS, RESOURCES);
      const after = applied(
        all,
        (one) => has(base.may, [id, one]),
        (one) => is('widened', one),
        (one) => is('narrowed', one),
      );
      expect(after).toEqual(all.filter((one) => has(head.may, [id, one])));
    }
  });

  law('of who becomes the pods of a namespace in which identities are got on both sides', (base, head, result) => {
    for (const namespace of ['a', 'b']) {
      const gets = ({ access }: Version): boolean => access.some(([, account]) => account.startsWith(`${namespace}/`));
      if (!gets(base) || !gets(head)) continue;
      const is = (kind: Change['change'], [who, act]: readonly [string, (typeof ACTS)[number]]): boolean =>
        told(result, kind, 'becoming').some(
          (one) => one.who === who && one.what.split(', ').includes(mayText({ act, becomes: 'pod', namespace })),
        );
      const all = pairs(GROUPS, ACTS);
      const after = applied(
        all,
        ([who, act]) => has(base.becoming, [who, [namespace, act]]),
        (one) => is('widened', one),
        (one) => is('narrowed', one),
      );
      expect(after).toEqual(all.filter(([who, act]) => has(head.becoming, [who, [namespace, act]])));
    }
  });

  law('of who becomes an identity that pods get on both sides', (base, head, result) => {
    for (const id of ROLES) {
      const gets = ({ access }: Version): boolean => access.some(([one]) => one === id);
      if (!gets(base) || !gets(head)) continue;
      const is = (kind: Change['change'], who: string): boolean =>
        told(result, kind, 'becoming').some((one) => one.who === who && one.id === id);
      const all = ['arn:aws:iam::111122223333:role/p', 'arn:aws:iam::111122223333:user/q'];
      const after = applied(
        all,
        (who) => has(base.becomingIdentities, [who, id]),
        (who) => is('widened', who),
        (who) => is('narrowed', who),
      );
      expect(after).toEqual(all.filter((who) => has(head.becomingIdentities, [who, id])));
    }
  });

  law('of where roles get on to, and of what AWS runs by them', (base, head, result) => {
    const look = (
      subject: 'outbound' | 'capability',
      before: object,
      after: object,
      textOf: (key: string) => string,
    ): void => {
      const state = (of: object, key: string): boolean | null => (of as Record<string, boolean | null>)[key] ?? null;
      const isIn = (of: object, key: string): boolean | null => (key in of ? state(of, key) : false);
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        const is = (kind: Change['change']): boolean =>
          told(result, kind, subject).some(({ what }) => what === textOf(key));
        const now = is('widened') ? true : is('unknown') ? null : is('narrowed') ? false : isIn(before, key);
        // That somebody perhaps was let in and is kept out is no more than less access.
        if (isIn(before, key) === null && isIn(after, key) === false) expect(now).toBeNull();
        else expect([key, now]).toEqual([key, isIn(after, key)]);
      }
    };
    look('outbound', base.outbound, head.outbound, (role) => `pods of ${role} get on into e1`);
    look('capability', base.capabilities, head.capabilities, (type) => `${type} of eks has r1`);
  });

  law('of findings', (base, head, { findings }) => {
    const gone = new Set(keysOf(findings.gone));
    const after = keysOf(inventoryOf(base).findings).filter((key) => !gone.has(key));
    expect([...after, ...keysOf(findings.new)].sort()).toEqual(keysOf(inventoryOf(head).findings));
  });

  law(
    'of what is not known, and of rules that are switched off: no more and no less is told than what comes',
    (base, head, result) => {
      const come = pairs(['module.a', 'module.b'], ['because p', 'because q']).filter(
        (one) => has(head.undecided, one) && !has(base.undecided, one),
      );
      const open = told(result, 'unknown', 'program').map(({ what, because }) => [what, because]);
      expect(open.sort()).toEqual(come.map((both) => [...both]).sort());
      const off = told(result, 'widened', 'settings').flatMap(
        ({ what }) => /^switches off (.*)$/.exec(what)?.[1] ?? [],
      );
      expect(off.sort()).toEqual(head.off.filter((rule) => !base.off.includes(rule)).sort());
    },
  );

  test('and of one program there is none', () => {
    fc.assert(
      fc.property(version, (one) => {
        const result = review(inventoryOf(one), inventoryOf(one));
        expect([result.verdict, result.changes, result.findings]).toEqual(['same', [], { new: [], gone: [] }]);
      }),
      { numRuns },
    );
  });

  test('and the other way round it is its mirror, in every subject', () => {
    const key = ({ subject, id, who, cluster, account, what }: Change): string =>
      [subject, id, who, cluster, account, subject === 'access' ? '' : what].join('|');
    fc.assert(
      fc.property(version, version, (base, head) => {
        const isOnBothSides = (id: string): boolean =>
          [base, head].every(({ access }) => access.some(([one]) => one === id));
        // Of settings and of what is not known only what comes is told. What an identity may do is compared where pods get it.
        const of = (result: Review, kind: Change['change']): string[] =>
          ['access', 'permission', 'becoming', 'outbound', 'capability'].flatMap((subject) =>
            told(result, kind, subject as Change['subject'])
              .filter(({ id }) => subject !== 'permission' || isOnBothSides(id!))
              // From or to what is not certain there is no mirror.
              .filter(({ what }) => !/get on into| has /.test(what) || !hasDoubt(base, head))
              .map(key),
          );
        const there = review(inventoryOf(base), inventoryOf(head));
        const back = review(inventoryOf(head), inventoryOf(base));
        expect(of(there, 'widened')).toEqual(of(back, 'narrowed'));
        expect(of(there, 'narrowed')).toEqual(of(back, 'widened'));
        expect(keysOf(there.findings.new)).toEqual(keysOf(back.findings.gone));
      }),
      { numRuns },
    );
  });
});

function hasDoubt(...versions: readonly Version[]): boolean {
  return versions.some(({ outbound, capabilities }) =>
    [...Object.values(outbound), ...Object.values(capabilities)].includes(null),
  );
}

describe('trust and permissions at once, held against every pod and every request of a small world', () => {
  const role = fc.record({ trust: rows, may: policies });
  const program = fc.record({ r1: role, r2: role });
  type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;

  function inventory(one: Program): Inventory {
    return {
      ...EMPTY,
      access: ROLES.flatMap((id) => one[id].trust.map((entry) => ({ ...entry, identity: id }))),
      policies: ROLES.flatMap((id) => written(one[id].may, id)),
    };
  }

  test('nothing that widens is called narrower or the same, and nothing that does not is called wider for certain', () => {
    fc.assert(
      fc.property(program, program, (base, head) => {
        const isWider = ROLES.some((id) => {
          const accountsOf = ({ trust }: Program['r1']) => ACCOUNTS.filter((account) => admits(trust, account));
          const requestsOf = ({ may }: Program['r1']) => REQUESTS.filter((request) => isAllowed(may, request));
          const [accounts, requests] = [accountsOf(head[id]), requestsOf(head[id])];
          const [known, allowed] = [new Set(accountsOf(base[id])), new Set(requestsOf(base[id]))];
          return accounts.some((account) => requests.some((one) => !known.has(account) || !allowed.has(one)));
        });
        const { verdict, changes } = review(inventory(base), inventory(head));
        if (isWider) expect(['widened', 'unknown']).toContain(verdict);
        for (const { change, subject, id, example } of changes) {
          if (change !== 'widened' || example === undefined) continue;
          const [before, after] = [base[id as 'r1'], head[id as 'r1']];
          if (subject === 'access') {
            const account = example.split(':').slice(2) as [string, string];
            expect([example, admits(after.trust, account), admits(before.trust, account)]).toEqual([
              example,
              true,
              false,
            ]);
          } else {
            const [action, resource] = example.split(' on ') as [string, string];
            const isNew = [[], ['p'], ['q'], ['p', 'q']].some(
              (held) =>
                isAllowed(after.may, [action, resource, held]) && !isAllowed(before.may, [action, resource, held]),
            );
            expect([example, isNew]).toEqual([example, true]);
          }
        }
      }),
      { numRuns },
    );
  });
});
