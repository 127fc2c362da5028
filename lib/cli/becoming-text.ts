import { printable } from '../core/printable';
import type { Becoming, BecomingWay } from '../proof/become/becoming';

const HEADINGS: Readonly<Record<BecomingWay['becomes'], string>> = {
  pod: 'the pod, with all that it gets:',
  identity: 'its identity, and not the pod:',
  account: 'the service account in Kubernetes, without a token for a cloud:',
};

/** Who can become a pod, as lines: each with the steps of the shortest way. */
export function becomingText({ cluster, namespace, serviceAccount, identities, who, unknown }: Becoming): string {
  const gets = identities.length === 0 ? 'which gets no identity' : `which gets ${identities.join(' and ')}`;
  const lines = [`who can become ${namespace}/${serviceAccount} of ${cluster}, ${gets}`];
  for (const becomes of ['pod', 'identity', 'account'] as const) {
    const ways = who.filter((one) => one.becomes === becomes);
    if (ways.length === 0) continue;
    lines.push(`  ${HEADINGS[becomes]}`, ...ways.flatMap(wayLines));
  }
  if (who.length === 0) lines.push('  nobody of what was read');
  if (unknown.length > 0) lines.push('  not known:', ...unknown.map((because) => `    ${because}`));
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function wayLines({ who, steps, uncertain }: BecomingWay): readonly string[] {
  const told = steps.map((step, index) => {
    const then = index === 0 ? 'may' : `then, as ${step.who}, may`;
    return `      ${then} ${step.may}: ${step.by}`;
  });
  return [`    ${who}`, ...told, ...(uncertain === undefined ? [] : [`      perhaps: ${uncertain}`])];
}
