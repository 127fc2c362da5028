import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { App } from 'cdktf';
import { withoutTokenStackTraces } from '../lib/terraform';
import { explained } from './explained';
import { SAMPLE_VALUES, writeManifests } from './plain-manifests';
import { makeProgram } from './program';
import { loadSettings } from './settings/load-settings';

// `npm start`: everything that can be shown without a cloud account. What is printed beside the access table goes to
// standard error, so that the table can be piped.
explained(() => {
  const app = new App({ stackTraces: false });
  const { platforms } = makeProgram(app, loadSettings());
  withoutTokenStackTraces(() => app.synth());
  say(`Synthesized ${app.node.children.map((stack) => stack.node.id).join(', ')} into ${app.outdir}.`);
  say(
    `Wrote ${writeManifests('cdk8s.out', SAMPLE_VALUES).join(', ')} with the made-up values of ${SAMPLE_VALUES}: nothing of it can be applied.`,
  );
  for (const { deploymentNeeds, node } of platforms) {
    for (const need of deploymentNeeds) say(`To deploy ${node.id}: ${need}`);
  }
  say('All of these are settings: stacks/settings/settings.ts describes them, PODTRUST_SETTINGS names the file.');
  say(`\npodtrust prove ${app.outdir}`);
  const command = path.join(__dirname, '..', 'lib', 'cli', 'main.js');
  const proof = spawnSync(process.execPath, [command, 'prove', app.outdir], { stdio: 'inherit' });
  process.exitCode = proof.status ?? 1;
});

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
