import { PodtrustError } from '../errors';
import { isKnown } from '../unknown';

/** A taint of Kubernetes nodes. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

const TAINT = /^([^=:\s]+)(?:=([^=:\s]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/;

/**
 * A taint as kubectl writes it, `team=todo:NoSchedule` or `team:NoSchedule`.
 *
 * @throws PodtrustError `taint-invalid`, also for a token, whose parts are not known
 */
export function parseTaint(text: string, where: string): Taint {
  const match = isKnown(text) ? TAINT.exec(text) : null;
  if (match) return { key: match[1]!, value: match[2], effect: match[3] as Taint['effect'] };
  throw new PodtrustError({
    code: 'taint-invalid',
    where,
    what: `"${text}" is not a taint`,
    why: 'The cloud would refuse the pool of nodes.',
    remedy: 'Give KEY=VALUE:EFFECT or KEY:EFFECT, the effect being NoSchedule, PreferNoSchedule or NoExecute.',
  });
}
