import * as path from 'node:path';
import type { Inventory } from '../../lib/proof/inventory';
import { Fates } from './fate';
import type { Fate } from './fate';
import { madeIn } from './made';
import type { Program } from './programs';
import type { Prover, Run } from './prover';
import { trustsSeen } from './trusts';
import type { SeenTrust } from './trusts';

/** What the proof said of one program, held against what its text shows. */
export interface Measured {
  readonly program: string;
  readonly forms: Program['forms'];
  readonly exit: Run['exit'];
  /** What standard error said, where there is no inventory. */
  readonly failure?: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly rows: number;
  readonly trusts: readonly {
    readonly kind: SeenTrust['kind'];
    readonly address: string;
    readonly fate: Fate | 'unread';
  }[];
  readonly findings: readonly { rule: string; level: string; subject: string; message: string; place: string }[];
  /** Whether each module that it calls was there to be read. */
  readonly modulesOnDisk: boolean;
  readonly undecided: readonly { about: string; because: string }[];
}

/** Proves one program with every warning allowed, so that the exit code speaks of errors alone. */
export async function measureProgram(program: Program, prover: Prover): Promise<Measured> {
  const { folder, directory, name, forms } = program;
  const run = await prover.run(folder, ['prove', '--format', 'json', directory]);
  const inventory = inventoryOf(run);
  const root = path.join(path.resolve(folder), directory);
  let made: readonly string[] | undefined;
  const fates = inventory && new Fates(inventory, () => (made ??= madeIn(root)));
  return {
    program: name,
    forms,
    exit: run.exit,
    ...(inventory ? {} : { failure: run.stderr.trim().replaceAll(path.resolve(folder), '…') }),
    seconds: run.seconds,
    megabytes: run.megabytes,
    rows: inventory?.access.length ?? 0,
    trusts: trustsSeen(root).map((trust) => ({
      kind: trust.kind,
      address: trust.address,
      fate: fates?.of(trust) ?? 'unread',
    })),
    findings: (inventory?.findings ?? []).map(({ rule, level, subject, message, at }) => ({
      rule,
      level,
      subject,
      message,
      place: `${at.file}${at.pointer === '' ? '' : ` ${at.pointer}`}`,
    })),
    modulesOnDisk: inventory?.undecided.every(({ because }) => !because.startsWith('the module was not read')) ?? false,
    undecided: (inventory?.undecided ?? []).map(({ about, because }) => ({ about, because })),
  };
}

function inventoryOf({ stdout }: Run): Inventory | undefined {
  try {
    return JSON.parse(stdout) as Inventory;
  } catch {
    return undefined;
  }
}
