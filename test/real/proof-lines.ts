import type { Inventory } from '../../lib/proof';

/**
 * What an inventory says, a line each, sorted: who gets in, who reaches nodes' identities, capabilities, add-ons, findings, and what is
 * undecided. Addresses are shortened to the construct's, so that a program and its state say the same.
 */
export function linesOf(inventory: Inventory): string[] {
  const { access, nodes = [], capabilities = [], addons = [], findings, undecided } = inventory;
  const lines = [
    ...access.map(({ cluster, namespace, serviceAccount, mechanism, identity, claimed, uncertain, except }) =>
      [
        `${short(cluster)} ${namespace}/${serviceAccount} is ${short(identity)} by ${mechanism}`,
        ...(claimed ? [] : ['unclaimed']),
        ...(except.length > 0 ? [`but ${except.join(' ')}`] : []),
        ...(uncertain === undefined ? [] : [`uncertain: ${uncertain}`]),
      ].join(', '),
    ),
    ...nodes.map(({ id, reachedBy }) => `${short(id)}: its nodes' identity is reached by ${reachedBy}`),
    ...capabilities.map(
      ({ type, cluster, identity, admitted }) =>
        `${short(cluster)} runs ${type} as ${short(identity)}, ${admitted === true ? 'admitted' : `admitted: ${admitted}`}`,
    ),
    ...addons.map(
      ({ name, cluster = '', identity }) =>
        `${short(cluster)} has the add-on ${name}${identity === undefined ? '' : ` as ${short(identity)}`}`,
    ),
    ...findings.map(
      ({ level, rule, subject, accepted }) => `${accepted ? 'accepted ' : ''}${level} ${rule} of ${short(subject)}`,
    ),
    ...undecided.map(({ about, because }) => `undecided ${short(about)}: ${because}`),
  ];
  return [...new Set(lines)].sort();
}

/** `ack` of `eks-access/aws_eks_capability.ack_439C6D63`; of a block of it, such as an add-on's, the block's name as well. */
function short(id: string): string {
  const [, name, block] = /^(?:[^/]+\/)?\w+\.(.+)_[0-9A-F]{8}(?:\.(\w+)\[0\].*)?$/.exec(id) ?? [];
  if (name === undefined) return id;
  return block === undefined ? name : `${name} ${block}`;
}

/** What two lists of lines differ in, a `+` before those that are only in the second. */
export function differences(expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `- ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`),
  ];
}
