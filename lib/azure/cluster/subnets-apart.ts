import { isKnown } from '../../core';
import { virtualNetworkIdOf } from '../resource-id';
import { choicesConflict } from './choices-conflict';

/**
 * Refuses subnets of a cluster that are one, or lie in several virtual networks. What is not known passes.
 *
 * @param subnets resource ids by what the props call them, those that are not given left out; the nodes' own first
 * @throws PodtrustError `cluster-choices-conflict`
 * @see AKS, "Azure CNI with dynamic IP allocation", "API server VNet integration", "Virtual nodes", on their subnets
 */
export function checkSubnetsApart(subnets: Readonly<Record<string, string | undefined>>, where: string): void {
  const given = Object.entries(subnets).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const [nodes] = given;
  for (const [at, [field, id]] of given.entries()) {
    const same = given.slice(0, at).find(([, other]) => other.toLowerCase() === id.toLowerCase());
    if (same) {
      throw choicesConflict(
        where,
        `${field} and ${same[0]} are one subnet`,
        'Each is for its own kind of address alone, and AKS refuses a subnet that is for both.',
        `Give ${field} a subnet of its own in the same virtual network.`,
      );
    }
    if (!nodes || !isKnown(id) || !isKnown(nodes[1])) continue;
    const [own, other] = [nodes[1], id].map((one) => virtualNetworkIdOf(one));
    if (own!.toLowerCase() === other!.toLowerCase()) continue;
    throw choicesConflict(
      where,
      `${field} is in ${other}, and ${nodes[0]} in ${own}`,
      'AKS attaches its nodes to one virtual network, and refuses a subnet of another.',
      `Give ${field} a subnet of the nodes’ virtual network.`,
    );
  }
}
