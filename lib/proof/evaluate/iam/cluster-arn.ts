import type { Dimension, Grammar } from './dimension';
import type { Glob } from './glob';
import { RUN, tidy } from './glob';

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
const ACCOUNT_PARTS: readonly Part[] = [...DIGITS, '1', '2'].map(() => ({ kind: DIGITS }));

/** An account's id: 12 digits. */
export const ACCOUNT: Dimension = {
  name: 'account',
  grammar: sequence(ACCOUNT_PARTS, 12),
  likely: ['111122223333', '444455556666'],
};

/** An EKS cluster's ARN: `arn:<partition>:eks:<region>:<account>:cluster/<name>`. */
export const CLUSTER_ARN: Dimension = {
  name: 'clusterArn',
  grammar: sequence(
    [
      ...text('arn:'),
      { kind: `${LOWER}-`, many: true },
      ...text(':eks:'),
      { kind: `${LOWER}0123456789-`, many: true },
      ...text(':'),
      ...ACCOUNT_PARTS,
      ...text(':cluster/'),
      { kind: ALPHANUMERIC },
      { kind: `${ALPHANUMERIC}-_`, many: true },
    ],
    200,
    1,
  ),
  likely: [
    'arn:aws:eks:us-east-1:111122223333:cluster/x',
    'arn:aws:eks:us-east-1:444455556666:cluster/x0',
    'arn:aws-cn:eks:cn-north-1:777788889999:cluster/app',
  ],
};

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
