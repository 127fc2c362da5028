import { posix } from 'node:path';
import { PodtrustError } from '../../core/errors';
import { below } from '../model/place';
import type { Place } from '../model/place';
import { emptyConfiguration } from './terraform/configuration/configuration';
import type { Configuration, Directory, RawObject } from './terraform/configuration/configuration';
import { directoryOfModule, isLocalSource, ModuleLibrary } from './terraform/configuration/module-library';
import { addOverride } from './terraform/configuration/override';
import { isTerraformJson, readTerraformJson } from './terraform/configuration/terraform-json';
import type { Document, Source } from './document';
import { addExisting, isExistingFile } from './existing';
import type { ExistingFile, ExistingOfStack } from './existing';
import type { Value } from './terraform/expression/value';
import { skipSpace } from './terraform/expression/space';
import { parseJson, parseJsonValues } from './json';
import { isKubernetesObject } from './kubernetes/kubernetes-object';
import type { JsonObject } from './kubernetes/kubernetes-object';
import { givenName, namedAsGiven } from './named-as-given';
import type { Problems } from './problems';
import { describeBelow } from './readable-below';
import { readModuleDirectory } from './sources';
import type { BodyBlock } from './terraform/native-syntax/body';
import { isShown } from './terraform/show/shown';
import { parseYaml } from './yaml';

/** A Kubernetes object of a file. */
export interface FoundObject {
  readonly object: JsonObject;
  /** The PATH as the user gave it. */
  readonly path: string;
  readonly at: Place;
}

/** What the documents hold, by form. */
export interface Artefacts {
  /** The root modules, each with a label of its own. */
  readonly configurations: readonly Configuration[];
  /** Where the modules that they call are found. */
  readonly library: ModuleLibrary;
  readonly objects: readonly FoundObject[];
}

/**
 * Reads documents by what they hold, whatever they are called; only Terraform's own language is known by its ending too.
 *
 * @throws PodtrustError for what cannot be read: `json-invalid`, `yaml-invalid`, `terraform-invalid`, `content-unknown`
 */
export function readArtefacts(sources: readonly Source[], problems: Problems): Artefacts {
  const found: Found = { configurations: new Map(), objects: [], existing: [], problems };
  for (const source of sources) readSource(source, found, problems);
  addExisting(found.existing.flatMap((one) => existingOfStack(one, found)));
  const library = new ModuleLibrary(byDirectory(found.configurations), (directory) => loadModule(directory, problems));
  return { configurations: labelled(roots([...found.configurations.values()])), library, objects: found.objects };
}

interface Found {
  /** What stacks were told exists, with the stack. */
  readonly existing: { readonly value: ExistingFile; readonly document: Document }[];
  readonly configurations: Map<string, Configuration>;
  readonly objects: FoundObject[];
  readonly problems: Problems;
}

function readSource(source: Source, found: Found, problems: Problems): void {
  let understood = false;
  for (const { file, because } of source.skipped) problems.add({ about: file, because, at: { file, pointer: '' } });
  for (const document of inTerraformsOrder(source.documents)) {
    const reason = reasonNotRead(document, source.path, found);
    if (reason === undefined) {
      understood = true;
    } else if (document.named) {
      throw new PodtrustError({ code: 'content-unknown', where: givenName(document), what: reason });
    } else {
      problems.add({
        about: document.file,
        because: `it was not read: ${reason}`,
        at: { file: document.file, pointer: '' },
      });
    }
  }
  if (!understood && source.documents.length > 0) {
    const below = describeBelow(source.path);
    throw new PodtrustError({
      code: 'content-unknown',
      where: source.path,
      what: `the directory holds neither Terraform configuration nor Kubernetes objects${below ? `; below it lie ${below}` : ''}`,
      remedy: below && 'Name the directory that holds them: what lies below a given one is not read.',
    });
  }
}

/** As {@link readDocument}, with errors that name the file as it was given. */
function reasonNotRead(document: Document, path: string, found: Found): string | undefined {
  try {
    return readDocument(document, path, found);
  } catch (error) {
    throw namedAsGiven(error, document);
  }
}

