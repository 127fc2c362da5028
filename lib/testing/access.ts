import type { Access, Inventory } from '../proof/inventory';

/**
 * One admission as a person writes it: `todo/frontend -> aws_iam_role.frontend`; of AAD Pod Identity, which chooses pods
 * by their label, `todo/*[aadpodidbinding=frontend] -> azurerm_user_assigned_identity.frontend`.
 */
export type AccessLine = `${string}/${string} -> ${string}`;

/** An inventory's admissions as {@link AccessLine}s, sorted, each once. A pattern keeps its `*`. */
export function access(inventory: Inventory): AccessLine[] {
  return [...new Set(inventory.access.map(lineOf))].sort();
}

function lineOf({ namespace, serviceAccount, selector, identity }: Access): AccessLine {
  const label = selector === undefined ? '' : `[aadpodidbinding=${selector}]`;
  return `${namespace}/${serviceAccount}${label} -> ${identity}`;
}
