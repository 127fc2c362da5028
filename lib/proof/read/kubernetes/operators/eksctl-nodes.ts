import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import type { Ec2Nodes, MetadataOptions } from '../../../model/cluster/nodes';
import type { NodeRoles } from '../../aws/ec2-nodes';
import type { EksctlConfig } from './eksctl-config';
import { listOf, objectAt, textOf } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/** A node group of a ClusterConfig, where it is in it. */
interface NodeGroup {
  readonly list: 'managedNodeGroups' | 'nodeGroups';
  readonly group: JsonObject;
  readonly index: number;
}

function groupsOf(config: JsonObject): readonly NodeGroup[] {
  return (['managedNodeGroups', 'nodeGroups'] as const).flatMap((list) =>
    listOf(config[list]).map((group, index) => ({ list, group, index })),
  );
}

/**
 * The nodes of a ClusterConfig's node groups whose role is given. Of the others eksctl makes the role, which is said once.
 *
 * @see eksctl, “Config file schema”: `iam.instanceRoleARN`, `disableIMDSv1`, `disablePodIMDS`
 */
export function eksctlNodes({ id: config, config: object, cluster, at }: EksctlConfig, roles: NodeRoles): Ec2Nodes[] {
  return groupsOf(object).flatMap(({ list, group, index }): Ec2Nodes[] => {
    const { instanceRoleARN: role, instanceProfileARN: profile } = objectAt(group, ['iam']);
    const arn = textOf(role);
    const text = textOf(profile);
    if (arn === undefined && text === undefined) return [];
    const place: Place = below(at, list, index);
    const id = `${config}/${list}/${textOf(group.name) ?? index}`;
    // The role of a profile that others made is not in the file.
    const own = arn === undefined ? { identities: [], unreadRole: { text: text! } } : roles.byArn(arn, place);
    return [
      {
        ...{ cloud: 'aws', id, clusters: [cluster.id], ...own, at: place },
        metadata: metadataOf(group),
        metadataOf: { id, at: place },
      },
    ];
  });
}

/** Whether eksctl makes a role for some node group of its own. */
export function makesNodeRoles(config: JsonObject): boolean {
  return groupsOf(config).some(({ group }) => {
    const { instanceRoleARN, instanceProfileARN } = objectAt(group, ['iam']);
    return instanceRoleARN === undefined && instanceProfileARN === undefined;
  });
}

/**
 * What eksctl writes into a launch template: two hops, and one where it keeps pods away. Sessions alone are asked for since it
 * disables the older version by default, which former releases did not. A template of one's own says it itself.
 */
function metadataOf({ launchTemplate, disableIMDSv1, disablePodIMDS }: JsonObject): MetadataOptions {
  if (launchTemplate !== undefined) return {};
  if (disablePodIMDS === true) return { httpTokens: 'required', hopLimit: 1, httpEndpoint: 'enabled' };
  const tokens = disableIMDSv1 === undefined ? {} : { httpTokens: disableIMDSv1 === true ? 'required' : 'optional' };
  return { ...tokens, hopLimit: 2, httpEndpoint: 'enabled' };
}
