import type { BinaryOperator, Expression, ForExpression, ObjectItem, SplatStep } from './expression';
import { ExpressionError } from './expression';
import { skipSpace } from './space';
import { plainTemplate } from './plain-template';
import type { ParsedExpressions } from './plain-template';

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
const INDENTATION = /[ \t]*/y;
const LINE_END = /[ \t]*\r?(?:\n|$)/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEMPLATE_RUN = /[^$%]+/y;
const LINE_RUN = /[^$%\n]+/y;
const QUOTED_RUN = /[^$%"\\\r\n]+/y;

/**
 * A whole text as a template: what a string of Terraform JSON is.
 *
 * @param parsed what of the same program was parsed before; it is added to
 * @throws ExpressionError where it is not valid HCL
 */
export function parseTemplate(text: string, parsed: ParsedExpressions = new Map()): Expression {
  // Nearly every string is plain: say so before any parsing.
  if (!text.includes('${') && !text.includes('%{')) return { kind: 'literal', value: text };
  return plainTemplate(text, parseExpression, parsed) ?? new ExpressionParser(text).template();
}

/**
 * A whole text as an expression, as it stands right of `=` in a `.tf` file.
 *
 * @throws ExpressionError where it is not valid HCL
 */
export function parseExpression(text: string): Expression {
  return new ExpressionParser(text).whole();
}

/** One step of reading a template. */
type Piece =
  | { readonly kind: 'text'; text: string }
  | ({ readonly kind: 'interpolation'; readonly value: Expression } & Trims)
  | ({ readonly kind: 'if'; readonly test: Expression } & Trims)
  | ({ readonly kind: 'for'; readonly loop: Omit<ForExpression, 'value'> } & Trims)
  | ({ readonly kind: 'else' | 'endif' | 'endfor' } & Trims);

/** Whether a `~` takes the white space before or after away. */
interface Trims {
  readonly position: number;
  readonly before: boolean;
  readonly after: boolean;
}

/** What a template ends at: a quote, a heredoc's last line, or the end of the text. */
type TemplateEnd = { readonly quote: true } | { readonly limit: number } | undefined;

/** Where something is in a text: its first character's offset, and the one behind its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** `.*`, which takes attributes only, and `[*]`. */
type Splat = 'attribute-splat' | 'full-splat';

type SingleStep = Exclude<SplatStep, { readonly each: unknown }>;

/** Where the items of objects and lists stand, and what else a reader adds to them. */
export type Extents = Map<object, Extent>;

/** Reads expressions out of a text, one after the other; the reader of `.tf` files reads what stands between them. */
export class ExpressionParser {
  /** Where the next thing begins. */
  public position = 0;
  private depth = 0;
  /** Whether a line's end ends an expression: in a body and in an object, but not inside brackets. */
  private lineEnds = false;
  /** The space that was skipped last. */
  private readonly skipped = { start: -1, end: -1 };

  /**
   * @param text to be read
   * @param extents filled with where things stand, for who has to point at them; a proof has not
   */
  public constructor(
    public readonly text: string,
    public readonly extents?: Extents,
  ) {}

  /** An expression that ends with its line, as it stands right of `=` in a body. */
  public lineExpression(): Expression {
    return this.withLineEnds(true, () => this.expression());
  }

  /** A quoted text without interpolation, as a block's label is. */
  public plainString(): string {
    const start = this.position;
    this.expect('"');
    const label = this.templateParts({ quote: true });
    if (label.kind === 'literal' && typeof label.value === 'string') return label.value;
    this.position = start;
    return this.fail('a label takes no interpolation');
  }

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
      if (typeof step === 'string') {
        expression = { kind: 'splat', of: expression, each: this.splatSteps(step) };
      } else if ('name' in step) {
        expression = { kind: 'attribute', of: expression, name: step.name };
      } else {
        expression = { kind: 'index', of: expression, key: step.key };
      }
    }
  }

  /** What a splat applies to each element: of a full one all that follows, of an attribute splat attributes only. */
  private splatSteps(splat: Splat): SplatStep[] {
    const each: SplatStep[] = [];
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    for (;;) {
      const step = this.step(splat === 'attribute-splat');
      if (!step) break;
      if (typeof step !== 'string') {
        each.push(step);
      } else if (splat === 'attribute-splat') {
        this.fail('an attribute splat (.*) is inside another one');
      } else {
        // A full splat takes all that is left.
        each.push({ each: this.splatSteps(step) });
      }
    }
    this.depth--;
    return each;
  }

  private step(attributesOnly = false): SingleStep | Splat | undefined {
    this.space();
    if (this.text.startsWith('...', this.position)) return undefined;
    if (this.take('.')) {
      if (this.take('*')) return 'attribute-splat';
      const number = this.match(/\d+/y);
      if (number !== undefined) return { key: { kind: 'literal', value: Number(number) } };
      return { name: this.identifier() };
    }
    if (attributesOnly || !this.take('[')) return undefined;
    return this.withLineEnds(false, () => {
      if (this.take('*')) {
        this.expect(']');
        return 'full-splat';
      }
      const key = this.expression();
      this.expect(']');
      return { key };
    });
  }

  private primary(): Expression {
    this.space();
    if (this.take('"')) return this.templateParts({ quote: true });
    if (this.take('(')) {
      return this.withLineEnds(false, () => {
        const inner = this.expression();
        this.expect(')');
        return inner;
      });
    }
    if (this.take('[')) return this.withLineEnds(false, () => this.tuple());
    if (this.take('{')) return this.object();
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    if (this.text.startsWith('<<', this.position)) return this.heredoc();
    let name = this.identifier('a value is expected');
    while (this.take('::')) name += `::${this.identifier()}`;
    if (this.take('(')) return this.withLineEnds(false, () => this.call(name));
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
      this.space();
      const start = this.position;
      const item = this.expression();
      this.extents?.set(item, this.extentFrom(start));
      items.push(item);
      if (!this.take(',')) {
        this.expect(']');
        break;
      }
    }
    return { kind: 'tuple', items };
  }

  private object(): Expression {
    const loop = this.withLineEnds(false, () => this.forExpression('}'));
    if (loop) return { kind: 'for', for: loop };
    return this.withLineEnds(true, () => {
      const items: ObjectItem[] = [];
      const skip = (): void => void (this.position = skipSpace(this.text, this.position));
      for (skip(); !this.take('}'); skip()) {
        const start = this.position;
        const key = this.objectKey();
        if (!this.take('=') && !this.take(':')) this.fail('a key has no value');
        const item = { key, value: this.expression() };
        this.extents?.set(item, this.extentFrom(start));
        items.push(item);
        this.space();
        // Items are parted by a comma or by a line's end.
        if (!this.take(',') && !/[\n}]/.test(this.text[this.position] ?? '')) this.fail('"}" is expected');
      }
      return { kind: 'object', items };
    });
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
    const intro = this.forIntroduction();
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
    return { ...intro, key, value, group, test };
  }

  /** `k, v in collection`, of an expression or of a template's directive. */
  private forIntroduction(): Pick<ForExpression, 'keyName' | 'valueName' | 'collection'> {
    const first = this.identifier();
    const second = this.take(',') ? this.identifier() : undefined;
    if (this.identifier() !== 'in') this.fail('a for has no "in"');
    const collection = this.expression();
    return second === undefined ? { valueName: first, collection } : { keyName: first, valueName: second, collection };
  }

  /** Reads a template up to its end. */
  private templateParts(end: TemplateEnd): Expression {
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const pieces = this.pieces(end);
    this.depth--;
    trim(pieces);
    return this.assemble([...pieces].reverse(), []);
  }

  private pieces(end: TemplateEnd): Piece[] {
    const quoted = end !== undefined && 'quote' in end;
    const limit = end !== undefined && 'limit' in end ? end.limit : this.text.length;
    const pieces: Piece[] = [];
    let literal = '';
    const flush = (): void => {
      if (literal !== '') pieces.push({ kind: 'text', text: literal });
      literal = '';
    };
    for (;;) {
      if (this.position >= limit) {
        if (quoted) this.fail('a string has no end');
        break;
      }
      const character = this.text[this.position]!;
      if (quoted && character === '"') {
        this.position++;
        break;
      }
      const three = this.text.slice(this.position, this.position + 3);
      if (three === '$${' || three === '%%{') {
        literal += three.slice(1);
        this.position += 3;
      } else if (three.startsWith('${') || three.startsWith('%{')) {
        flush();
        pieces.push(this.withLineEnds(false, () => this.sequence(character === '%')));
        if (this.position > limit) this.fail('an interpolation has no end');
      } else if (quoted && character === '\\') {
        literal += this.escape();
      } else if (quoted && (character === '\n' || character === '\r')) {
        this.fail('a string has no end');
      } else if (character === '\n') {
        literal += character;
        this.position++;
        // A heredoc's lines are trimmed and indented one by one.
        if (limit < this.text.length) flush();
      } else {
        // A run of ordinary text at once: policies are long.
        const run = quoted ? QUOTED_RUN : limit < this.text.length ? LINE_RUN : TEMPLATE_RUN;
        literal += this.match(run) ?? this.text[this.position++];
      }
    }
    flush();
    return pieces;
  }

  /** `${ … }` or `%{ … }`, the opening one not yet taken. */
  private sequence(directive: boolean): Piece {
    const { position } = this;
    this.position += 2;
    const before = this.text[this.position] === '~';
    if (before) this.position++;
    const close = (): Trims => {
      const after = this.take('~');
      this.expect('}');
      return { position, before, after };
    };
    if (!directive) {
      const value = this.expression();
      return { kind: 'interpolation', value, ...close() };
    }
    const keyword = this.identifier();
    switch (keyword) {
      case 'if': {
        const test = this.expression();
        return { kind: 'if', test, ...close() };
      }
      case 'for': {
        const loop = { ...this.forIntroduction(), group: false };
        return { kind: 'for', loop, ...close() };
      }
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: keyword, ...close() };
      default:
        this.position = position;
        return this.fail(`it holds an unknown directive %{ ${keyword} }`);
    }
  }

  /**
   * The template that pieces make, up to one of the given directives, which is left in the queue.
   *
   * @param queue the pieces, the next one last
   */
  private assemble(queue: Piece[], until: readonly Piece['kind'][], depth = 0): Expression {
    if (depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const parts: Expression[] = [];
    const expectPiece = (kind: Piece['kind'], opening: Trims): void => {
      if (queue.pop()?.kind === kind) return;
      this.position = opening.position;
      this.fail(`a directive has no %{ ${kind} }`);
    };
    while (queue.length > 0 && !until.includes(queue.at(-1)!.kind)) {
      const piece = queue.pop()!;
      switch (piece.kind) {
        case 'text':
          if (piece.text !== '') parts.push({ kind: 'literal', value: piece.text });
          break;
        case 'interpolation':
          parts.push(piece.value);
          break;
        case 'if': {
          const then = this.assemble(queue, ['else', 'endif'], depth + 1);
          let otherwise: Expression = { kind: 'literal', value: '' };
          if (queue.at(-1)?.kind === 'else') {
            queue.pop();
            otherwise = this.assemble(queue, ['endif'], depth + 1);
          }
          expectPiece('endif', piece);
          // The empty text makes it a text, even where it is all there is.
          parts.push({ kind: 'literal', value: '' }, { kind: 'conditional', test: piece.test, then, else: otherwise });
          break;
        }
        case 'for': {
          const value = this.assemble(queue, ['endfor'], depth + 1);
          expectPiece('endfor', piece);
          const each: Expression = {
            kind: 'for',
            for: { ...piece.loop, value: { kind: 'template', parts: [{ kind: 'literal', value: '' }, value] } },
          };
          const empty: Expression = { kind: 'literal', value: '' };
          parts.push(empty, { kind: 'call', name: 'join', arguments: [empty, each], expand: false });
          break;
        }
        default:
          this.position = piece.position;
          this.fail(`%{ ${piece.kind} } has no beginning`);
      }
    }
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
    if (++this.depth > MAXIMUM_DEPTH) this.fail('it is nested too deeply');
    const name = opening.replace(/^<<-?|\r?\n$/g, '');
    const start = this.position;
    let limit = start;
    let end: number | undefined;
    for (;;) {
      end = this.closingOf(name, limit);
      if (end !== undefined) break;
      const next = this.text.indexOf('\n', limit);
      if (next < 0) this.fail(`the heredoc ${name.slice(0, 40)} has no end`);
      limit = next + 1;
    }
    const pieces = this.pieces({ limit });
    this.position = end;
    this.depth--;
    trim(pieces);
    if (opening.startsWith('<<-')) dedent(pieces);
    return this.assemble([...pieces].reverse(), []);
  }

  /** Where a heredoc's name ends that is alone on a line, if it is; as long as it likes, so it becomes no pattern. */
  private closingOf(name: string, line: number): number | undefined {
    INDENTATION.lastIndex = line;
    const start = line + (INDENTATION.exec(this.text)?.[0].length ?? 0);
    if (!this.text.startsWith(name, start)) return undefined;
    LINE_END.lastIndex = start + name.length;
    return LINE_END.test(this.text) ? start + name.length : undefined;
  }

  /** A name; spaces before it are skipped. */
  public identifier(otherwise = 'a name is expected'): string {
    this.space();
    return this.match(IDENTIFIER) ?? this.fail(otherwise);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.position += match[0].length;
    return match[0];
  }

  /** Skips white space and comments; line ends too where they mean nothing. */
  public space(): void {
    const before = this.position;
    this.position = skipSpace(this.text, before, this.lineEnds);
    if (this.position === before) return;
    this.skipped.start = before;
    this.skipped.end = this.position;
  }

  /** From an offset to the end of what was read last, without the space behind it. */
  public extentFrom(start: number): Extent {
    return { start, end: this.position === this.skipped.end ? this.skipped.start : this.position };
  }

  /** Skips spaces, and the token if it comes next. */
  public take(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  /** @throws ExpressionError where the token does not come next */
  public expect(token: string): void {
    if (!this.take(token)) this.fail(`"${token}" is expected`);
  }

  /** @throws ExpressionError always, with the position */
  public fail(what: string): never {
    throw new ExpressionError(what, this.position);
  }

  /** Does something with line ends that end an expression, or that do not. */
  public withLineEnds<T>(lineEnds: boolean, work: () => T): T {
    const before = this.lineEnds;
    this.lineEnds = lineEnds;
    const result = work();
    this.lineEnds = before;
    return result;
  }
}

/** Takes white space away beside a `~`. */
function trim(pieces: readonly Piece[]): void {
  pieces.forEach((piece, index) => {
    if (piece.kind === 'text') return;
    const [left, right] = [pieces[index - 1], pieces[index + 1]];
    if (piece.before && left?.kind === 'text') left.text = left.text.trimEnd();
    if (piece.after && right?.kind === 'text') right.text = right.text.trimStart();
  });
}

/** Takes the indentation that all lines of a `<<-` heredoc share; lines of white space alone don't count. */
function dedent(pieces: readonly Piece[]): void {
  const starts: Extract<Piece, { kind: 'text' }>[] = [];
  let shared = Infinity;
  let atStart = true;
  for (const piece of pieces) {
    if (atStart && !(piece.kind === 'text' && piece.text.trim() === '' && piece.text.endsWith('\n'))) {
      shared = Math.min(shared, piece.kind === 'text' ? piece.text.length - piece.text.trimStart().length : 0);
      if (piece.kind === 'text') starts.push(piece);
    }
    atStart = piece.kind === 'text' && piece.text.endsWith('\n');
  }
  for (const piece of starts) piece.text = piece.text.slice(shared);
}
