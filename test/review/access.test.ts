import fc from 'fast-check';
import type { Access, Inventory } from '../../lib/proof';
import { matchesGlob } from '../../lib/proof/model/known/glob';
import { review } from '../../lib/review';
import type { Review } from '../../lib/review';
import { ACCOUNTS, admits, row, rows } from './small-world';

function inventory(access: readonly Access[]): Inventory {
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [{ id: 'aws_eks_cluster.main', cloud: 'aws', issuer: 'https://oidc.example' }],
    identities: [{ id: 'aws_iam_role.app', cloud: 'aws', kind: 'iam-role', name: 'app' }],
    access,
    permissions: [],
    findings: [],
    undecided: [],
  };
}

function changed(before: readonly Access[], after: readonly Access[]): Review {
  return review(inventory(before), inventory(after));
}

const kinds = ({ changes }: Review): string[] => changes.map(({ change, account }) => `${change} ${account}`);

test('a pattern that takes more is widened by an account that did not get in', () => {
  const result = changed([row('shop/api-*')], [row('shop/*')]);
  expect(result.changes).toMatchObject([{ change: 'widened', example: 'system:serviceaccount:shop:x' }]);
  expect(kinds(changed([row('shop/*')], [row('shop/api-*')]))).toEqual(['narrowed shop/* (pattern)']);
});

test('a pattern in the place of all the accounts that it takes is widened', () => {
  expect(changed([row('shop/a'), row('shop/b')], [row('shop/?')]).verdict).toBe('widened');
});

test('an exception that is gone is widened by the account that it kept out', () => {
  const result = changed([row('*/api', { except: ['kube-system/*'] })], [row('*/api')]);
  expect(result.changes).toMatchObject([{ change: 'widened', example: 'system:serviceaccount:kube-system:api' }]);
});

test('two patterns together may take all that one took', () => {
  const halves = [row('shop/*', { except: ['shop/a*'] }), row('shop/a*')];
  expect(changed(halves, [row('shop/*')]).verdict).toBe('same');
  expect(changed([row('shop/*')], halves).verdict).toBe('same');
});

test('pods with a label are fewer than all of a namespace, and images that a kubelet pulls are less than a token', () => {
  const labelled = row('shop/*', { mechanism: 'aad-pod-identity', selector: 'api' });
  expect(changed([row('shop/*')], [labelled]).verdict).toBe('narrowed');
  expect(changed([labelled], [row('shop/*')]).verdict).toBe('widened');
  const pulls = row('shop/api', { via: 'image-pull' });
  expect(changed([row('shop/api')], [pulls]).verdict).toBe('narrowed');
  expect(changed([pulls], [row('shop/api')]).verdict).toBe('widened');
});

test('an account that perhaps gets in is not known to be more, and one that perhaps did is not known to be less', () => {
  const perhaps = row('shop/api', { uncertain: 'its subject is not known' });
  expect(changed([], [perhaps])).toMatchObject({
    verdict: 'unknown',
    changes: [{ change: 'unknown', because: 'its subject is not known' }],
  });
  expect(changed([perhaps], [perhaps]).verdict).toBe('same');
  expect(changed([perhaps], [row('shop/api')]).verdict).toBe('unknown');
  expect(changed([row('shop/api')], [perhaps]).verdict).toBe('unknown');
  expect(changed([perhaps], []).verdict).toBe('same');
});

test('an account with a part that is not known may be one that got in', () => {
  expect(changed([row('shop/api')], [row('${var.namespace}/api')])).toMatchObject({
    verdict: 'unknown',
    changes: [{ change: 'unknown', because: 'it names ${var.namespace}, whose value is not known' }, {}],
  });
});

test('another variable of a policy and another module’s output are not the same at another address', () => {
  const reading = (resource: string): Inventory => ({
    ...inventory([row('shop/api')]),
    policies: [
      {
        ...{ identity: 'aws_iam_role.app', kind: 'permissions', source: 'policy' },
        statements: [{ effect: 'Allow', actions: ['s3:GetObject'], resources: [resource] }],
      },
    ],
  });
  const verdict = (before: string, after: string): string => review(reading(before), reading(after)).verdict;
  expect(verdict('b/${aws:PrincipalTag/team}/*', 'b/${aws:RequestTag/team}/*')).toBe('widened');
  expect(verdict('${module.blue.bucket}/*', '${module.green.bucket}/*')).toBe('unknown');
  expect(verdict('${aws_s3_bucket.data.arn}/*', '${module.store.aws_s3_bucket.data.arn}/*')).toBe('same');
});

