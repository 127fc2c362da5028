import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { type Inventory, prove } from 'podtrust/proof';
import { ACCOUNTS, APPLICATIONS, IDENTITIES, LEFT_BEHIND, MODE } from './access';
import { addMove } from './move';
import { objectAt } from './objects';

const BY_KEY: Readonly<Record<string, { readonly name: string }>> = { ...IDENTITIES, ...APPLICATIONS };

/** `Deployment/shop/api -> id-api` of each workload that is in this program. */
const MEANT = ACCOUNTS.flatMap(({ workloads, identities }) =>
  workloads
    .map(objectAt)
    .flatMap(({ kind, metadata: { namespace, name } }) =>
      identities.map((key) => `${kind}/${namespace}/${name} -> ${BY_KEY[key]!.name}`),
    ),
).sort();

const WORKLOADS = new Set(MEANT.map((line) => line.split(' ')[0]));
const NAMES = new Set(Object.values(BY_KEY).map(({ name }) => name));

/** The same of an inventory, whatever the mechanism: what it says of these workloads and these identities. */
function accessOf({ access, identities }: Inventory): string[] {
  const nameOf = new Map(identities.map(({ id, name }) => [id, name]));
  const lines = access
    .filter(({ mechanism, identity }) => mechanism !== 'node' && NAMES.has(nameOf.get(identity)!))
    .flatMap(({ identity, workloads }) =>
      workloads
        .filter((workload) => WORKLOADS.has(workload))
        .map((workload) => `${workload} -> ${nameOf.get(identity)}`),
    );
  return [...new Set(lines)].sort();
}

const STEPS = [
  { mode: MODE, deployed: 'pod-identity', step: 'beside' },
  { mode: MODE, deployed: 'beside', step: 'credentials' },
  { mode: MODE, deployed: 'credentials', step: 'switched' },
  { mode: MODE, deployed: 'switched', step: 'left' },
] as const;

test.each(STEPS)('the workloads have the same identities at the step $step', (options) => {
  if (options.step === 'left' && LEFT_BEHIND.length > 0) return;
  const outdir = mkdtempSync(join(tmpdir(), 'move-'));
  const app = new App({ outdir, stackTraces: false });
  addMove(app, options);
  app.synth();
  const inventory = prove([outdir]);
  rmSync(outdir, { recursive: true });
  expect(accessOf(inventory)).toEqual(MEANT);
});
