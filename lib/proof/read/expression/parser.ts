import type { BinaryOperator, Expression, ForExpression, ObjectItem, SplatStep } from './expression';
import { ExpressionError } from './expression';

/** Nesting deeper than any program has, and far from the end of the stack. */
const MAXIMUM_DEPTH = 250;

const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEMPLATE_RUN = /[^$%]+/y;
const QUOTED_RUN = /[^$%"\\]+/y;
const SPACE = /(?:[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

/**
 * A whole text as a template: what a string of Terraform JSON is.
 *
 * @throws ExpressionError where it is not lawful HCL
 */
export function parseTemplate(text: string): Expression {
  // Nearly every string is plain: say so before any parsing.
  if (!text.includes('${') && !text.includes('%{')) return { kind: 'literal', value: text };
  return new Parser(text).template();
}

/**
 * A whole text as an expression, as it stands right of `=` in a `.tf` file.
 *
 * @throws ExpressionError where it is not lawful HCL
 */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}

class Parser {
  private position = 0;
  private depth = 0;

  public constructor(private readonly text: string) {}

  public template(): Expression {
    return this.templateParts(undefined);
  }

  public whole(): Expression {
    const expression = this.expression();
    this.space();
    if (this.position < this.text.length) this.fail('something is left over');
    return expression;
  }

  private expression(): Expression {
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const test = this.binary(0);
    let expression = test;
    if (this.take('?')) {
      const then = this.expression();
      this.expect(':');
      expression = { kind: 'conditional', test, then, else: this.expression() };
    }
    this.depth--;
    return expression;
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.take(candidate));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const operator = this.take('-') ? '-' : this.take('!') ? '!' : undefined;
    const expression: Expression = operator
      ? { kind: 'unary', operator, operand: this.unary() }
      : this.postfix(this.primary());
    this.depth--;
    return expression;
  }

  private postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      const step = this.step();
      if (!step) return expression;
      if (step === 'attribute-splat' || step === 'full-splat') {
        const each: SplatStep[] = [];
        // An attribute splat takes attributes only: an index after it is applied to the list.
        for (let next = this.step(step === 'attribute-splat'); next; next = this.step(step === 'attribute-splat')) {
          if (typeof next === 'string') this.fail('a splat follows a splat');
          each.push(next);
        }
        expression = { kind: 'splat', of: expression, each };
      } else if ('name' in step) {
        expression = { kind: 'attribute', of: expression, name: step.name };
      } else {
        expression = { kind: 'index', of: expression, key: step.key };
      }
    }
  }

  private step(attributesOnly = false): SplatStep | 'attribute-splat' | 'full-splat' | undefined {
    this.space();
    if (this.text.startsWith('...', this.position)) return undefined;
    if (this.take('.')) {
      if (this.take('*')) return 'attribute-splat';
      const number = this.match(/\d+/y);
      if (number !== undefined) return { key: { kind: 'literal', value: Number(number) } };
      return { name: this.identifier() };
    }
    if (attributesOnly || !this.take('[')) return undefined;
    if (this.take('*')) {
      this.expect(']');
      return 'full-splat';
    }
    const key = this.expression();
    this.expect(']');
    return { key };
  }

  private primary(): Expression {
    this.space();
    if (this.take('"')) return this.templateParts('"');
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.take('[')) return this.tuple();
    if (this.take('{')) return this.object();
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    if (this.text.startsWith('<<', this.position)) return this.heredoc();
    let name = this.identifier();
    while (this.take('::')) name += `::${this.identifier()}`;
    if (this.take('(')) return this.call(name);
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    return { kind: 'variable', name };
  }

  private call(name: string): Expression {
    const args: Expression[] = [];
    let expand = false;
    while (!this.take(')')) {
      args.push(this.expression());
      if (this.take('...')) expand = true;
      if (!this.take(',')) {
        this.expect(')');
        break;
      }
    }
    return { kind: 'call', name, arguments: args, expand };
  }

  private tuple(): Expression {
    const loop = this.forExpression(']');
    if (loop) return { kind: 'for', for: loop };
    const items: Expression[] = [];
    while (!this.take(']')) {
      items.push(this.expression());
      if (!this.take(',')) {
        this.expect(']');
        break;
      }
    }
    return { kind: 'tuple', items };
  }

  private object(): Expression {
    const loop = this.forExpression('}');
    if (loop) return { kind: 'for', for: loop };
    const items: ObjectItem[] = [];
    while (!this.take('}')) {
      const key = this.objectKey();
      if (!this.take('=') && !this.take(':')) this.fail('a key has no value');
      items.push({ key, value: this.expression() });
      // Items are parted by a comma or by a line's end, which counts as space here.
      this.take(',');
    }
    return { kind: 'object', items };
  }

  /** A bare word is a name; everything else is an expression. */
  private objectKey(): Expression {
    this.space();
    const start = this.position;
    const word = this.match(IDENTIFIER);
    if (word !== undefined) {
      this.space();
      if (/[=:]/.test(this.text[this.position] ?? '') && this.text[this.position + 1] !== '=') {
        return { kind: 'literal', value: word };
      }
      this.position = start;
    }
    return this.expression();
  }

  private forExpression(end: ']' | '}'): ForExpression | undefined {
    this.space();
    const start = this.position;
    if (this.match(IDENTIFIER) !== 'for' || !/\s/.test(this.text[this.position] ?? '')) {
      this.position = start;
      return undefined;
    }
    const first = this.identifier();
    const second = this.take(',') ? this.identifier() : undefined;
    if (this.identifier() !== 'in') this.fail('a for has no "in"');
    const collection = this.expression();
    this.expect(':');
    let value = this.expression();
    let key: Expression | undefined;
    if (end === '}') {
      this.expect('=>');
      key = value;
      value = this.expression();
    }
    const group = this.take('...');
    this.space();
    const test = this.text.startsWith('if', this.position) ? (this.identifier(), this.expression()) : undefined;
    this.expect(end);
    return second === undefined
      ? { valueName: first, collection, key, value, group, test }
      : { keyName: first, valueName: second, collection, key, value, group, test };
  }

  /** Reads literal text and interpolations up to the closing quote, or to the end of the text. */
  private templateParts(end: '"' | undefined): Expression {
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const parts: Expression[] = [];
    let literal = '';
    let trimNext = false;
    const flush = (): void => {
      if (literal !== '') parts.push({ kind: 'literal', value: literal });
      literal = '';
    };
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) {
        if (end) this.fail('a string has no end');
        break;
      }
      if (character === end) {
        this.position++;
        break;
      }
      const three = this.text.slice(this.position, this.position + 3);
      if (three === '$${' || three === '%%{') {
        literal += three.slice(1);
        this.position += 3;
      } else if (three.startsWith('${')) {
        this.position += 2;
        if (this.text[this.position] === '~') {
          this.position++;
          literal = literal.trimEnd();
        }
        flush();
        parts.push(this.expression());
        trimNext = this.take('~');
        this.expect('}');
      } else if (three.startsWith('%{')) {
        this.fail('it holds a %{ } directive');
      } else if (end && character === '\\') {
        literal += this.escape();
      } else if (trimNext && /\s/.test(character)) {
        this.position++;
      } else {
        trimNext = false;
        // A run of ordinary text at once: policies are long.
        literal += this.match(end ? QUOTED_RUN : TEMPLATE_RUN) ?? this.text[this.position++];
      }
    }
    flush();
    this.depth--;
    if (parts.length === 0) return { kind: 'literal', value: '' };
    return parts.length === 1 && parts[0]!.kind === 'literal' ? parts[0]! : { kind: 'template', parts };
  }

  private escape(): string {
    const match = this.match(/\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])/y);
    if (match === undefined) return this.fail('it holds an unknown \\ escape');
    const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
    return simple[match[1]!] ?? String.fromCodePoint(Number.parseInt(match.slice(2), 16));
  }

  /** `<<EOT` and `<<-EOT`. Its text is a template of its own, without escapes. */
  private heredoc(): Expression {
    const opening = this.match(/<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy);
    if (opening === undefined) return this.fail('a heredoc has no name');
    const name = opening.replace(/^<<-?|\r?\n$/g, '');
    const lines: string[] = [];
    for (;;) {
      if (this.position >= this.text.length) this.fail(`the heredoc ${name} has no end`);
      const next = this.text.indexOf('\n', this.position);
      const line = this.text.slice(this.position, next < 0 ? undefined : next);
      if (line.trim() === name) {
        this.position += line.trimEnd().length;
        break;
      }
      this.position = next < 0 ? this.text.length : next + 1;
      lines.push(line);
    }
    const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)![0].length);
    const indent = opening.startsWith('<<-') && indents.length > 0 ? Math.min(...indents) : 0;
    return parseTemplate(lines.map((line) => `${line.slice(indent)}\n`).join(''));
  }

  private identifier(): string {
    this.space();
    return this.match(IDENTIFIER) ?? this.fail('a name is expected');
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.position += match[0].length;
    return match[0];
  }

  private space(): void {
    const code = this.text.charCodeAt(this.position);
    // Nothing but these begins a space or a comment.
    if (code <= 0x20 || code === 0x23 || code === 0x2f) this.match(SPACE);
  }

  private take(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) this.fail(`"${token}" is expected`);
  }

  private fail(what: string): never {
    throw new ExpressionError(`${what} (character ${this.position + 1})`);
  }
}
