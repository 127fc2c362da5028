import {
  AAD_POD_IDENTITY_KEYS,
  AZURE_KEYS,
  EKS_KEYS,
  IMAGE_PULL_KEYS,
  KIAM_KEYS,
} from '../../../core/kubernetes/annotations';
import { POD_TEMPLATE_PATH } from '../../../core/kubernetes/pod-template-path';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import type { Problems } from '../problems';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { certainMembers, objectOf as objectOfMembers } from '../terraform/expression/overwritten';
import { asText, isObject } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import type { ClusterMembership } from './cluster-membership';
import { isJsonObject, listOf, objectAt, textOf } from './kubernetes-object';
import type { DeclaredObject, JsonObject } from './kubernetes-object';

/** Keys by which objects ask for an identity, or keep a pod from it. */
const KEYS: ReadonlySet<string> = new Set(
  [EKS_KEYS, AZURE_KEYS, AAD_POD_IDENTITY_KEYS, IMAGE_PULL_KEYS, KIAM_KEYS].flatMap((keys) => Object.values(keys)),
);

/** Variables by which an SDK is told its identity. */
const VARIABLES: ReadonlySet<string> = new Set(['AWS_ROLE_ARN', 'AZURE_CLIENT_ID', 'AZURE_TENANT_ID']);

/** A part of an object that somebody else makes: what it lays over that one. */
interface Patch {
  readonly instance: Instance;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What it adds, by the place in the object; a text is a map that is not known. */
  readonly maps: readonly { readonly path: readonly string[]; readonly map: Value }[];
  readonly variables: readonly { readonly container: string; readonly env: readonly JsonObject[] }[];
}

/** Each resource that lays a map over an object: the argument, and whether the pod template gets it. */
const MAPS: Readonly<Record<string, readonly (readonly [argument: string, field: string, ofTemplate: boolean])[]>> = {
  kubernetes_annotations: [
    ['annotations', 'annotations', false],
    ['template_annotations', 'annotations', true],
  ],
  kubernetes_labels: [['labels', 'labels', false]],
  kubernetes_env: [],
};

/**
 * Lays what `kubernetes_annotations`, `kubernetes_labels` and `kubernetes_env` add over the objects that they name. A
 * service account or a namespace that is not in the input is added, with what else it carries left open; of any other
 * object it is said, where it bears on access.
 *
 * @param objects all that were read; those that are patched are replaced
 */
export function readObjectPatches(
  program: TerraformProgram,
  membership: ClusterMembership,
  objects: DeclaredObject[],
  problems: Problems,
): void {
  const instances = Object.keys(MAPS).flatMap((type) => program.instances(type));
  if (instances.length === 0) return;
  const byKey = new Map<string, number[]>();
  objects.forEach(({ object }, index) => {
    const key = keyOf(object);
    const before = byKey.get(key);
    if (before) before.push(index);
    else byKey.set(key, [index]);
  });
  for (const instance of instances) {
    const patch = patchOf(program, instance);
    const clusters = membership.ofInstance(instance);
    const found = (byKey.get(`${patch.kind}/${patch.namespace}/${patch.name}`) ?? []).filter((index) =>
      objects[index]!.clusters.some((cluster) => clusters.includes(cluster)),
    );
    for (const index of found) objects[index] = { ...objects[index]!, object: patched(objects[index]!.object, patch) };
    if (found.length > 0) continue;
    if (patch.kind === 'ServiceAccount' || patch.kind === 'Namespace') {
      objects.push({ object: objectOf(patch), clusters, at: instance.at });
    } else if (bears(patch)) {
      const because = `it is laid over ${patch.kind}/${patch.namespace}/${patch.name}, which is not in the input: whom its pods run as is not known`;
      problems.add({ about: instance.id, because: describeSymbols(because), at: instance.at });
    }
  }
}

/** An object by its kind, namespace and name; that of a namespace itself is no matter. */
function keyOf(object: JsonObject): string {
  const { namespace, name } = objectAt(object, ['metadata']);
  return `${String(object.kind)}/${object.kind === 'Namespace' ? '' : (textOf(namespace) ?? 'default')}/${textOf(name) ?? ''}`;
}

