import { and, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { hasSymbol } from '../model/known/symbol';
import { matches } from '../model/known/text';

/**
 * Whether a condition of a role assignment holds for an action: as far as it asks for the action, which most do first, as in
 * `(!(ActionMatches{'…/blobs/read'}) OR …)`. What else it asks for only the request tells.
 *
 * @see Azure RBAC, "Azure role assignment condition format and syntax"
 */
export function conditionHolds(condition: string, action: string): Known {
  if (hasSymbol(condition)) return unknown('its condition is not known before apply');
  const tokens = tokensOf(condition);
  // What is not understood may mean anything.
  return tokens ? new Parser(tokens, action).answer() : OPEN;
}

const OPEN = unknown('it depends on its condition');

/** A word, a text, a list or a sign; or the pattern of which the action is to be. */
interface Token {
  readonly text?: string;
  readonly asked?: string;
}

const TOKEN = /\s*(?:ActionMatches\s*\{\s*'([^']*)'\s*\}|('[^']*'|\{[^{}]*\}|&&|\|\||[()!]|[^\s()!&|'{}]+))/iy;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const whole = text.trim();
  for (let at = 0; at < whole.length;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(whole);
    if (!found) return undefined;
    tokens.push({ asked: found[1]?.toLowerCase(), text: found[2]?.toLowerCase() });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

const AND = ['&&', 'and'];
const OR = ['||', 'or'];
const NOT = ['!', 'not'];
/** What ends a comparison. */
const ENDS = ['(', ')', ...AND, ...OR];

class Parser {
  private at = 0;
  private isBroken = false;
  private readonly action: string;

  public constructor(
    private readonly tokens: readonly Token[],
    action: string,
  ) {
    this.action = action.toLowerCase();
  }

  public answer(): Known {
    const answer = this.expression();
    return this.isBroken || this.at < this.tokens.length ? OPEN : answer;
  }

  /** Which of `AND` and `OR` goes first Azure does not say: both of them need parentheses. */
  private expression(): Known {
    let answer = this.negation();
    let joined: typeof and | undefined;
    for (;;) {
      const next = this.takes(AND) ? and : this.takes(OR) ? or : undefined;
      if (next === undefined) return answer;
      if (joined !== undefined && joined !== next) this.isBroken = true;
      joined = next;
      answer = next(answer, this.negation());
    }
  }

  private negation(): Known {
    if (this.takes(NOT)) return not(this.negation());
    if (this.takes(['('])) {
      const answer = this.expression();
      if (!this.takes([')'])) this.isBroken = true;
      return answer;
    }
    const asked = this.tokens[this.at]?.asked;
    if (asked === undefined) return this.comparison();
    this.at++;
    return matches(asked, this.action);
  }

  /** Of an attribute, or of a suboperation. */
  private comparison(): Known {
    const rest = this.tokens.slice(this.at);
    const end = rest.findIndex(({ text }) => ENDS.includes(text!));
    const length = end < 0 ? rest.length : end;
    if (length === 0) this.isBroken = true;
    this.at += length;
    return OPEN;
  }

  private takes(wanted: readonly string[]): boolean {
    if (!wanted.includes(this.tokens[this.at]?.text as string)) return false;
    this.at++;
    return true;
  }
}
