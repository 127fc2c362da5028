import { BlockList } from 'node:net';
import { METADATA_SERVICE } from '../../../../core/kubernetes/metadata-service';
import type { MetadataNetworkPolicy } from '../../../model/cluster/metadata-barrier';
import { hasSymbol } from '../../../model/known/symbol';
import { isJsonObject, objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/**
 * The network policies that keep pods from the instance metadata service, if anything enforces them. They add up: where another
 * one of the namespace lets anybody out to that address, none of the namespace is named.
 */
export function readMetadataNetworkPolicies(objects: readonly DeclaredObject[]): MetadataNetworkPolicy[] {
  const found: (MetadataNetworkPolicy & { readonly namespace: string })[] = [];
  const open = new Set<string>();
  for (const { object, clusters, at, perhapsNone } of objects) {
    if (object.kind !== 'NetworkPolicy' || object.apiVersion !== 'networking.k8s.io/v1') continue;
    const { name, namespace: given } = objectAt(object, ['metadata']);
    const namespace = textOf(given) ?? 'default';
    const spec = objectAt(object, ['spec']);
    if (!isForEgress(spec)) continue;
    if (letsOut(spec)) open.add(namespace);
    else if (!perhapsNone)
      found.push({ clusters, namespace, id: `NetworkPolicy/${namespace}/${textOf(name) ?? ''}`, at });
  }
  return found
    .filter(({ namespace, id }) => !open.has(namespace) && !hasSymbol(id))
    .map(({ clusters, id, at }) => ({ clusters, id, at }));
}

/** Where no types are given, one with rules for egress is for it. Kubernetes API, NetworkPolicySpec. */
function isForEgress({ policyTypes, egress }: JsonObject): boolean {
  return Array.isArray(policyTypes) ? policyTypes.includes('Egress') : Array.isArray(egress) && egress.length > 0;
}

/** Whether a rule may let pods out to the address; whatever is not known may. */
function letsOut({ egress }: JsonObject): boolean {
  if (egress === undefined || egress === null) return false;
  if (!Array.isArray(egress)) return true;
  return egress.some((rule: unknown) => {
    if (!isJsonObject(rule)) return true;
    if (rule.to === undefined || rule.to === null) return true;
    if (!Array.isArray(rule.to)) return true;
    return rule.to.length === 0 || rule.to.some((peer: unknown) => !isJsonObject(peer) || holdsAddress(peer));
  });
}

function holdsAddress(peer: JsonObject): boolean {
  // A peer of pods or namespaces is pods, and the service is none.
  if (peer.ipBlock === undefined) return Object.keys(peer).some(hasSymbol);
  const block = objectAt(peer, ['ipBlock']);
  const { except } = block;
  return [METADATA_SERVICE.ipv4, METADATA_SERVICE.ipv6].some((address) => {
    if (covers(block.cidr, address) === false) return false;
    if (!Array.isArray(except)) return true;
    return !except.some((range) => covers(range, address) === true);
  });
}

/** Whether a range has an address; nothing where it is no range that is known. */
function covers(range: unknown, address: string): boolean | undefined {
  const [, network, length] = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(String(range)) ?? [];
  if (network === undefined) return undefined;
  const family = network.includes(':') ? 'ipv6' : 'ipv4';
  if ((family === 'ipv6') !== address.includes(':')) return false;
  const list = new BlockList();
  try {
    list.addSubnet(network, Number(length), family);
  } catch {
    return undefined;
  }
  return list.check(address, family);
}