/** Files that change what others say come after them: override files, and `*.auto.tfvars` after `terraform.tfvars`. */
function inTerraformsOrder(documents: readonly Document[]): readonly Document[] {
  const rank = ({ file }: Document): number =>
    isOverride(file) ? 1 : /\.auto\.tfvars(\.json)?$/.test(file) ? 3 : isVariableFile(file) ? 2 : 0;
  return documents.every((document) => rank(document) === 0)
    ? documents
    : [...documents].sort((a, b) => rank(a) - rank(b));
}

function isOverride(file: string): boolean {
  return /(^|[/_])override\.tf(\.json)?$/.test(file);
}

function isVariableFile(file: string): boolean {
  return /\.tfvars(\.json)?$/.test(file);
}

/** Reads a document; gives the reason where it is not understood. */
function readDocument(document: Document, path: string, found: Found): string | undefined {
  const { file, text } = document;
  if (isVariableFile(file)) {
    const values = file.endsWith('.json') ? jsonVariables(document) : native().parseVariableFile(document);
    const { assigned } = configurationOf(document, path, found);
    for (const [name, value] of values) assigned.set(name, value);
    return undefined;
  }
  if (/\.tf$/.test(file) || isNativeSyntax(text)) {
    const passOver = ({ type, labels }: BodyBlock): void => {
      const at: Place = [type, ...labels].reduce<Place>((place, name) => below(place, name), { file, pointer: '' });
      const because = `it was not read: no Terraform that is known here has a block ${JSON.stringify(type)}`;
      found.problems.add({ about: [type, ...labels].join('.'), because, at });
    };
    add(native().parseConfiguration(document, passOver), document, configurationOf(document, path, found));
    return undefined;
  }
  if (text.trim() === '') return 'it is empty';
  // Nothing else can begin with these, and a file's name may be anything; a stream of YAML may hold JSON, line for line.
  const values =
    /^\s*[{[]/.test(text) && !text.includes('\n---')
      ? parseJsonValues(document)
      : /\.json$/.test(file)
        ? [{ index: 0, value: parseJson(document) }]
        : parseYaml(document);
  if (values.length === 0) return 'it is empty';
  for (const { index, value } of values) {
    const at: Place = { file, pointer: values.length > 1 ? `/${index}` : '' };
    const reason = readValue(value, at, document, path, found);
    if (reason !== undefined) return values.length > 1 ? `document ${index + 1}: ${reason}` : reason;
  }
  return undefined;
}

function readValue(value: unknown, at: Place, document: Document, path: string, found: Found): string | undefined {
  if (isKubernetesObject(value)) {
    found.objects.push({ object: value, path, at });
    return undefined;
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isKubernetesObject)) {
    value.forEach((object, index) => found.objects.push({ object, path, at: below(at, index) }));
    return undefined;
  }
  if (isExistingFile(value)) {
    found.existing.push({ value, document });
    return undefined;
  }
  if (isShown(value)) {
    // Only for who has a plan: its reader is of no use to anybody else.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readShown } = require('./terraform/show/read-shown') as typeof import('./terraform/show/read-shown');
    const configuration = readShown(value, at);
    configuration.path = path;
    found.configurations.set(`file:${document.file}${at.pointer}`, configuration);
    return undefined;
  }
  if (isStateFile(value)) return 'a state file is not read as it is stored; give the output of terraform show -json';
  if (!isTerraformJson(value)) return 'it is neither Terraform configuration nor Kubernetes objects';
  add(value, document, configurationOf(document, path, found));
  return undefined;
}

function add(root: RawObject, document: Document, configuration: Configuration): void {
  if (!isOverride(document.file)) return readTerraformJson(root, document.file, configuration);
  const override = emptyConfiguration();
  readTerraformJson(root, document.file, override);
  addOverride(configuration, override);
}

/** The stack that a list of what exists lies beside. */
function existingOfStack({ value, document }: Found['existing'][number], found: Found): readonly ExistingOfStack[] {
  const { shown } = directoryOf(document);
  const configuration = [...found.configurations.values()].find(
    ({ stack, directory }) => stack === document.stack && directory?.shown === shown,
  );
  return configuration ? [{ value, configuration, at: { file: document.file, pointer: '' } }] : [];
}

/** The configuration that a document is a part of: Terraform takes all files of a directory as one module. */
function configurationOf(document: Document, path: string, found: Found): Configuration {
  const directory = directoryOf(document);
  const key = document.stack === undefined ? `directory:${directory.shown}` : `file:${document.file}`;
  let configuration = found.configurations.get(key);
  if (!configuration) {
    configuration = emptyConfiguration(document.stack, directory);
    configuration.path = path;
    found.configurations.set(key, configuration);
  }
  return configuration;
}

function directoryOf({ file, path }: Document): Directory {
  return { shown: posix.dirname(file), path: path === undefined ? undefined : posix.dirname(path) };
}

/** The parser of Terraform's own language, loaded with the first such file. */
function native(): typeof import('./terraform/native-syntax/native-syntax') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./terraform/native-syntax/native-syntax') as typeof import('./terraform/native-syntax/native-syntax');
}

