import * as fs from 'node:fs';
import * as path from 'node:path';
import { withoutAzapi } from './azure/azapi-stand-in';
import {
  NEWER_AWS_ARGUMENTS,
  NEWER_AWS_RESOURCES,
  replaceNewerResources,
  takeOutNewerArguments,
} from './newer-arguments';

/**
 * The program that `cdktf deploy --app` runs here: the sample as it is, or the one that `PODTRUST_REAL_PROGRAM` names, then
 * beside each stack an override file that leads its providers to loopback. It keeps one cloud's stacks only.
 */

/** What {@link LocalCloud} writes for it, in the file that `PODTRUST_REAL_OVERRIDES` names. */
export interface Overrides {
  /** The start of the names of the other cloud's stacks, which are left out. */
  readonly otherStacks: 'eks-' | 'aks-';
  /** The folder that keeps what the program makes, before anything is changed for this machine. */
  readonly synthesized: string;
  /** Versions of the providers that are there, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Arguments of the providers, by name. */
  readonly providers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface TerraformJson {
  readonly terraform: {
    readonly required_providers: Record<string, { readonly source: string }>;
    readonly backend?: { readonly local?: { path: string } };
  };
  readonly provider?: Record<string, readonly Readonly<Record<string, unknown>>[]>;
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
}

function main(): void {
  // Required, not imported: it synthesizes when it is loaded, and that is the first thing to do.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(process.env.PODTRUST_REAL_PROGRAM ?? '../../stacks/main');
  if (process.exitCode) return;
  const overrides = readJson<Overrides>(process.env.PODTRUST_REAL_OVERRIDES!);
  const folder = process.env.CDKTF_OUTDIR ?? 'cdktf.out';
  const manifestFile = path.join(folder, 'manifest.json');
  const manifest = readJson<{ stacks: Record<string, unknown> }>(manifestFile);
  for (const stack of Object.keys(manifest.stacks)) {
    const stackFolder = path.join(folder, 'stacks', stack);
    if (stack.startsWith(overrides.otherStacks)) {
      delete manifest.stacks[stack];
      fs.rmSync(stackFolder, { recursive: true });
    } else {
      keep(stackFolder, overrides.synthesized);
      override(stackFolder, overrides);
    }
  }
  writeJson(manifestFile, manifest);
  writeJson(path.join(overrides.synthesized, 'manifest.json'), manifest);
}

function override(stackFolder: string, { versions, providers }: Overrides): void {
  const file = path.join(stackFolder, 'cdk.tf.json');
  const synthesized = readJson<TerraformJson>(file);
  const newer = replaceNewerResources(synthesized, NEWER_AWS_RESOURCES, versions.aws ?? '');
  const { replaced } = newer;
  const terraform = withoutAzapi(newer.terraform);
  const used = Object.entries(terraform.terraform.required_providers);
  if (versions.aws) {
    const taken = [...takeOutNewerArguments(terraform, NEWER_AWS_ARGUMENTS, versions.aws), ...replaced];
    if (taken.length > 0) process.stderr.write(`not in provider ${versions.aws}: ${taken.join(', ')}\n`);
  }
  // The sample says where its state is; that of another program would be where the command runs.
  const { local } = terraform.terraform.backend ?? {};
  if (process.env.PODTRUST_REAL_PROGRAM && local) {
    local.path = path.resolve(stackFolder, '../../..', `terraform.${path.basename(stackFolder)}.tfstate`);
  }
  // A program that says which kubeconfig it reads finds this run's there.
  const provider = Object.fromEntries(
    used
      .filter(([name]) => terraform.provider?.[name]?.[0]?.config_path === undefined)
      .map(([name]) => [name, providers[name] ?? {}]),
  );
  writeJson(file, terraform);
  writeJson(path.join(stackFolder, 'local_override.tf.json'), {
    terraform: {
      required_providers: Object.fromEntries(
        used.map(([name, { source }]) => [name, { source, version: versions[name] }]),
      ),
    },
    ...(Object.keys(provider).length > 0 ? { provider } : {}),
  });
}

function keep(stackFolder: string, synthesized: string): void {
  const kept = path.join(synthesized, 'stacks', path.basename(stackFolder));
  fs.cpSync(stackFolder, kept, { recursive: true, filter: (source) => !/\.terraform/.test(source) });
}

function readJson<T>(file: string): T {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
}

function writeJson(file: string, content: unknown): void {
  fs.writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

main();