test('programs that share nothing, a program that is empty and a stack that is gone are no less access', () => {
  const other: Inventory = {
    ...inventory([]),
    clusters: [{ id: 'aws_eks_cluster.other', cloud: 'aws', issuer: 'https://other.example' }],
    identities: [{ id: 'aws_iam_role.other', cloud: 'aws', kind: 'iam-role', name: 'other' }],
  };
  const base = inventory([row('shop/api')]);
  expect(review(base, other).verdict).toBe('unknown');
  expect(review(base, { ...other, clusters: [], identities: [] }).verdict).toBe('unknown');
  const staged: Inventory = {
    ...base,
    identities: [...base.identities, { id: 'data/aws_iam_role.db', cloud: 'aws', kind: 'iam-role', name: 'db' }],
  };
  expect(review(staged, base).changes).toMatchObject([
    { change: 'unknown', what: 'the stack data is not in the head' },
  ]);
});

describe('held against every account of a small world', () => {
  test('whoever gets in and did not is told, and each example is one', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const isMore = ACCOUNTS.some((account) => admits(after, account) && !admits(before, account));
        const { verdict, changes } = changed(before, after);
        if (isMore) expect(verdict).toBe('widened');
        for (const { change, example } of changes) {
          if (change !== 'widened' || example === undefined) continue;
          const [, , namespace, name] = example.split(':') as [string, string, string, string];
          const account = [namespace, name] as const;
          expect([example, admits(after, account), admits(before, account)]).toEqual([example, true, false]);
        }
      }),
    );
  });

  test('a review of one program is empty, and of two what widens one way narrows the other', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        expect(changed(before, before).changes).toEqual([]);
        const of = (result: Review, kind: string): string[] =>
          result.changes.flatMap(({ change, account, example = '' }) =>
            change === kind ? [`${account} ${example}`] : [],
          );
        const [there, back] = [changed(before, after), changed(after, before)];
        expect(of(there, 'widened')).toEqual(of(back, 'narrowed'));
        expect(of(there, 'narrowed')).toEqual(of(back, 'widened'));
      }),
    );
  });
});

describe('a difference', () => {
  const letters = ['a', 'b', 'c'];
  const universe = letters.flatMap((namespace) => letters.map((name) => `${namespace}/${name}`));
  const runs = Number(process.env.PODTRUST_PROPERTY_RUNS ?? 300);
  /** Whether rows let an account in, worked out by itself. */
  const admits = (rows: readonly Access[], account: string): boolean =>
    rows.some(({ namespace, serviceAccount, except }) => {
      const [ns, name] = account.split('/') as [string, string];
      return (
        matchesGlob(namespace, ns) &&
        matchesGlob(serviceAccount, name) &&
        !except.some((glob) => matchesGlob(glob, account))
      );
    });
  /** Whether a change of a kind is about an account. */
  const touches = ({ changes }: Review, kind: string, account: string): boolean =>
    changes.some(({ change, account: of = '' }) => {
      const [namespaces, names] = of.replace(/ \(pattern\).*$/, '').split('/') as [string, string];
      const [ns, name] = account.split('/') as [string, string];
      const [, except = ''] = / except (.*)$/.exec(of) ?? [];
      return (
        change === kind &&
        matchesGlob(namespaces, ns) &&
        matchesGlob(names, name) &&
        !except.split(', ').some((glob) => matchesGlob(glob, account))
      );
    });

  test('of accounts that are written out, applied to its base, gives its head', () => {
    const rows = fc.uniqueArray(fc.constantFrom(...universe), { maxLength: 6 });
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const result = changed(
          before.map((account) => row(account)),
          after.map((account) => row(account)),
        );
        const applied = universe.filter(
          (account) =>
            touches(result, 'widened', account) || (before.includes(account) && !touches(result, 'narrowed', account)),
        );
        expect(applied).toEqual([...after].sort());
      }),
      { numRuns: runs },
    );
  });

  test('of patterns leaves everybody whom it does not name as the base has them, and names nobody who is out as widened', () => {
    const part = fc.constantFrom('a', 'b', 'c', '*', '?');
    const account = fc.tuple(part, part).map((both) => both.join('/'));
    const rows = fc.array(
      fc
        .tuple(account, fc.array(account, { maxLength: 2 }))
        .map(([one, except]) => row(one, { except: /[*?]/.test(one) ? except : [] })),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const result = changed(before, after);
        for (const one of universe) {
          const [was, is] = [admits(before, one), admits(after, one)];
          // No list of names is all that a pattern takes, so one that is written out counts as less than it.
          if (!was && is) expect([one, touches(result, 'widened', one)]).toEqual([one, true]);
          if (was && !is) expect([one, touches(result, 'narrowed', one)]).toEqual([one, true]);
          if (touches(result, 'widened', one)) expect([one, is]).toEqual([one, true]);
          if (touches(result, 'narrowed', one)) expect([one, was]).toEqual([one, true]);
        }
        for (const { change, example } of result.changes) {
          const [, namespace, name] = /^system:serviceaccount:(.*):(.*)$/.exec(example ?? '') ?? [];
          if (namespace === undefined) continue;
          const own = `${namespace}/${name}`;
          const [inside, outside] = change === 'widened' ? [after, before] : [before, after];
          expect([own, admits(inside, own), admits(outside, own)]).toEqual([own, true, false]);
        }
      }),
      { numRuns: runs },
    );
  });
});