function patchOf(program: TerraformProgram, instance: Instance): Patch {
  const kind = program.text(instance, 'kind') ?? '';
  const metadata = program.nested(instance, 'metadata')[0] ?? {};
  const template = POD_TEMPLATE_PATH[kind] ?? [];
  return {
    instance,
    kind,
    namespace: kind === 'Namespace' ? '' : (textOf(metadata.namespace) ?? 'default'),
    // A metadata that is not known names an object that is not known.
    name: textOf(metadata.name) ?? symbolOf(`${instance.id}.metadata[0].name`),
    maps: MAPS[instance.block.type]!.flatMap(([argument, field, ofTemplate]) => {
      const map = program.attribute(instance, argument);
      const path = [...(ofTemplate ? template : []), 'metadata', field];
      return map === undefined || map === null ? [] : [{ path, map }];
    }),
    variables: instance.block.type === 'kubernetes_env' ? [variablesOf(program, instance)] : [],
  };
}

function variablesOf(program: TerraformProgram, instance: Instance): Patch['variables'][number] {
  const container = program.text(instance, 'container') ?? program.text(instance, 'init_container') ?? '';
  const blocks = program.blocks(instance, 'env');
  const env = (blocks ?? []).flatMap(({ name, value }): JsonObject[] => {
    const text = asText(value);
    return text === undefined || text === '' ? [{ name }] : [{ name, value: text }];
  });
  return { container, env };
}

/** Whether a patch bears on who asks for an identity. */
function bears({ maps, variables }: Patch): boolean {
  return (
    maps.some(({ map }) => !isObject(map) || Object.keys(map).some((key) => KEYS.has(key) || hasSymbol(key))) ||
    variables.some(({ env }) => env.some(({ name }) => VARIABLES.has(String(name)) || hasSymbol(String(name))))
  );
}

function patched(object: JsonObject, { instance, kind, maps, variables }: Patch): JsonObject {
  let result = object;
  for (const { path, map } of maps) {
    result = changed(result, path, (before) =>
      laidOver(isJsonObject(before) ? before : openedBy(before), map, instance),
    );
  }
  for (const { container, env } of variables) {
    for (const list of ['containers', 'initContainers']) {
      const path = [...(POD_TEMPLATE_PATH[kind] ?? []), 'spec', list];
      result = changed(result, path, (before) =>
        Array.isArray(before)
          ? listOf(before).map((one) => (one.name === container ? withVariables(one, env) : one))
          : before,
      );
    }
  }
  return result;
}

/** The variables that are set later go before those of the same name. */
function withVariables(container: JsonObject, env: readonly JsonObject[]): JsonObject {
  const names = new Set(env.map(({ name }) => name));
  return { ...container, env: [...listOf(container.env).filter(({ name }) => !names.has(name)), ...env] };
}

/** A map with another laid over it: of a key that is not known it may be any, and what that one had may be put out. */
function laidOver(before: JsonObject, map: Value, instance: Instance): JsonObject {
  const members = [...Object.entries(before), ...Object.entries(over(map, instance))] as [string, Value][];
  return certainMembers(objectOfMembers(members), symbolOf(`${instance.id}.annotations`));
}

/** What a map lays over another; of one that is not known, a key that may be any. */
function over(map: Value, instance: Instance): JsonObject {
  if (isObject(map)) return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asText(value)]));
  const unknown = symbolOf(`${instance.id}.annotations`);
  return { [unknown]: unknown };
}

function openedBy(before: unknown): JsonObject {
  return typeof before === 'string' && hasSymbol(before) ? { [before]: before } : {};
}

function changed(value: unknown, path: readonly string[], change: (before: unknown) => unknown): JsonObject {
  const object = isJsonObject(value) ? value : {};
  const [key, ...rest] = path;
  const inner = object[key!];
  const made = rest.length === 0 ? change(inner) : changed(inner, rest, change);
  return made === undefined ? object : { ...object, [key!]: made };
}

/** The object that a patch is laid over, as far as the patch tells. */
function objectOf(patch: Patch): JsonObject {
  const { kind, namespace, name, instance } = patch;
  const rest = symbolOf(`${instance.id}: what else it carries`);
  const metadata = { name, ...(namespace === '' ? {} : { namespace }), annotations: { [rest]: rest } };
  return patched({ apiVersion: 'v1', kind, metadata }, patch);
}
