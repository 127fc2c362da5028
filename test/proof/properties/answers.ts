import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../../lib/core/trust/audience';
import { askAll, prove } from '../../../lib/proof';
import type { Access, Answer, Finding, InMemoryDocument, Inventory, Query, Undecided } from '../../../lib/proof';

/** What a proof and questions about every pair of a subject and an identity answer. */
export interface Answers {
  readonly inventory: Inventory;
  /** By the question, as text. */
  readonly answers: ReadonlyMap<string, Answer>;
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
  // What an account asks for by an annotation is part of the question, and not of what is known.
  const audienceOf = (kind: string): string => (kind === 'iam-role' ? STS_AUDIENCE : ENTRA_AUDIENCE);
  return identities.flatMap(({ id: identity, kind }) =>
    own.flatMap(({ id: cluster }) =>
      [...accounts.values()].map((subject): Query => ({ identity, cluster, subject, audience: audienceOf(kind) })),
    ),
  );
}

/** The answers that some documents give. */
export function answersOf(documents: readonly InMemoryDocument[], queries?: readonly Query[]): Answers {
  const inventory = prove(documents);
  const questions = queries ?? questionsOf(inventory);
  const answers = askAll(documents, questions);
  return {
    inventory,
    answers: new Map(questions.map((query, index) => [JSON.stringify(query), answers[index]!])),
  };
}

/** A row that names who is admitted, for certain. */
export function isCertain({ uncertain, namespace, serviceAccount, cluster, except }: Access): boolean {
  return uncertain === undefined && ![namespace, serviceAccount, cluster, ...except].some(isUnknown);
}

const isUnknown = (text: string): boolean => text.includes('${') || /^(ref:|the issuer of )/.test(text);

const rowText = ({ identity, mechanism, cluster, namespace, serviceAccount, except }: Access): string =>
  [identity, mechanism, cluster, `${namespace}/${serviceAccount}`, ...except].join(' ');

/**
 * What turned around although less is known: empty where nothing did. An answer may become unknown, and a row uncertain or
 * undecided; no certain row may appear, none may vanish without a word, and no finding of level error may appear.
 */
export function turnedAround(before: Answers, after: Answers): readonly string[] {
  const wrong: string[] = [];
  for (const [query, { admitted }] of before.answers) {
    const now = after.answers.get(query)!.admitted;
    if (now !== null && now !== admitted) wrong.push(`ask ${query}: ${admitted} became ${now}`);
  }
  const rows = new Set(before.inventory.access.map(rowText));
  const identities = new Set(before.inventory.identities.map(({ id }) => id));
  // What the cloud refuses is none that anybody has: where it is not known, the program is taken to be one that can be.
  for (const { rule, subject } of before.inventory.findings) if (rule === 'trust-invalid') identities.delete(subject);
  for (const row of after.inventory.access) {
    // One that holds in the account that the trust names says so.
    if (
      identities.has(row.identity) &&
      isCertain(row) &&
      !row.assumes &&
      !rows.has(rowText(row)) &&
      !isInPattern(row, before.inventory)
    )
      wrong.push(`a row appeared: ${rowText(row)}`);
  }
  // Its subject may be what is not known now, and another rule may tell the same mistake where less is known.
  const errors = new Set(errorsOf(before.inventory).flatMap((one) => [one.subject, placeText(one)]));
  for (const error of errorsOf(after.inventory)) {
    if (errors.has(error.subject) || errors.has(placeText(error))) continue;
    wrong.push(`an error appeared: ${errorText(error)}`);
  }
  const kept = new Set(after.inventory.access.map(rowText));
  for (const row of before.inventory.access) {
    if (kept.has(rowText(row)) || isSaid(row, after.inventory)) continue;
    wrong.push(`a row vanished without a word: ${rowText(row)}`);
  }
  return wrong;
}

/** Whether a row may be a part of what a pattern lets in. */
function isInPattern({ identity, mechanism, cluster }: Access, { access }: Inventory): boolean {
  return access.some(
    (other) =>
      other.pattern && other.identity === identity && other.mechanism === mechanism && other.cluster === cluster,
  );
}

