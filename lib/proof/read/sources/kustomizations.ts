import { posix } from 'node:path';
import { PodtrustError } from '../../../core/errors';
import type { Document, Source } from '../document';
import { isJsonObject } from '../kubernetes/kubernetes-object';
import { parseYaml } from '../syntax/yaml';

/** A kustomization that was not built: what its files come to is not known. */
export interface Unbuilt {
  /** The directory, as messages show it. */
  readonly directory: string;
  /** Its own file. */
  readonly file: string;
  /** The PATH as the user gave it. */
  readonly path: string;
}

/** Sources without the files that only mean something when kustomize has put them together. */
export interface Kustomized {
  readonly sources: readonly Source[];
  readonly unbuilt: readonly Unbuilt[];
}

/**
 * Runs kustomize on a directory.
 *
 * @returns the objects, as YAML
 */
export type KustomizeBuild = (directory: string) => string;

interface Kustomization {
  readonly document: Document;
  readonly path: string;
  readonly directory: string;
  /** Whether the objects of its files come out as others than they are written. */
  readonly changes: boolean;
  /** The files and directories that it is made of, as documents are called; addresses are not among them. */
  readonly parts: readonly string[];
  /** Whether all its parts are files that were given. */
  readonly isWhole: boolean;
}

/** The fields by which a kustomization changes the objects of its files. */
const CHANGING = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'components',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'vars',
];

/** The fields by which it makes objects of other things than manifests. */
const MAKING = ['helmCharts', 'helmChartInflationGenerator', 'generators'];

/** The fields that list files and directories. */
const LISTS = [
  'resources',
  'bases',
  'components',
  'patchesStrategicMerge',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
];

/** The fields whose items name a file by `path`. */
const BY_PATH = ['patches', 'patchesJson6902', 'replacements'];

/**
 * Takes kustomizations and what they are made of out of the sources: a patch is not an object, and an object that is patched is
 * not what it will be. Files that a kustomization takes as they are stay.
 *
 * @param build runs kustomize, where the user asked for it; what it prints takes the place of the files
 */
export function withoutKustomizations(sources: readonly Source[], build?: KustomizeBuild): Kustomized {
  const all = sources.flatMap(({ path, documents }) =>
    documents.filter(isKustomizationFile).map((document) => ({ path, document })),
  );
  if (all.length === 0) return { sources, unbuilt: [] };
  const files = new Set(sources.flatMap(({ documents }) => documents.map(({ file }) => posix.normalize(file))));
  const kustomizations = all.map(({ path, document }) => kustomizationOf(document, path, files));
  const inner = new Set(kustomizations.flatMap(({ parts }) => parts));
  const outer = kustomizations.filter(({ directory }) => !inner.has(directory));
  const built = new Map<string, Document>();
  for (const { document, directory } of build ? outer : []) {
    if (document.path === undefined) continue;
    const text = build!(posix.dirname(document.path.replaceAll('\\', '/')));
    built.set(directory, { file: document.file, text, named: true });
  }
  const isTaken = (one: Kustomization): boolean => one.changes || built.has(one.directory);
  const taken = partsOf(kustomizations.filter(isTaken), kustomizations);
  return {
    sources: sources.map((source) => ({
      ...source,
      kustomized: source.documents.some(isKustomizationFile),
      documents: source.documents.flatMap((document) => {
        const file = posix.normalize(document.file);
        if (isKustomizationFile(document)) return built.get(posix.dirname(file)) ?? [];
        return taken.has(file) ? [] : document;
      }),
    })),
    unbuilt: outer
      .filter(({ directory, changes, isWhole }) => !built.has(directory) && (changes || !isWhole))
      .map(({ directory, document: { file }, path }) => ({ directory, file, path })),
  };
}

/** The files and directories that kustomizations are made of, through the kustomizations in those directories. */
function partsOf(start: readonly Kustomization[], all: readonly Kustomization[]): ReadonlySet<string> {
  const parts = new Set<string>();
  const waiting = [...start];
  const entered = new Set(start);
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for (const part of one.parts) parts.add(part);
    for (const other of all) {
      if (entered.has(other) || !one.parts.includes(other.directory)) continue;
      entered.add(other);
      waiting.push(other);
    }
  }
  return parts;
}

/** Whether a file is one of the names that kustomize looks for. */
export function isKustomizationFile({ file }: Pick<Document, 'file'>): boolean {
  return /^(kustomization\.ya?ml|Kustomization)$/.test(posix.basename(file));
}

function kustomizationOf(document: Document, path: string, files: ReadonlySet<string>): Kustomization {
  const directory = posix.dirname(posix.normalize(document.file));
  const base = { document, path, directory };
  const value = parsed(document);
  // What cannot be read may change anything.
  if (!isJsonObject(value)) return { ...base, changes: true, parts: [], isWhole: false };
  const listed = LISTS.flatMap((name) => textsIn(value[name]));
  const byPath = BY_PATH.flatMap((name) =>
    (Array.isArray(value[name]) ? (value[name] as unknown[]) : []).flatMap((item) =>
      isJsonObject(item) && typeof item.path === 'string' ? item.path : [],
    ),
  );
  const isSet = (name: string): boolean => {
    const field = value[name];
    return field !== undefined && field !== null && field !== '' && !(Array.isArray(field) && field.length === 0);
  };
  const parts = [...listed, ...byPath].map((part) => posix.join(directory, part).replace(/(.)\/$/, '$1'));
  return {
    ...base,
    changes: value.kind === 'Component' || CHANGING.some(isSet),
    parts,
    isWhole: !MAKING.some(isSet) && parts.every((part) => files.has(part)),
  };
}

function parsed(document: Document): unknown {
  try {
    return parseYaml({ ...document, named: false })[0]?.value;
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    return undefined;
  }
}

/** Patches may also be written out in the list, which are no names of files. */
function textsIn(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item): item is string => typeof item === 'string' && !item.includes('\n'));
}
