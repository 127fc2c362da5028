import { z } from 'zod';
import type { Settings } from './settings';

type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

const text = z.string().min(1);
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID');
const roleOrUserArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, 'the ARN of a role or a user');
const policyArn = z.string().regex(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/, 'the ARN of a policy');
const mechanism = z.enum(['irsa', 'eks-pod-identity']);
const nodes = z
  .strictObject({ size: text, minimum: z.int().min(1).max(1000), maximum: z.int().min(1).max(1000) })
  .partial();

const STATE_BACKENDS = [
  z.strictObject({ type: z.literal('local') }),
  z.strictObject({
    type: z.literal('s3'),
    bucket: text,
    region: text,
    keyPrefix: z.string().optional(),
    kmsKeyId: text.optional(),
  }),
  z.strictObject({
    type: z.literal('azurerm'),
    storageAccountName: text,
    containerName: text,
    resourceGroupName: text.optional(),
    keyPrefix: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('hcp'),
    organization: text,
    workspacePrefix: z.string().optional(),
    hostname: text.optional(),
  }),
] as const;

/** What a settings file may hold: each setting of {@link Settings}, and none has to be there. */
export const SCHEMA = z
  .strictObject({
    environment: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, 'up to 12 lower-case letters and digits'),
    tags: z.record(z.string(), z.string()),
    requiredTags: z.array(z.string()),
    stateBackend: z.discriminatedUnion('type', STATE_BACKENDS),
    aws: z
      .strictObject({
        region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1'),
        kubernetesVersion: z.string().regex(/^1\.\d{2}$/, 'a version in quotes, such as "1.34"'),
        deployerPrincipalArn: roleOrUserArn,
        publicAccessCidrs: z.array(z.string()),
        deletionProtection: z.boolean(),
        permissionsBoundaryArn: policyArn,
        nodes,
        mechanisms: z.strictObject({ frontend: mechanism, backend: mechanism }).partial(),
      })
      .partial(),
    azure: z
      .strictObject({
        location: z.string().regex(/^[a-z0-9]+$/, 'a region such as westeurope'),
        azurermVersion: z.literal([4, 5]),
        nameSuffix: z.string().regex(/^[a-z0-9]{1,8}$/, 'up to 8 lower-case letters and digits'),
        deployerObjectId: guid,
        adminGroupObjectIds: z.array(guid),
        publicAccessCidrs: z.array(z.string()),
        nodes,
      })
      .partial(),
    workloads: z
      .strictObject({
        replicas: z.int().min(1).max(100),
        images: z.strictObject({ frontend: text, backend: text }).partial(),
      })
      .partial(),
  })
  .partial() satisfies z.ZodType<DeepPartial<Settings>>;

/** The keys that may stand at a place of a file, sorted; none where the place takes keys of any name or none at all. */
export function keysAt(where: readonly PropertyKey[], content: unknown): string[] {
  let schema: unknown = SCHEMA;
  let value = content;
  for (const step of where) {
    schema = shapeOf(schema, value)?.[step as string];
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  }
  return Object.keys(shapeOf(schema, value) ?? {}).sort();
}

/** Every setting that has a place of its own, such as `aws.nodes.minimum`. */
export function everySetting(schema: unknown = SCHEMA, before = ''): string[] {
  return Object.entries(shapeOf(schema, undefined) ?? {}).flatMap(([key, inner]) => [
    `${before}${key}`,
    ...everySetting(inner, `${before}${key}.`),
  ]);
}

interface SchemaNode {
  readonly shape?: Record<string, unknown>;
  readonly options?: readonly unknown[];
  unwrap?(): unknown;
}

/** The keys of an object schema, also behind an optional one, and of that state backend whose type a value says. */
function shapeOf(candidate: unknown, value: unknown): Record<string, unknown> | undefined {
  const schema = candidate as SchemaNode | undefined;
  if (schema?.shape) return schema.shape;
  if (schema === undefined) return undefined;
  if (Array.isArray(schema.options)) {
    const { type } = (value ?? {}) as { type?: unknown };
    const chosen = STATE_BACKENDS.find((one) => one.shape.type.value === type);
    return chosen && schema.options.includes(chosen) ? chosen.shape : undefined;
  }
  return schema.unwrap ? shapeOf(schema.unwrap(), value) : undefined;
}
