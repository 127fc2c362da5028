import { hasSymbol } from '../../model/known/symbol';
import type { Dimension, Grammar } from './dimension';
import type { Glob } from './glob';
import { RUN, isPattern, piecesOf, placesAfter, tidy } from './glob';

/** A part of a text: one character of a kind, or with `many` one or more. No kind with `many` has the character after it. */
interface Part {
  readonly kind: string;
  readonly many?: boolean;
}

/** The grammar of parts that follow each other; of the last `optional` ones none need be there. */
function sequence(parts: readonly Part[], maximumLength: number, optional = 0): Grammar {
  return {
    start: 0,
    step: (state, character) => {
      if (parts[state]?.kind.includes(character)) return state + 1;
      const last = parts[state - 1];
      return last?.many && last.kind.includes(character) ? state : -1;
    },
    accepts: (state) => state >= parts.length - optional,
    kinds: [...new Set(parts.map(({ kind }) => kind))],
    maximumLength,
  };
}

const text = (characters: string): readonly Part[] => [...characters].map((kind) => ({ kind }));
const DIGITS = '1234567890';
const LOWER = 'xyzabcdefghijklmnopqrstuvw';
const ALPHANUMERIC = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`;
const ACCOUNT_PARTS: readonly Part[] = Array.from({ length: 12 }, () => ({ kind: DIGITS }));

const PARTITION_PARTS: readonly Part[] = [{ kind: `${LOWER}-`, many: true }];
const REGION_PARTS: readonly Part[] = [{ kind: `${LOWER}0123456789-`, many: true }];
/** The first character, and as many more as there are. See the EKS API Reference, CreateCluster. */
const NAME_PARTS: readonly Part[] = [{ kind: ALPHANUMERIC }, { kind: `${ALPHANUMERIC}-_`, many: true }];

/** An account's id: 12 digits. */
export const ACCOUNT: Dimension = {
  grammar: sequence(ACCOUNT_PARTS, 12),
  likely: ['111122223333', '444455556666'],
};

/** The fixed parts of a cluster's ARN; between them are the partition, the region, the account and the name. */
const FIXED = ['arn:', ':eks:', ':', ':cluster/', ''] as const;
const PART_DIMENSIONS: readonly Dimension[] = [
  { grammar: sequence(PARTITION_PARTS, 20) },
  { grammar: sequence(REGION_PARTS, 40) },
  ACCOUNT,
  { grammar: sequence(NAME_PARTS, 100, 1) },
];

/** An EKS cluster's ARN: `arn:<partition>:eks:<region>:<account>:cluster/<name>`. */
export const CLUSTER_ARN: Dimension = {
  grammar: sequence(
    [PARTITION_PARTS, REGION_PARTS, ACCOUNT_PARTS, NAME_PARTS].flatMap((part, index) => [
      ...text(FIXED[index]!),
      ...part,
    ]),
    200,
    1,
  ),
  parts: { dimensions: PART_DIMENSIONS, of: partsOf, join: joinParts },
  likely: [
    'arn:aws:eks:us-east-1:111122223333:cluster/x',
    'arn:aws:eks:us-east-1:444455556666:cluster/x0',
    'arn:aws-cn:eks:cn-north-1:777788889999:cluster/app',
  ],
};

const MOST_ALIGNED = 64;

/**
 * A pattern of clusters as patterns in the form of an ARN, so that a wildcard stays within one part: `*prod` is
 * `arn:*:eks:*:*:cluster/*prod`. What is unknown before apply, and what takes too many patterns, stays as it is.
 */
export function alignedArns(glob: Glob): readonly Glob[] {
  if (glob === RUN || !isPattern(glob) || hasSymbol(glob)) return [glob];
  const pieces = piecesOf(glob);
  const known = new Map<number, readonly Glob[] | undefined>();
  const from = (part: number, start: number): readonly Glob[] | undefined => {
    const key = start * FIXED.length + part;
    if (!known.has(key)) known.set(key, waysFrom(part, start));
    return known.get(key);
  };
  const waysFrom = (part: number, start: number): readonly Glob[] | undefined => {
    if (part === FIXED.length - 1) return start === pieces.length ? [''] : [];
    const ways = new Set<Glob>();
    for (const place of placesAfter(pieces, FIXED[part]!, start)) {
      for (let end = place; end <= pieces.length; end++) {
        const piece = pieces[end];
        // A run may go on in the next part.
        const own = tidy(pieces.slice(place, piece === RUN ? end + 1 : end).join(''));
        const rest = own === '' ? [] : from(part + 1, end);
        if (!rest) return undefined;
        for (const one of rest) ways.add(FIXED[part] + own + one);
        if (ways.size > MOST_ALIGNED) return undefined;
        if (piece === ':' || piece === '/') break;
      }
    }
    return [...ways];
  };
  return from(0, 0) ?? [glob];
}

/** The changing parts of an aligned pattern: the partition, the region, the account and the name. */
function partsOf(glob: Glob): readonly Glob[] | undefined {
  if (glob === RUN) return PART_DIMENSIONS.map(() => RUN);
  const parts = /^arn:([^:/]+):eks:([^:/]+):([^:/]+):cluster\/([^:/]+)$/.exec(glob);
  return parts ? parts.slice(1) : undefined;
}

function joinParts(parts: readonly string[]): string {
  return FIXED.map((fixed, index) => fixed + (parts[index] ?? '')).join('');
}

/** Whether a pattern of clusters leaves the region and the name open: any cluster of its account. */
export function isAnyCluster(glob: Glob): boolean {
  const parts = partsOf(glob);
  return parts !== undefined && parts[1] === RUN && parts[3] === RUN;
}

/** The ARNs of clusters whose name matches a pattern. */
export function arnsOfClusterName(name: Glob): Glob {
  return tidy(`arn:${RUN}:eks:${RUN}:${RUN}:cluster/${name}`);
}

/** The ARNs of an account's clusters. */
export function arnsOfAccount(account: Glob): Glob {
  return `arn:${RUN}:eks:${RUN}:${account}:cluster/${RUN}`;
}

/** The account in a known cluster's ARN. */
export function accountOfCluster(arn: string): string | undefined {
  return /^arn:[a-z-]+:eks:[a-z0-9-]+:(\d{12}):cluster\//.exec(arn)?.[1];
}

/** The name in a known cluster's ARN. */
export function nameOfCluster(arn: string): string | undefined {
  return /^arn:[^\uE000]*:cluster\/([^/:]+)$/.exec(arn)?.[1];
}
