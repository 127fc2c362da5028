import type { Workload } from '../proof/model/kubernetes/workload';

/** Who makes a workload’s pods in the end. */
export type Owner =
  /** Nobody else: it is the one to change. */
  | { readonly by: 'itself' }
  /** Another workload that was read. */
  | { readonly by: 'workload'; readonly workload: Workload }
  /** Something that was not read, or that is no kind of Kubernetes’ own; or a circle of owners. */
  | { readonly by: 'other'; readonly name: string };

/** A controller, as an object names it. */
interface ControllerReference {
  readonly kind: string;
  readonly name: string;
}

/** Finds the object that makes a pod in the end: a dump of a cluster has the pod, its ReplicaSet and its Deployment. */
export class Owners {
  private readonly byId: ReadonlyMap<string, Workload>;

  public constructor(workloads: readonly Workload[]) {
    this.byId = new Map(workloads.map((workload) => [workload.id, workload]));
  }

  /** The uppermost owner of a workload. Owners are of its own namespace, which Kubernetes sees to. */
  public of(workload: Workload): Owner {
    const seen = new Set<Workload>();
    for (let one = workload; ;) {
      if (seen.has(one)) return { by: 'other', name: 'an owner that it owns itself' };
      seen.add(one);
      const controller = controllerOf(one);
      if (!controller) return one === workload ? { by: 'itself' } : { by: 'workload', workload: one };
      const next = this.find(controller, one);
      if (!next) return { by: 'other', name: `${controller.kind}/${one.namespace}/${controller.name}` };
      one = next;
    }
  }

  /** A dump may leave out what stands between: a ReplicaSet is named after its Deployment, a CronJob’s Job after it. */
  private find({ kind, name }: ControllerReference, { namespace, podLabels }: Workload): Workload | undefined {
    const own = this.byId.get(`${kind}/${namespace}/${name}`);
    if (own) return own;
    const hash = podLabels['pod-template-hash'];
    if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`)) {
      return this.byId.get(`Deployment/${namespace}/${name.slice(0, -hash.length - 1)}`);
    }
    // The minutes since 1970 for which the Job was due.
    if (kind === 'Job' && /-\d{8,}$/.test(name)) {
      return this.byId.get(`CronJob/${namespace}/${name.replace(/-\d+$/, '')}`);
    }
    return undefined;
  }
}

/** Of several owners one controls. */
function controllerOf({ object }: Workload): ControllerReference | undefined {
  const { ownerReferences } = (object.metadata ?? {}) as { ownerReferences?: unknown };
  if (!Array.isArray(ownerReferences)) return undefined;
  for (const reference of ownerReferences as readonly unknown[]) {
    const { kind, name, controller } = (reference ?? {}) as Record<string, unknown>;
    if (controller === true && typeof kind === 'string' && typeof name === 'string') return { kind, name };
  }
  return undefined;
}
