import type { Measured } from './measure-program';
import { FATES } from './summary';
import type { Shares, Summary } from './summary';

/** The figures as text. Times and memory come last: all above them is the same each time. */
export function reportSummary(summary: Summary): string {
  const { programs, terraform, kubernetes, exits, rows, trusts, shares, sharesOnDisk } = summary;
  const { findings, undecided, seconds, megabytes } = summary;
  return [
    `programs: ${programs} (Terraform ${terraform}, Kubernetes ${kubernetes})`,
    `exit codes: ${
      Object.entries(exits)
        .map(([exit, count]) => `${exit}: ${count}`)
        .join(', ') || 'none'
    }`,
    `rows of access: ${rows}`,
    `trusts seen: ${Object.values(trusts)
      .flatMap(Object.values)
      .reduce((sum: number, count: number) => sum + count, 0)}`,
    ...Object.entries(trusts).map(
      ([kind, counts]) => `  ${kind}: ${FATES.map((fate) => `${fate} ${counts[fate]}`).join(', ')}`,
    ),
    `share decided: ${shareText(shares)}`,
    `share decided where all modules are on disk: ${shareText(sharesOnDisk)}`,
    ...section('findings', findings),
    ...section('undecided', undecided),
    `time: ${seconds.total.toFixed(1)} s, median ${seconds.median.toFixed(3)} s, most ${seconds.most.toFixed(2)} s`,
    `memory: ${megabytes.toFixed(0)} MB at most`,
    '',
  ].join('\n');
}

function shareText({ of, decided, exact }: Shares): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `${percent(decided)}; with which-cluster and if-made ${percent(exact)}; of ${of}`;
}

/** Each finding of level error, with its place, to be read. */
export function reportErrors(measured: readonly Measured[]): string {
  const lines = measured.flatMap(({ program, findings }) =>
    findings
      .filter(({ level }) => level === 'error')
      .map(({ rule, subject, message, place }) => `${program}\n  ${place}\n  ${rule}: ${subject}: ${message}\n`),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** Each trust that no line of the inventory accounts for, and each program without an inventory. */
export function reportMissing(measured: readonly Measured[]): string {
  const lines = measured.flatMap(({ program, exit, failure, trusts }) => [
    ...(failure === undefined ? [] : [`${program}: exit ${exit}: ${failure}`]),
    ...trusts
      .filter(({ fate }) => fate === 'missing')
      .map(({ kind, address }) => `${program}: no line speaks of ${kind} ${address}`),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function section(title: string, counts: Readonly<Record<string, readonly [number, number]>>): string[] {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, [count]]) => sum + count, 0);
  return [`${title}: ${total}`, ...entries.map(([name, [count, programs]]) => `  ${count} in ${programs}: ${name}`)];
}
