import { PodtrustError } from '../core/errors';
import { prove } from '../proof/prove';
import type { Inventory } from '../proof/inventory';
import { access } from './access';
import type { AccessLine } from './access';

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** What can be held against an expectation: an inventory, or what `cdktf`'s `Testing.synth` gives. */
export type Synthesized = Inventory | string;

/**
 * Matchers for jest's `expect.extend(matchers)`. Each takes an inventory, or one stack's synthesized Terraform JSON.
 */
export const matchers = {
  /**
   * Exactly these service accounts get these identities, and nobody else gets any. The identities of nodes are another
   * matter, `nodeAccess`, unless a trust gives them to pods as well.
   */
  toAdmitOnly(received: Synthesized, expected: readonly AccessLine[]): Result {
    const actual = access(inventoryOf(received));
    if (!Array.isArray(expected))
      throw misuse('toAdmitOnly takes a list of lines, such as todo/api -> aws_iam_role.api');
    const wanted = [...new Set(expected)].sort();
    const extra = actual.filter((line) => !wanted.includes(line));
    const missing = wanted.filter((line) => !actual.includes(line));
    return {
      pass: extra.length + missing.length === 0,
      message: () =>
        [
          extra.length + missing.length === 0 ? 'it admits exactly these' : 'it does not admit exactly these',
          ...extra.map((line) => `  admitted, not expected: ${line}`),
          ...missing.map((line) => `  expected, not admitted: ${line}`),
        ].join('\n'),
    };
  },

  /** No finding of level error: each claim is admitted, and no trust is open. */
  toHaveNoAccessFindings(received: Synthesized): Result {
    const errors = inventoryOf(received).findings.filter(({ level, accepted }) => level === 'error' && !accepted);
    return {
      pass: errors.length === 0,
      message: () =>
        errors.length === 0
          ? 'it has no access findings'
          : errors.map(({ rule, message, help }) => `${rule}: ${message}\n  ${help}`).join('\n'),
    };
  },
};

function inventoryOf(received: Synthesized): Inventory {
  if (typeof received === 'string') return prove([{ file: 'cdk.tf.json', text: received }]);
  const { access, findings } = (received ?? {}) as Partial<Inventory>;
  if (Array.isArray(access) && Array.isArray(findings)) return received;
  throw misuse('what is expected of is neither an inventory, as prove gives it, nor synthesized Terraform JSON');
}

function misuse(what: string): PodtrustError {
  return new PodtrustError({ code: 'matcher-misused', what });
}
