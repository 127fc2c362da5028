import { factsIn, plain } from './facts';
import type { Facts } from './facts';
import type { Cause, KnownMessage } from './message';
import { MESSAGES } from './messages';

/** A message that was found in a text. */
export interface ExplainedMessage {
  readonly id: string;
  readonly sender: string;
  readonly means: string;
  /** What was compared with what; nothing where nothing was. */
  readonly compared?: string;
  /** The likely causes, the likeliest first. */
  readonly causes: readonly Pick<Cause, 'cause' | 'fix'>[];
  readonly sources: readonly string[];
}

/** What a text comes to. */
export interface Explanation {
  /** Those that podtrust knows; what only passes another one on is left out beside it. */
  readonly messages: readonly ExplainedMessage[];
  /** Codes of Entra that it does not know. */
  readonly unknownCodes: readonly string[];
  readonly facts: Facts;
  /** The rules of the proof that find what leads to the messages. */
  readonly rules: readonly string[];
}

/** What the errors in a text mean, whether a log, JSON or a terminal wrote it. */
export function explain(text: string): Explanation {
  const read = plain(text);
  const facts = factsIn(read);
  const all = MESSAGES.filter(({ pattern }) => pattern.test(read));
  const causes = all.filter(({ wrapper }) => !wrapper);
  const known = causes.length > 0 ? causes : all.slice(0, 1);
  return {
    messages: known.map((message) => explained(message, facts, read)),
    unknownCodes: unknownCodesIn(read),
    facts,
    rules: [...new Set(known.flatMap(({ rules }) => rules))],
  };
}

function explained(message: KnownMessage, facts: Facts, text: string): ExplainedMessage {
  const { id, sender, means, compared, causes, sources } = message;
  const applying = causes.filter(({ when }) => when === undefined || when(facts, text));
  return {
    id,
    sender,
    means,
    ...(compared ? { compared: compared(facts) } : {}),
    causes: applying.map(({ cause, fix }) => ({ cause, fix })),
    sources,
  };
}

function unknownCodesIn(text: string): readonly string[] {
  const codes = new Set(Array.from(text.matchAll(/AADSTS\d{4,8}/g), ([code]) => code));
  return [...codes].filter((code) => !MESSAGES.some(({ pattern }) => pattern.test(code))).sort();
}
