import { PodtrustError } from '../core/errors';
import { prove } from '../proof/prove';
import type { Inventory } from '../proof/inventory';
import type { Undecided } from '../proof/model/undecided';
import { accountOf, podAccess } from './access';
import type { AccessLine } from './access';
import { difference } from './expected-access';
import { identitiesOf, undecidedAbout } from './undecided-access';

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** What can be held against an expectation: an inventory, or what `cdktf`'s `Testing.synth` gives. */
export type Synthesized = Inventory | string;

/**
 * Matchers for jest's `expect.extend(matchers)`. Each accepts an inventory, or one stack's synthesized Terraform JSON.
 */
export const matchers = {
  /**
   * Exactly these service accounts get these identities, and nobody else gets any. Fails where that is not known: where
   * something is undecided about one of them, or the program has no identity at all. The identities of nodes are another
   * matter, `nodeAccess`, unless a trust gives them to pods as well.
   */
  toAdmitOnly(received: Synthesized, expected: readonly AccessLine[]): Result {
    const inventory = inventoryOf(received);
    if (!Array.isArray(expected)) {
      throw misuse('toAdmitOnly is given no list of lines, such as todo/api -> aws_iam_role.api');
    }
    const { extra, missing, unclear, identities } = difference(inventory, expected);
    const trusted = podAccess(inventory).map(({ identity }) => identity);
    return resultOf('it admits exactly these', 'it does not admit exactly these, or that is not known', [
      ...extra.map((line) => `admitted, not expected: ${line}`),
      ...missing.map((line) => `expected, not admitted: ${line}`),
      ...unclear.map((line) => `of several clusters, say which are expected: ${line}`),
      ...undecidedAbout(inventory, new Set([...identities, ...trusted])).map(undecidedText),
      ...uncertainIn(inventory),
      ...(inventory.identities.length === 0 ? [NOTHING] : []),
    ]);
  },

  /**
   * No finding of level error that nobody has accepted: each claim is admitted, and no trust is open. Fails where that is
   * not known: where something is undecided about an identity, or the program has none.
   */
  toHaveNoAccessFindings(received: Synthesized): Result {
    const inventory = inventoryOf(received);
    const errors = inventory.findings.filter(({ level, accepted }) => level === 'error' && !accepted);
    return resultOf('it has no access findings', 'it has access findings, or that is not known', [
      ...errors.map(({ rule, message, help }) => `${rule}: ${message}\n    ${help}`),
      ...undecidedAbout(inventory, identitiesOf(inventory)).map(undecidedText),
      ...(inventory.identities.length === 0 ? [NOTHING] : []),
    ]);
  },
};

const NOTHING = 'there is no identity in it, so nothing is shown: is it the program that is meant?';

function undecidedText({ about, because }: Undecided): string {
  return `undecided: ${about}: ${because}`;
}

/** The entries of which it is not certain that they are admitted, but for those whose identity something undecided tells of. */
function uncertainIn(inventory: Inventory): readonly string[] {
  return podAccess(inventory)
    .filter(({ uncertain }) => uncertain !== undefined)
    .filter(({ identity }) => undecidedAbout(inventory, new Set([identity])).length === 0)
    .map((entry) => `uncertain: ${accountOf(entry)} -> ${entry.identity}: ${entry.uncertain}`);
}

function resultOf(passing: string, failing: string, reasons: readonly string[]): Result {
  return {
    pass: reasons.length === 0,
    message: () => (reasons.length === 0 ? passing : [failing, ...reasons.map((line) => `  ${line}`)].join('\n')),
  };
}

function inventoryOf(received: Synthesized): Inventory {
  if (typeof received === 'string') return prove([{ file: 'cdk.tf.json', text: received }]);
  const { access, findings } = (received ?? {}) as Partial<Inventory>;
  if (Array.isArray(access) && Array.isArray(findings)) return received;
  throw misuse('what is expected of is neither an inventory, as prove gives it, nor synthesized Terraform JSON');
}

function misuse(what: string): PodtrustError {
  return new PodtrustError({ code: 'matcher-misused', what });
}
