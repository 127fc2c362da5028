import { Manifest, type ManifestWait } from '@cdktf/provider-kubernetes/lib/manifest';
import { Chart } from 'cdk8s';
import { dependable, type ITerraformDependable, type TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { describeProblem, isKnown, PodtrustError } from '../../core';
import { checkedId, escapeTemplates, recordSourcePosition } from '../../terraform';
import { defaultProvider } from '../../terraform/default-provider';
import { resolvedIn } from '../../terraform/resolved';
import { canaryName, isCanary } from '../pods/canary-object';
import {
  checkKubernetesObject,
  desiredState,
  groupOfObject,
  type KubernetesObject,
  nameOfObject,
} from './kubernetes-object';
import { objectOrder } from './object-order';
import { objectsOfChart } from './objects-of-chart';

/**
 * The fields that the provider lets the API server change where `computedFields` is not set. To set it replaces them:
 * spread these into it, or controllers' annotations make Terraform stop with an inconsistent result.
 */
export const DEFAULT_COMPUTED_FIELDS: readonly string[] = ['metadata.annotations', 'metadata.labels'];

/** What the API server adds to a Job: the selector of its pods, and the labels that it selects. */
const JOB_COMPUTED_FIELDS = [...DEFAULT_COMPUTED_FIELDS, 'spec.selector', 'spec.template.metadata.labels'];

const COMPLETE: ManifestWait = { condition: [{ type: 'Complete', status: 'True' }] };

/** How Terraform applies an object. */
export interface ManifestOptions {
  /**
   * The owner of the fields under server-side apply.
   *
   * Default: the provider's, name `Terraform`, without forcing. `forceConflicts` takes fields away from other owners.
   */
  readonly fieldManager?: { readonly name?: string; readonly forceConflicts?: boolean };
  /**
   * Fields that the API server or a webhook may change without a difference in Terraform.
   *
   * Default: the provider's, {@link DEFAULT_COMPUTED_FIELDS}, which also hide a foreign change of an annotation. A list
   * here takes their place, an empty one too.
   */
  readonly computedFields?: readonly string[];
  /**
   * Wait for a rollout, fields or conditions: one of the three. Default: none, and for the Job of a `BindingCanary` until it
   * is complete.
   */
  readonly wait?: ManifestWait;
  /** What must be applied before, such as the grants of an identity in the same stack. Default: none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Props of {@link KubernetesObjects}. */
export interface KubernetesObjectsProps extends Omit<ManifestOptions, 'wait'> {
  /** A whole chart, with the charts in it, or plain manifests. Rendered now: finish the chart first. */
  readonly objects: Chart | readonly KubernetesObject[];
  /** The cluster, if the stack has several. Default: the stack's Kubernetes provider. */
  readonly provider?: TerraformProvider;
  /**
   * Whether Terraform waits until the pods of Deployments, StatefulSets and DaemonSets run.
   *
   * Default `false`: an apply then says only that the API server took the objects.
   */
  readonly waitForRollout?: boolean;
  /** Options of single objects; what it returns wins over the options for all, `dependsOn` adds to theirs. */
  readonly optionsOf?: (object: KubernetesObject) => ManifestOptions | undefined;
}

/** Kinds that have a rollout, as `kubectl rollout status` knows it. */
const ROLLING = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Kinds of a namespace that Terraform would refuse without one, only after it has reached the cluster. */
const NAMESPACED = new Set([
  ...['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Service', 'Ingress'],
  ...['ServiceAccount', 'ConfigMap', 'Secret', 'NetworkPolicy', 'PodDisruptionBudget', 'Role', 'RoleBinding'],
]);

/**
 * Kubernetes objects as Terraform resources: one `kubernetes_manifest` an object, so that a plan shows each difference.
 *
 * Construct ids are `<kind>-<namespace>-<name>`, so an object keeps its address whatever happens around it. Literal `${`
 * and `%{` are escaped, tokens pass. `status` and fields without a value are left out. A namespace comes before what is in
 * it, and a workload after the service account, ConfigMaps, Secrets and network policies of its pods.
 *
 * Terraform reads the cluster's API when it plans, so this belongs into a stack after the cluster's.
 */
export class KubernetesObjects extends Construct {
  /** The resources by construct id, in the order of the objects. */
  public readonly manifests: ReadonlyMap<string, Manifest>;

  /**
   * @throws PodtrustError `object-incomplete`, `object-name-unknown`, `object-without-namespace`, `object-twice`,
   *   `custom-resource-in-same-stack`, `chart-invalid`; at synthesis `cluster-in-same-stack`
   */
  public constructor(scope: Construct, id: string, props: KubernetesObjectsProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const objects = Chart.isChart(props.objects) ? objectsOfChart(props.objects) : props.objects;
    const resources = objects.map((object) => ({ id: this.idOf(object), object }));
    this.refuseTwice(resources.map((resource) => resource.id));
    refuseUnknownKinds(this, objects);

    const order = objectOrder(objects);
    const made = resources.map(({ id, object }) => new Manifest(this, id, this.configOf(object, props)));
    made.forEach((manifest, index) => {
      const before = order[index]!.map((other) => dependable(made[other]!));
      if (before.length > 0) manifest.dependsOn = [...(manifest.dependsOn ?? []), ...before];
    });
    this.manifests = new Map(made.map((manifest) => [manifest.node.id, manifest]));
    if (made.length > 0) this.node.addValidation({ validate: () => clusterInSameStack(this, props.provider) });
  }

  private idOf(object: KubernetesObject): string {
    const where = this.node.path;
    checkKubernetesObject(object, where);
    const { name, namespace } = object.metadata;
    if (!isKnown(name) || !isKnown(namespace ?? '')) {
      throw new PodtrustError({
        code: 'object-name-unknown',
        where,
        what: `a ${object.kind} whose name or namespace is known only at deploy time`,
        why: 'The name makes the Terraform address and the order; to change it replaces the object.',
        remedy: 'Give the object a literal name and namespace.',
      });
    }
    if (namespace === undefined && NAMESPACED.has(object.kind)) {
      throw new PodtrustError({
        code: 'object-without-namespace',
        where,
        what: `${nameOfObject(object)} has no namespace`,
        why: 'Terraform refuses it when it plans: unlike kubectl it has no current namespace.',
        remedy: 'Set metadata.namespace, or the namespace of the chart.',
      });
    }
    return [object.kind.toLowerCase(), namespace, name].filter((part) => part !== undefined).join('-');
  }

  private refuseTwice(ids: readonly string[]): void {
    const seen = new Set<string>();
    for (const id of ids) {
      if (!seen.has(id)) {
        seen.add(id);
        continue;
      }
      throw new PodtrustError({
        code: 'object-twice',
        where: this.node.path,
        what: `"${id}" (kind, namespace, name) stands here twice`,
        why: 'Two resources that own one object overwrite each other at every apply.',
        remedy: 'Remove one. Where two API groups have a kind of this name, put them into two KubernetesObjects.',
      });
    }
  }

  private configOf(object: KubernetesObject, props: KubernetesObjectsProps) {
    const own = props.optionsOf?.(object) ?? {};
    const rollout = props.waitForRollout && ROLLING.has(object.kind) ? { rollout: true } : undefined;
    const dependsOn = [...(props.dependsOn ?? []), ...(own.dependsOn ?? [])];
    const canary = isCanary(object);
    const computedFields = own.computedFields ?? props.computedFields ?? (canary ? JOB_COMPUTED_FIELDS : undefined);
    const manifest = escapeTemplates(desiredState(object)) as Record<string, unknown>;
    return {
      provider: props.provider,
      manifest: canary
        ? { ...manifest, metadata: { ...(manifest.metadata as object), name: canaryName(object) } }
        : manifest,
      fieldManager: own.fieldManager ?? props.fieldManager,
      computedFields: computedFields && [...computedFields],
      wait: own.wait ?? (canary ? COMPLETE : rollout),
      ...(dependsOn.length > 0 && { dependsOn }),
    };
  }
}

/** A host that is an attribute of a resource of the stack itself; of another stack it is read from that one's state. */
const OF_RESOURCE = /^\$\{(?!data\.)[a-z0-9]+_\w+\./;

/** Descriptions of problems, for a validation. */
function clusterInSameStack(scope: KubernetesObjects, given: TerraformProvider | undefined): string[] {
  const stack = TerraformStack.of(scope);
  const provider = (given ?? defaultProvider(stack, 'kubernetes')) as { readonly host?: string } | undefined;
  if (provider?.host === undefined) return [];
  const host: unknown = resolvedIn(stack, provider.host);
  if (typeof host !== 'string' || !OF_RESOURCE.test(host)) return [];
  return [
    describeProblem({
      code: 'cluster-in-same-stack',
      where: scope.node.path,
      what: 'the objects are in the stack that makes their cluster',
      why: 'Terraform reads the API of the cluster when it plans, before the cluster is there, so the first plan fails.',
      remedy:
        'Put them into a stack of their own: const workloads = new TerraformStack(app, …); useKubernetes(workloads, cluster.connection).',
    }),
  ];
}

/** Custom kinds that a stack defines, and those that it uses, each with the path of the first construct to do so. */
interface CustomKinds {
  readonly defined: Map<string, string>;
  readonly used: Map<string, string>;
}

const KEY = Symbol.for('podtrust.customKinds');

function refuseUnknownKinds(scope: KubernetesObjects, objects: readonly KubernetesObject[]): void {
  const stack = TerraformStack.of(scope) as TerraformStack & { [KEY]?: CustomKinds };
  if (!stack[KEY]) Object.defineProperty(stack, KEY, { value: { defined: new Map(), used: new Map() } });
  const { defined, used } = stack[KEY]!;
  for (const object of objects) {
    const spec = object.spec as { group?: string; names?: { kind?: string } } | undefined;
    if (object.kind === 'CustomResourceDefinition') defined.set(`${spec?.names?.kind}.${spec?.group}`, scope.node.path);
    else used.set(`${object.kind}.${groupOfObject(object)}`, `${nameOfObject(object)} of ${scope.node.path}`);
  }
  for (const [kind, definer] of defined) {
    const user = used.get(kind);
    if (!user) continue;
    throw new PodtrustError({
      code: 'custom-resource-in-same-stack',
      where: scope.node.path,
      what: `${user} is of the kind ${kind}, which ${definer} defines in the same stack`,
      why: 'Terraform asks the cluster for the kind’s schema when it plans, before the definition is applied, so the first apply fails.',
      remedy: 'Put the custom resources into a later stack, with addDependency on this one.',
    });
  }
}
