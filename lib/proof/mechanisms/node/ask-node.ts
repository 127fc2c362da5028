import type { ServiceAccountReference } from '../../../core/trust/subject';
import { admits } from '../admission-index';
import type { NodeEvaluation, NodeReach } from './nodes';
import type { TrustPolicy } from '../../iam';
import { startsWith } from '../../model/known/text';
import { BY_ABSENCE } from '../../model/assumption';
import { isLookedUp } from '../../model/cluster/cluster';
import type { Cluster } from '../../model/cluster/cluster';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import { isNo, isUnknown } from '../../model/known/known';
import type { Identity } from '../../model/identity/identity';
import type { Model } from '../../model/model';
import type { Outcome } from '../outcome';

/**
 * The way to the identity of a node: the instance metadata service gives it to whoever reaches the service, and asks for no
 * service account. Nothing where no node of the cluster has this identity.
 */
export function askNode(
  identity: Identity,
  cluster: Cluster,
  { namespace, name }: ServiceAccountReference,
  model: Pick<Model, 'elsewhere' | 'workloads'>,
  nodes: NodeEvaluation,
  trust?: TrustPolicy,
): readonly Outcome[] {
  const reaches = nodes.reaches.filter(
    (reach) => reach.cluster === cluster.id && !reach.isPossible && reach.nodes.identities.includes(identity.id),
  );
  const refusal = nodes.refusals.of(cluster.id, namespace);
  const isOnHostNetwork = (): boolean =>
    refusal === undefined &&
    model.workloads.some(
      (one) =>
        one.hostNetwork &&
        one.namespace === namespace &&
        one.serviceAccount === name &&
        one.clusters.includes(cluster.id),
    );
  const possible = nodes.reaches.filter(
    (reach) => reach.cluster === cluster.id && mayGive(reach, identity, trust, isOnHostNetwork),
  );
  const found = nodes.admissions.filter(
    (one) => one.identity === identity.id && one.cluster === cluster.id && !(one.hostNetwork && refusal),
  );
  const admission = found.find((one) => admits(one, namespace, name) === true);
  if (admission?.uncertain !== undefined) {
    const because = `whether every pod of the cluster reaches the instance metadata service of ${admission.source}, which gives ${identity.id}: ${admission.uncertain}`;
    return [{ admitted: undefined, because: [because] }];
  }
  if (admission) {
    const workloads = nodes.workloadsOf.get(admission)!.map(({ id }) => id);
    const who = admission.pattern ? 'every pod of the cluster' : `${workloads.join(' and ')}, by the node’s network,`;
    return [
      {
        admitted: true,
        ...(admission.assumes ? { assumes: admission.assumes } : {}),
        because: [`${who} reaches the instance metadata service of ${admission.source}, which gives ${identity.id}`],
      },
    ];
  }
  if (possible.length > 0) {
    return possible.map(({ nodes: { id }, isPossible }) => ({
      admitted: undefined,
      because: [
        `whether the nodes of ${id} ${isPossible ? `are of ${cluster.id}` : `have ${identity.id}`} is not known before apply`,
      ],
    }));
  }
  const perhaps = found.find((one) => isUnknown(admits(one, namespace, name)));
  if (perhaps) {
    const because = `whether the pods that reach the instance metadata service of ${perhaps.source} run as ${namespace}/${name} is not known`;
    return [{ admitted: undefined, because: [because] }];
  }
  return reaches.map(({ nodes: { id }, pods, because }): Outcome => {
    if (pods === 'unknown') {
      return {
        admitted: undefined,
        because: [`whether pods reach the instance metadata service of ${id}: ${because}`],
      };
    }
    const why = {
      every: 'it runs on Fargate, where there is no such service',
      'host-network': refusal
        ? `only pods with hostNetwork do, and ${refusal.id} refuses each new one in ${namespace}`
        : 'only pods with hostNetwork do, and none that was read runs as it',
      nobody: 'it is switched off',
    }[pods];
    // A pod with hostNetwork may be made elsewhere.
    const byAbsence = pods === 'host-network' && !refusal;
    const isOpen = byAbsence && (isLookedUp(cluster) || isDeclaredElsewhere(model, namespace, name));
    return {
      admitted: isOpen ? undefined : false,
      ...(byAbsence && !isOpen ? BY_ABSENCE : {}),
      because: [`${namespace}/${name} does not reach the instance metadata service of ${id}: ${why}`],
    };
  });
}

/** Whether nodes whose identity or cluster is not known may have this one, and give it to the pod. */
function mayGive(
  { nodes, isPossible, pods }: NodeReach,
  identity: Identity,
  trust: TrustPolicy | undefined,
  isOnHostNetwork: () => boolean,
): boolean {
  if (pods === 'nobody') return false;
  if (nodes.cloud === 'azure') return nodes.possibleIdentities.includes(identity.id);
  if (isPossible && nodes.identities.includes(identity.id)) return pods !== 'host-network' || isOnHostNetwork();
  if (nodes.unreadRole === undefined || (pods === 'host-network' && !isOnHostNetwork())) return false;
  const { possible } = nodes.unreadRole;
  return identity.kind === 'iam-role' && isForInstances(trust) && (possible?.includes(identity.id) ?? true);
}

/** Whether EC2 may assume a role, as that of a node it must. */
function isForInstances(trust: TrustPolicy | undefined): boolean {
  if (!trust) return true;
  return trust.statements.some(
    ({ effect, principals: { service, everyone } }) =>
      effect === 'Allow' && (everyone || service.some((one) => mayBeEc2(one))),
  );
}

/** `ec2.amazonaws.com`, with the suffix of the partition. */
function mayBeEc2(service: string): boolean {
  return !isNo(startsWith(service, 'ec2.'));
}
