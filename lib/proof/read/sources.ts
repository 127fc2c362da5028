import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { PodtrustError } from '../../core/errors';
import type { Document, Source } from './document';
import { parseJson } from './json';

/** Far above any program, and what still fits in memory once it is parsed. */
const MAXIMUM_SIZE = 128 * 1024 * 1024;

/** The name under which standard input stands in messages and places. */
export const STANDARD_INPUT = '-';

/**
 * The files behind the paths a user gave: a `cdktf.out`, a file, a directory of files (not below it), or `-`.
 *
 * @throws PodtrustError `path-missing`, `directory-empty`, `file-unreadable`, `file-binary`, `file-too-large`,
 * `cdktf-out-invalid`
 */
export function readSources(paths: readonly string[]): readonly Source[] {
  return paths.map((path) => {
    if (path === STANDARD_INPUT) return { path, documents: [readDocument(0, path, true)], skipped: [] };
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) {
      throw new PodtrustError({
        code: 'path-missing',
        where: path,
        what: 'there is no such file or directory',
      });
    }
    const name = nameUnder(path);
    if (stat.isDirectory()) return readDirectory(path, name);
    if (basename(path) === 'manifest.json') {
      const manifest = readDocument(path, name(path), true);
      if (isCdktfManifest(manifest)) return readCdktfOut(path, manifest, dirname(path), name);
      return { path, documents: [manifest], skipped: [] };
    }
    return { path, documents: [readDocument(path, name(path), true)], skipped: [] };
  });
}

/**
 * How files under a path are named: relative to the working directory, so that the same input gives the same bytes
 * wherever it lies; what is outside is named from the given path's own last part.
 */
function nameUnder(path: string): (file: string) => string {
  return (file) => {
    const fromHere = relative('', file);
    const outside = fromHere.startsWith('..') || isAbsolute(fromHere);
    const shown =
      outside && isAbsolute(path) ? join(basename(path), relative(resolve(path), resolve(file))) : fromHere || '.';
    return shown.replace(/\\/g, '/');
  };
}

function readDirectory(path: string, name: (file: string) => string): Source {
  const entries = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  if (entries.includes('manifest.json')) {
    const manifest = readDocument(join(path, 'manifest.json'), name(join(path, 'manifest.json')), false);
    if (isCdktfManifest(manifest)) return readCdktfOut(path, manifest, path, name);
  }
  const documents = entries
    .filter((entry) => /\.(tf|json|ya?ml|auto\.tfvars)$/.test(entry) || entry === 'terraform.tfvars')
    .filter((entry) => !isOptionalVariableFile(entry))
    .map((entry) => readDocument(join(path, entry), name(join(path, entry)), false));
  const skipped = entries.filter(isOptionalVariableFile).map((entry) => ({
    file: name(join(path, entry)),
    because: 'Terraform reads these values only where -var-file names them; name the file to have them read',
  }));
  if (documents.length === 0) {
    throw new PodtrustError({
      code: 'directory-empty',
      where: name(path),
      what: 'the directory holds no *.tf, *.tf.json, *.json, *.yaml or *.yml file',
      remedy: 'Name the cdktf.out, or the directory the files lie in: those below it are not read.',
    });
  }
  return { path, documents, skipped };
}

/** Whether Terraform reads a file of values only when told to. */
function isOptionalVariableFile(entry: string): boolean {
  return /\.tfvars(\.json)?$/.test(entry) && !/(^terraform|\.auto)\.tfvars(\.json)?$/.test(entry);
}

/**
 * The Terraform files of a module that a configuration calls by a local path; none where there is no such directory.
 *
 * @param path the directory
 * @param shown as it stands in messages and places
 * @throws PodtrustError `file-unreadable`, `file-binary`, `file-too-large`
 */
export function readModuleDirectory(path: string, shown: string): readonly Document[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path)
    .filter((entry) => /\.tf(\.json)?$/.test(entry))
    .sort()
    .map((entry) => readDocument(join(path, entry), `${shown}/${entry}`, false));
}

function isCdktfManifest(document: Document): boolean {
  if (!document.text.includes('synthesizedStackPath')) return false;
  const manifest = parseJson(document) as { stacks?: unknown } | null;
  return typeof manifest?.stacks === 'object' && manifest.stacks !== null;
}

function readCdktfOut(path: string, manifest: Document, root: string, name: (file: string) => string): Source {
  const { stacks } = parseJson(manifest) as { stacks: Record<string, { synthesizedStackPath?: unknown }> };
  const documents = Object.keys(stacks)
    .sort()
    .map((stack) => {
      const file = stacks[stack]?.synthesizedStackPath;
      if (typeof file !== 'string' || isAbsolute(file) || relative('', file).startsWith('..')) {
        throw new PodtrustError({
          code: 'cdktf-out-invalid',
          where: manifest.file,
          what: `the stack ${JSON.stringify(stack)} names no synthesized file inside the directory`,
          remedy: 'Synthesize again with cdktf synth.',
        });
      }
      return { ...readDocument(join(root, file), name(join(root, file)), true), stack };
    });
  return { path, documents, skipped: [] };
}

function readDocument(path: string | number, file: string, named: boolean): Document {
  let bytes: Buffer;
  try {
    if (typeof path === 'string' && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAXIMUM_SIZE) {
      throw tooLarge(file);
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (PodtrustError.is(error)) throw error;
    throw new PodtrustError({
      code: 'file-unreadable',
      where: file,
      what: `it cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`,
    });
  }
  if (bytes.length > MAXIMUM_SIZE) throw tooLarge(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { file, text, named, path: typeof path === 'string' ? path : undefined };
  } catch {
    // Falls through: not UTF-8.
  }
  throw new PodtrustError({ code: 'file-binary', where: file, what: 'it is not a UTF-8 text' });
}

function tooLarge(file: string): PodtrustError {
  return new PodtrustError({
    code: 'file-too-large',
    where: file,
    what: `it is larger than ${MAXIMUM_SIZE / 1024 / 1024} MB`,
    remedy: 'Give it in parts: a directory of files, or one export for each namespace.',
  });
}
