import { grouped } from '../core/groups';
import type { Access, Inventory } from '../proof/inventory';

/**
 * One admission as a person writes it: `todo/frontend -> aws_iam_role.frontend`, with ` of CLUSTER` behind it where pods of
 * several clusters get the identity; of AAD Pod Identity, which chooses pods by their label,
 * `todo/*[aadpodidbinding=frontend] -> azurerm_user_assigned_identity.frontend`.
 */
export type AccessLine = `${string}/${string} -> ${string}`;

/**
 * An inventory's admissions as {@link AccessLine}s, sorted, each once. A pattern keeps its `*`.
 *
 * An identity that nodes alone have is left out: see {@link nodeAccess}. One that some trust gives to pods and nodes have as
 * well is not, since then more pods have it than its trust says.
 */
export function access(inventory: Inventory): AccessLine[] {
  return linesOf(podAccess(inventory));
}

/**
 * Who reaches the identities of nodes, by the metadata service: every service account where every pod does, else the
 * accounts of pods with `hostNetwork`.
 */
export function nodeAccess({ access: all }: Inventory): AccessLine[] {
  return linesOf(all.filter(isOfNodes));
}

/** The entries behind {@link access}. */
export function podAccess({ access: all }: Inventory): readonly Access[] {
  const trusting = new Set(all.filter((one) => !isOfNodes(one)).map(({ identity }) => identity));
  return all.filter((one) => !isOfNodes(one) || trusting.has(one.identity));
}

/** Whom an entry lets in, as a line has it before the arrow. */
export function accountOf({ namespace, serviceAccount, selector }: Access): `${string}/${string}` {
  const label = selector === undefined ? '' : `[aadpodidbinding=${selector}]`;
  return `${namespace}/${serviceAccount}${label}`;
}

function isOfNodes({ mechanism }: Access): boolean {
  return mechanism === 'node';
}

function linesOf(entries: readonly Access[]): AccessLine[] {
  const alike = grouped(entries, (entry): AccessLine => `${accountOf(entry)} -> ${entry.identity}`);
  return [...alike].flatMap(([line, ones]) => clusterLines(line, ones)).sort();
}

function clusterLines(line: AccessLine, ones: readonly Access[]): AccessLine[] {
  const clusters = [...new Set(ones.map(({ cluster }) => cluster))];
  return clusters.length === 1 ? [line] : clusters.map((cluster): AccessLine => `${line} of ${cluster}`);
}
