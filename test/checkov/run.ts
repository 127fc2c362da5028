import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import { stringify } from 'yaml';
import { projectFiles } from '../../lib/cli/init/project-files';
import { CHECK_BASELINE_FILE } from '../../lib/terraform';
import { SAMPLE_VALUES, writeManifests } from '../../stacks/plain-manifests';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS } from '../../stacks/settings/settings';
import { type Finding, type Report, findCheckov, runCheckov } from './command';

const REPOSITORY = path.resolve(__dirname, '../..');

/**
 * `npm run test:checkov`: holds what the sample, the project of `podtrust init both` and the shapes of EKS and AKS that `test:real` deploys
 * synthesize against the checks of checkov. Each passes, or is suppressed with a reason; and nothing is suppressed that would pass.
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
    const faults = [...sample(folder), ...initialProject(), ...shapesOfEks(folder), ...shapesOfAks(folder)];
    for (const fault of faults) console.log(fault);
    console.log(faults.length === 0 ? 'every check passes, or is suppressed with a reason' : `${faults.length} faults`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The sample's platform stacks, and its plain YAML: checkov knows nothing of the workloads' `kubernetes_manifest`. */
function sample(folder: string): string[] {
  const outdir = path.join(folder, 'cdktf.out');
  const app = new App({ outdir, stackTraces: false });
  const { platforms } = makeProgram(app, DEFAULT_SETTINGS);
  app.synth();
  const directory = path.join(folder, 'cdk8s.out');
  const files = writeManifests(directory, SAMPLE_VALUES);
  return [
    ...platforms.flatMap(({ node: { id } }) => faultsOfStack(id, path.join(outdir, 'stacks', id))),
    ...faultsOfObjects('charts', directory, files),
  ];
}

/** The project that `podtrust init both` writes, in the package's own folder, so that it finds podtrust in what was built. */
function initialProject(): string[] {
  const project = fs.mkdtempSync(path.join(REPOSITORY, 'dist', 'init-'));
  try {
    for (const [file, text] of projectFiles('both', 'cdktf', 'checked', REPOSITORY)) {
      if (file === 'package.json') continue;
      fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      fs.writeFileSync(path.join(project, file), text);
    }
    execFileSync(process.execPath, [require.resolve('tsx/cli'), 'main.ts'], { cwd: project, stdio: 'pipe' });
    const stacks = path.join(project, 'cdktf.out', 'stacks');
    const objects = path.join(project, 'objects');
    fs.mkdirSync(objects);
    const files = ['eks-workloads', 'aks-workloads'].map((id) => {
      const { resource } = JSON.parse(fs.readFileSync(path.join(stacks, id, 'cdk.tf.json'), 'utf8')) as Workloads;
      const documents = Object.values(resource.kubernetes_manifest).map(({ manifest }) => stringify(manifest));
      fs.writeFileSync(path.join(objects, `${id}.yaml`), documents.join('---\n'));
      return path.join(objects, `${id}.yaml`);
    });
    return [
      ...['eks-platform', 'aks-platform'].flatMap((id) => faultsOfStack(`init: ${id}`, path.join(stacks, id))),
      ...faultsOfObjects('init: charts', objects, files),
    ];
  } finally {
    fs.rmSync(project, { recursive: true, force: true });
  }
}

/** Every construct of EKS: the stacks that `test:real` deploys, and the objects that guard nodes. */
function shapesOfEks(folder: string): string[] {
  const stackOf = (program: string): string => path.join(stacksOf(folder, program), program);
  const { resource } = JSON.parse(
    fs.readFileSync(path.join(stackOf('eks-guards'), 'cdk.tf.json'), 'utf8'),
  ) as Workloads;
  const objects = path.join(folder, 'guards');
  fs.mkdirSync(objects);
  const documents = Object.values(resource.kubernetes_manifest).map(({ manifest }) => stringify(manifest));
  const file = path.join(objects, 'guards.yaml');
  fs.writeFileSync(file, documents.join('---\n'));
  return [
    ...['eks-shapes', 'eks-access', 'eks-controllers'].flatMap((program) => faultsOfStack(program, stackOf(program))),
    ...faultsOfObjects('eks-guards', objects, [file]),
  ];
}

/** Every construct of AKS that checkov has checks for: the stacks that `test:real` deploys. */
function shapesOfAks(folder: string): string[] {
  const stacks = stacksOf(folder, 'aks-shapes');
  return ['aks-shapes', 'aks-moving'].flatMap((id) => faultsOfStack(id, path.join(stacks, id)));
}

/** The folder of the stacks that a program of `test:real` synthesizes. */
function stacksOf(folder: string, program: string): string {
  const outdir = path.join(folder, program);
  const file = path.join(REPOSITORY, 'test/real/programs', `${program}.ts`);
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  execFileSync(process.execPath, [require.resolve('tsx/cli'), file], { cwd: folder, stdio: 'pipe', env });
  return path.join(outdir, 'stacks');
}

interface Workloads {
  readonly resource: { readonly kubernetes_manifest: Readonly<Record<string, { readonly manifest: object }>> };
}

/** What fails in a synthesized stack, and what is suppressed that would pass. */
function faultsOfStack(id: string, stack: string): string[] {
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
}

interface Baseline {
  readonly failed_checks: readonly { readonly findings: readonly { resource: string; check_ids: string[] }[] }[];
}

/** What fails in YAML. Without its annotations it shows which of them are needed. */
function faultsOfObjects(where: string, directory: string, files: readonly string[]): string[] {
  const annotated = runCheckov(directory, 'kubernetes');
  if (annotated.passed === 0) return [`${where}: checkov found nothing to check`];
  for (const file of files) {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.writeFileSync(file, lines.filter((line) => !line.includes('checkov.io/skip')).join('\n'));
  }
  const bare = runCheckov(directory, 'kubernetes');
  say(where, annotated);
  const suppressed = annotated.skipped.map(({ id, resource }) => `${id} ${nameOf(resource)}`);
  const withoutReason = annotated.skipped
    .filter(({ reason }) => !reason || reason === 'No comment provided')
    .map(({ id, resource }) => `${where}: ${id} of ${resource} is suppressed without a reason`);
  return [...faultsOf(where, annotated.failed, new Set(suppressed), bare.failed), ...withoutReason];
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
