import type { Expression, ForExpression, SplatStep } from './expression';

/** An expression as text, which parses to one of the same value. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quote(expression.value) : String(expression.value);
    case 'template':
      return `"${expression.parts.map((part, index) => printPart(part, expression.parts[index + 1], escapeQuoted)).join('')}"`;
    case 'variable':
      return expression.name;
    case 'attribute':
      return `${printOperand(expression.of)}.${expression.name}`;
    case 'index':
      return `${printOperand(expression.of)}[${printExpression(expression.key)}]`;
    case 'splat':
      return `${printOperand(expression.of)}[*]${expression.each.map(printStep).join('')}`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(printExpression).join(', ')}${expression.expand ? '...' : ''})`;
    case 'tuple':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'object': {
      const items = expression.items.map(({ key, value }) => `(${printExpression(key)}) = ${printExpression(value)}`);
      return `{${items.join(', ')}}`;
    }
    case 'for':
      return printFor(expression.for);
    case 'conditional':
      return `(${[expression.test, '?', expression.then, ':', expression.else].map(printWord).join(' ')})`;
    case 'unary':
      return `(${expression.operator}${printOperand(expression.operand)})`;
    case 'binary':
      return `(${[expression.left, expression.operator, expression.right].map(printWord).join(' ')})`;
  }
}

/** An expression as a string of Terraform JSON, where every string is a template. */
export function printTemplate(expression: Expression): string {
  if (expression.kind === 'literal' && typeof expression.value === 'string') return escapeTemplate(expression.value);
  if (expression.kind !== 'template') return `\${${printExpression(expression)}}`;
  if (expression.parts.some((part) => part.kind === 'literal' && part.value === '')) {
    return `\${${printExpression(expression)}}`;
  }
  return expression.parts.map((part, index) => printPart(part, expression.parts[index + 1], escapeTemplate)).join('');
}

/** A text as a template of nothing but that text. */
export function escapeTemplate(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}

function printWord(word: Expression | string): string {
  return typeof word === 'string' ? word : printExpression(word);
}

/** What a step or an operator follows: it must hold together. */
function printOperand(expression: Expression): string {
  const holds = ['variable', 'attribute', 'index', 'call'].includes(expression.kind);
  return holds ? printExpression(expression) : `(${printExpression(expression)})`;
}

function printStep(step: SplatStep): string {
  if ('each' in step) return `[*]${step.each.map(printStep).join('')}`;
  return 'name' in step ? `.${step.name}` : `[${printExpression(step.key)}]`;
}

function printFor(loop: ForExpression): string {
  const names = loop.keyName === undefined ? loop.valueName : `${loop.keyName}, ${loop.valueName}`;
  const key = loop.key ? `${printExpression(loop.key)} => ` : '';
  const value = `${key}${printExpression(loop.value)}${loop.group ? '...' : ''}`;
  const test = loop.test ? ` if ${printExpression(loop.test)}` : '';
  const inner = `for ${names} in ${printExpression(loop.collection)} : ${value}${test}`;
  return loop.key ? `{${inner}}` : `[${inner}]`;
}

function printPart(part: Expression, next: Expression | undefined, escape: (text: string) => string): string {
  if (part.kind !== 'literal' || typeof part.value !== 'string') return `\${${printExpression(part)}}`;
  // An empty text is kept: beside it a value becomes a text. Before an interpolation a $ would be taken for an escape.
  const isTaken = part.value === '' || (next !== undefined && /[$%]$/.test(part.value));
  return isTaken ? `\${${quote(part.value)}}` : escape(part.value);
}

function quote(text: string): string {
  return `"${escapeQuoted(text)}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

function escapeQuoted(text: string): string {
  return escapeTemplate(text.replace(/[\n\r\t"\\]/g, (letter) => ESCAPES[letter]!));
}