function errorsOf({ findings }: Inventory): Finding[] {
  return findings.filter(({ level }) => level === 'error');
}

/** An error by its place: whose it is may be unknown. */
function placedError(finding: Finding): string {
  return `${finding.rule} ${placeText(finding)}`;
}

function placeText({ at }: Finding): string {
  return `${at.file}#${at.pointer}`;
}

function errorText({ rule, subject }: Finding): string {
  return `${rule} at ${subject}`;
}

/** What lets somebody in by an identity’s trust, and does not name the identity where its own name is what is not known. */
const LETS_IN =
  /aws_eks_pod_identity_association|aws_eks_addon|aws_eks_node_group|federated_identity_credential|aws_iam_openid_connect_provider|azapi_resource|AzureIdentity|ClusterRole|Association|FederatedIdentityCredential/;

/**
 * Whether something is said of whom an identity may admit: by a row that is not certain, or an undecided entry or a note about
 * the identity, the cluster, the account, or what lets it in.
 */
function isSaid(row: Access, inventory: Inventory): boolean {
  const { identity, cluster, namespace, serviceAccount } = row;
  const { access, identities } = inventory;
  if (!identities.some(({ id }) => id === identity)) return true;
  if (access.some((other) => other.identity === identity && !isCertain(other))) return true;
  if (inventory.undecided.some(({ about }) => LETS_IN.test(about))) return true;
  return [identity, cluster, `${namespace}/${serviceAccount}`].some((about) => isAbout(about, inventory));
}

/** Whether an undecided entry or a note is about something: names it, or its last part. */
function isAbout(subject: string, { undecided, findings }: Inventory): boolean {
  const entries: Pick<Undecided, 'about' | 'because'>[] = [
    ...undecided,
    ...findings
      .filter(({ level }) => level === 'note')
      .map(({ subject: about, message: because }) => ({ about, because })),
  ];
  return entries.some(({ about, because }) => about.includes(subject) || because.includes(subject));
}

/**
 * What turned around although more is given: empty where nothing did. What is certain of a part, and assumes nothing, is so
 * of the whole, or is not known there, as where the whole is in doubt which of two things is meant.
 */
export function turnedByMore(part: Answers, whole: Answers): readonly string[] {
  const wrong: string[] = [];
  const known = idsOf(whole.inventory);
  for (const [query, { admitted, assumes }] of part.answers) {
    const now = whole.answers.get(query)!.admitted;
    if (admitted !== null && now !== null && now !== admitted && !assumes)
      wrong.push(`ask ${query}: ${admitted} became ${now}`);
  }
  for (const row of part.inventory.access) {
    if (!isCertain(row) || row.assumes || !known.has(row.identity) || !known.has(row.cluster)) continue;
    if (whole.inventory.access.some((other) => isSameRow(row, other)) || isSaid(row, whole.inventory)) continue;
    wrong.push(`a row vanished: ${rowText(row)}`);
  }
  const found = whole.inventory.findings.filter(({ level }) => level === 'error');
  const errors = new Set(found.flatMap((finding) => [placedError(finding), errorText(finding)]));
  for (const finding of part.inventory.findings) {
    if (
      finding.level !== 'error' ||
      finding.assumes ||
      errors.has(placedError(finding)) ||
      errors.has(errorText(finding))
    )
      continue;
    if (isAbout(finding.subject, whole.inventory)) continue;
    wrong.push(`an error vanished: ${errorText(finding)}: ${finding.message}`);
  }
  return wrong;
}

function idsOf({ identities, clusters }: Inventory): ReadonlySet<string> {
  return new Set([...identities, ...clusters].map(({ id }) => id));
}

/** The same who and what; a Deny may take out more or less. */
function isSameRow(one: Access, other: Access): boolean {
  const { identity, mechanism, cluster, namespace, serviceAccount } = one;
  return (
    other.identity === identity &&
    other.mechanism === mechanism &&
    other.cluster === cluster &&
    other.namespace === namespace &&
    other.serviceAccount === serviceAccount
  );
}
