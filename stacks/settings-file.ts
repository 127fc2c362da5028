import * as fs from 'node:fs';
import { isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { PodtrustError } from '../lib/core';
import type { Settings } from './settings';

type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'expected an IPv4 range such as 203.0.113.0/24');
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'expected a GUID');
const roleOrUserArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, 'expected the ARN of a role or a user');
const policyArn = z.string().regex(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/, 'expected the ARN of a policy');
const mechanism = z.enum(['irsa', 'eks-pod-identity']);
const nodes = z
  .strictObject({ size: z.string(), minimum: z.int().min(1).max(1000), maximum: z.int().min(1).max(1000) })
  .partial();

const schema = z
  .strictObject({
    environment: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, 'expected up to 12 lower-case letters and digits'),
    tags: z.record(z.string(), z.string()),
    requiredTags: z.array(z.string()),
    stateBackend: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('local') }),
      z.strictObject({
        type: z.literal('s3'),
        bucket: z.string(),
        region: z.string(),
        keyPrefix: z.string().optional(),
        kmsKeyId: z.string().optional(),
      }),
      z.strictObject({
        type: z.literal('azurerm'),
        storageAccountName: z.string(),
        containerName: z.string(),
        resourceGroupName: z.string().optional(),
        keyPrefix: z.string().optional(),
      }),
      z.strictObject({
        type: z.literal('hcp'),
        organization: z.string(),
        workspacePrefix: z.string().optional(),
        hostname: z.string().optional(),
      }),
    ]),
    aws: z
      .strictObject({
        region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region such as eu-west-1'),
        kubernetesVersion: z.string().regex(/^1\.\d{2}$/, 'expected a version in quotes, such as "1.34"'),
        deployerPrincipalArn: roleOrUserArn,
        publicAccessCidrs: z.array(cidr),
        deletionProtection: z.boolean(),
        permissionsBoundaryArn: policyArn,
        nodes,
        mechanisms: z.strictObject({ frontend: mechanism, backend: mechanism }).partial(),
      })
      .partial(),
    azure: z
      .strictObject({
        location: z.string().regex(/^[a-z0-9]+$/, 'expected a region such as westeurope'),
        azurermVersion: z.union([z.literal(4), z.literal(5)]),
        nameSuffix: z.string().regex(/^[a-z0-9]{1,8}$/, 'expected up to 8 lower-case letters and digits'),
        deployerObjectId: guid,
        adminGroupObjectIds: z.array(guid),
        publicAccessCidrs: z.array(cidr),
        nodes,
      })
      .partial(),
    workloads: z
      .strictObject({
        replicas: z.int().min(1).max(100),
        images: z.strictObject({ frontend: z.string(), backend: z.string() }).partial(),
      })
      .partial(),
  })
  .partial() satisfies z.ZodType<DeepPartial<Settings>>;

/** Reads a settings file over defaults. An error names the file, the line, and what is allowed there. */
export function readSettingsFile(file: string, defaults: Settings): Settings {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const place = (offset: number) => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  const [syntax] = document.errors;
  if (syntax) throw invalid(place(syntax.pos[0]), syntax.message.split('\n')[0]!.replace(/ at line.*/, ''));

  const content: unknown = document.toJS() ?? {};
  const result = schema.safeParse(content);
  if (result.success) return merged(defaults, result.data) as Settings;

  const issue = result.error.issues[0]!;
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0]! : undefined;
  const where = [...issue.path, ...(unknownKey ? [unknownKey] : [])];
  const what = unknownKey
    ? `there is no setting "${where.join('.')}"; allowed here: ${allowedKeys(issue.path).join(', ')}`
    : `the setting "${where.join('.')}" is wrong: ${issue.message}`;
  throw invalid(place(offsetOf(document.contents, where)), what);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new PodtrustError({
      code: 'file-unreadable',
      where: file,
      what: `the settings file cannot be read (${(error as NodeJS.ErrnoException).code})`,
      remedy: 'Set PODTRUST_SETTINGS to a file’s path, or to development or production.',
    });
  }
}

function invalid(where: string, what: string): PodtrustError {
  return new PodtrustError({
    code: 'settings-invalid',
    where,
    what,
    remedy: 'stacks/settings.ts describes every setting.',
  });
}

/** Where the key of a setting begins in the file, or the nearest part of the way to it that is there. */
function offsetOf(node: unknown, where: readonly PropertyKey[]): number {
  let current = node;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of where) {
    if (isMap(current)) {
      const pair = current.items.find((item) => isPair(item) && String(item.key) === String(step));
      if (!pair) break;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      current = pair.value;
    } else if (isNode(current) && 'items' in current) {
      current = (current as { items: unknown[] }).items[Number(step)];
      offset = isNode(current) ? (current.range?.[0] ?? offset) : offset;
    }
  }
  return offset;
}

function allowedKeys(where: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const step of where) current = shapeOf(current)?.[step as string];
  return Object.keys(shapeOf(current) ?? {}).sort();
}

/** The keys of an object schema, also behind an optional one. */
function shapeOf(candidate: unknown): Record<string, unknown> | undefined {
  const inner = candidate as { shape?: Record<string, unknown>; unwrap?: () => unknown } | undefined;
  return inner?.shape ?? (inner?.unwrap ? shapeOf(inner.unwrap()) : undefined);
}

function merged(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over) || 'type' in over) return over === undefined ? base : over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
