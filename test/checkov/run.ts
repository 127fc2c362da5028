import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import { CHECK_BASELINE_FILE } from '../../lib/terraform';
import { SAMPLE_VALUES, writeManifests } from '../../stacks/plain-manifests';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS } from '../../stacks/settings';
import { type Finding, type Report, findCheckov, runCheckov } from './command';

/**
 * `npm run test:checkov`: holds what the sample synthesizes against the checks of checkov. Each passes, or is suppressed with
 * a reason; and nothing is suppressed that would pass.
 *
 * Exit: 0 all holds; 1 something does not; 3 there is no checkov.
 */
function main(): void {
  const checkov = findCheckov();
  if ('missing' in checkov) {
    console.log(`missing  checkov: ${checkov.missing}`);
    process.exitCode = 3;
    return;
  }
  console.log(`real     checkov ${checkov.version}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-checkov-'));
  try {
    const faults = [...terraform(path.join(folder, 'cdktf.out')), ...kubernetes(path.join(folder, 'cdk8s.out'))];
    for (const fault of faults) console.log(fault);
    console.log(faults.length === 0 ? 'every check passes, or is suppressed with a reason' : `${faults.length} faults`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The platform stacks: checkov knows nothing of the workloads' `kubernetes_manifest`. */
function terraform(outdir: string): string[] {
  const app = new App({ outdir, stackTraces: false });
  const { platforms } = makeProgram(app, DEFAULT_SETTINGS);
  app.synth();
  return platforms.flatMap(({ node: { id } }) => {
    const stack = path.join(outdir, 'stacks', id);
    const baseline = path.join(stack, CHECK_BASELINE_FILE);
    const plain = runCheckov(stack, 'terraform_json');
    const { failed } = runCheckov(stack, 'terraform_json', '--baseline', baseline);
    if (plain.passed === 0) return [`${id}: checkov found nothing to check`];
    say(id, { ...plain, failed, skipped: plain.failed });
    const { findings } = (JSON.parse(fs.readFileSync(baseline, 'utf8')) as Baseline).failed_checks[0]!;
    const suppressed = findings.flatMap(({ resource, check_ids }) =>
      check_ids.map((check) => `${check} ${nameOf(resource)}`),
    );
    return faultsOf(id, failed, new Set(suppressed), plain.failed);
  });
}

interface Baseline {
  readonly failed_checks: readonly { readonly findings: readonly { resource: string; check_ids: string[] }[] }[];
}

/** The plain YAML. Without its annotations it shows which of them are needed. */
function kubernetes(directory: string): string[] {
  const files = writeManifests(directory, SAMPLE_VALUES);
  const annotated = runCheckov(directory, 'kubernetes');
  if (annotated.passed === 0) return ['charts: checkov found nothing to check'];
  for (const file of files) {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.writeFileSync(file, lines.filter((line) => !line.includes('checkov.io/skip')).join('\n'));
  }
  const bare = runCheckov(directory, 'kubernetes');
  say('charts', annotated);
  const suppressed = annotated.skipped.map(({ id, resource }) => `${id} ${nameOf(resource)}`);
  const withoutReason = annotated.skipped
    .filter(({ reason }) => !reason || reason === 'No comment provided')
    .map(({ id, resource }) => `charts: ${id} of ${resource} is suppressed without a reason`);
  return [...faultsOf('charts', annotated.failed, new Set(suppressed), bare.failed), ...withoutReason];
}

function faultsOf(
  where: string,
  failed: readonly Finding[],
  suppressed: ReadonlySet<string>,
  wouldFail: readonly Finding[],
): string[] {
  const needed = new Set(wouldFail.map(({ id, resource }) => `${id} ${nameOf(resource)}`));
  return [
    ...failed.map(({ id, name, resource }) => `${where}: ${id} fails on ${resource}: ${name}`),
    ...[...suppressed].filter((one) => !needed.has(one)).map((one) => `${where}: ${one} passes: suppress it no more`),
  ];
}

/** checkov writes a resource of Terraform JSON in two ways, by the kind of check. */
function nameOf(resource: string): string {
  return resource.slice(resource.indexOf('.') + 1);
}

function say(where: string, { passed, failed, skipped }: Report): void {
  console.log(`${where}: ${passed} passed, ${failed.length} failed, ${skipped.length} suppressed`);
}

main();
