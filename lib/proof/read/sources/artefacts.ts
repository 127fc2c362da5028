import { posix } from 'node:path';
import { PodtrustError } from '../../../core/errors';
import type { Place } from '../../model/place';
import type { Document, Source } from '../document';
import { addExisting } from '../clusters/existing';
import type { ExistingOfStack } from '../clusters/existing';
import { FORMS } from '../forms/forms';
import type { FoundExisting, FoundObject, VariableFile } from '../forms/found';
import type { Gathering, Part } from '../forms/input-form';
import { isAutomaticVariableFile, isOverrideFile, isTerraformFile } from '../forms/terraform-files';
import { readInstalledModules } from '../installed-modules';
import { parseJson, parseJsonValues } from '../syntax/json';
import { givenName, namedAsGiven } from './named-as-given';
import type { Problems } from '../problems';
import { describeBelow } from './readable-below';
import { readModuleDirectory } from './sources';
import { emptyConfiguration } from '../terraform/configuration/configuration';
import type { Configuration, Directory, UnreadFile } from '../terraform/configuration/configuration';
import { directoryOfModule, isLocalSource, ModuleLibrary } from '../terraform/configuration/modules/module-library';
import { assignVariableFiles } from './variable-files';
import { parseYaml } from '../syntax/yaml';

/** What the documents hold, by form. */
export interface Artefacts {
  /** The root modules, each with a label of its own. */
  readonly configurations: readonly Configuration[];
  /** Where the modules that they call are found. */
  readonly library: ModuleLibrary;
  readonly objects: readonly FoundObject[];
  /** Files that may hold Kubernetes objects and were not read, which is said of each. */
  readonly unreadObjects: readonly UnreadObjects[];
  /** Files that were named and are of no form that is read here: functions of a program may read them. */
  readonly unrecognized: readonly Unrecognized[];
}

/** A file that may hold Kubernetes objects and was not read. */
export interface UnreadObjects {
  /** The path that the user named. */
  readonly path: string;
  readonly at: Place;
  readonly isTemplate: boolean;
}

/** A file that was named and not understood, and what is to be said of that. */
export interface Unrecognized {
  readonly document: Document;
  readonly error: unknown;
}

/**
 * Reads documents: Terraform's own files by their names, all else by what it holds.
 *
 * @throws PodtrustError for what cannot be read: `json-invalid`, `yaml-invalid`, `terraform-invalid`, `content-unknown`
 */
export function readArtefacts(sources: readonly Source[], problems: Problems): Artefacts {
  const found = new Found(problems);
  for (const source of sources) readSource(source, found);
  addExisting(found.existing.flatMap((one) => existingOfStack(one, found)));
  const library = new ModuleLibrary(found.byDirectory(), {
    load: (directory) => loadModule(directory, problems),
    installed: (root) => readInstalledModules(root, problems),
  });
  const configurations = labelled(roots([...found.configurations.values()]));
  assignVariableFiles(found.variableFiles, configurations, problems);
  if (configurations.length === 0 && found.unrecognized[0]) throw found.unrecognized[0].error;
  return {
    configurations,
    library,
    objects: found.objects,
    unreadObjects: found.unreadObjects,
    unrecognized: found.unrecognized,
  };
}

/** What is found, as it is read. */
class Found implements Gathering {
  public readonly configurations = new Map<string, Configuration>();
  public readonly objects: FoundObject[] = [];
  public readonly unreadObjects: UnreadObjects[] = [];
  public readonly variableFiles: VariableFile[] = [];
  public readonly existing: FoundExisting[] = [];
  public readonly unrecognized: Unrecognized[] = [];

  public constructor(public readonly problems: Problems) {}

  public configurationOf(document: Document, path: string): Configuration {
    const directory = directoryOf(document);
    const key = document.stack === undefined ? `directory:${directory.shown}` : `file:${document.file}`;
    let configuration = this.configurations.get(key);
    if (!configuration) {
      configuration = emptyConfiguration(document.stack, directory);
      configuration.path = path;
      this.configurations.set(key, configuration);
    }
    return configuration;
  }

  public addConfiguration({ document, path, at }: Part, configuration: Configuration): void {
    configuration.path = path;
    this.configurations.set(`file:${document.file}${at.pointer}`, configuration);
  }

