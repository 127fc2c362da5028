import fc from 'fast-check';
import type { InventoryPolicy } from '../../lib/proof';
import { allowedBeyond } from '../../lib/review/permission-change';
import { REQUESTS, isAllowed, policies, written } from './small-world';
import type { Policies, Request } from './small-world';

type Statements = Policies['gives'];

const statements = policies.map(({ gives }) => gives);
const perhapsStatements = fc.option(statements, { nil: undefined, freq: 2 });
const choices = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });

/** What one side has: of which the hidden part is not known, and of some statements not whether they are there. */
interface Side {
  readonly known: Policies;
  readonly hidden: { readonly gives?: Statements | undefined; readonly boundary?: Statements | undefined };
  readonly perhaps: Statements;
  readonly there: readonly boolean[];
  /** Where two sides have the same, what is not known of them is the same. */
  readonly madeOf: string;
}

/** What the side has in truth. */
function truth({ known, hidden, perhaps, there }: Side): Policies {
  const { gives, boundary } = known;
  return {
    gives: [...gives, ...(hidden.gives ?? []), ...perhaps.filter((_, index) => there[index])],
    boundary: boundary && [...boundary, ...(hidden.boundary ?? [])],
  };
}

/** What an inventory says of it. */
function said({ known, hidden, perhaps, madeOf }: Side): InventoryPolicy[] {
  const uncertain = written({ gives: perhaps, boundary: undefined })[0]!.statements!.map((one) => ({
    ...one,
    perhaps: 'it depends on ${var.x}, which is not known before apply',
  }));
  return written(known).map(({ statements: own = [], ...policy }) => {
    const isGiving = policy.kind === 'permissions';
    const rest = (isGiving ? hidden.gives : hidden.boundary) ? [`\${var.${madeOf}_${policy.kind}}`] : [];
    const all = [...own, ...(isGiving ? uncertain : [])];
    return { ...policy, unread: { because: 'is not known before apply', statements: all, rest, depends: [madeOf] } };
  });
}

const sides = fc
  .record({
    own: policies,
    others: fc.option(policies, { nil: undefined }),
    hidden: fc.record({ gives: perhapsStatements, boundary: perhapsStatements }),
    otherHidden: fc.option(fc.record({ gives: perhapsStatements, boundary: perhapsStatements }), { nil: undefined }),
    perhaps: statements,
    there: choices,
    otherThere: choices,
  })
  .map(({ own, others = own, hidden, otherHidden, perhaps, there, otherThere }): [Side, Side] => {
    const isSame = otherHidden === undefined;
    const one = { perhaps, hidden, there, known: own, madeOf: 'a' };
    const other = isSame ? one : { ...one, hidden: otherHidden, there: otherThere, madeOf: 'b' };
    return [one, { ...other, known: others }];
  });

const isMore = (own: Policies, others: Policies, request: Request): boolean =>
  isAllowed(own, request) && !isAllowed(others, request);

describe('policies of which a part is hidden, held against every request of a small world', () => {
  test('nothing that is more is left out, whatever is hidden', () => {
    fc.assert(
      fc.property(sides, ([own, others]) => {
        const changes = allowedBeyond(said(own), said(others));
        if (REQUESTS.some((request) => isMore(truth(own), truth(others), request))) expect(changes).not.toEqual([]);
      }),
    );
  });

  test('what is said to be more for certain is, whatever the other side hid', () => {
    const allows = (some: Statements = []): Statements => some.filter(({ effect }) => effect === 'Allow');
    fc.assert(
      fc.property(sides, ([own, others]) => {
        // What both have is taken to give neither; where nothing was given, a policy of which nothing is known is more.
        const isAnythingGiven = others.known.gives.some(({ effect }) => effect === 'Allow');
        if (own.madeOf === others.madeOf || (!isAnythingGiven && own.hidden.gives)) return;
        const least: Side = { ...own, hidden: {}, perhaps: [] };
        const most = truth({
          ...others,
          hidden: { gives: allows(others.hidden.gives), boundary: allows(others.hidden.boundary) },
          perhaps: allows(others.perhaps),
          there: [true, true, true, true],
        });
        for (const { is, example } of allowedBeyond(said(own), said(others))) {
          if (is !== 'beyond' || example === undefined) continue;
          const [action, resource] = example.split(' on ') as [string, string];
          const held = [[], ['p'], ['q'], ['p', 'q']].filter((some) =>
            isMore(truth(least), most, [action, resource, some]),
          );
          expect([example, held.length > 0]).toEqual([example, true]);
        }
      }),
    );
  });

  test('of one program there is nothing', () => {
    fc.assert(
      fc.property(sides, ([own]) => {
        expect(allowedBeyond(said(own), said(own))).toEqual([]);
      }),
    );
  });
});
