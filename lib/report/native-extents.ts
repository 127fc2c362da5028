import type { Expression } from '../proof/read/terraform/expression/expression';
import type { Extent, Extents } from '../proof/read/terraform/expression/parser';
import { parseBody } from '../proof/read/terraform/native-syntax/body';
import type { Body, BodyBlock } from '../proof/read/terraform/native-syntax/body';

/** What a key led to: what it holds, and how many keys were used. */
interface Step {
  readonly at: object;
  readonly inside: Body | Expression | undefined;
  readonly used: number;
}

/** Finds where the value of a JSON pointer is in a file of Terraform's own language. */
export class NativeExtents {
  private readonly extents: Extents = new Map();
  private readonly body: Body | undefined;

  public constructor(text: string) {
    try {
      this.body = parseBody({ file: '', text, named: false }, this.extents);
    } catch {
      // It is YAML; a file of Terraform's own language was read before, so it is sound.
    }
  }

  /** Whether the text is in that language, and not empty. */
  public get isNative(): boolean {
    return this.body !== undefined && this.body.blocks.length + this.body.attributes.size > 0;
  }

  /** Of the keys of a pointer, as deep as the text goes; nothing where it does not even have the first. */
  public of(keys: readonly string[]): Extent | undefined {
    let inside: Body | Expression | undefined = this.body;
    let extent: Extent | undefined;
    for (let at = 0; at < keys.length && inside;) {
      const step: Step | undefined =
        'blocks' in inside ? inBody(inside, keys.slice(at)) : inExpression(inside, keys[at]!);
      if (!step) break;
      extent = this.extents.get(step.at) ?? extent;
      inside = step.inside;
      at += step.used;
    }
    return extent;
  }
}

/** An attribute, or the block that type, labels and index name; with one key too few the first that fits. */
function inBody({ attributes, blocks }: Body, [key = '', ...rest]: readonly string[]): Step | undefined {
  for (const name of [key, snakeCase(key)]) {
    const attribute = attributes.get(name);
    if (attribute) return { at: attribute, inside: attribute.expression, used: 1 };
    const block = blockOf(
      blocks.filter(({ type }) => type === name),
      rest,
    );
    if (block) return block;
  }
  return undefined;
}

function blockOf(ofType: readonly BodyBlock[], keys: readonly string[]): Step | undefined {
  let fitting = ofType;
  let used = 0;
  for (const key of keys) {
    if (fitting.every(({ labels }) => labels.length <= used)) break;
    fitting = fitting.filter(({ labels }) => labels[used] === key);
    used++;
  }
  const index = /^\d+$/.test(keys[used] ?? '') ? Number(keys[used]) : undefined;
  const block = fitting[index ?? 0];
  // A list of one may be meant by the block alone, and the other way round.
  return block && { at: block, inside: block.body, used: 1 + used + (index === undefined ? 0 : 1) };
}

/** An item of an object or a list that is written out. */
function inExpression(expression: Expression, key: string): Step | undefined {
  if (expression.kind === 'tuple') {
    const item = expression.items[Number(key)];
    return item && { at: item, inside: item, used: 1 };
  }
  if (expression.kind !== 'object') return undefined;
  const item = expression.items.findLast((one) => one.key.kind === 'literal' && String(one.key.value) === key);
  return item && { at: item, inside: item.value, used: 1 };
}

/** A pod template's place is written as Kubernetes has it, and a typed resource in the provider's way. */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
