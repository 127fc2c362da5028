import { askAll, prove } from '../../../lib/proof';
import type { Access, InMemoryDocument, Inventory, Query } from '../../../lib/proof';

/** What a proof and questions about every pair of a subject and an identity answer. */
export interface Answers {
  readonly inventory: Inventory;
  /** By the question, as text. */
  readonly asked: ReadonlyMap<string, boolean | null>;
}

/** Questions about each pair of an identity and an account that is somewhere in an inventory, and about a stranger. */
export function questionsOf({ access, clusters, identities }: Inventory): readonly Query[] {
  const accounts = new Map<string, { namespace: string; name: string }>();
  const add = (namespace: string, name: string): void => {
    if (!/[*?$]/.test(namespace + name)) accounts.set(`${namespace}/${name}`, { namespace, name });
  };
  for (const { namespace, serviceAccount } of access) add(namespace, serviceAccount);
  add('todo', 'frontend');
  add('todo', 'backend');
  add('shop', 'api');
  add('nobody', 'nobody');
  const own = clusters.filter(({ id, issuer }) => id !== issuer);
  return identities.flatMap(({ id: identity }) =>
    own.flatMap(({ id: cluster }) => [...accounts.values()].map((subject): Query => ({ identity, cluster, subject }))),
  );
}

/** The answers that some documents give. */
export function answersOf(documents: readonly InMemoryDocument[], queries?: readonly Query[]): Answers {
  const inventory = prove(documents);
  const questions = queries ?? questionsOf(inventory);
  const answers = askAll(documents, questions);
  return {
    inventory,
    asked: new Map(questions.map((query, index) => [JSON.stringify(query), answers[index]!.admitted])),
  };
}

/** A row that names who is admitted, for certain. */
export function isCertain({ uncertain, namespace, serviceAccount, cluster, except }: Access): boolean {
  return uncertain === undefined && ![namespace, serviceAccount, cluster, ...except].some(isUnknown);
}

const isUnknown = (text: string): boolean => text.includes('${') || text.startsWith('ref:');

const rowText = ({ identity, mechanism, cluster, namespace, serviceAccount, except }: Access): string =>
  [identity, mechanism, cluster, `${namespace}/${serviceAccount}`, ...except].join(' ');

/**
 * What turned around although less is known: empty where nothing did. An answer may become unknown, and a row uncertain or
 * undecided; no certain row may appear, none may vanish without a word, and no finding of level error may appear.
 */
export function turnedAround(before: Answers, after: Answers): readonly string[] {
  const wrong: string[] = [];
  for (const [query, admitted] of before.asked) {
    const now = after.asked.get(query);
    if (now !== null && now !== admitted) wrong.push(`ask ${query}: ${admitted} became ${now}`);
  }
  const rows = new Set(before.inventory.access.map(rowText));
  const identities = new Set(before.inventory.identities.map(({ id }) => id));
  for (const row of after.inventory.access) {
    if (identities.has(row.identity) && isCertain(row) && !rows.has(rowText(row)))
      wrong.push(`a row appeared: ${rowText(row)}`);
  }
  const errors = new Set(errorsOf(before.inventory));
  for (const error of errorsOf(after.inventory)) if (!errors.has(error)) wrong.push(`an error appeared: ${error}`);
  const kept = new Set(after.inventory.access.map(rowText));
  for (const row of before.inventory.access) {
    if (kept.has(rowText(row)) || isSaid(row, after.inventory)) continue;
    wrong.push(`a row vanished without a word: ${rowText(row)}`);
  }
  return wrong;
}

function errorsOf({ findings }: Inventory): string[] {
  return findings.filter(({ level }) => level === 'error').map(({ rule, subject }) => `${rule} at ${subject}`);
}

/** Whether something is said of an identity that it may admit somebody. */
function isSaid({ identity }: Access, { access, undecided, identities }: Inventory): boolean {
  if (!identities.some(({ id }) => id === identity)) return true;
  return access.some((row) => row.identity === identity && !isCertain(row)) || undecided.length > 0;
}
