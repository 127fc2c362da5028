import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cachedExecutable } from './cache';
import { inOneLine } from '../command-line';
import { findProviders, type ProviderPackage } from './provider-mirrors';
import { BUILT_COMPONENTS, FOUND_COMPONENTS, isAtLeast, type BuiltComponent, type FoundComponent } from './versions';

export type ComponentName = BuiltComponent['name'] | FoundComponent['name'];

/** A real component: either where it is, or why it is not usable and how to get it, in one line. */
export interface Component {
  readonly name: ComponentName;
  readonly title: string;
  /** Empty where the component does not say. */
  readonly version: string;
  /** An executable, or a provider's package folder. */
  readonly path?: string;
  readonly missing?: string;
}

/** What this machine has. */
export interface Components {
  readonly all: readonly Component[];
  readonly get: (name: ComponentName) => Component;
}

/** Which components a cloud's deploy needs. */
export const NEEDED: Readonly<Record<'aws' | 'azure', readonly ComponentName[]>> = {
  aws: ['terraform', 'aws-provider', 'moto', 'kubernetes-provider', 'kubernetes', 'etcd', 'openssl'],
  azure: ['terraform', 'azurerm-provider', 'kubernetes-provider', 'kubernetes', 'etcd', 'openssl'],
};

/** Looks in the cache, on PATH and in provider mirrors. Starts nothing but `--version`. */
export function findComponents(): Components {
  const all = [...BUILT_COMPONENTS.map(findBuilt), ...FOUND_COMPONENTS.map(findFound)];
  return { all, get: (name) => all.find((component) => component.name === name)! };
}

function findBuilt(component: BuiltComponent): Component {
  const { name, title, version } = component;
  try {
    const executable = cachedExecutable(component);
    // Terraform takes the whole folder of a provider as its package.
    if (executable) {
      return { name, title, version, path: name.endsWith('-provider') ? path.dirname(executable) : executable };
    }
  } catch (error) {
    return { name, title, version, missing: inOneLine(error) };
  }
  const installed = name === 'helm' ? program(name) : undefined;
  if (installed && isAtLeast(installed.version, '3.18')) return { name, title, ...installed };
  const provider = name.endsWith('-provider') ? newest(findProviders(name.replace('-provider', ''))) : undefined;
  if (provider) return { name, title, version: provider.version, path: provider.folder };
  return { name, title, version, missing: `not in the cache: npm run real:install -- ${name}` };
}

function findFound(component: FoundComponent): Component {
  const { name, title, minimum, howToGet } = component;
  const found = name === 'aws-provider' ? awsProvider() : program(name);
  if (!found) return { name, title, version: '', missing: `not found: ${howToGet}` };
  if (found.version && !isAtLeast(found.version, minimum)) {
    return { name, title, version: found.version, missing: `${found.version} is older than ${minimum}: ${howToGet}` };
  }
  return { name, title, ...found };
}

function awsProvider(): { path: string; version: string } | undefined {
  const provider = newest(findProviders('aws'));
  return provider && { path: provider.folder, version: provider.version };
}

function newest(packages: readonly ProviderPackage[]): ProviderPackage | undefined {
  return [...packages].sort((one, other) => (isAtLeast(one.version, other.version) ? -1 : 1))[0];
}

/** How each program tells its version. moto does not: its Python package does. */
const versionCommands: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  etcd: ['etcd', '--version'],
  moto: ['python3', '-c', "from importlib.metadata import version; print(version('moto'))"],
  openssl: ['openssl', 'version'],
  helm: ['helm', 'version', '--short'],
};

function program(name: ComponentName): { path: string; version: string } | undefined {
  const command = name === 'terraform' ? process.env.TERRAFORM_BINARY_NAME || 'terraform' : name;
  const executable = onPath(name === 'moto' ? 'moto_server' : command);
  if (!executable) return undefined;
  const [tool, ...args] = name === 'terraform' ? [executable, 'version'] : versionCommands[name]!;
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '' };
    const output = execFileSync(tool, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
    return { path: executable, version: /\d+\.\d+(\.\d+)?/.exec(output)?.[0] ?? '' };
  } catch {
    // A program that does not tell its version is tried all the same.
    return { path: executable, version: '' };
  }
}

function onPath(command: string): string | undefined {
  if (command.includes(path.sep)) return fs.existsSync(command) ? path.resolve(command) : undefined;
  // Debian keeps servers in sbin folders, which are not on everybody's PATH.
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin'];
  return folders.map((folder) => path.join(folder, command)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
