import type { Code } from '../core/codes';
import type { Facts } from './facts';

/** Who says a message. */
export type Sender =
  | 'Entra'
  | 'AWS STS'
  | 'EKS Auth'
  | 'the EKS Pod Identity agent'
  | 'AWS IAM'
  | 'an AWS SDK'
  | 'Azure’s instance metadata service'
  | 'an Azure Identity client'
  | 'Azure Resource Manager'
  | 'Azure RBAC'
  | 'the azure-workload-identity webhook';

/** Why a message may come, and what then helps. */
export interface Cause {
  /** A sentence without its full stop. */
  readonly cause: string;
  readonly fix: string;
  /** Set where the message itself tells whether it is this: where it is not, the cause is left out. */
  readonly when?: (facts: Facts, text: string) => boolean;
}

/** A message of a cloud or of a client that podtrust knows. */
export interface KnownMessage {
  /** Its own code, such as `AADSTS700213`, or a slug where it has none. */
  readonly id: string;
  readonly sender: Sender;
  /** What the whole of it looks like; for Entra, whose codes are enough, the code with its digits. */
  readonly pattern: RegExp;
  /** What it means: a sentence without its full stop. */
  readonly means: string;
  /** What was compared with what, with what the message tells of it. */
  readonly compared?: (facts: Facts) => string;
  /** The likely causes, the likeliest first. */
  readonly causes: readonly Cause[];
  /** The rules of the proof that find what leads to it. */
  readonly rules: readonly Code[];
  /** Where it is documented or told: pages, `owner/repository#number` of threads. */
  readonly sources: readonly string[];
  /** Set of what only says that something else went wrong: it is left out where that is known too. */
  readonly wrapper?: true;
}

/** A fact in quotes, or what it is called where the message does not tell it. */
export function told(fact: string | undefined, otherwise: string): string {
  return fact === undefined ? otherwise : `${otherwise} ${JSON.stringify(fact)}`;
}
