import { createHash } from 'node:crypto';
import { describeSymbols } from '../../../../model/known/symbol';
import { evaluate } from '../../expression/evaluate';
import { isExpressionError } from '../../expression/expression';
import type { Expression } from '../../expression/expression';
import { parseTemplate } from '../../expression/parser';
import { printExpression } from '../../expression/print';
import { forEachTraversal } from '../../expression/traversal';
import { textOfValue } from '../../expression/value';
import type { Raw } from '../configuration';
import type { Evaluator, Written } from './evaluator';

/** What a symbol names, with the steps behind it: `module.m.local.x["a"].b`. */
const NAME = /(?:[\w@/:-]|\.(?!\.)|\[(?:"[^"]*"|\d+)\])+/g;
/** Longer texts are told apart by their hash. */
const LONGEST = 500;
/** More than these are not followed. */
const MOST = 200;

/**
 * What values that are not known are made of, as far as the program says it. A symbol has the name of what gives its value, which
 * stays the same when what is written there does not.
 */
export class Origins {
  private elsewhere?: ReadonlyMap<string, Written>;

  /** @param writtenElsewhere the arguments of data sources, and of modules that were not read, by their ids */
  public constructor(
    private readonly evaluator: Evaluator,
    private readonly writtenElsewhere: () => ReadonlyMap<string, Written>,
  ) {}

  /**
   * What was written where a value of a text cannot be told, and the arguments of the data sources and unread modules that it
   * names; of those that these name in their turn too.
   *
   * @param text symbols described
   */
  public of(text: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const waiting = [text];
    for (let next = waiting.pop(); next !== undefined && found.size < MOST; next = waiting.pop()) {
      for (const [name] of next.matchAll(NAME)) {
        const [reference, written] = this.writtenAt(name) ?? [];
        if (reference === undefined || found.has(reference)) continue;
        const made = this.textOf(written!);
        found.set(reference, made);
        waiting.push(made);
      }
    }
    return new Map([...found].map(([reference, made]) => [reference, shortened(made)]));
  }

  /** What is written for a name, or for what stands before one of its steps. */
  private writtenAt(name: string): readonly [string, Written] | undefined {
    this.elsewhere ??= this.writtenElsewhere();
    for (
      let end = name.length;
      end > 0;
      end = Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf('[', end - 1))
    ) {
      const reference = name.slice(0, end);
      const written = this.evaluator.untold.get(reference) ?? this.elsewhere.get(reference);
      if (written) return [reference, written];
    }
    return undefined;
  }

  /** As it is written, with the value of each name in it: what stands behind a local or a variable is none of the text. */
  private textOf({ raw, context }: Written): string {
    const values = new Map<string, string>();
    forEachString(raw, (text) => {
      const expression = this.attempt(() => parseTemplate(text));
      if (!expression) return;
      forEachTraversal(expression, (traversal) => {
        const name = printExpression(traversal);
        if (values.has(name)) return;
        const value = this.attempt(() => this.valueOf(traversal, context));
        if (value !== undefined) values.set(name, value);
      });
    });
    const named = [...values].map(([name, value]) => `${name} = ${value}`);
    return [JSON.stringify(raw), ...named].join('; ');
  }

  private valueOf(traversal: Expression, { configuration, names }: Written['context']): string {
    return describeSymbols(textOfValue(evaluate(traversal, this.evaluator.scope(configuration, names))));
  }

  /** What work gives; nothing where it cannot be told. */
  private attempt<T>(work: () => T): T | undefined {
    const { depth } = this.evaluator.budget;
    try {
      return work();
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      this.evaluator.budget.depth = depth;
      return undefined;
    }
  }
}

function forEachString(raw: Raw, visit: (text: string) => void): void {
  if (typeof raw === 'string') visit(raw);
  else if (typeof raw === 'object' && raw !== null)
    Object.values(raw).forEach((item: Raw) => forEachString(item, visit));
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 5)}… (sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)})`;
}
