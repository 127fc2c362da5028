import { symbolOf } from '../../../model/known/symbol';
import type { Raw, RawObject } from '../configuration/configuration';
import type { PlannedType } from '../configuration/provider';
import { escapeTemplate } from '../expression/print';
import { isObject } from '../expression/value';
import type { Value } from '../expression/value';
import { areSameKind, attributeFor, isConstant, isExpression, referencesOf, templateOf } from './references';
import type { ShownObject } from './shown';

/** An instance as a plan has it, in three layers: values, what of them is unknown, and what that refers to. */
export interface PlannedInstance {
  readonly id: string;
  /** Its module's address and a dot; empty at the root. */
  readonly prefix: string;
  /** What its provider tells of its type and a plan does not. */
  readonly planned?: PlannedType;
  /** As {@link planned}, of any type that it refers to. */
  readonly plannedOf: (type: string) => PlannedType | undefined;
  readonly key?: string | number;
  readonly values: ShownObject;
  /** `true` where a value is not known; parallel to the values. */
  readonly unknown: ShownObject;
  /** From the configuration; missing for a state. */
  readonly expressions?: ShownObject;
  /** What `each` and `count` stand for in it. */
  readonly names: Readonly<Record<string, Value>>;
  /** The resource whose instances it has `for_each` over, where that is all its `for_each` says. */
  readonly each?: string;
  /** Whether the same module has an instance of this address. */
  readonly exists: (address: string) => boolean;
  /** The known value that a reference in the same module leads to. */
  readonly known: (reference: string) => unknown;
}

/** An instance's arguments, and why some of them are not known. */
export interface InstanceValues {
  readonly body: RawObject;
  readonly lost: ReadonlyMap<string, string>;
}

/**
 * The arguments of an instance. What is not known is a reference where the plan tells which; a symbol where it does not;
 * and left out where only the provider makes it.
 */
export function instanceValues(instance: PlannedInstance): InstanceValues {
  return new Reader(instance).read();
}

const NOTHING = 'keeps nothing of how it is made';

class Reader {
  private readonly lost = new Map<string, string>();
  private argument = '';

  public constructor(private readonly instance: PlannedInstance) {}

  public read(): InstanceValues {
    const { values, unknown, expressions } = this.instance;
    const body: Record<string, Raw> = {};
    for (const name of new Set([...Object.keys(values), ...Object.keys(unknown)])) {
      this.argument = name;
      const expression = expressions?.[name];
      const isComputed = expression === undefined && !this.isList(name);
      if (unknown[name] === true && isComputed) continue;
      body[name] = this.value(values[name], unknown[name], expression, name, `${this.instance.id}.${name}`);
    }
    return { body, lost: this.lost };
  }

  private value(value: unknown, unknown: unknown, expression: unknown, name: string, path: string): Raw {
    if (unknown === true) return this.unknown(expression, name, path);
    if (Array.isArray(value)) return this.list(value, unknown, expression, name, path);
    if (typeof value === 'object' && value !== null) {
      return this.object(value as ShownObject, unknown, expression, path);
    }
    if (typeof value === 'string') return this.sameValue(value, expression, name) ?? escapeTemplate(value);
    return (value as Raw | undefined) ?? null;
  }

  private list(values: readonly unknown[], unknown: unknown, expression: unknown, name: string, path: string): Raw {
    // A set has an order of its own: where one of its items is not known, no item is told by its place.
    const template = holdsUnknown(unknown) ? this.template(expression) : undefined;
    if (template !== undefined) return template;
    const unknowns = Array.isArray(unknown) ? (unknown as readonly unknown[]) : [];
    const blocks = Array.isArray(expression) ? (expression as readonly unknown[]) : undefined;
    const made = blocks && blocksFor(blocks, values, this.isList(name));
    const isSingle = values.length === 1;
    return values.map((value, index) => {
      const at = `${path}[${index}]`;
      const inner = made ? made[index] : isSingle || !holdsUnknown(unknowns[index]) ? expression : undefined;
      return this.value(value, unknowns[index], inner, name, at);
    });
  }

  private object(value: ShownObject, unknown: unknown, expression: unknown, path: string): RawObject {
    const unknowns = typeof unknown === 'object' && unknown !== null ? (unknown as ShownObject) : {};
    const body: Record<string, Raw> = {};
    // Of a map or an object, an expression tells only what all of it refers to: that is no help to two unknowns.
    const whole =
      isExpression(expression) && countUnknowns(unknowns) === 1 ? { references: expression.references } : undefined;
    const block = isExpression(expression) ? partsOf(expression) : (expression as ShownObject | undefined);
    const isBlock = block !== undefined && !isExpression(expression);
    for (const key of new Set([...Object.keys(value), ...Object.keys(unknowns)])) {
      // Not written in the block: the provider makes it.
      if (isBlock && block[key] === undefined && unknowns[key] === true) continue;
      // The values of a condition are of the kind that its key says: aws:SourceArn.
      const name = key === 'values' && typeof value.variable === 'string' ? value.variable : key;
      body[escapeTemplate(key)] = this.value(value[key], unknowns[key], block?.[key] ?? whole, name, `${path}.${key}`);
    }
    return body;
  }

  private isList(name: string): boolean {
    return this.instance.planned?.lists?.includes(name) === true;
  }

  /** A known value that is another resource's own: the reference says more, such as which of two equal names is meant. */
  private sameValue(value: string, expression: unknown, name: string): Raw | undefined {
    if (!isExpression(expression)) return undefined;
    const { whole, ownKey } = referencesOf(expression);
    const [reference] = whole;
    if (reference === undefined || whole.length > 1 || ownKey || !areSameKind(name, lastName(reference)))
      return undefined;
    return this.instance.known(reference) === value ? `\${${reference}}` : undefined;
  }

