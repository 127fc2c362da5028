import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { LIMITS, PodtrustError } from '../../core';

/** What AAD Pod Identity has a limit of, in one cluster. */
const MOST = {
  identities: { most: LIMITS.aadPodIdentities, words: 'pod identities' },
  exceptions: { most: LIMITS.aadPodIdentityExceptions, words: 'pod identity exceptions' },
} as const;

type Counts = Record<keyof typeof MOST, number>;

const COUNTS = new WeakMap<IConstruct, Counts>();

/**
 * Counts an object in its outermost chart, which is what one cluster is given at once.
 *
 * @throws PodtrustError `aad-pod-identity-over-limit`
 */
export function countIn(construct: IConstruct, what: keyof typeof MOST): void {
  const chart = construct.node.scopes.find((scope) => Chart.isChart(scope)) ?? construct.node.root;
  const counts = COUNTS.get(chart) ?? { identities: 0, exceptions: 0 };
  COUNTS.set(chart, counts);
  counts[what] += 1;
  const { most, words } = MOST[what];
  if (counts[what] <= most) return;
  throw new PodtrustError({
    code: 'aad-pod-identity-over-limit',
    where: construct.node.path,
    what: `${counts[what]} ${words} in one chart`,
    why: `AKS accepts ${most} of a cluster; with the chart, MIC falls behind and pods wait for their tokens.`,
    remedy: 'Share identities between workloads with the same permissions, or move some to Entra Workload ID.',
  });
}
