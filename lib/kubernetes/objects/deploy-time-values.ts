import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { LineCounter, Node } from 'yaml';
import { PodtrustError } from '../../core';

/** Values that are known only after a deploy: by stack, then by output. The shape of `cdktf output --outputs-file`. */
export type DeployTimeValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Where {@link deployTimeValues} takes the values from. */
export interface DeployTimeValueSource {
  /** A JSON or YAML file: `{ "<stack>": { "<output>": value } }`. Wins over `deployedStacks`. */
  readonly valuesFile?: string;
  /** Deployed stacks, to be asked by `cdktf output`. */
  readonly deployedStacks?: readonly string[];
  /** What to run before `output`, program first. Default `npx --no-install cdktf`. */
  readonly command?: readonly string[];
  /** Where to run it: the folder of cdktf.json. Default: the working directory. */
  readonly directory?: string;
}

/**
 * Reads the values that plain manifests need, from a file or from the deployed stacks. Nothing is cached.
 *
 * @throws PodtrustError `deploy-time-values-unknown` with neither; `values-file-unreadable`, `values-file-invalid` (file
 *   and line); `cdktf-output-failed` with what it printed
 */
export function deployTimeValues(source: DeployTimeValueSource): DeployTimeValues {
  if (source.valuesFile) return readDeployTimeValues(source.valuesFile);
  if (source.deployedStacks?.length) return askDeployedStacks(source.deployedStacks, source);
  throw new PodtrustError({
    code: 'deploy-time-values-unknown',
    what: 'neither a values file nor deployed stacks were named',
    why: 'The ARNs and client ids of the manifests exist only after a deploy; without them the YAML would be wrong.',
    remedy: 'Give --values FILE, or deploy first and let cdktf output tell.',
  });
}

/**
 * @param file JSON or YAML
 * @throws PodtrustError `values-file-unreadable`, `values-file-invalid`
 */
export function readDeployTimeValues(file: string): DeployTimeValues {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new PodtrustError({
      code: 'values-file-unreadable',
      where: file,
      what: `the values file cannot be read: ${(error as Error).message}`,
      remedy: 'Name a file that exists, such as one written by cdktf output --outputs-file.',
    });
  }
  return parseDeployTimeValues(text, file);
}

function parseDeployTimeValues(text: string, file: string): DeployTimeValues {
  // Who only makes constructs pays for no YAML parser.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { isMap, isScalar, LineCounter, parseDocument } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const error = document.errors[0];
  if (error) throw invalid(file, lines, error.pos[0], error.message);
  if (!isMap(document.contents)) {
    throw invalid(file, lines, document.contents?.range?.[0] ?? 0, 'the file is not an object of stacks');
  }
  for (const { key, value } of document.contents.items) {
    const stack = isScalar(key) ? String(key.value) : '';
    if (!isMap(value)) {
      const at = ((value ?? key) as Node).range?.[0] ?? 0;
      throw invalid(file, lines, at, `what stands under the stack "${stack}" is not an object of outputs`);
    }
  }
  return document.toJS() as DeployTimeValues;
}

function invalid(file: string, lines: LineCounter, offset: number, what: string): PodtrustError {
  const { line, col } = lines.linePos(offset);
  return new PodtrustError({
    code: 'values-file-invalid',
    where: `${file}:${line}:${col}`,
    what,
    remedy: 'Write { "<stack>": { "<output>": value } }, as cdktf output --outputs-file does.',
  });
}

function askDeployedStacks(stacks: readonly string[], source: DeployTimeValueSource): DeployTimeValues {
  const [program, ...first] = source.command ?? ['npx', '--no-install', 'cdktf'];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-'));
  const file = path.join(folder, 'outputs.json');
  const args = [...first, 'output', ...stacks, '--outputs-file', file];
  try {
    const run = spawnSync(program!, args, { cwd: source.directory, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (run.status !== 0 || !fs.existsSync(file)) {
      const printed = [run.error?.message, run.stdout, run.stderr].filter(Boolean).join('\n').trim();
      throw new PodtrustError({
        code: 'cdktf-output-failed',
        what: `${[program, ...first].join(' ')} output ${stacks.join(' ')} ${run.status === null ? 'did not run' : `ended with ${run.status}`} and printed:\n${printed}`,
        why: 'The values of the manifests are the outputs of the deployed stacks.',
        remedy: 'Deploy the stacks first, sign in to their state backend, or give --values FILE.',
      });
    }
    return parseDeployTimeValues(fs.readFileSync(file, 'utf8'), 'the outputs of cdktf');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