  public byDirectory(): Map<string, Configuration> {
    return new Map(
      [...this.configurations]
        .filter(([key]) => key.startsWith('directory:'))
        .map(([key, configuration]) => [key.slice('directory:'.length), configuration]),
    );
  }
}

/** The stack that a list of what exists lies beside. */
function existingOfStack({ value, document }: FoundExisting, found: Found): readonly ExistingOfStack[] {
  const { shown } = directoryOf(document);
  const configuration = [...found.configurations.values()].find(
    ({ stack, directory }) => stack === document.stack && directory?.shown === shown,
  );
  return configuration ? [{ value, configuration, at: { file: document.file, pointer: '' } }] : [];
}

function directoryOf({ file, path }: Document): Directory {
  return { shown: posix.dirname(file), path: path === undefined ? undefined : posix.dirname(path) };
}

function readSource(source: Source, found: Found): void {
  let understood = source.kustomized === true;
  let broken: unknown;
  const { problems } = found;
  for (const { file, because, isBroken } of source.skipped) {
    const reason = isBroken ? `it was not read: ${because}` : because;
    problems.add({ about: file, because: reason, at: { file, pointer: '' } });
  }
  for (const document of inTerraformsOrder(source.documents)) {
    let outcome: Outcome;
    try {
      outcome = readDocument(document, source.path, found);
    } catch (error) {
      // Terraform refuses a directory with such a file; anything else in it may be meant for somebody else.
      if (isTerraformFile(document.file) || !PodtrustError.is(error)) throw namedAsGiven(error, document);
      if (document.named) {
        found.unrecognized.push({ document, error: namedAsGiven(error, document) });
        understood = true;
        continue;
      }
      const at = { file: document.file, pointer: '' };
      const isTemplate = isTemplateOfHelm(document);
      if (mayHoldObjects(document)) found.unreadObjects.push({ path: source.path, at, isTemplate });
      // Nobody could read a template as it is, and it is no slip that it lies there.
      if (isTemplate) understood = true;
      else broken ??= namedAsGiven(error, document);
      const why = isTemplate ? 'it is a template of Helm: prove what helm template prints' : withPlace(error, document);
      problems.add({ about: document.file, because: `it was not read: ${why}`, at });
      continue;
    }
    if (outcome === 'read') {
      understood = true;
    } else if (document.named && !isPartlyRead(outcome)) {
      const what = reasonOf(outcome);
      const error = new PodtrustError({ code: 'content-unknown', where: givenName(document), what });
      found.unrecognized.push({ document, error });
      understood = true;
    } else if (outcome !== 'of another tool') {
      const { file } = document;
      problems.add({ about: file, because: `it was not read: ${reasonOf(outcome)}`, at: { file, pointer: '' } });
      understood ||= isPartlyRead(outcome);
    }
  }
  if (understood || source.documents.length === 0) return;
  if (broken !== undefined) throw broken;
  const below = describeBelow(source.path);
  throw new PodtrustError({
    code: 'content-unknown',
    where: source.path,
    what: `the directory holds neither Terraform configuration nor Kubernetes objects${below ? `; below it lie ${below}` : ''}`,
    remedy: below && 'Name the directory that holds them: what lies below a given one is not read.',
  });
}

/** Whether a document that is not YAML is a template of Helm, whose actions are in double braces. */
function isTemplateOfHelm({ file, text }: Document): boolean {
  return /\.(ya?ml|tpl)$/.test(file) && text.includes('{{');
}

