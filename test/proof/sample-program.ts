import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import type { InMemoryDocument } from '../../lib/proof';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS, type Settings } from '../../stacks/settings/settings';

// Tests change any part of it, so it is as loose as JSON.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** The sample as cdktf synthesized it, a configuration a stack; IAM policies are opened: objects instead of JSON texts. */
export type SampleProgram = Readonly<Record<string, Json>>;

/** Attributes that hold a policy as JSON text. */
const POLICIES = ['assume_role_policy', 'policy'];

const EXPRESSION = /\$\{[^}]*\}/g;

/** Synthesizes the sample program. */
export function sampleProgram(settings: Settings = DEFAULT_SETTINGS): SampleProgram {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-'));
  try {
    const app = new App({ outdir: folder, stackTraces: false });
    makeProgram(app, settings);
    app.synth();
    const read = (file: string): Json => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    const { stacks } = read('manifest.json');
    return Object.fromEntries(
      Object.keys(stacks).map((stack) => [stack, withPolicies(read(stacks[stack].synthesizedStackPath), openPolicy)]),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** One stack as a file of its cdktf.out. */
export function documentOf(stack: string, configuration: Json): InMemoryDocument {
  return {
    file: `cdktf.out/stacks/${stack}/cdk.tf.json`,
    text: JSON.stringify(withPolicies(configuration, closePolicy)),
    stack,
  };
}

/** The program as the files of its cdktf.out. */
export function documentsOf(program: SampleProgram): InMemoryDocument[] {
  return Object.entries(program).map(([stack, configuration]) => documentOf(stack, configuration));
}

/** A copy of a configuration whose resources' policies are changed by a function. */
function withPolicies(configuration: Json, change: (policy: Json) => Json): Json {
  const resource = mapValues(configuration.resource, (ofType) =>
    mapValues(ofType, (body) =>
      mapValues(body, (value, key) => (POLICIES.includes(key) && value !== null ? change(value) : value)),
    ),
  );
  return { ...configuration, resource };
}

function mapValues(object: Json, change: (value: Json, key: string) => Json): Json {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** Expressions in a policy's text may hold quotes, so they are set aside while it is JSON. */
function openPolicy(text: Json): Json {
  const expressions: string[] = [];
  const masked = String(text).replace(EXPRESSION, (expression) => `<${expressions.push(expression) - 1}>`);
  return mapTexts(JSON.parse(masked), (part) => part.replace(/<(\d+)>/g, (_, index) => expressions[Number(index)]!));
}

function closePolicy(policy: Json): Json {
  if (typeof policy !== 'object') return policy;
  const expressions: string[] = [];
  const masked = mapTexts(policy, (part) =>
    part.replace(EXPRESSION, (expression) => `<${expressions.push(expression) - 1}>`),
  );
  return JSON.stringify(masked).replace(/<(\d+)>/g, (_, index) => expressions[Number(index)]!);
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
}
