import fc from 'fast-check';
import { newBudget, within } from '../../../../lib/proof/iam/budget';
import {
  ACCOUNT,
  CLUSTER_ARN,
  accountOfCluster,
  alignedArns,
  arnsOfAccount,
  arnsOfClusterName,
  isAnyCluster,
  nameOfCluster,
} from '../../../../lib/proof/iam/region/cluster-arn';
import { cellsOf, isValid } from '../../../../lib/proof/iam/region/dimension';
import {
  FOLD,
  ONE,
  RUN,
  covers,
  isPattern,
  mayMeet,
  meet,
  shortestLength,
  tidy,
  union,
} from '../../../../lib/proof/iam/region/glob';
import { Region } from '../../../../lib/proof/iam/region/region';
import type { Box, Term } from '../../../../lib/proof/iam/region/region';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { NAMESPACE, SERVICE_ACCOUNT } from '../../../../lib/proof/iam/region/subject';
import { Texts, expressionOf } from './automaton';
import { runs } from '../random-policies';

// The algebra of patterns against the automata of refa, which decide the same questions in another way and without limit.

const pieces = (characters: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...characters, RUN, RUN, ONE), { maxLength }).map((list) => list.join(''));
const pattern = pieces(['a', 'b', 'A', '-', '.', `${FOLD}a`, `${FOLD}b`], 7);
/** Patterns of names, valid and invalid ones. */
const ofNames = pieces(['a', 'b', '0', '-', '.', 'A'], 6);

const NAMESPACES = Texts.of('[a-z0-9](?:[a-z0-9-]*[a-z0-9])?');
const ACCOUNT_NAMES = Texts.of('[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*');
const ACCOUNT_IDS = Texts.of('[0-9]{12}');
const ARNS = Texts.of('arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]{12}:cluster/[a-zA-Z0-9][a-zA-Z0-9_-]*');

describe('two patterns', () => {
  it('share exactly the texts of the union that their intersection is', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const both = Texts.ofPattern(a).and(Texts.ofPattern(b));
        expect(Texts.ofPatterns(meet(a, b, 'certain', newBudget())).equals(both)).toBe(true);
        expect(mayMeet(a, b, newBudget())).toBe(!both.isEmpty);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('cover each other only where every text of the one is a text of the other', () => {
    fc.assert(
      fc.property(pattern, pattern, (general, specific) => {
        const within = Texts.ofPattern(specific).isWithin(Texts.ofPattern(general));
        if (covers(general, specific, newBudget())) expect(within).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('and a text cover each other exactly where the text is one of the pattern', () => {
    const text = pieces(['a', 'b', 'A', 'B', '-'], 7).map((glob) => glob.replaceAll(RUN, 'b').replaceAll(ONE, 'x'));
    fc.assert(
      fc.property(pattern, text, (glob, one) => {
        expect(covers(glob, one, newBudget())).toBe(Texts.ofPattern(glob).holds(one));
      }),
      { numRuns: runs(2000) },
    );
  });
});

it('a pattern in its only spelling has the same texts, and none that is shorter than its shortest', () => {
  fc.assert(
    fc.property(pattern, (glob) => {
      const texts = Texts.ofPattern(glob);
      expect(Texts.ofPattern(tidy(glob)).equals(texts)).toBe(true);
      const length = shortestLength(glob);
      if (length > 0) expect(texts.meets(Texts.of(`[^]{0,${length - 1}}`))).toBe(false);
      expect(texts.meets(Texts.of(`[^]{${length}}`))).toBe(true);
    }),
    { numRuns: runs(1000) },
  );
});

it('a union without what others cover has the same texts', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 5 }), (globs) => {
      expect(Texts.ofPatterns(union(globs, newBudget())).equals(Texts.ofPatterns(globs))).toBe(true);
    }),
    { numRuns: runs(300) },
  );
});

const ARN_PARTS = ['arn', 'aws', 'eks', 'eu-west-1', '111122223333', 'cluster', 'main', ':', ':', ':', ':', '/'];

/** Patterns of clusters: an ARN of which some parts are wildcards, and whatever else looks a little like one. */
const ofClusters = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('arn:', 'arn:', RUN),
      fc.constantFrom('aws', 'aws-cn', RUN, `aws${RUN}`),
      fc.constantFrom(':eks:', ':eks:', ':e?s:'.replace('?', ONE), RUN, ':ec2:'),
      fc.constantFrom('eu-west-1', `eu${RUN}`, RUN, `${RUN}-${ONE}`),
      fc.constantFrom(':', ':', RUN, ONE),
      fc.constantFrom('111122223333', RUN, `1111${RUN}`, ONE.repeat(12), ONE.repeat(11)),
      fc.constantFrom(':cluster/', ':cluster/', `:cluster${ONE}`, `${RUN}/`, RUN, '/'),
      fc.constantFrom('main', RUN, `prod${RUN}`, `${RUN}a`, `${ONE}${RUN}`, '', 'a:b', '-a'),
    )
    .map((parts) => parts.join('')),
  pieces(ARN_PARTS, 7),
);

