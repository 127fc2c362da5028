import { causeOf } from './cause';
import type { Fate } from './fate';
import type { Measured } from './measure-program';

/** The figures of a whole corpus. Maps are sorted: most first, then by name. */
export interface Summary {
  readonly programs: number;
  readonly terraform: number;
  readonly kubernetes: number;
  readonly exits: Readonly<Record<string, number>>;
  readonly rows: number;
  /** By kind, what became of each trust that the text shows. */
  readonly trusts: Readonly<Record<string, Readonly<Record<Fate | 'unread', number>>>>;
  /** Of the trusts that are made and that a cluster may use. */
  readonly shares: Shares;
  /** The same, of programs whose modules were all there to be read. */
  readonly sharesOnDisk: Shares;
  /** `level rule`: findings, and in how many programs. */
  readonly findings: Readonly<Record<string, readonly [findings: number, programs: number]>>;
  readonly undecided: Readonly<Record<string, readonly [entries: number, programs: number]>>;
  readonly seconds: { readonly total: number; readonly median: number; readonly most: number };
  readonly megabytes: number;
}

/** Shares of the trusts that are not `none` and not `no-cluster`. */
export interface Shares {
  readonly of: number;
  readonly decided: number;
  /** Decided, or exact as to who gets in where only which cluster it is, or whether it is made, is open. */
  readonly exact: number;
}

export const FATES: readonly (Fate | 'unread')[] = [
  'decided',
  'which-cluster',
  'if-made',
  'undecided',
  'missing',
  'unread',
  'none',
  'no-cluster',
];

export function summaryOf(measured: readonly Measured[]): Summary {
  const trusts: Record<string, Record<Fate | 'unread', number>> = {};
  for (const { kind, fate } of measured.flatMap((one) => one.trusts)) {
    trusts[kind] ??= Object.fromEntries(FATES.map((name) => [name, 0])) as Record<Fate | 'unread', number>;
    trusts[kind][fate] += 1;
  }
  const seconds = measured.map((one) => one.seconds).sort((a, b) => a - b);
  return {
    programs: measured.length,
    terraform: measured.filter(({ forms }) => forms.includes('terraform')).length,
    kubernetes: measured.filter(({ forms }) => forms.includes('kubernetes')).length,
    exits: counted(measured.map(({ exit }) => [String(exit)])),
    rows: measured.reduce((sum, { rows }) => sum + rows, 0),
    trusts: Object.fromEntries(Object.entries(trusts).sort(([a], [b]) => (a < b ? -1 : 1))),
    shares: sharesOf(measured),
    sharesOnDisk: sharesOf(measured.filter(({ modulesOnDisk }) => modulesOnDisk)),
    findings: countedPerProgram(measured.map((one) => one.findings.map(({ level, rule }) => `${level} ${rule}`))),
    undecided: countedPerProgram(measured.map((one) => one.undecided.map(({ because }) => causeOf(because)))),
    seconds: {
      total: seconds.reduce((sum, value) => sum + value, 0),
      median: seconds[Math.floor(seconds.length / 2)] ?? 0,
      most: seconds.at(-1) ?? 0,
    },
    megabytes: Math.max(0, ...measured.map((one) => one.megabytes)),
  };
}

function sharesOf(measured: readonly Measured[]): Shares {
  const fates = measured.flatMap(({ trusts }) => trusts.map(({ fate }) => fate));
  const count = (...some: readonly (Fate | 'unread')[]): number => fates.filter((fate) => some.includes(fate)).length;
  const all = fates.length - count('none', 'no-cluster');
  const share = (part: number): number => (all === 0 ? 1 : part / all);
  return { of: all, decided: share(count('decided')), exact: share(count('decided', 'which-cluster', 'if-made')) };
}

function counted(lists: readonly (readonly string[])[]): Record<string, number> {
  return Object.fromEntries(Object.entries(countedPerProgram(lists)).map(([name, [count]]) => [name, count]));
}

function countedPerProgram(lists: readonly (readonly string[])[]): Record<string, readonly [number, number]> {
  const counts = new Map<string, [number, number]>();
  for (const list of lists) {
    for (const name of list) counts.set(name, [(counts.get(name)?.[0] ?? 0) + 1, counts.get(name)?.[1] ?? 0]);
    for (const name of new Set(list)) counts.get(name)![1] += 1;
  }
  return Object.fromEntries([...counts].sort(([a, [m]], [b, [n]]) => n - m || (a < b ? -1 : 1)));
}
