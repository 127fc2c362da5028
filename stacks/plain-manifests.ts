import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'cdktf';
import { PodtrustError } from '../lib/core';
import { deployTimeValues } from '../lib/kubernetes/objects/deploy-time-values';
import { plainManifests, writePlainManifests } from '../lib/kubernetes/objects/plain-manifests';
import { explained } from './explained';
import { makeProgram } from './program';
import { loadSettings } from './settings/load-settings';

/** The values that are in the repository, for trying things out. */
export const SAMPLE_VALUES = 'charts/sample-values.yaml';

/** Writes the sample's objects as plain YAML, with values of a file, or of the deployed stacks. */
export function writeManifests(directory: string, valuesFile: string | undefined): string[] {
  // The stacks are made for their tokens' sake and not synthesized; cdktf wants a folder all the same.
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-'));
  try {
    const { platforms, workloads } = makeProgram(new App({ outdir, stackTraces: false }), loadSettings());
    const values = deployTimeValues({ valuesFile, deployedStacks: platforms.map((stack) => stack.node.id) });
    const sources = workloads.map((stack) => ({ stack, charts: [stack.chart] }));
    const manifests = plainManifests(sources, values);
    writePlainManifests(directory, manifests);
    return manifests.map(({ file }) => path.join(directory, file));
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function valuesOption(): string | undefined {
  try {
    return parseArgs({ options: { values: { type: 'string' } } }).values.values;
  } catch (error) {
    throw new PodtrustError({
      code: 'option-invalid',
      what: (error as Error).message.split('.')[0]!,
      remedy: 'The one option is --values FILE.',
    });
  }
}

if (require.main === module) {
  explained(() => {
    const valuesFile = valuesOption();
    const files = writeManifests(process.env.CDK8S_OUTDIR ?? 'cdk8s.out', valuesFile);
    const origin = valuesFile ?? 'the deployed stacks';
    const remark = valuesFile === SAMPLE_VALUES ? ', which are made up: nothing of it can be applied' : '';
    process.stderr.write(`wrote ${files.join(', ')} with the values of ${origin}${remark}\n`);
  });
}
