import { createHash } from 'node:crypto';
import { symbolOf } from '../../../../model/known/symbol';
import { descendAll, evaluate } from '../../expression/evaluate';
import type { Scope } from '../../expression/evaluate';
import { ExpressionError } from '../../expression/expression';
import { fileGlob } from '../../expression/functions/file-glob';
import { parseTemplate } from '../../expression/parser';
import { asText, isObject, isUnknown, opaque, referenceOf } from '../../expression/value';
import type { Value, ValueObject } from '../../expression/value';
import type { Configuration, Directory } from '../configuration';
import { rootOf } from '../modules/module-library';
import type { ProgramFiles } from './program-files';
import type { Reasons } from './reasons';

/** What `path.cwd` is: nobody knows where Terraform will run, but for the root module's directory, as nearly everywhere. */
export const WORKING_DIRECTORY = symbolOf('path.cwd');

type FileFunction = (call: FileCall, ...args: Value[]) => Value;

/** The functions of Terraform that read files (the Terraform language, "Filesystem functions"), and those of templates. */
const FUNCTIONS: Readonly<Record<string, FileFunction>> = {
  file: (call, path) => textOf(call.bytes(path), path),
  filebase64: (call, path) => call.bytes(path).toString('base64'),
  filemd5: (call, path) => hash('md5', call.bytes(path)).toString('hex'),
  filesha1: (call, path) => hash('sha1', call.bytes(path)).toString('hex'),
  filesha256: (call, path) => hash('sha256', call.bytes(path)).toString('hex'),
  filesha512: (call, path) => hash('sha512', call.bytes(path)).toString('hex'),
  filebase64sha256: (call, path) => hash('sha256', call.bytes(path)).toString('base64'),
  filebase64sha512: (call, path) => hash('sha512', call.bytes(path)).toString('base64'),
  fileexists: (call, path) => call.exists(path),
  fileset: (call, path, pattern) => call.list(path).filter(fileGlob(pathText(pattern))),
  templatefile: (call, path, names) => call.template(textOf(call.bytes(path), path), names),
  templatestring: (call, text, names) => call.template(pathText(text), names),
};

/** The names of the functions that read files. */
export const FILE_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS);

/** Calls the functions that need to know where they are called. */
export class FileFunctions {
  /** @param files where they are read; by default nowhere */
  public constructor(
    private readonly files: ProgramFiles | undefined,
    private readonly reasons: Reasons,
  ) {}

  /**
   * The result of a call; nothing for any other function, and for what is not known.
   *
   * @throws ExpressionError for what Terraform would refuse
   */
  public call(configuration: Configuration, name: string, args: readonly Value[], scope: Scope): Value | undefined {
    const plain = name.replace(/^core::/, '');
    if (!Object.hasOwn(FUNCTIONS, plain) || !this.files) return undefined;
    const root = rootOf(configuration).directory;
    if (!root) return undefined;
    const symbol = opaque((text) => `${plain}(${args.map((one) => quoted(one, text)).join(', ')})`);
    const call = new FileCall(this.files, root, directoriesOf(configuration), scope);
    try {
      return FUNCTIONS[plain]!(call, ...args);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (error.because !== undefined)
        this.reasons.addOfCall(referenceOf(symbol), `${plain}(${quoted(error.path, String)}): ${error.because}`);
      return symbol;
    }
  }
}

/** Why a file is not looked at: thrown, so that no function has to hand it on. */
class Refusal {
  public constructor(
    public readonly path: string,
    /** Nothing where the path itself is not known. */
    public readonly because?: string,
  ) {}
}

function isRefusal(error: unknown): error is Refusal {
  return (error as { constructor?: unknown } | null)?.constructor === Refusal;
}

/** One call: which files it may read, and how a template in it is evaluated. */
class FileCall {
  public constructor(
    private readonly files: ProgramFiles,
    private readonly root: Directory,
    private readonly allowed: readonly Directory[],
    private readonly scope: Scope,
  ) {}

  public bytes(path: Value): Buffer {
    const content = this.content(path);
    if (!content) throw new ExpressionError(`there is no file ${pathText(path)}`);
    return content;
  }

  public exists(path: Value): boolean {
    return this.content(path) !== undefined;
  }

  public list(path: Value): string[] {
    const text = localPath(path);
    const found = this.files.list(this.root, this.allowed, text);
    if ('refused' in found) throw new Refusal(text, found.refused);
    return [...found.files];
  }

  public template(text: string, names: Value = {}): Value {
    if (!isObject(names)) throw new Refusal(text);
    const { budget, formOf, call } = this.scope;
    const own: ValueObject = names;
    return evaluate(parseTemplate(text), {
      budget,
      formOf: formOf && ((unknown) => this.scope.formOf!(unknown)),
      call: call && ((name, args, scope) => this.scope.call!(name, args, scope)),
      resolve: (name, steps) => {
        if (!Object.hasOwn(own, name)) throw new ExpressionError(`the template is given no ${name}`);
        return descendAll(own[name]!, steps);
      },
    });
  }

  private content(path: Value): Buffer | undefined {
    const text = localPath(path);
    const found = this.files.read(this.root, this.allowed, text);
    if (found && 'refused' in found) throw new Refusal(text, found.refused);
    return found?.bytes;
  }
}

/** A path below the directory that Terraform runs in. */
function localPath(path: Value): string {
  const text = pathText(path);
  return text.startsWith(`${WORKING_DIRECTORY}/`) ? text.slice(WORKING_DIRECTORY.length + 1) : pathText(text, true);
}

function pathText(path: Value | undefined, known = false): string {
  const text = asText(path);
  if (text === undefined) throw new ExpressionError('a function got something else than a text');
  if (known && text.includes('\uE000')) throw new Refusal(text);
  return text;
}

function textOf(bytes: Buffer, path: Value): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ExpressionError(`the file ${pathText(path)} is not a UTF-8 text`);
  }
}

function hash(algorithm: string, bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

function quoted(value: Value, text: (value: Value) => string): string {
  return typeof value === 'string' && !isUnknown(value) ? `"${text(value)}"` : text(value);
}

/** The directories of a module and of those that lead to it. */
function directoriesOf(configuration: Configuration): readonly Directory[] {
  const directories: Directory[] = [];
  for (let one: Configuration | undefined = configuration; one; one = one.call?.from) {
    if (one.directory) directories.push(one.directory);
  }
  return directories;
}
