import { readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PodtrustError } from '../../../core/errors';
import { EXISTING_FILE } from '../../../core/existing';
import type { Document, Source } from '../document';
import { filesOfModule, isAutomaticVariableFile, isTerraformJsonFile, isVariableFile } from '../forms/terraform-files';
import { parseJson } from '../syntax/json';
import { isKustomizationFile } from './kustomizations';
import { isSettingsFile } from '../../settings/settings-file';
import { givenName, namedAsGiven } from './named-as-given';
import { readBytes, textOf } from './read-bytes';
import { describeBelow } from './readable-below';
import { shownNames } from './shown-names';
import type { NameUnder } from './shown-names';

/** The name of standard input in messages and places. */
export const STANDARD_INPUT = '-';

/**
 * The files behind the paths a user gave: a `cdktf.out`, a file, a directory of files (not below it), or `-`.
 *
 * What a given `cdktf.out` is made of is not read once more where a path names it too: a shell writes out `cdktf.out/*` as
 * the manifest and the directory of the stacks.
 *
 * @throws PodtrustError `path-missing`, `directory-empty`, `file-unreadable`, `file-binary`, `file-too-large`,
 * `cdktf-out-invalid`
 */
export function readSources(paths: readonly string[]): readonly Source[] {
  // `infra` and `infra/` are one directory.
  const given = [...new Map([...paths].reverse().map((path) => [identityOf(path), path])).values()].reverse();
  const nameUnder = shownNames(given);
  const outputs = new Map(given.map((path) => [path, readGivenCdktfOut(path, nameUnder(path))]));
  /** Who of the given paths reads a stack's file. */
  const reader = new Map<string, string>();
  for (const [path, output] of outputs) {
    for (const { path: file } of output?.documents ?? []) {
      if (!reader.has(resolve(file!))) reader.set(resolve(file!), path);
    }
  }
  return given.flatMap((path) => {
    const output = outputs.get(path);
    if (!output) return isPartOf(path, reader) ? [] : [readPath(path, nameUnder(path))];
    const [first] = output.documents;
    return !first || reader.get(resolve(first.path!)) === path ? [output] : [];
  });
}

function identityOf(path: string): string {
  return path === STANDARD_INPUT ? path : resolve(path);
}

/** Whether a path leads to a stack's file inside the `cdktf.out` that reads it. */
function isPartOf(path: string, reader: ReadonlyMap<string, string>): boolean {
  const part = resolve(path);
  return [...reader].some(([file, output]) => {
    const root = resolve(basename(output) === 'manifest.json' ? dirname(output) : output);
    return part.startsWith(`${root}${sep}`) && (file === part || file.startsWith(`${part}${sep}`));
  });
}

function readPath(path: string, name: NameUnder): Source {
  if (path === STANDARD_INPUT) return { path, documents: [readDocument(0, path, true)], skipped: [] };
  const stat = statOf(path);
  if (!stat) {
    throw new PodtrustError({
      code: 'path-missing',
      where: path,
      what: 'there is no such file or directory',
    });
  }
  if (stat.isDirectory()) return readDirectory(path, name);
  return { path, documents: [readDocument(path, name(path), true)], skipped: [] };
}

/** What a path leads to; nothing where there is nothing, as below a file. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return undefined;
    throw new PodtrustError({ code: 'file-unreadable', where: path, what: `it cannot be read: ${code}` });
  }
}

/** The `cdktf.out` that a path names, by itself or by its manifest; nothing for any other path. */
function readGivenCdktfOut(path: string, name: NameUnder): Source | undefined {
  if (path === STANDARD_INPUT) return undefined;
  const isManifest = basename(path) === 'manifest.json';
  const file = isManifest ? path : join(path, 'manifest.json');
  if (!statOf(file)?.isFile()) return undefined;
  const manifest = readDocument(file, name(file), isManifest);
  return isCdktfManifest(manifest) ? readCdktfOut(path, manifest, isManifest ? dirname(path) : path, name) : undefined;
}

function readDirectory(path: string, name: NameUnder): Source {
  const entries = entriesOf(path);
  const module = new Set(filesOfModule(entries));
  const documents: Document[] = [];
  const skipped: Skipped[] = [];
  for (const entry of entries) {
    const file = join(path, entry);
    if (isVariableFile(entry) && !isAutomaticVariableFile(entry)) {
      const because = 'Terraform reads these values only where -var-file names them; name the file to have them read';
      skipped.push({ file: name(file), because });
    } else if (module.has(entry)) {
      documents.push(readDocument(file, name(file), false));
    } else if (isVariableFile(entry)) {
      documents.push(readOrTell(file, name(file)));
    } else if (isManifest(entry)) {
      readOrSkip(file, name(file), documents, skipped);
    }
  }
  if (documents.length === 0) {
    const below = describeBelow(path);
    throw new PodtrustError({
      code: 'directory-empty',
      where: path,
      what: `the directory holds no *.tf, *.tf.json, *.json, *.yaml or *.yml file${below ? `; below it lie ${below}` : ''}`,
      remedy: remedyFor(path),
    });
  }
  return { path, documents, skipped };
}

