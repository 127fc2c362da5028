/** A part of an expression that says whether a pod has `hostNetwork`, and nothing else. */
const HAS = 'has(object.spec.hostNetwork)';
const FIELD = 'object.spec.hostNetwork';
const OPTIONAL = /^object\.spec\.\?hostNetwork\.orValue\((true|false)\)$/;

/** Characters of an expression that are looked at: longer ones are not told. */
const MOST_CHARACTERS = 10_000;
/** Parentheses in one another that are followed. */
const MOST_DEPTH = 100;

/**
 * What an expression of CEL comes to for every pod with `hostNetwork: true`. Nothing where that depends on more than this, or
 * where the expression has something that is not followed here: a comparison of anything else, arithmetic, a macro.
 *
 * Of CEL it knows `!`, `&&`, `||`, `? :`, `==`, `!=`, parentheses, and that `false && x` is false and `true || x` true whatever
 * x is, an error too. CEL language definition, "Logical operators".
 */
export function truthForHostNetwork(expression: string): boolean | undefined {
  if (expression.length > MOST_CHARACTERS) return undefined;
  const tokens = tokensOf(expression);
  if (!tokens) return undefined;
  const parser = new Parser(tokens);
  const value = parser.whole();
  return parser.isLost ? undefined : value;
}

/** The tokens; a chain of fields, calls and indexes is one. Nothing where a text does not end. */
function tokensOf(expression: string): string[] | undefined {
  const tokens: string[] = [];
  let rest = expression.trim();
  while (rest !== '') {
    const token = OPERATOR.exec(rest)?.[0] ?? chain(rest);
    if (token === undefined || token === '') return undefined;
    tokens.push(OPERATOR.test(token) ? token : token.replace(/\s+/g, ''));
    rest = rest.slice(token.length).trimStart();
  }
  return tokens;
}

const OPERATOR = /^(?:\|\||&&|==|!=|[!()?:])/;
const WORD = /^(?:[A-Za-z_][A-Za-z0-9_]*|\d+)/;
const TEXT = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;

/** A name, number or text with all that hangs on it. Nothing for a character of no such thing. */
function chain(text: string): string | undefined {
  let length = (TEXT.exec(text) ?? WORD.exec(text))?.[0].length;
  if (length === undefined) return undefined;
  for (;;) {
    const rest = text.slice(length);
    const field = /^\s*\.\s*\??\s*[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0].length;
    const call = field ?? inBrackets(rest);
    if (call === undefined) return text.slice(0, length);
    length += call;
  }
}

/** The length of what is in brackets, with them, where a text begins so. */
function inBrackets(text: string): number | undefined {
  if (!/^\s*[([]/.test(text)) return undefined;
  let depth = 0;
  for (let index = 0; index < text.length;) {
    const quoted = TEXT.exec(text.slice(index))?.[0].length;
    const character = text[index]!;
    if (quoted === undefined && /["']/.test(character)) return undefined;
    if (/[([]/.test(character)) depth += 1;
    if (/[)\]]/.test(character) && --depth === 0) return index + 1;
    index += quoted ?? 1;
  }
  return undefined;
}

/** One value for each expression: true, false, or nothing where it is not told. */
class Parser {
  /** Set where the expression is none that was followed to its end. */
  public isLost = false;
  private next = 0;
  private depth = 0;

  public constructor(private readonly tokens: readonly string[]) {}

  public whole(): boolean | undefined {
    const value = this.choice();
    if (this.next < this.tokens.length) this.isLost = true;
    return value;
  }

  private choice(): boolean | undefined {
    const condition = this.either();
    if (!this.takes('?')) return condition;
    const yes = this.choice();
    if (!this.takes(':')) this.isLost = true;
    const no = this.choice();
    // An error of the condition is one of the whole.
    return condition === undefined ? undefined : condition ? yes : no;
  }

  private either(): boolean | undefined {
    let value = this.both();
    while (this.takes('||')) {
      const other = this.both();
      value = value === true || other === true ? true : value === false && other === false ? false : undefined;
    }
    return value;
  }

  private both(): boolean | undefined {
    let value = this.comparison();
    while (this.takes('&&')) {
      const other = this.comparison();
      value = value === false || other === false ? false : value === true && other === true ? true : undefined;
    }
    return value;
  }

  private comparison(): boolean | undefined {
    let value = this.unary();
    for (;;) {
      const isEqual = this.takes('==');
      if (!isEqual && !this.takes('!=')) return value;
      const other = this.unary();
      value = value === undefined || other === undefined ? undefined : (value === other) === isEqual;
    }
  }

  private unary(): boolean | undefined {
    if (!this.takes('!')) return this.primary();
    // A chain of negations is no call a level.
    let isNegated = true;
    while (this.takes('!')) isNegated = !isNegated;
    const value = this.primary();
    return value === undefined ? undefined : value !== isNegated;
  }

  private primary(): boolean | undefined {
    if (this.takes('(')) {
      if (++this.depth > MOST_DEPTH) this.isLost = true;
      const value = this.isLost ? undefined : this.choice();
      this.depth -= 1;
      if (!this.takes(')')) this.isLost = true;
      return value;
    }
    const token = this.tokens[this.next];
    if (token === undefined || OPERATOR.test(token)) {
      this.isLost = true;
      return undefined;
    }
    this.next += 1;
    if (token === 'true' || token === HAS || token === FIELD || OPTIONAL.test(token)) return true;
    return token === 'false' ? false : undefined;
  }

  private takes(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }
}