/** Whether a text begins like a file of Terraform's own language: comments, then a block. Standard input has no ending. */
function isNativeSyntax(text: string): boolean {
  const block = /(?:resource|data|module|variable|locals|provider|terraform|output)(?:[ \t]+"[^"\n]*")*[ \t]*\{/y;
  block.lastIndex = skipSpace(text, 0);
  return block.test(text);
}

/** The file that Terraform keeps a state in, as against what it prints of one. */
function isStateFile(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'lineage' in value && 'serial' in value;
}

function jsonVariables(document: Document): ReadonlyMap<string, Value> {
  const values = parseJson(document);
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return new Map(Object.entries(values as Record<string, Value>));
  }
  throw new PodtrustError({ code: 'terraform-invalid', where: document.file, what: 'an object of values is expected' });
}

function byDirectory(configurations: ReadonlyMap<string, Configuration>): Map<string, Configuration> {
  return new Map(
    [...configurations]
      .filter(([key]) => key.startsWith('directory:'))
      .map(([key, configuration]) => [key.slice('directory:'.length), configuration]),
  );
}

/** Reads a module's directory that was not given itself. */
function loadModule(directory: Directory, problems: Problems): Configuration | undefined {
  if (directory.path === undefined) return undefined;
  const documents = readModuleDirectory(directory.path, directory.shown);
  if (documents.length === 0) return undefined;
  const found: Found = { configurations: new Map(), objects: [], existing: [], problems };
  readSource({ path: directory.shown, documents, skipped: [] }, found, problems);
  return [...found.configurations.values()][0];
}

/** The configurations that no other one calls as a module; a circle of them is entered somewhere. */
function roots(all: readonly Configuration[]): readonly Configuration[] {
  const byShown = new Map(all.map((configuration) => [configuration.directory?.shown, configuration]));
  const calledBy = ({ directory, modules }: Configuration): Configuration[] =>
    [...modules.values()].flatMap(({ body: { source } }) => {
      const called = directory && isLocalSource(source) && byShown.get(directoryOfModule(directory, source).shown);
      return called ? [called] : [];
    });
  const called = new Set(all.flatMap((one) => calledBy(one).filter((other) => other !== one)));
  const entered = new Set<Configuration>();
  const enter = (start: Configuration): Configuration[] => {
    const waiting = [start];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      if (entered.has(one)) continue;
      entered.add(one);
      waiting.push(...calledBy(one));
    }
    return [start];
  };
  const free = all.filter((one) => !called.has(one)).flatMap(enter);
  return [...free, ...all.flatMap((one) => (entered.has(one) ? [] : enter(one)))];
}

/** Configurations without a stack of their own, or with the same one, are told apart by where they lie. */
function labelled(configurations: readonly Configuration[]): readonly Configuration[] {
  const count = new Map<string, number>();
  for (const { label } of configurations) count.set(label, (count.get(label) ?? 0) + 1);
  return configurations.map((configuration, index) =>
    count.get(configuration.label) === 1
      ? configuration
      : { ...configuration, label: `${configuration.label}${index + 1}:` },
  );
}