describe.each([
  ['a namespace', NAMESPACE, NAMESPACES, ofNames],
  ['a service account', SERVICE_ACCOUNT, ACCOUNT_NAMES, ofNames],
  ['an account', ACCOUNT, ACCOUNT_IDS, pieces(['1', '2', '11', '111122223333', 'a'], 4)],
  ['a cluster', CLUSTER_ARN, ARNS, ofClusters],
] as const)('the values of %s', (_, dimension, names, ofDimension) => {
  it('are those of the grammar', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '-', '.', 'A'), maxLength: 8 });
    const likely = ofDimension.map((glob) => glob.replaceAll(RUN, 'x').replaceAll(ONE, '0'));
    fc.assert(
      fc.property(fc.oneof(text, likely), (one) => expect(isValid(dimension.grammar, one)).toBe(names.holds(one))),
      { numRuns: runs(1000) },
    );
  });
});

describe.each([
  ['a namespace', NAMESPACE, NAMESPACES],
  ['a service account', SERVICE_ACCOUNT, ACCOUNT_NAMES],
] as const)('the values of %s', (_, dimension, names) => {
  it('lie inside and outside of patterns in exactly the ways that have an example', () => {
    fc.assert(
      fc.property(ofNames, fc.array(ofNames, { maxLength: 3 }), (include, others) => {
        const cells = cellsOf(dimension, include, others, newBudget());
        const inside = (cell: readonly boolean[]) => cell.map(Number).join('');
        const ways = Array.from({ length: 2 ** others.length }, (__, way) =>
          others.map((___, at) => (way >> at) % 2 === 1),
        );
        const possible = ways.filter(
          (way) =>
            others.reduce(
              (texts, other, at) =>
                way[at] ? texts.and(Texts.ofPattern(other)) : texts.without(Texts.ofPattern(other)),
              names.and(Texts.ofPattern(include)),
            ).isEmpty === false,
        );
        expect(cells.map((cell) => inside(cell.inside)).sort()).toEqual(possible.map(inside).sort());
        for (const { value, inside: is } of cells) {
          expect(names.and(Texts.ofPattern(include)).holds(value)).toBe(true);
          expect(others.map((other) => Texts.ofPattern(other).holds(value))).toEqual(is);
        }
      }),
      { numRuns: runs(400) },
    );
  });
});

