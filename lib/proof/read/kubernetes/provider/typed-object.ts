import { POD_TEMPLATE_PATH } from '../../../../core/kubernetes/pod-template-path';
import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { toBlocks } from '../../terraform/configuration/blocks/nested-blocks';
import { asText, isObject } from '../../terraform/expression/value';
import type { Value, ValueObject } from '../../terraform/expression/value';
import { apiVersionOf } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/**
 * The blocks of the kubernetes provider that may be there several times, by the name that their list has in Kubernetes'
 * own API; any other block is one object. Provider's schema of pods.
 */
const LISTS: Readonly<Record<string, string>> = {
  container: 'containers',
  init_container: 'initContainers',
  volume: 'volumes',
  env: 'env',
  env_from: 'envFrom',
  volume_mount: 'volumeMounts',
  volume_device: 'volumeDevices',
  port: 'ports',
  toleration: 'tolerations',
  topology_spread_constraint: 'topologySpreadConstraints',
  readiness_gate: 'readinessGates',
  host_aliases: 'hostAliases',
  image_pull_secrets: 'imagePullSecrets',
  option: 'options',
  http_header: 'httpHeaders',
  sysctl: 'sysctls',
  items: 'items',
  match_expressions: 'matchExpressions',
  match_fields: 'matchFields',
  node_selector_term: 'nodeSelectorTerms',
  preferred_during_scheduling_ignored_during_execution: 'preferredDuringSchedulingIgnoredDuringExecution',
};

/** Names that are no plain change of `a_b` into `aB`. Kubernetes API conventions: initialisms keep their capitals. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    host_ip: 'hostIP',
    host_ipc: 'hostIPC',
    host_pid: 'hostPID',
    downward_api: 'downwardAPI',
    ceph_fs: 'cephfs',
    volume_id: 'volumeID',
    pd_id: 'pdID',
    disk_uri: 'diskURI',
    data_disk_uri: 'diskURI',
    target_ww_ns: 'targetWWNs',
  }),
);

/** Maps of texts, whose keys are the user's own: Terraform turns each value into text. */
const TEXT_MAPS = new Set(['labels', 'annotations', 'node_selector', 'match_labels', 'limits', 'requests']);
/** Maps of texts too, in volumes. */
const VOLUME_MAPS = new Set(['volume_attributes', 'options']);
/** Texts that are numbers in Kubernetes. */
const NUMBERS = new Set(['run_as_user', 'run_as_group', 'fs_group', 'toleration_seconds', 'expiration_seconds']);
/** Texts of octal digits. */
const MODES = new Set(['mode', 'default_mode']);
/** Truth values; one that is not known yet is a text, which cannot be in its place. */
const TRUTH_VALUES = new Set([
  'host_network',
  'host_ipc',
  'host_pid',
  'automount_service_account_token',
  'share_process_namespace',
  'enable_service_links',
  'read_only',
  'optional',
  'privileged',
  'allow_privilege_escalation',
  'read_only_root_filesystem',
  'run_as_non_root',
  'stdin',
  'stdin_once',
  'tty',
]);
/** Sources of a projected volume: in Kubernetes each is an item of its own. */
const SOURCES = ['secret', 'config_map', 'downward_api', 'service_account_token'];

/** Seconds: a projected token's life where the provider is told none. */
const DEFAULT_TOKEN_SECONDS = 3600;

/**
 * The object that a typed resource of the kubernetes provider makes: its blocks as Kubernetes names them, the whole pod
 * template among them. Of a workload's own spec nothing else is kept. What only apply will tell is left out where it
 * cannot be in an object, as a number or a truth value.
 */
export function typedObject(program: TerraformProgram, instance: Instance, kind: string): JsonObject {
  const metadata = metadataOf(program.nested(instance, 'metadata')[0]);
  const spec = program.nested(instance, 'spec')[0] ?? {};
  const named = instance.block.type.startsWith('kubernetes_default_') ? { ...metadata, name: 'default' } : metadata;
  const base = { apiVersion: apiVersionOf(kind), kind, metadata: named };
  switch (kind) {
    case 'ServiceAccount':
      return base;
    case 'Pod':
      return { ...base, spec: podSpec(spec) };
    case 'CronJob':
      return { ...base, ...around(kind, template(first(first(spec.job_template)?.spec))) };
    default:
      return { ...base, ...around(kind, template(spec)) };
  }
}

