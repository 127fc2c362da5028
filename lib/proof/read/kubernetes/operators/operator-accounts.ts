import { AZURE_KEYS, EKS_KEYS } from '../../../../core/kubernetes/annotations';
import { describeSymbols, hasSymbol, symbolOf } from '../../../model/known/symbol';
import { below } from '../../../model/place';
import { isJsonObject, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';
import type { ControllerObject } from './controller-objects';
import { MadeAccounts } from './made-accounts';

/** An account that an operator makes for an object. */
interface Account {
  readonly name: string;
  /** Where the object's spec gives the account's metadata; nothing where it gives none. */
  readonly template?: readonly string[];
  /** Annotations from elsewhere, which the template's are laid over; text where they are not known. */
  readonly inherited?: unknown;
  /** Whether the operator makes it is not known. */
  readonly perhapsNone?: true;
}

/** By group and kind: the accounts that the operator makes for an object. */
const OPERATORS: ReadonlyMap<string, (object: ControllerObject) => readonly Account[]> = new Map([
  ['postgresql.cnpg.io/Cluster', ofPostgres],
  ['postgresql.cnpg.io/Pooler', ofPooler],
  ['kafka.strimzi.io/Kafka', ofKafka],
  ['kafka.strimzi.io/KafkaConnect', ({ name }) => [ofStrimzi(`${name}-connect`)]],
  ['kafka.strimzi.io/KafkaMirrorMaker2', ({ name }) => [ofStrimzi(`${name}-mirrormaker2`)]],
  // @see grafana-operator, controllers/resources/resources.go (`GetGrafanaServiceAccount`)
  ['grafana.integreatly.org/Grafana', ({ name }) => [{ name: `${name}-sa`, template: ['serviceAccount'] }]],
  ['kafka.strimzi.io/KafkaBridge', ({ name }) => [ofStrimzi(`${name}-bridge`)]],
  ['opentelemetry.io/OpenTelemetryCollector', ofCollector],
  ['opentelemetry.io/TargetAllocator', (object) => ofTelemetry(object, object.spec, 'targetallocator')],
  ['opentelemetry.io/OpAMPBridge', (object) => ofTelemetry(object, object.spec, 'opamp-bridge')],
]);

/** Of a name that the operator of OpenTelemetry makes. */
const LONGEST_NAME = 63;

/** Adds the service accounts that operators make for their objects, with the annotations that those give them. */
export function addOperatorAccounts(objects: DeclaredObject[]): void {
  const found = objects.flatMap((one) => {
    const { apiVersion, kind } = one.object;
    const accounts = OPERATORS.get(`${String(apiVersion).split('/')[0]!}/${String(kind)}`);
    return accounts ? [{ one, accounts }] : [];
  });
  if (found.length === 0) return;
  const made = new MadeAccounts(objects);
  for (const { one, accounts } of found) {
    const metadata = objectAt(one.object, ['metadata']);
    const namespace = textOf(metadata.namespace) ?? 'default';
    const name = textOf(metadata.name);
    // Of one with a generated name nobody names the account beforehand.
    if (name === undefined) continue;
    const id = `${String(one.object.kind)}/${namespace}/${name}`;
    const spec = objectAt(one.object, ['spec']);
    for (const { name: account, template, inherited, perhapsNone } of accounts({ ...one, id, namespace, name, spec })) {
      const given = template && valueAt(one.object, ['spec', ...template, 'metadata']);
      const metadata = {
        name: account,
        namespace,
        labels: valueAt(given, ['labels']),
        annotations: laidOver(inherited, valueAt(given, ['annotations'])),
      };
      made.add({
        clusters: one.clusters,
        ...((one.perhapsNone ?? perhapsNone) ? { perhapsNone: true as const } : {}),
        object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
        at: template && given !== undefined ? below(one.at, 'spec', ...template) : one.at,
      });
    }
  }
}

/** A value inside another one; where that is not known, its text: anything may be in it. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found === 'string' && hasSymbol(found)) return found;
    found = isJsonObject(found) ? found[key] : undefined;
  }
  return found;
}

/** Two maps of annotations as one; a map that is not known is a text, and so is what it comes to. */
function laidOver(under: unknown, over: unknown): unknown {
  return [over, under].find((map) => typeof map === 'string') ?? { ...textsOf(under), ...textsOf(over) };
}

/**
 * The instances of CloudNativePG, backups to object stores among what they do, run as one account of the cluster's name.
 * Of the object's own annotations the operator passes on those that its settings list (`INHERITED_ANNOTATIONS`).
 *
 * @see cloudnative-pg, api/v1/cluster_types.go (`serviceAccountTemplate`, `serviceAccountName`), cluster_create.go
 */
function ofPostgres({ object, id, name, spec }: ControllerObject): readonly Account[] {
  if (isOther(spec.serviceAccountName)) return [];
  const own = objectAt(object, ['metadata', 'annotations']);
  const perhaps = [EKS_KEYS.roleArn, AZURE_KEYS.clientId]
    .filter((key) => own[key] !== undefined)
    .map((key) => [key, symbolOf(describeSymbols(`${id}, if the operator passes on its ${key}`))]);
  const given = valueAt(object, ['spec', 'inheritedMetadata', 'annotations']);
  const inherited = laidOver(given, Object.fromEntries(perhaps));
  return [{ name, template: ['serviceAccountTemplate'], inherited }];
}

/** @see cloudnative-pg, pooler_update.go: the account of a pooler carries nothing that the object gives */
function ofPooler({ name, spec }: ControllerObject): readonly Account[] {
  return isOther(spec.serviceAccountName) ? [] : [{ name }];
}

/** Whether an account is named that somebody else makes; one that is not known is perhaps none. */
function isOther(named: unknown): boolean {
  const text = textOf(named);
  return text !== undefined && text !== '' && !hasSymbol(text);
}

/** @see strimzi-kafka-operator, AbstractModel.generateServiceAccount, KafkaResources */
function ofKafka({ name, spec }: ControllerObject): readonly Account[] {
  return (
    [
      ['kafka', 'kafka'],
      ['entityOperator', 'entity-operator'],
      ['kafkaExporter', 'kafka-exporter'],
      ['cruiseControl', 'cruise-control'],
    ] as const
  )
    .filter(([part]) => spec[part] !== undefined)
    .map(([part, suffix]) => ({ name: `${name}-${suffix}`, template: [part, 'template', 'serviceAccount'] }));
}

function ofStrimzi(name: string): Account {
  return { name, template: ['template', 'serviceAccount'] };
}

function ofCollector(object: ControllerObject): readonly Account[] {
  const allocator = valueAt(object.spec, ['targetAllocator']);
  const enabled = valueAt(allocator, ['enabled']);
  const own = ofTelemetry(object, object.spec, 'collector');
  if (enabled !== true && !(typeof enabled === 'string' && hasSymbol(enabled))) return own;
  const allocators = ofTelemetry(object, isJsonObject(allocator) ? allocator : {}, 'targetallocator');
  return [
    ...own,
    ...(enabled === true ? allocators : allocators.map((one) => ({ ...one, perhapsNone: true as const }))),
  ];
}

/**
 * What the object itself is annotated with is on the account as well: the operator passes it on.
 *
 * @see opentelemetry-operator, internal/manifests/collector/serviceaccount.go, internal/naming/main.go, internal/naming/dns.go
 */
function ofTelemetry(
  { object, name }: ControllerObject,
  { serviceAccount }: JsonObject,
  suffix: string,
): readonly Account[] {
  if (isOther(serviceAccount)) return [];
  const room = LONGEST_NAME - suffix.length - 1;
  const safe = hasSymbol(name) ? name : name.slice(0, room).replace(/[^a-z0-9]/g, '-');
  return [{ name: `${safe}-${suffix}`, inherited: valueAt(object, ['metadata', 'annotations']) }];
}