/** Whether a document that could not be read looks as if it held a Kubernetes object, or took one in. */
function mayHoldObjects({ text }: Document): boolean {
  return /^\s*["']?kind["']?\s*:/m.test(text) || /\{\{-?\s*(include|template)\b/.test(text);
}

function withPlace({ what, where }: PodtrustError, { file }: Document): string {
  return `${what} (${where ?? file})`;
}

/** Whether a document was read; if not, whether nothing in it is of a form that is read here, or why. */
type Outcome = 'read' | 'of another tool' | { readonly not: string; readonly partly?: boolean };

function isPartlyRead(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.partly === true;
}

function reasonOf(outcome: Exclude<Outcome, 'read'>): string {
  return outcome === 'of another tool' ? 'it is neither Terraform configuration nor Kubernetes objects' : outcome.not;
}

/** Files that change what others say come after them: override files, and `*.auto.tfvars` after `terraform.tfvars`. */
function inTerraformsOrder(documents: readonly Document[]): readonly Document[] {
  const rank = ({ file, named }: Document): number => {
    if (isOverrideFile(file)) return 1;
    return named || !isAutomaticVariableFile(file) ? 0 : /\.auto\.tfvars(\.json)?$/.test(file) ? 3 : 2;
  };
  return documents.every((document) => rank(document) === 0)
    ? documents
    : [...documents].sort((a, b) => rank(a) - rank(b));
}

function readDocument(document: Document, path: string, found: Found): Outcome {
  const whole: Part = { document, path, at: { file: document.file, pointer: '' } };
  if (readPart(whole, found)) return 'read';
  if (document.text.trim() === '') return { not: 'it is empty' };
  const { syntax, values } = valuesOf(document);
  if (values.length === 0) return { not: 'it is empty' };
  const outcomes = values.map(({ index, value }): Outcome => {
    const at: Place = { ...whole.at, pointer: values.length > 1 ? `/${index}` : '' };
    if (readPart({ ...whole, at, syntax, value }, found)) return 'read';
    const reason = whyNot(value);
    if (reason === undefined) return 'of another tool';
    return { not: values.length > 1 ? `document ${index + 1}: ${reason}` : reason };
  });
  const failed = outcomes.findIndex((outcome) => outcome !== 'read');
  if (failed < 0) return 'read';
  // All of a stream is of another tool, or a part of it is missing something.
  if (outcomes.every((outcome) => outcome === 'of another tool')) return 'of another tool';
  const not = `document ${failed + 1}: ${reasonOf('of another tool')}`;
  const outcome = outcomes.find((one) => typeof one === 'object') ?? { not };
  return { ...outcome, partly: outcomes.includes('read') };
}

function readPart(part: Part, found: Found): boolean {
  const form = FORMS.find((one) => one.recognizes(part));
  form?.read(part, found);
  return form !== undefined;
}

function valuesOf(document: Document): {
  readonly syntax: 'json' | 'yaml';
  readonly values: readonly { readonly index: number; readonly value: unknown }[];
} {
  const { file, text } = document;
  // Nothing else can begin with these, and a file's name may be anything; a stream of YAML may hold JSON, line for line.
  // Two braces begin a template.
  if (/^\s*(\[|\{(?!\{))/.test(text) && !text.includes('\n---'))
    return { syntax: 'json', values: parseJsonValues(document) };
  if (/\.json$/.test(file)) return { syntax: 'json', values: [{ index: 0, value: parseJson(document) }] };
  return { syntax: 'yaml', values: parseYaml(document) };
}

/** Why a value is not read that looks as if it should be; nothing where it is of another tool. */
function whyNot(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('lineage' in value && 'serial' in value) {
    return 'a state file is not read as it is stored; give the output of terraform show -json';
  }
  // A chart's own file has an apiVersion too.
  const isLikeAnObject = 'kind' in value || ('apiVersion' in value && 'metadata' in value);
  if (isLikeAnObject) {
    return `a Kubernetes object has apiVersion and kind, and it has no ${'kind' in value ? 'apiVersion' : 'kind'}`;
  }
  return undefined;
}

/** Reads a module's directory that was not given itself; what cannot be read of it is said. */
function loadModule(directory: Directory, problems: Problems): Configuration | undefined {
  if (directory.path === undefined) return undefined;
  const found = new Found(problems);
  const { documents, skipped } = readModuleDirectory(directory.path, directory.shown);
  if (documents.length + skipped.length === 0) return undefined;
  const unread: UnreadFile[] = [...skipped];
  for (const document of inTerraformsOrder(documents)) {
    try {
      readDocument(document, directory.shown, found);
    } catch (error) {
      if (!PodtrustError.is(error)) throw error;
      unread.push({ file: document.file, because: withPlace(error, document) });
    }
  }
  const configuration =
    [...found.configurations.values()][0] ??
    emptyConfiguration(undefined, { shown: directory.shown, path: directory.path });
  if (unread.length > 0) configuration.unread = unread;
  return configuration;
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
