import fc from 'fast-check';
import { newBudget } from '../../../../lib/proof/iam/budget';
import { cellsOf, isValid } from '../../../../lib/proof/iam/region/dimension';
import { FOLD, ONE, RUN, covers } from '../../../../lib/proof/iam/region/glob';
import {
  NAMESPACE,
  OTHER_SUBJECT,
  SERVICE_ACCOUNT,
  isSettledSubject,
  kubernetesBoxes,
  lowerCaseNameGlob,
  otherSubjectBoxes,
} from '../../../../lib/proof/iam/region/subject';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { expressionOf } from './automaton';

const PREFIX = 'system:serviceaccount:';
const A = symbolOf('var.a');

/** Patterns of subjects: the parts of one in their order, of which some are wildcards, and whatever looks like one. */
const subjectGlob = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(PREFIX, PREFIX, `system${RUN}`, RUN, `${RUN}account:`, 'system:', ''),
      fc.constantFrom('a', 'ab', RUN, `a${RUN}`, ONE, `${RUN}b`, ''),
      fc.constantFrom(':', ':', RUN, ONE, '', `${RUN}:`),
      fc.constantFrom('a', 'b.a', RUN, `a${RUN}`, `${ONE}${ONE}`, `${RUN}b`, '', 'a:b'),
    )
    .map((parts) => parts.join('')),
  fc.array(fc.constantFrom(PREFIX, 'a', 'b', ':', RUN, ONE, FOLD + 'a'), { maxLength: 6 }).map((all) => all.join('')),
);
const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'ba');

describe('the service accounts of a pattern on sub', () => {
  it('are those whose subject it matches', () => {
    fc.assert(
      fc.property(subjectGlob, name, fc.oneof(name, fc.constant('b.a')), (glob, namespace, account) => {
        const isIn = new RegExp(`^${expressionOf(glob)}$`).test(`${PREFIX}${namespace}:${account}`);
        const boxes = kubernetesBoxes(glob, 'certain');
        const isListed = boxes.some(
          ([one, other]) => covers(one!, namespace, newBudget()) && covers(other!, account, newBudget()),
        );
        expect(isListed).toBe(isIn);
        expect(kubernetesBoxes(glob, 'possible')).toEqual(boxes);
      }),
      { numRuns: Number(process.env['PODTRUST_PROPERTY_RUNS'] ?? 500) * 3 },
    );
  });

  it.each([
    [`${PREFIX}a:b`, [['a', 'b']]],
    [`${PREFIX}a`, []],
    [`${PREFIX}a:b:c`, []],
    ['a:b', []],
    ['', []],
    [`${PREFIX}${RUN}`, [[RUN, RUN]]],
    [`${PREFIX}a${RUN}:b`, [[`a${RUN}`, 'b']]],
    // A namespace has 63 characters at most, a name 253.
    [`${PREFIX}${'a'.repeat(63)}${RUN}`, [[`${'a'.repeat(63)}${RUN}`, RUN]]],
    [`${PREFIX}${'a'.repeat(64)}${RUN}`, []],
    [`${PREFIX}${RUN}:${'a'.repeat(253)}`, [[RUN, 'a'.repeat(253)]]],
    [`${PREFIX}${RUN}:${'a'.repeat(254)}`, []],
  ])('%s gives %j', (glob, boxes) =>
    expect(kubernetesBoxes(glob, 'certain').filter((box) => !box.includes(''))).toEqual(boxes),
  );

  it('are in a settled place where each unknown value is within the namespace or the name', () => {
    const settled = ['a', RUN, `${PREFIX}${A}:b`, `${PREFIX}a:${A}`, `${PREFIX}${A}:${RUN}`, `${PREFIX}a:${A}${RUN}`];
    const open = [A, `${A}:b`, `${A}${RUN}`, `${PREFIX}${A}${RUN}`, `${RUN}${A}:b`, `system${A}:a:${RUN}`];
    expect([...settled, ...open].map(isSettledSubject)).toEqual([...settled.map(() => true), ...open.map(() => false)]);
    for (const glob of open) {
      expect(kubernetesBoxes(glob, 'certain')).toEqual([]);
      expect(kubernetesBoxes(glob, 'possible')).not.toEqual([]);
    }
    for (const glob of settled) expect(kubernetesBoxes(glob, 'certain')).toEqual(kubernetesBoxes(glob, 'possible'));
    expect(kubernetesBoxes(`${PREFIX}${A}:${RUN}`, 'certain')).toEqual([[A, RUN]]);
  });

  it('may hold the colon within an unknown value: before it is the end of the namespace, after it the start of the name', () => {
    const field = (index: number): string => symbolOf(`split(":", var.a)[${index}]`, 'name');
    expect(kubernetesBoxes(`${PREFIX}x${A}y${RUN}`, 'possible')).toEqual([
      [`x${A}y${RUN}`, RUN],
      [`x${field(0)}`, `${field(1)}y${RUN}`],
    ]);
  });
});