describe('patterns of clusters', () => {
  const part = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
  const arn = fc
    .tuple(part('aws', 'aws-cn'), part('eu-west-1', 'us-east-1'), part('111122223333', '222233334444'))
    .chain(([partition, region, account]) =>
      part('main', 'prod-a', 'a', 'x1').map((name) => `arn:${partition}:eks:${region}:${account}:cluster/${name}`),
    );
  /** By a regular expression: an automaton of such patterns has too many states. */
  const isOf = (glob: string, text: string): boolean => new RegExp(`^${expressionOf(glob)}$`).test(text);

  it('have the same ARNs in the form of one, of which each wildcard keeps within its part', () => {
    fc.assert(
      fc.property(ofClusters, fc.array(arn, { minLength: 1 }), (glob, samples) => {
        const aligned = alignedArns(tidy(glob));
        for (const one of samples) expect(aligned.some((own) => isOf(own, one))).toBe(isOf(glob, one));
        if (!isPattern(glob) || aligned.includes(tidy(glob))) return;
        for (const one of aligned) expect(one).toMatch(/^arn:[^:/]+:eks:[^:/]+:[^:/]+:cluster\/[^:/]+$/);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('have an example of each way to lie inside and outside of others', () => {
    fc.assert(
      fc.property(ofClusters, fc.array(ofClusters, { maxLength: 2 }), fc.array(arn), (glob, others, samples) => {
        // What is not in the form of an ARN may take more work than is allowed, and is undecided then.
        const cells = within(() => cellsOf(CLUSTER_ARN, glob, others, newBudget(200_000)));
        if (!cells) return;
        for (const { value, inside } of cells) {
          expect(ARNS.holds(value) && isOf(glob, value)).toBe(true);
          expect(inside).toEqual(others.map((other) => isOf(other, value)));
        }
        for (const one of samples.filter((sample) => isOf(glob, sample))) {
          expect(cells.map(({ inside }) => inside)).toContainEqual(others.map((other) => isOf(other, one)));
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it.each<[string, readonly string[]]>([
    [RUN, [RUN]],
    [`${RUN}a`, [`arn:${RUN}:eks:${RUN}:${RUN}:cluster/${RUN}a`]],
    [`${RUN}prod`, [`arn:${RUN}:eks:${RUN}:${RUN}:cluster/${RUN}prod`]],
    [`arn:aws:eks:${RUN}`, [`arn:aws:eks:${RUN}:${RUN}:cluster/${RUN}`]],
    [`arn:aws:eks:${RUN}:1:cluster/a`, [`arn:aws:eks:${RUN}:1:cluster/a`]],
    [`arn:aws:eks:eu${ONE}west-1:1:cluster/a`, [`arn:aws:eks:eu${ONE}west-1:1:cluster/a`]],
    // A part is never empty, has no colon and no slash, and nothing follows the name.
    [`arn::eks:${RUN}`, []],
    [`arn:aws:eks:${RUN}:cluster/`, []],
    [`arn:aws:eks:${RUN}:cluster/a/b`, []],
    [`arn:aws:eks:${RUN}:cluster/a:b`, []],
    [`arn:a/s:eks:${RUN}`, []],
    [`arn:aws:ec2:${RUN}`, []],
    [`x${RUN}`, []],
    // What is unknown before apply stays as it is, and so does what could be read in too many ways.
    [`${symbolOf('a')}${RUN}`, [`${symbolOf('a')}${RUN}`]],
    [`${RUN}a`.repeat(30), [`${RUN}a`.repeat(30)]],
  ])('%s are %j', (glob, aligned) => expect(union(alignedArns(glob), newBudget())).toEqual(aligned));

  it('by a name, and by an account, are the ARNs that have it', () => {
    const [main, other] = ['111122223333', '444455556666'].map(
      (account) => `arn:aws:eks:eu-west-1:${account}:cluster/main`,
    ) as [string, string];
    expect([main, other].map((arn) => covers(arnsOfAccount('111122223333'), arn, newBudget()))).toEqual([true, false]);
    expect(['main', `m${RUN}`, 'mai'].map((name) => covers(arnsOfClusterName(name), main, newBudget()))).toEqual([
      true,
      true,
      false,
    ]);
    expect([main, `x${main}`, 'main', main.replace('1111', 'x')].map(accountOfCluster)).toEqual([
      '111122223333',
      undefined,
      undefined,
      undefined,
    ]);
    expect([main, `${main}/x`, `x${main}`, 'main'].map(nameOfCluster)).toEqual([
      'main',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are of any cluster where neither the region nor the name is told', () => {
    const open = [RUN, `arn:aws:eks:${RUN}:111122223333:cluster/${RUN}`];
    const told = [`arn:aws:eks:${RUN}:1:cluster/a${RUN}`, `arn:aws:eks:eu${RUN}:1:cluster/${RUN}`, `${RUN}main`, ''];
    const others = [`x${open[1]}`, `${open[1]}/x`];
    expect(open.map(isAnyCluster)).toEqual([true, true]);
    expect([...told, ...others].map(isAnyCluster)).not.toContain(true);
  });
});

describe('regions of namespace and account', () => {
  const dimensions = [NAMESPACE, SERVICE_ACCOUNT];
  const everybody = Texts.of(
    `[a-z0-9](?:[a-z0-9-]*[a-z0-9])?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*`,
  );
  const ofBox = (box: Box): Texts =>
    Texts.of(box.map((glob) => expressionOf(glob).replaceAll('[^]', '[^:]')).join(':')).and(everybody);
  const ofTerm = ({ box, except }: Term): Texts =>
    except.reduce((texts, other) => texts.without(ofBox(other)), ofBox(box));
  const ofTerms = (terms: readonly Term[]): Texts =>
    terms.reduce((texts, term) => texts.or(ofTerm(term)), Texts.none());

  const box = fc.tuple(pieces(['a', 'b', '-'], 3), pieces(['a', 'b', '.'], 3));
  const terms = fc
    .array(fc.record({ box, without: fc.array(box, { maxLength: 2 }) }), { minLength: 1, maxLength: 3 })
    .map(
      (list) =>
        (region: Region): readonly Term[] =>
          list.flatMap(({ box: one, without }, index) => {
            const term = { box: one, except: [], because: [index] };
            return region.without(term, without, 'certain') ?? [];
          }),
    );

  it('without others hold exactly the rest, and in common exactly what both hold', () => {
    fc.assert(
      fc.property(terms, terms, (makeA, makeB) => {
        const region = new Region(dimensions, newBudget());
        const [a, b] = [makeA(region), makeB(region)];
        expect(ofTerms(region.subtract(a, b, 'certain')).equals(ofTerms(a).without(ofTerms(b)))).toBe(true);
        expect(ofTerms(region.intersect(a, b, 'certain')).equals(ofTerms(a).and(ofTerms(b)))).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });

  it('are the same after simplifying, and have an example exactly where they are not empty', () => {
    fc.assert(
      fc.property(terms, (make) => {
        const region = new Region(dimensions, newBudget());
        const all = make(region);
        expect(ofTerms(region.simplify(all)).equals(ofTerms(all))).toBe(true);
        for (const term of all) {
          const example = region.example(term);
          expect(example === undefined).toBe(ofTerm(term).isEmpty);
          if (example) expect(ofTerm(term).holds(example.join(':'))).toBe(true);
          const others = all.filter((other) => other !== term);
          if (example) expect(region.isInside(term, others)).toBe(ofTerm(term).isWithin(ofTerms(others)));
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
