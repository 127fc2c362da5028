import type { ServiceAccountReference } from '../../../core/subject';
import { admits } from '../admission-index';
import type { NodeEvaluation } from './nodes';
import { BY_ABSENCE } from '../../model/assumption';
import { isLookedUp } from '../../model/cluster';
import type { Cluster } from '../../model/cluster';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import { isUnknown } from '../../model/known';
import type { Identity } from '../../model/identity';
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
  model: Pick<Model, 'elsewhere'>,
  nodes: NodeEvaluation,
): readonly Outcome[] {
  const reaches = nodes.reaches.filter(
    (reach) => reach.cluster === cluster.id && reach.nodes.identities.includes(identity.id),
  );
  const possible = nodes.reaches.filter(
    ({ cluster: own, nodes: one, pods }) =>
      own === cluster.id && one.cloud === 'azure' && one.possibleIdentities.includes(identity.id) && pods !== 'nobody',
  );
  if (possible.length > 0) {
    return possible.map(({ nodes: { id } }) => ({
      admitted: undefined,
      because: [`whether the nodes of ${id} have ${identity.id} is not known before apply`],
    }));
  }
  const found = nodes.admissions.filter((one) => one.identity === identity.id && one.cluster === cluster.id);
  const admission = found.find((one) => admits(one, namespace, name) === true);
  if (admission) {
    const workloads = (nodes.workloadsOf.get(admission) ?? []).map(({ id }) => id);
    const who = admission.pattern ? 'every pod of the cluster' : `${workloads.join(' and ')}, by the node’s network,`;
    return [
      {
        admitted: true,
        ...(admission.assumes ? { assumes: admission.assumes } : {}),
        because: [`${who} reaches the instance metadata service of ${admission.source}, which gives ${identity.id}`],
      },
    ];
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
      'host-network': 'only pods with hostNetwork do, and none that was read runs as it',
      nobody: 'it is switched off',
    }[pods];
    // A pod with hostNetwork may be made elsewhere.
    const byAbsence = pods === 'host-network';
    const isOpen = byAbsence && (isLookedUp(cluster) || isDeclaredElsewhere(model, namespace, name));
    return {
      admitted: isOpen ? undefined : false,
      ...(byAbsence && !isOpen ? BY_ABSENCE : {}),
      because: [`${namespace}/${name} does not reach the instance metadata service of ${id}: ${why}`],
    };
  });
}
