import { and, isUnknown, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { hasSymbol, inLowerCase } from '../model/known/symbol';
import { matches } from '../model/known/text';

/**
 * Whether a condition of a role assignment holds for an action: as far as it asks for the action, which most do first, as in
 * `(!(ActionMatches{'…/blobs/read'}) OR …)`. What else it asks for only the request tells.
 *
 * @see Azure RBAC, "Azure role assignment condition format and syntax"
 */
export function conditionHolds(condition: string, action: string): Known {
  if (hasSymbol(condition)) return unknown('its condition is not known before apply');
  const parser = new Parser(tokensOf(condition), action);
  const answer = parser.expression();
  // What is not understood may mean anything.
  if (!parser.isAtEnd) return unknown('it depends on its condition');
  return isUnknown(answer) ? unknown('it depends on its condition') : answer;
}

const TOKEN = /\s*(ActionMatches\s*\{\s*'[^']*'\s*\}|'[^']*'|\{[^{}]*\}|&&|\|\||[()!]|[^\s()!&|'{}]+)/iy;

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const whole = text.trim();
  for (let at = 0; at < whole.length;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(whole);
    if (!found) return undefined;
    tokens.push(found[1]!);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

const OPEN: Known = unknown('it depends on its condition');

class Parser {
  private at = 0;
  private isBroken = false;

  public constructor(
    private readonly tokens: readonly string[] | undefined,
    private readonly action: string,
  ) {
    this.isBroken = tokens === undefined;
  }

  public get isAtEnd(): boolean {
    return !this.isBroken && this.at === this.tokens!.length;
  }

  /** Which of `AND` and `OR` goes first Azure does not say: both of them need parentheses. */
  public expression(): Known {
    let answer = this.negation();
    let joined: 'and' | 'or' | undefined;
    for (;;) {
      const next = this.takes(/^(&&|and)$/i) ? 'and' : this.takes(/^(\|\||or)$/i) ? 'or' : undefined;
      if (next === undefined) return answer;
      if (joined !== undefined && joined !== next) this.isBroken = true;
      joined = next;
      answer = (next === 'and' ? and : or)(answer, this.negation());
    }
  }

  private negation(): Known {
    if (this.takes(/^(!|not)$/i)) return not(this.negation());
    if (this.takes(/^\($/)) {
      const answer = this.expression();
      if (!this.takes(/^\)$/)) this.isBroken = true;
      return answer;
    }
    const asked = /^ActionMatches\s*\{\s*'([^']*)'/i.exec(this.tokens?.[this.at] ?? '')?.[1];
    if (asked === undefined) return this.comparison();
    this.at++;
    return matches(inLowerCase(asked), this.action.toLowerCase());
  }

  /** Of an attribute, or of a suboperation. */
  private comparison(): Known {
    const start = this.at;
    while (this.tokens && this.at < this.tokens.length && !/^([()]|&&|\|\||and|or)$/i.test(this.tokens[this.at]!))
      this.at++;
    if (this.at === start) this.isBroken = true;
    return OPEN;
  }

  private takes(wanted: RegExp): boolean {
    const token = this.tokens?.[this.at];
    if (token === undefined || !wanted.test(token)) return false;
    this.at++;
    return true;
  }
}