/** Whether a file may hold Kubernetes objects, or say how kustomize makes some. */
function isManifest(entry: string): boolean {
  return (/\.(json|ya?ml)$/.test(entry) && !isTerraformJsonFile(entry)) || isKustomizationFile({ file: entry });
}

type Skipped = Source['skipped'][number];

/** Reads a file that nobody named; where that cannot be, a document that says so. */
function readOrTell(path: string, file: string): Document {
  try {
    return readDocument(path, file, false);
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    return { file, text: '', path, named: false, unread: error.what };
  }
}

/** Reads a file that nobody named; where that cannot be, it is said. */
function readOrSkip(path: string, file: string, documents: Document[], skipped: Skipped[]): void {
  try {
    documents.push(readDocument(path, file, false));
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    skipped.push({ file, because: error.what, isBroken: true });
  }
}

/**
 * The names of a directory's files, sorted. No part of it are a pipe, whose reader may wait for ever, and what begins with a
 * dot: the settings of other tools, an editor's lock on a file, and files that Terraform itself passes over.
 */
function entriesOf(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && mayBeFile(join(path, entry.name))))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !isSettingsFile(name))
    .sort();
}

/** Whether a symbolic link leads to a file, or to nothing, which is told where it is read. */
function mayBeFile(link: string): boolean {
  try {
    return statSync(link, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    return true;
  }
}

/** What to name instead of a directory that holds nothing to read. */
function remedyFor(path: string): string {
  const around = dirname(resolve(path));
  if (statOf(join(around, 'manifest.json')) && basename(around) === 'cdktf.out') {
    return `Name ${join(path, '..')}: a cdktf.out is read as a whole.`;
  }
  return 'Name the cdktf.out, or the directory the files lie in: those below it are not read.';
}

/**
 * The Terraform files of a module that a configuration calls; none where there is no such directory.
 *
 * @param path the directory
 * @param shown as messages and places show it
 */
export function readModuleDirectory(path: string, shown: string): Pick<Source, 'documents' | 'skipped'> {
  const documents: Document[] = [];
  const skipped: Skipped[] = [];
  if (isDirectory(path)) {
    for (const entry of filesOfModule(entriesOf(path))) {
      readOrSkip(join(path, entry), `${shown}/${entry}`, documents, skipped);
    }
  }
  return { documents, skipped };
}

function isDirectory(path: string): boolean {
  try {
    return statOf(path)?.isDirectory() === true;
  } catch {
    return false;
  }
}

function isCdktfManifest(document: Document): boolean {
  if (!document.text.includes('synthesizedStackPath')) return false;
  let manifest: { stacks?: unknown } | null;
  try {
    manifest = parseJson(document) as { stacks?: unknown } | null;
  } catch (error) {
    throw namedAsGiven(error, document);
  }
  return typeof manifest?.stacks === 'object' && manifest.stacks !== null;
}

function readCdktfOut(path: string, manifest: Document, root: string, name: NameUnder): Source {
  const { stacks } = parseJson(manifest) as { stacks: Record<string, { synthesizedStackPath?: unknown }> };
  const documents = Object.keys(stacks)
    .sort()
    .flatMap((stack) => {
      const file = stacks[stack]?.synthesizedStackPath;
      if (typeof file !== 'string' || isAbsolute(file) || relative('', file).startsWith('..')) {
        throw new PodtrustError({
          code: 'cdktf-out-invalid',
          where: givenName(manifest),
          what: `the stack ${JSON.stringify(stack)} names no synthesized file inside the directory`,
          remedy: 'Synthesize again with cdktf synth.',
        });
      }
      const besides = join(dirname(join(root, file)), EXISTING_FILE);
      const files = statOf(besides)?.isFile() ? [join(root, file), besides] : [join(root, file)];
      return files.map((path) => ({ ...readDocument(path, name(path), true), stack }));
    });
  return { path, documents, skipped: [] };
}

function readDocument(path: string | number, file: string, named: boolean): Document {
  const given = typeof path === 'string' ? path : file;
  const text = textOf(readBytes(path, given), given);
  return { file, text, named, path: typeof path === 'string' ? path : undefined };
}
