import { PodtrustError } from '../../../../core/errors';
import type { Document } from '../../document';
import { isExpressionError } from '../expression/expression';
import type { Expression } from '../expression/expression';
import { ExpressionParser } from '../expression/parser';
import type { Extents } from '../expression/parser';
import { lineAndColumn } from '../../syntax/json';

/** What stands between two braces, or in a whole file (the HCL native syntax specification, "Bodies"). */
export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly BodyBlock[];
}

/** `name = expression`. */
export interface Attribute {
  readonly expression: Expression;
  /** Where its name begins in the file. */
  readonly position: number;
}

/** `type "label" { … }`. */
export interface BodyBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly position: number;
}

/** Blocks in blocks in blocks: more than any program has, and far from the end of the stack. */
const MAXIMUM_DEPTH = 250;

/**
 * Parses a file of Terraform's own language.
 *
 * @param extents filled with where each attribute and block stands, and each item of an object or a list
 * @throws PodtrustError `terraform-invalid` with file, line and column
 */
export function parseBody(document: Document, extents?: Extents): Body {
  const parser = new ExpressionParser(document.text, extents);
  // A byte order mark is not part of the program.
  if (document.text.startsWith('\uFEFF')) parser.position = 1;
  try {
    return parser.withLineEnds(false, () => body(parser, 0));
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    throw syntaxError(document, error.position ?? parser.position, error.what);
  }
}

/** An error at a position of a `.tf` file. */
export function syntaxError(document: Document, position: number, what: string): PodtrustError {
  return new PodtrustError({
    code: 'terraform-invalid',
    where: `${document.file}:${lineAndColumn(document.text, position)}`,
    what,
  });
}

function body(parser: ExpressionParser, depth: number): Body {
  if (depth > MAXIMUM_DEPTH) parser.fail('it is nested too deeply');
  const attributes = new Map<string, Attribute>();
  const blocks: BodyBlock[] = [];
  for (;;) {
    parser.space();
    const { position } = parser;
    if (position >= parser.text.length) {
      if (depth > 0) parser.fail('a block has no end');
      return { attributes, blocks };
    }
    if (depth > 0 && parser.take('}')) return { attributes, blocks };
    const name = parser.identifier();
    parser.withLineEnds(true, () => {
      if (parser.take('=')) {
        if (attributes.has(name)) {
          parser.position = position;
          parser.fail(`${name} is there twice`);
        }
        const attribute = { expression: parser.lineExpression(), position };
        parser.extents?.set(attribute, parser.extentFrom(position));
        attributes.set(name, attribute);
      } else {
        const found = { type: name, ...block(parser, depth), position };
        parser.extents?.set(found, parser.extentFrom(position));
        blocks.push(found);
      }
      endOfLine(parser, depth);
    });
  }
}

function block(parser: ExpressionParser, depth: number): Pick<BodyBlock, 'labels' | 'body'> {
  const labels: string[] = [];
  while (!parser.take('{')) {
    parser.space();
    labels.push(parser.text[parser.position] === '"' ? parser.plainString() : parser.identifier());
  }
  return { labels, body: parser.withLineEnds(false, () => body(parser, depth + 1)) };
}

/** A definition ends with its line; the last one of a block may end with the block's brace. */
function endOfLine(parser: ExpressionParser, depth: number): void {
  parser.space();
  const next = parser.text[parser.position];
  if (next === undefined || next === '\n' || (next === '}' && depth > 0)) return;
  parser.fail(`unexpected ${JSON.stringify(next)} after a definition: each has a line of its own`);
}