  private unknown(expression: unknown, name: string, path: string): Raw {
    if (isExpression(expression)) {
      const template = this.template(expression);
      if (template !== undefined) return template;
      const { whole, ownKey } = referencesOf(expression);
      const found = isOnly(expression, whole) ? this.reference(whole[0]!, ownKey, name) : undefined;
      if (found !== undefined) return `\${${found}}`;
      // A scope is a resource, or what is below it: which of the two, a plan does not tell.
      if (name === 'scope' && whole.length === 1 && lastName(whole[0]!) === 'id') {
        return symbolOf(`${this.instance.prefix}${whole[0]} or below`);
      }
      const kept =
        templateOf(expression) === undefined
          ? `keeps only that it refers to ${whole.join(', ')}`
          : `does not keep what ${this.unknownNames(whole).join(', ')} is`;
      this.say(name, whole.length > 0 ? kept : NOTHING);
    } else {
      this.say(name, NOTHING);
    }
    return symbolOf(path);
  }

  /** The expression itself, where a plan keeps it, and what it refers to. */
  private template(expression: unknown): Raw | undefined {
    if (!isExpression(expression)) return undefined;
    const template = templateOf(expression);
    if (template === undefined) return undefined;
    return this.unknownNames(referencesOf(expression).whole).length > 0 ? undefined : template;
  }

  /** What a template cannot be evaluated without: a plan keeps no locals, and not always what a `for_each` is over. */
  private unknownNames(names: readonly string[]): readonly string[] {
    const { each } = this.instance.names;
    const knowsValue = isObject(each) && each.value !== undefined;
    return names.filter((name) => name.startsWith('local.') || (/^each\.value\b/.test(name) && !knowsValue));
  }

  /** The reference that an argument is, where that can be told. */
  private reference(reference: string, ownKey: boolean, name: string): string | undefined {
    if (reference.startsWith('local.')) return undefined;
    const { key, each, exists, plannedOf } = this.instance;
    if (reference.startsWith('each.')) {
      const found = `${each}[${JSON.stringify(key)}]`;
      const isWhole = each !== undefined && reference.startsWith('each.value.') && exists(found) && !ownKey;
      return isWhole && areSameKind(name, lastName(reference)) ? reference.replace('each.value', found) : undefined;
    }
    const address = /^(?:data\.)?([a-z][a-z0-9]*_[^.[]+)\.[^.[]+$/.exec(reference);
    if (!address) return !ownKey && areSameKind(name, lastName(reference)) ? reference : undefined;
    // An index that is computed ends what a plan keeps of a reference: x.y[each.key].arn is x.y, each.key.
    const attribute = plannedOf(address[1]!)?.meant ?? attributeFor(name);
    const found = `${reference}[${JSON.stringify(key)}]`;
    return attribute !== undefined && ownKey && exists(found) ? `${found}.${attribute}` : undefined;
  }

  private say(name: string, keeps: string): void {
    const what = name === this.argument ? name : `${name} in ${this.argument}`;
    if (this.lost.has(this.argument)) return;
    this.lost.set(
      this.argument,
      `${what} is not known before apply, and a plan ${keeps}; the configuration tells, or the state once it is applied`,
    );
  }
}

/** Of an object in Terraform JSON, the expression of each key; nothing where a key is itself an expression. */
function partsOf(expression: ShownObject): ShownObject | undefined {
  const { constant_value: object, references } = expression;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  const entries = Object.entries(object).map(([key, item]) => [key, { constant_value: item as unknown, references }]);
  return Object.fromEntries(entries) as ShownObject;
}

/** Whether an expression may be one reference and nothing else; where a plan keeps the text, whether it is. */
function isOnly(expression: ShownObject, whole: readonly string[]): boolean {
  const text = expression.constant_value;
  return whole.length === 1 && (text === undefined || text === `\${${whole[0]}}`);
}

function lastName(reference: string): string {
  return /([^.[\]"]+)(?:\[[^\]]*\])*$/.exec(reference)?.[1] ?? '';
}

/**
 * The blocks of the configuration that made the values, in the values' order; nothing where several could have.
 *
 * @param inOrder whether a plan keeps their order; it sorts those of a set anew
 */
function blocksFor(blocks: readonly unknown[], values: readonly unknown[], inOrder: boolean): readonly unknown[] {
  if (blocks.length !== values.length) return [];
  if (inOrder || blocks.length === 1) return blocks;
  const found: unknown[] = values.map(() => undefined);
  let free = [...blocks];
  for (let progress = true; progress;) {
    progress = false;
    values.forEach((value, index) => {
      const candidates = found[index] === undefined ? free.filter((block) => couldMake(block, value)) : [];
      if (candidates.length !== 1) return;
      [found[index]] = candidates;
      free = free.filter((block) => block !== candidates[0]);
      progress = true;
    });
  }
  return found;
}

/** Whether a block's constants are those of a value. */
function couldMake(block: unknown, value: unknown): boolean {
  if (typeof block !== 'object' || block === null || typeof value !== 'object' || value === null) return false;
  return Object.entries(block).every(([name, expression]) => {
    if (!isExpression(expression) || !isConstant(expression)) return true;
    return JSON.stringify(expression.constant_value) === JSON.stringify((value as ShownObject)[name] ?? null);
  });
}

function holdsUnknown(unknown: unknown): boolean {
  return countUnknowns(unknown) > 0;
}

function countUnknowns(unknown: unknown): number {
  if (unknown === true) return 1;
  if (typeof unknown !== 'object' || unknown === null) return 0;
  return Object.values(unknown).reduce<number>((count, inner) => count + countUnknowns(inner), 0);
}
