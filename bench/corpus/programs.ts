import * as fs from 'node:fs';
import * as path from 'node:path';
import { blocksOf, blocksOfJson } from './blocks';
import type { Block } from './blocks';

/** A directory that the proof is run on. */
export interface Program {
  /** The folder that was named, where the proof runs. */
  readonly folder: string;
  /** Below the folder; `.` is the folder itself. */
  readonly directory: string;
  /** What a person reads: the folder's name and the directory. */
  readonly name: string;
  readonly forms: readonly ('terraform' | 'kubernetes')[];
}

const NEVER_A_PROGRAM = /^(\..*|node_modules|vendor)$/;
const TERRAFORM = /\.tf(\.json)?$/;
const YAML = /\.ya?ml$/;

/**
 * The programs below a folder: each directory with Terraform that no other one calls as its local module, and each with
 * Kubernetes YAML. Templates of charts are neither: they become YAML only when they are rendered.
 */
export function programsOf(folder: string): Program[] {
  const directories = directoriesBelow(folder);
  const terraform = directories.filter(({ files }) => files.some((file) => TERRAFORM.test(file)));
  const called = new Set(terraform.flatMap(({ directory }) => localModulesOf(directory)));
  const roots = new Set(terraform.map(({ directory }) => directory).filter((directory) => !called.has(directory)));
  return directories
    .flatMap(({ directory, files }) => {
      const forms: ('terraform' | 'kubernetes')[] = [];
      if (roots.has(directory)) forms.push('terraform');
      if (!called.has(directory) && !isOfAChart(directory, folder) && holdsObjects(directory, files))
        forms.push('kubernetes');
      if (forms.length === 0) return [];
      const below = path.relative(folder, directory) || '.';
      return [{ folder, directory: below, name: path.join(path.basename(folder), below), forms }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The blocks of the Terraform files in a directory. */
export function blocksIn(directory: string): Block[] {
  return namesIn(directory)
    .filter((file) => TERRAFORM.test(file))
    .flatMap((file) => {
      const text = textOf(path.join(directory, file));
      return file.endsWith('.json') ? blocksOfJson(text) : blocksOf(text);
    });
}

/** The text of a file; empty where it cannot be read. */
export function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The names of the files in a directory, sorted. */
export function namesIn(directory: string): string[] {
  try {
    return fs.readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** What the `source` of a module says, where it is written out. */
export function sourceOf(module: Block): string | undefined {
  return /^\s*source\s*=\s*"([^"]*)"/m.exec(module.text)?.[1];
}

function localModulesOf(directory: string): string[] {
  return blocksIn(directory)
    .filter(({ type }) => type === 'module')
    .map(sourceOf)
    .filter((source) => source !== undefined && /^\.\.?(\/|$)/.test(source))
    .map((source) => path.resolve(directory, source!));
}

function directoriesBelow(folder: string): { directory: string; files: string[] }[] {
  const found: { directory: string; files: string[] }[] = [];
  const visit = (directory: string): void => {
    const entries = fs.readdirSync(directory, { withFileTypes: true });
    found.push({ directory, files: entries.filter((entry) => entry.isFile()).map(({ name }) => name) });
    for (const entry of entries)
      if (entry.isDirectory() && !NEVER_A_PROGRAM.test(entry.name)) visit(path.join(directory, entry.name));
  };
  visit(path.resolve(folder));
  return found;
}

function holdsObjects(directory: string, files: readonly string[]): boolean {
  return files
    .filter((file) => YAML.test(file) && !file.startsWith('.'))
    .some((file) => {
      const text = textOf(path.join(directory, file));
      return /^apiVersion:/m.test(text) && /^kind:/m.test(text);
    });
}

/** Whether the directory lies in the `templates` or `crds` of a chart. */
function isOfAChart(directory: string, folder: string): boolean {
  for (let at = directory; at.length >= path.resolve(folder).length; at = path.dirname(at)) {
    if (!/^(templates|crds|charts)$/.test(path.basename(at))) continue;
    if (fs.existsSync(path.join(path.dirname(at), 'Chart.yaml'))) return true;
  }
  return false;
}
