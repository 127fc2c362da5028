import type { Access, Inventory } from '../proof/inventory';

/** One admission as a person writes it: `todo/frontend -> aws_iam_role.frontend`. */
export type AccessLine = `${string}/${string} -> ${string}`;

/** An inventory's admissions as {@link AccessLine}s, sorted, each once. A pattern keeps its `*`. */
export function access(inventory: Inventory): AccessLine[] {
  return [...new Set(inventory.access.map(lineOf))].sort();
}

function lineOf({ namespace, serviceAccount, identity }: Access): AccessLine {
  return `${namespace}/${serviceAccount} -> ${identity}`;
}
