import type { Access, Inventory } from '../proof/inventory';

/**
 * One admission as a person writes it: `todo/frontend -> aws_iam_role.frontend`; of AAD Pod Identity, which chooses pods
 * by their label, `todo/*[aadpodidbinding=frontend] -> azurerm_user_assigned_identity.frontend`.
 */
export type AccessLine = `${string}/${string} -> ${string}`;

/**
 * An inventory's admissions as {@link AccessLine}s, sorted, each once. A pattern keeps its `*`.
 *
 * An identity that nodes alone have is left out: see {@link nodeAccess}. One that some trust gives to pods and nodes have as
 * well is not, since then more pods have it than its trust says.
 */
export function access({ access: all }: Inventory): AccessLine[] {
  const trusting = new Set(all.filter((one) => !isOfNodes(one)).map(({ identity }) => identity));
  return linesOf(all.filter((one) => !isOfNodes(one) || trusting.has(one.identity)));
}

/**
 * Who reaches the identities of nodes, by the metadata service: every service account where every pod does, else the
 * accounts of pods with `hostNetwork`.
 */
export function nodeAccess({ access: all }: Inventory): AccessLine[] {
  return linesOf(all.filter(isOfNodes));
}

function isOfNodes({ mechanism }: Access): boolean {
  return mechanism === 'node';
}

function linesOf(entries: readonly Access[]): AccessLine[] {
  return [...new Set(entries.map(lineOf))].sort();
}

function lineOf({ namespace, serviceAccount, selector, identity }: Access): AccessLine {
  const label = selector === undefined ? '' : `[aadpodidbinding=${selector}]`;
  return `${namespace}/${serviceAccount}${label} -> ${identity}`;
}
