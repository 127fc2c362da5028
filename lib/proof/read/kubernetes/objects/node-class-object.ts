import type { MetadataOptions, Nodes } from '../../../model/cluster/nodes';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { ONE_HOP, roleOfProfile } from '../../aws/ec2-nodes';
import type { NodeRoles } from '../../aws/ec2-nodes';
import { objectAt, textOf } from '../kubernetes-object';
import type { JsonObject, DeclaredObject } from '../kubernetes-object';

/** Karpenter's default before its API was v1. Karpenter, "v1 Migration". */
const BEFORE_V1: MetadataOptions = { ...ONE_HOP, hopLimit: 2 };

/** Adds the nodes that Karpenter (EC2NodeClass) or EKS Auto Mode (NodeClass) makes of a class. */
export function readNodeClass(
  { object, clusters, at }: DeclaredObject,
  program: TerraformProgram,
  roles: NodeRoles,
  nodes: Nodes[],
): void {
  const kind = String(object.kind);
  const [group, version] = String(object.apiVersion).split('/');
  const isKarpenter = kind === 'EC2NodeClass' && group === 'karpenter.k8s.aws';
  if (!isKarpenter && !(kind === 'NodeClass' && group === 'eks.amazonaws.com')) return;
  const spec = objectAt(object, ['spec']);
  const id = `${kind}/${textOf(objectAt(object, ['metadata']).name) ?? ''}`;
  const role = textOf(spec.role);
  const told = isKarpenter ? toldOptions(objectAt(spec, ['metadataOptions'])) : {};
  nodes.push({
    cloud: 'aws',
    id,
    clusters,
    ...(role === undefined ? roleOfProfile(program, roles, textOf(spec.instanceProfile)) : roles.byName(role, at)),
    metadata: { ...(isKarpenter && version !== 'v1' ? BEFORE_V1 : ONE_HOP), ...told },
    metadataOf: { id, at },
    defaultOf: Object.keys(told).length > 0 ? undefined : isKarpenter ? 'Karpenter' : 'EKS Auto Mode',
    at,
  });
}

/** Karpenter fills in each option that is not set. */
function toldOptions({ httpTokens, httpPutResponseHopLimit, httpEndpoint }: JsonObject): MetadataOptions {
  return {
    ...(typeof httpTokens === 'string' ? { httpTokens } : {}),
    ...(httpPutResponseHopLimit === undefined ? {} : { hopLimit: hops(httpPutResponseHopLimit) }),
    ...(typeof httpEndpoint === 'string' ? { httpEndpoint } : {}),
  };
}

/** Nothing where it is not known before apply. */
function hops(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
