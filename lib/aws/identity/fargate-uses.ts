import { PodtrustError, type ServiceAccountReference, type TrustedCluster, isKnown } from '../../core';

/** The pods that a Fargate profile takes: those of a namespace that have the labels. */
export interface EksFargateSelector {
  /** In which `*` stands for any text and `?` for any one character. */
  readonly namespace: string;
  /** All that a pod must have, with the same wildcards. Default none: every pod of the namespace. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A selector, and the profile that has it. */
interface Selected {
  readonly selector: EksFargateSelector;
  readonly where: string;
}

/** What a cluster's program said so far. */
interface Seen {
  readonly selected: Selected[];
  /** Service accounts with a Pod Identity association whose pods may be anywhere. */
  readonly accounts: { readonly account: ServiceAccountReference; readonly where: string }[];
}

const SEEN = new WeakMap<TrustedCluster, Seen>();

function seenOf(cluster: TrustedCluster): Seen {
  const seen = SEEN.get(cluster) ?? { selected: [], accounts: [] };
  SEEN.set(cluster, seen);
  return seen;
}

/**
 * Whether pods of a namespace run on Fargate, by the profiles that were made for this object of the cluster so far.
 *
 * @returns `always` where a profile takes every pod of the namespace; `perhaps` where it asks for labels, or where a
 *   namespace is not known; else `never`
 */
export function runsOnFargate(cluster: TrustedCluster, namespace: string): 'always' | 'perhaps' | 'never' {
  const answers = (SEEN.get(cluster)?.selected ?? []).map(({ selector }) => takes(selector, namespace));
  return answers.find((answer) => answer === 'always') ?? answers.find((answer) => answer === 'perhaps') ?? 'never';
}

/**
 * Notes the selectors of a Fargate profile.
 *
 * @param where the profile's path
 * @throws PodtrustError `pod-identity-on-fargate` where they take every pod of a namespace with a Pod Identity association
 */
export function useFargate(cluster: TrustedCluster, selectors: readonly EksFargateSelector[], where: string): void {
  const seen = seenOf(cluster);
  for (const selector of selectors) {
    const found = seen.accounts.find(({ account }) => takes(selector, account.namespace) === 'always');
    if (found) refuse(found.account, found.where, { selector, where }, where);
  }
  seen.selected.push(...selectors.map((selector) => ({ selector, where })));
}

/**
 * Notes that a service account has a Pod Identity association.
 *
 * @param where the path of what makes it
 * @throws PodtrustError `pod-identity-on-fargate` where a profile takes every pod of its namespace
 */
export function refuseOnFargate(cluster: TrustedCluster, account: ServiceAccountReference, where: string): void {
  const seen = seenOf(cluster);
  const found = seen.selected.find(({ selector }) => takes(selector, account.namespace) === 'always');
  if (found) refuse(account, where, found, where);
  seen.accounts.push({ account, where });
}

function takes({ namespace, labels = {} }: EksFargateSelector, asked: string): 'always' | 'perhaps' | 'never' {
  if (namespace !== asked && ![namespace, asked].every(isKnown)) return 'perhaps';
  if (namespace !== asked && !globOf(namespace).test(asked)) return 'never';
  return Object.keys(labels).length === 0 ? 'always' : 'perhaps';
}

function globOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`);
}

function refuse({ namespace, name }: ServiceAccountReference, made: string, by: Selected, where: string): never {
  throw new PodtrustError({
    code: 'pod-identity-on-fargate',
    where,
    what: `the service account ${namespace}/${name} gets its role by EKS Pod Identity (${made}), and its pods run on Fargate by the selector ${by.selector.namespace} of ${by.where}`,
    why: 'No agent answers on Fargate, so the SDK finds no credentials: EKS Pod Identity is for Linux nodes of EC2 only.',
    remedy:
      'Give the role by irsa({ cluster, serviceAccount }), or give the selector labels that these pods do not have.',
  });
}
