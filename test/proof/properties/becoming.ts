import type { Inventory, InventoryBecoming, InventoryIdentityBecoming } from '../../../lib/proof';

/** Somebody who becomes somebody else in one step, as single facts: one name, one thing that they may do. */
interface Step {
  readonly who: string;
  readonly by: string;
  readonly cluster?: string;
  readonly becomes: string;
  /** Of a service account; else `*`. */
  readonly namespace: string;
  readonly name: string;
  readonly isCertain: boolean;
}

/**
 * What turned around of who becomes whom, although less is known: no certain step may appear, and none may vanish of which
 * nothing is said.
 */
export function becomingTurnedAround(before: Inventory, after: Inventory): readonly string[] {
  const [was, is] = [stepsOf(before), stepsOf(after)];
  const known = new Set([...was].flatMap(({ who, cluster = '', name }) => [who, cluster, name]));
  for (const { id } of [...before.identities, ...before.clusters]) known.add(id);
  const appeared = is.filter(
    (step) => step.isCertain && isNamed(step, known) && !was.some((other) => other.isCertain && covers(other, step)),
  );
  // A cluster is called by its issuer where that is all that is known of it.
  const clusters = new Set(after.clusters.map(({ id }) => id));
  const vanished = was.filter(
    (step) =>
      step.isCertain &&
      (step.cluster === undefined || clusters.has(step.cluster)) &&
      !is.some((other) => covers(other, step)) &&
      !isSaidOf(step, is, after),
  );
  return [
    ...appeared.map((step) => `a step appeared: ${stepText(step)}`),
    ...vanished.map((step) => `a step vanished without a word: ${stepText(step)}`),
  ];
}

function stepsOf({ becoming = [], becomingIdentities = [] }: Inventory): readonly Step[] {
  return [...becoming.flatMap(inCluster), ...becomingIdentities.flatMap(inCloud)];
}

function inCluster({ cluster, who, becomes, namespace, names, by, uncertain }: InventoryBecoming): readonly Step[] {
  return names.flatMap((name) =>
    (by.length > 0 ? by : ['?']).map((act) => ({
      ...{ who, by: act, cluster, becomes, namespace, name },
      isCertain: uncertain === undefined && by.length > 0,
    })),
  );
}

function inCloud({ who, identities, by, cluster, uncertain }: InventoryIdentityBecoming): readonly Step[] {
  return identities.map((name) => ({
    ...{ who, by, cluster, becomes: 'identity', namespace: '*', name },
    isCertain: uncertain === undefined,
  }));
}

const isUnknown = (text: string): boolean => text.includes('${') || /^(ref:|the issuer of )/.test(text);

/** Whether a step is told of what the whole program knows by the same names. */
function isNamed({ who, cluster = '', namespace, name }: Step, known: ReadonlySet<string>): boolean {
  return [who, cluster, namespace, name].every((text) => !isUnknown(text)) && known.has(who) && known.has(cluster);
}

/** Whether one step is told by another, which may be of more accounts. */
function covers(one: Step, other: Step): boolean {
  const isOf = (mine: string, its: string): boolean =>
    mine === '*' || mine === its || (!one.isCertain && isUnknown(mine));
  return (
    isOf(one.who, other.who) &&
    (one.by === other.by || one.by === '?') &&
    one.becomes === other.becomes &&
    isOf(one.cluster ?? '', other.cluster ?? '') &&
    isOf(one.namespace, other.namespace) &&
    isOf(one.name, other.name)
  );
}

/** Whether an uncertain step of the same people, or of somebody who is not known, or an entry of what is undecided or noted, says that something is not known. */
function isSaidOf(
  { who, cluster, name }: Step,
  steps: readonly Step[],
  { undecided, findings, permissions }: Inventory,
): boolean {
  if (steps.some((step) => isUnknown(step.who) || (!step.isCertain && step.who === who))) return true;
  // An attached policy of which only apply tells which it is.
  if (permissions.some(({ identity, role }) => identity === who && isUnknown(role ?? ''))) return true;
  const texts = [
    ...undecided.map(({ about, because }) => `${about} ${because}`),
    ...findings.map(({ subject, message }) => `${subject} ${message}`),
  ];
  return texts.some((text) => [who, cluster ?? who, name, 'aws-auth'].some((one) => one !== '*' && text.includes(one)));
}

function stepText({ who, by, cluster, becomes, namespace, name }: Step): string {
  return `${who} ${by} ${cluster ?? ''} ${becomes} ${namespace}/${name}`;
}
