import fc from 'fast-check';
import type { Access, InventoryPolicy, InventoryStatement } from '../../lib/proof';
import { matchesGlob } from '../../lib/proof/model/known/glob';

/** Requests of a world so small that each of them can be tried: actions, resources, and which conditions hold. */
export const ACTIONS = ['s3:get', 's3:put', 'sqs:get'];
export const RESOURCES = ['a/x', 'a/y', 'b/x'];
const HELD = [[], ['p'], ['q'], ['p', 'q']] as const;

export type Request = readonly [action: string, resource: string, held: readonly string[]];

export const REQUESTS: readonly Request[] = ACTIONS.flatMap((action) =>
  RESOURCES.flatMap((resource) => HELD.map((held): Request => [action, resource, held])),
);

const globs = (...some: string[]) => fc.uniqueArray(fc.constantFrom(...some), { minLength: 1, maxLength: 2 });

const statement = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  action: globs('*', 's3:*', '*:get', 's3:get', 'sqs:get'),
  isNotAction: fc.constantFrom(false, false, true),
  resource: globs('*', 'a/*', '*/x', 'a/x', 'b/x'),
  isNotResource: fc.constantFrom(false, false, true),
  conditions: fc.uniqueArray(fc.constantFrom('p', 'q'), { maxLength: 2 }),
});

/** What an identity's policies say. */
export const policies = fc.record({
  gives: fc.array(statement, { maxLength: 4 }),
  boundary: fc.option(fc.array(statement, { maxLength: 2 }), { nil: undefined, freq: 3 }),
});

type Statement = typeof statement extends fc.Arbitrary<infer T> ? T : never;
export type Policies = typeof policies extends fc.Arbitrary<infer T> ? T : never;

/** The same as an inventory has it. */
export function written({ gives, boundary }: Policies, identity = 'role'): InventoryPolicy[] {
  const statements = (some: readonly Statement[]): InventoryStatement[] =>
    some.map(({ effect, action, isNotAction, resource, isNotResource, conditions }) => ({
      effect,
      [isNotAction ? 'notActions' : 'actions']: action,
      [isNotResource ? 'notResources' : 'resources']: resource,
      conditions: conditions.map((key) => ({ operator: 'Bool', key, values: ['true'] })),
    }));
  return [
    { identity, kind: 'permissions', source: 'policy', statements: statements(gives) },
    ...(boundary
      ? [{ identity, kind: 'boundary', source: 'boundary', statements: statements(boundary) } as const]
      : []),
  ];
}

/** IAM User Guide, "Policy evaluation logic", for one request: written down a second time, as plainly as can be. */
export function isAllowed({ gives, boundary }: Policies, [action, resource, held]: Request): boolean {
  const matches = (one: Statement): boolean =>
    one.action.some((glob) => matchesGlob(glob, action)) !== one.isNotAction &&
    one.resource.some((glob) => matchesGlob(glob, resource)) !== one.isNotResource &&
    one.conditions.every((key) => held.includes(key));
  const some = (effect: string, list: readonly Statement[]): boolean =>
    list.some((one) => one.effect === effect && matches(one));
  if (some('Deny', gives) || some('Deny', boundary ?? [])) return false;
  return some('Allow', gives) && (!boundary || some('Allow', boundary));
}

const NAMES = ['a', 'b', 'ab', 'ba', 'aa'];

/** Every account of the small world. */
export const ACCOUNTS: readonly (readonly [string, string])[] = NAMES.flatMap((namespace) =>
  NAMES.map((name) => [namespace, name] as const),
);

export function row(account: string, more: Partial<Access> = {}): Access {
  const [namespace, serviceAccount] = account.split('/') as [string, string];
  return {
    ...{ identity: 'aws_iam_role.app', mechanism: 'irsa', cluster: 'aws_eks_cluster.main', namespace, serviceAccount },
    ...{ pattern: /[*?]/.test(account), except: [], workloads: [], claimed: true },
    ...more,
  };
}

const glob = fc.constantFrom('*', 'a', 'b', 'a*', '*b', '?', 'ab');

/** Whom an identity admits. */
export const rows = fc.uniqueArray(
  fc
    .record({ namespace: glob, name: glob, except: fc.array(fc.tuple(glob, glob), { maxLength: 2 }) })
    .map(({ namespace, name, except }) =>
      row(`${namespace}/${name}`, { except: except.map((both) => both.join('/')).sort() }),
    ),
  { maxLength: 4, selector: (one) => JSON.stringify(one) },
);

/** Whether some of them let an account in, worked out by itself. */
export function admits(entries: readonly Access[], [namespace, name]: readonly [string, string]): boolean {
  return entries.some(
    (entry) =>
      matchesGlob(entry.namespace, namespace) &&
      matchesGlob(entry.serviceAccount, name) &&
      !entry.except.some((text) => {
        const [spaces, names] = text.split('/') as [string, string];
        return matchesGlob(spaces, namespace) && matchesGlob(names, name);
      }),
  );
}