/** A pod template where its kind keeps it. */
function around(kind: string, podTemplate: JsonObject): JsonObject {
  return POD_TEMPLATE_PATH[kind]!.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), podTemplate);
}

function template(spec: ValueObject | undefined): JsonObject {
  const block = first(spec?.template);
  return { metadata: metadataOf(first(block?.metadata)), spec: podSpec(first(block?.spec) ?? {}) };
}

function metadataOf(metadata: ValueObject | undefined): JsonObject {
  const { name, namespace, generate_name: generateName, labels, annotations } = metadata ?? {};
  return known({ name, namespace, generateName, labels: texts(labels), annotations: texts(annotations) });
}

function podSpec(spec: ValueObject): JsonObject {
  // A pod without containers is a mistake that admission tells.
  return { containers: [], ...object(spec) };
}

/** A block's attributes and blocks. */
function object(block: ValueObject): JsonObject {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(block)) {
    const converted = field(key, value);
    if (converted !== undefined) result[nameOf(key, value)] = converted;
  }
  return result;
}

/** A probe's `port` is not a block, so it keeps its name. */
function nameOf(key: string, value: Value): string {
  if (Object.hasOwn(LISTS, key) && typeof value === 'object') return LISTS[key]!;
  return NAMES.get(key) ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function field(key: string, value: Value): unknown {
  // Only whether it is Windows counts.
  if (key === 'node_selector' && !isObject(value)) return undefined;
  if (TEXT_MAPS.has(key)) return texts(first(value) ?? value);
  if (VOLUME_MAPS.has(key)) return texts(value);
  if (key === 'env') return nonEmpty(toBlocks(value).map(variable));
  if (key === 'projected') return projected(first(value));
  if (NUMBERS.has(key)) return number(value);
  if (MODES.has(key)) return typeof value === 'string' && /^[0-7]+$/.test(value) ? parseInt(value, 8) : number(value);
  if (TRUTH_VALUES.has(key)) return { true: true, false: false }[String(value)];
  if (value === null || value === '') return undefined;
  const blocks = toBlocks(value);
  if (blocks.length > 0) return several(key, blocks[0]!) ? blocks.map(object) : object(blocks[0]!);
  if (Array.isArray(value)) return nonEmpty(value as readonly Value[]);
  return key === 'port' && /^\d+$/.test(String(value)) ? Number(value) : value;
}

/** Whether a block is one of a list. */
function several(key: string, block: ValueObject): boolean {
  if (Object.hasOwn(LISTS, key)) return true;
  // In the affinity to pods it is one of several, in that to nodes the only one.
  return key === 'required_during_scheduling_ignored_during_execution' && !('node_selector_term' in block);
}

function variable({ name, value, value_from: from }: ValueObject): JsonObject {
  const source = first(from);
  return known({ name, value: asText(value), valueFrom: source && object(source) });
}

function projected(block: ValueObject | undefined): JsonObject | undefined {
  if (!block) return undefined;
  const { sources, ...others } = block;
  const items = toBlocks(sources).flatMap((source) =>
    SOURCES.flatMap((kind) =>
      toBlocks(source[kind]).map((one) => {
        const seconds = kind === 'service_account_token' ? { expirationSeconds: DEFAULT_TOKEN_SECONDS } : {};
        return { [nameOf(kind, one)]: { ...seconds, ...object(one) } };
      }),
    ),
  );
  return { ...object(others), sources: items };
}

/** A map whose values Terraform makes texts of; anything else as it is. */
function texts(value: Value | undefined): unknown {
  if (!isObject(value)) return value ?? undefined;
  return known(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)])));
}

function number(value: Value): number | undefined {
  const result = value === null || value === '' ? NaN : Number(value);
  return Number.isFinite(result) ? result : undefined;
}

function nonEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** Without what is not set. */
function known(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

function first(value: Value | undefined): ValueObject | undefined {
  return toBlocks(value).find(isObject);
}
