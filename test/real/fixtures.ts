import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { inOneLine, say } from './command-line';
import { findComponents, NEEDED } from './install/components';
import { LocalCloud, type CloudName } from './local-cloud';
import { stopAllAtExit } from './processes';
import { Program } from './program';

/**
 * `npx tsx test/real/fixtures.ts`: deploys both clouds once, and keeps what Terraform shows of the plans and the applied
 * states, and the objects in the API server, as fixtures of the proof's readers.
 */
const destination = path.resolve(__dirname, '..', 'proof', 'fixtures', 'real');

async function main(): Promise<void> {
  const components = findComponents();
  for (const cloud of ['aws', 'azure'] as const) {
    const missing = NEEDED[cloud].map(components.get).filter((component) => !component.path);
    if (missing.length > 0) {
      say(
        `${cloud}: NOT MADE, without ${missing.map(({ title, missing: reason }) => `${title} (${reason})`).join(', ')}`,
      );
      process.exitCode = 3;
      continue;
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-real-'));
    const started = await LocalCloud.start(cloud, components, path.join(folder, cloud));
    try {
      await keep(cloud, started);
    } finally {
      await started.stop();
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function keep(name: CloudName, cloud: LocalCloud): Promise<void> {
  const program = new Program(cloud);
  const prefix = name === 'aws' ? 'eks' : 'aks';
  const [platform, workloads] = [`${prefix}-platform`, `${prefix}-workloads`];
  await program.synthesize();
  write(cloud, `${platform}.plan.json`, await program.showPlan(platform));
  await program.deploy(platform);
  write(cloud, `${workloads}.plan.json`, await program.showPlan(workloads));
  await program.deploy();
  await cloud.kubernetes.rolledOut('todo');
  for (const stack of [platform, workloads]) write(cloud, `${stack}.state.json`, await program.showState(stack));
  // As `kubectl get -o json` prints several kinds.
  const list = { apiVersion: 'v1', kind: 'List', items: await cloud.kubernetes.objectsIn('todo') };
  write(cloud, `${prefix}-objects.json`, JSON.stringify(list));
}

/** Writes a fixture without what belongs to this machine or this minute: folders, ports, certificates. */
function write(cloud: LocalCloud, file: string, json: string): void {
  const text = JSON.stringify(JSON.parse(json), undefined, 1)
    .replaceAll(cloud.folder, '.')
    .replace(/\b(127\.0\.0\.1|localhost):\d+/g, '$1:6443')
    .replace(/-----BEGIN CERTIFICATE-----[^"]*?-----END CERTIFICATE-----/g, 'PEM');
  fs.mkdirSync(destination, { recursive: true });
  fs.writeFileSync(path.join(destination, file), `${text}\n`);
  say(`wrote ${path.relative(process.cwd(), path.join(destination, file))}`);
}

stopAllAtExit(() => say('stopped'));
main().catch((error: unknown) => {
  say(inOneLine(error));
  process.exitCode = 1;
});