describe('a subject of no service account', () => {
  it('is any text but one that begins as theirs do', () => {
    const start = fc.nat({ max: PREFIX.length }).map((length) => PREFIX.slice(0, length));
    fc.assert(
      fc.property(start, fc.string({ unit: fc.constantFrom('a', ':', 's'), maxLength: 3 }), (before, after) => {
        const text = before + after;
        expect(isValid(OTHER_SUBJECT.grammar, text)).toBe(text !== '' && !text.startsWith(PREFIX));
      }),
    );
    expect(isValid(OTHER_SUBJECT.grammar, '')).toBe(false);
    expect(isValid(OTHER_SUBJECT.grammar, PREFIX)).toBe(false);
    expect(isValid(OTHER_SUBJECT.grammar, `${PREFIX.slice(0, -1)}x`)).toBe(true);
    expect(isValid(OTHER_SUBJECT.grammar, 'x'.repeat(20_001))).toBe(false);
  });

  it('is matched by what a pattern says, and may be anything where that is not known', () => {
    expect(otherSubjectBoxes('repo:a/b', 'certain')).toEqual([['repo:a/b']]);
    expect(otherSubjectBoxes(`${PREFIX}a:b`, 'possible')).toEqual([]);
    expect(otherSubjectBoxes(`repo:${A}`, 'certain')).toEqual([]);
    expect(otherSubjectBoxes(`repo:${A}`, 'possible')).toEqual([[`repo:${RUN}`]]);
  });

  it('has an example outside of the likely ones', () => {
    const likely = [...'xyzabcdefghijklmnopqrstuvw'].map((letter) => letter + RUN);
    const outside = cellsOf(OTHER_SUBJECT, RUN, likely, newBudget()).find(({ inside }) => !inside.includes(true));
    expect(outside?.value).toMatch(/^[^a-z]/);
  });
});

describe('the last name that is left', () => {
  const others = [...'abcdefghijklmnopqrstuvwxyz0123456789'].map((letter) => `a${letter}b`);

  it('has a hyphen, or in the name of a service account a dot', () => {
    const left = (dimension: typeof NAMESPACE, taken: readonly string[]): readonly string[] =>
      cellsOf(dimension, `a${ONE}b`, taken, newBudget())
        .filter(({ inside }) => !inside.includes(true))
        .map(({ value }) => value);
    expect(left(NAMESPACE, others)).toEqual(['a-b']);
    expect(left(NAMESPACE, [...others, 'a-b'])).toEqual([]);
    expect(left(SERVICE_ACCOUNT, [...others, 'a-b'])).toEqual(['a.b']);
    expect(left(SERVICE_ACCOUNT, [...others, 'a-b', 'a.b'])).toEqual([]);
  });
});

test('a pattern of names has no capitals, and one of at least one character is one of any', () => {
  expect([`${FOLD}a${RUN}`, ONE + RUN, RUN + ONE, ONE, `a${ONE}${RUN}`].map(lowerCaseNameGlob)).toEqual([
    `a${RUN}`,
    RUN,
    RUN,
    ONE,
    `a${ONE}${RUN}`,
  ]);
});

describe('the grammar of names', () => {
  it('has letters, digits and hyphens, of accounts also dots, each part beginning and ending with a letter or digit', () => {
    const valid = (text: string): readonly boolean[] =>
      [NAMESPACE, SERVICE_ACCOUNT].map(({ grammar }) => isValid(grammar, text));
    expect(['a9', '0-z'].map(valid)).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(['a-.b', 'a{', 'aé', 'a:', 'a/', 'A', '.a', 'a-'].flatMap(valid)).not.toContain(true);
    expect(valid('a.b')).toEqual([false, true]);
  });
});

describe('the pairs of a pattern on sub', () => {
  it('keep what stands before an unknown value that may hold the colon', () => {
    const boxes = kubernetesBoxes(`${PREFIX}ab${A}${RUN}`, 'possible');
    const split = boxes.flatMap(([namespace]) => (namespace!.includes('split(') ? [namespace!] : []));
    expect(split).toEqual([expect.stringMatching(/^ab\uE000/)]);
  });

  it('are there however many runs and unknown values the namespace has', () => {
    const long = `a${RUN}`.repeat(40);
    expect(kubernetesBoxes(`${PREFIX}${long}:app`, 'certain')).toContainEqual([long, 'app']);
    const unknown = `a${A}`.repeat(40);
    expect(kubernetesBoxes(`${PREFIX}${unknown}:${RUN}`, 'certain')).toEqual([[unknown, RUN]]);
  });

  it('are none where the name would begin with a colon', () => {
    expect(kubernetesBoxes(`${PREFIX}a::${RUN}`, 'certain')).toEqual([]);
  });

  it('are settled only behind the whole prefix, in whichever case', () => {
    expect(isSettledSubject(`${FOLD}sys${A}`)).toBe(false);
    expect(isSettledSubject(`${FOLD}x${A}`)).toBe(true);
    expect(isSettledSubject(`${PREFIX}${A}`)).toBe(true);
    expect(isSettledSubject(`${'x'.repeat(PREFIX.length)}${A}:${RUN}`)).toBe(false);
    expect(isSettledSubject(`${PREFIX}${A}:${RUN}`)).toBe(true);
  });
});
