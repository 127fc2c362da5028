import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Chart } from 'cdk8s';
import { type TerraformStack, Token } from 'cdktf';
import { PodtrustError } from '../../core';
import { resolvedIn } from '../../terraform';
import type { DeployTimeValues } from './deploy-time-values';
import { canaryName, isCanary } from '../pods/canary-object';
import { type KubernetesObject, desiredState, nameOfObject } from './kubernetes-object';
import { inOrder } from './object-order';
import { objectsOfChart } from './objects-of-chart';

/** Charts, and the stack that would apply them: their tokens are values of it, or of stacks before it. */
export interface PlainManifestSource {
  readonly stack: TerraformStack;
  readonly charts: readonly Chart[];
}

/** A YAML file of a chart's objects. */
export interface PlainManifest {
  /** `<chart>.k8s.yaml`, from the chart's path. */
  readonly file: string;
  readonly text: string;
}

/**
 * The objects of charts as plain YAML, for GitOps: the same objects that Terraform would apply, in an order in which they
 * can be applied, with the values of the deployed stacks in place of the tokens. Same input, same bytes.
 *
 * @throws PodtrustError `deploy-time-value-missing`, which lists every value that is missing; `manifest-file-twice`;
 *   `chart-invalid`
 */
export function plainManifests(sources: readonly PlainManifestSource[], values: DeployTimeValues): PlainManifest[] {
  const missing: string[] = [];
  const manifests = sources.flatMap(({ stack, charts }) =>
    charts.map((chart) => {
      const objects = inOrder(objectsOfChart(chart)).map((object) =>
        named(filled(desiredState(object), '', { stack, values, missing, object: nameOfObject(object) })),
      );
      return { file: `${chart.node.path.replaceAll('/', '-')}.k8s.yaml`, text: yamlOf(objects) };
    }),
  );
  if (missing.length > 0) throw valuesMissing(missing);
  refuseTwice(manifests);
  return manifests;
}

/**
 * Writes the files: all of them beside their places first, then each by a rename, so that none is ever half written.
 *
 * @param directory made where it is not there
 */
export function writePlainManifests(directory: string, manifests: readonly PlainManifest[]): void {
  fs.mkdirSync(directory, { recursive: true });
  const temporary = fs.mkdtempSync(path.join(directory, '.podtrust-'));
  try {
    for (const { file, text } of manifests) fs.writeFileSync(path.join(temporary, file), text);
    for (const { file } of manifests) fs.renameSync(path.join(temporary, file), path.join(directory, file));
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

function named(object: unknown): unknown {
  const whole = object as KubernetesObject;
  return isCanary(whole) ? { ...whole, metadata: { ...whole.metadata, name: canaryName(whole) } } : object;
}

interface Context {
  readonly stack: TerraformStack;
  readonly values: DeployTimeValues;
  /** Grows by what is not known. */
  readonly missing: string[];
  /** The object, as messages name it. */
  readonly object: string;
}

/** A copy of plain data with deploy-time values in place of tokens; literal `${` of a shell script stays as it is. */
function filled(value: unknown, field: string, context: Context): unknown {
  if (typeof value === 'string') return filledText(value, field, context);
  // A whole number, list or map that is one token: its value takes its place, whatever its type.
  if (Token.isUnresolved(value)) return valueOf(resolvedIn(context.stack, value), field, context);
  if (Array.isArray(value)) return value.map((entry, index) => filled(entry, `${field}[${index}]`, context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const name = filledText(key, field, context);
      return [name, filled(entry, field ? `${field}.${name}` : name, context)];
    }),
  );
}

/** Text stays text, also where its value is a number: Kubernetes accepts only strings in annotations and variables. */
function filledText(text: string, field: string, context: Context): string {
  return text
    .split(/(\$\{(?!TfToken\[))/)
    .map((part) => (part === '${' ? part : withValues(String(resolvedIn(context.stack, part)), field, context)))
    .join('');
}

/** How cdktf writes a value of another stack. */
const REMOTE_VALUE = /data\.terraform_remote_state\.cross-stack-reference-input-([^.}]+)\.outputs\.([\w-]+)/;

function withValues(resolved: string, field: string, context: Context): string {
  return resolved.replace(/\$\{[^}]*\}/g, (expression) => {
    const value = valueOf(expression, field, context);
    if (typeof value !== 'object') return String(value);
    context.missing.push(`text in place of ${JSON.stringify(value)} (for ${context.object}, ${field})`);
    return '';
  });
}

function valueOf(resolved: unknown, field: string, context: Context): unknown {
  // A token that stands for a literal.
  if (typeof resolved !== 'string') return resolved;
  const remote = new RegExp(`^\\$\\{${REMOTE_VALUE.source}\\}$`).exec(resolved);
  const value = remote ? context.values[remote[1]!]?.[remote[2]!] : undefined;
  if (value !== undefined && value !== null) return value;
  const what = remote
    ? `output "${remote[2]}" of stack "${remote[1]}"`
    : `${resolved}, which is not an output of another stack`;
  context.missing.push(`${what} (for ${context.object}, ${field})`);
  return '';
}

function valuesMissing(missing: readonly string[]): PodtrustError {
  return new PodtrustError({
    code: 'deploy-time-value-missing',
    what: `no value for\n  - ${missing.join('\n  - ')}`,
    why: 'The object would name an identity that does not exist, and its pods would get no credentials.',
    remedy:
      'Deploy the stack, then run cdktf output --outputs-file FILE and give --values FILE; a value that no other stack puts out has to be made in one.',
  });
}

function refuseTwice(manifests: readonly PlainManifest[]): void {
  const files = manifests.map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice === undefined) return;
  throw new PodtrustError({
    code: 'manifest-file-twice',
    where: twice,
    what: 'two charts would be written into this file',
    why: 'The second one would overwrite the first.',
    remedy: 'Give the charts different ids.',
  });
}

/** Documents in YAML 1.1 as kubectl reads it: `"on"` and `"0644"` keep their quotes. */
function yamlOf(objects: readonly unknown[]): string {
  // Who only makes constructs pays for no YAML writer.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { stringify } = require('yaml') as typeof import('yaml');
  return objects
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');
}
