import { evaluate } from '../../expression/evaluate';
import { isExpressionError } from '../../expression/expression';
import type { Expression } from '../../expression/expression';
import { parseTemplate } from '../../expression/parser';
import { constantSteps, forEachTraversal } from '../../expression/traversal';
import type { Configuration, Raw } from '../configuration';
import { NO_NAMES } from './context';
import type { Context } from './context';
import type { Instance, Target } from '../instances/instance';
import { pick } from '../instances/keyed';
import type { Lookup } from './lookup';
import { RUN_TIME_NAMES, namedBlock, withoutResource } from '../blocks/named-block';
import { isRemoteOutput } from '../modules/remote-states';
import { isCounted } from '../instances/repetitions';

/** Longer chains of locals and outputs than this are circles. */
const MAXIMUM_CHAIN = 50;

/** Follows references to the instances they lead to: through locals, variables, outputs and remote states. */
export class Targets {
  public constructor(private readonly lookup: Lookup) {}

  /** What an argument refers to, where it is nothing but a reference. */
  public of(instance: Instance, name: string): Target | undefined {
    return this.ofRaw(instance.block.body[name], instance.configuration, instance.names, 0);
  }

  /**
   * Everything that the strings in a raw value refer to, in their order.
   *
   * @param depth how many locals and outputs led there
   */
  public within(configuration: Configuration, raw: Raw | undefined, depth = 0): readonly Target[] {
    const targets: Target[] = [];
    if (depth > MAXIMUM_CHAIN) return targets;
    forEachString(raw, (text) => {
      const expression = tryParse(text);
      if (!expression) return;
      forEachTraversal(expression, (traversal) => {
        const target = this.ofExpression(traversal, configuration, NO_NAMES, depth);
        if (target) targets.push(target);
        else targets.push(...this.behind(traversal, configuration, depth));
      });
    });
    return targets;
  }

  /** What the expression behind a local or a remote state's output refers to. */
  private behind(traversal: Expression, configuration: Configuration, depth: number): readonly Target[] {
    const steps = constantSteps(traversal);
    if (!steps) return [];
    const [root, first, second, third, name] = steps;
    if (root === 'local') {
      return this.within(configuration, configuration.locals.get(String(first))?.raw, depth + 1);
    }
    if (root === 'var') {
      const { call } = configuration;
      return call ? this.within(call.from, call.body[String(first)], depth + 1) : [];
    }
    if (root === 'module') {
      const found = this.moduleOutput(configuration, steps.slice(1));
      return found ? this.within(found.configuration, found.raw, depth + 1) : [];
    }
    if (root !== 'data' || first !== 'terraform_remote_state' || third !== 'outputs') return [];
    const block = configuration.blocks.get(`data.terraform_remote_state.${String(second)}`);
    const found = block && this.lookup.states.output(configuration, block, String(name));
    return found ? this.within(found.configuration, found.raw, depth + 1) : [];
  }

  private ofRaw(
    raw: Raw | undefined,
    configuration: Configuration,
    names: Context['names'],
    depth: number,
  ): Target | undefined {
    if (typeof raw !== 'string' || !raw.includes('${')) return undefined;
    const expression = tryParse(raw);
    if (!expression || expression.kind !== 'template' || expression.parts.length !== 1) return undefined;
    return this.ofExpression(expression.parts[0]!, configuration, names, depth);
  }

  private ofExpression(
    expression: Expression,
    configuration: Configuration,
    names: Context['names'],
    depth: number,
  ): Target | undefined {
    if (depth > MAXIMUM_CHAIN) return undefined;
    const { budget } = this.lookup.evaluator;
    const { depth: depthOfWork } = budget;
    try {
      const steps: (string | number)[] = [];
      let start = expression;
      while (start.kind === 'attribute' || start.kind === 'index') {
        const key =
          start.kind === 'attribute'
            ? start.name
            : evaluate(start.key, this.lookup.evaluator.scope(configuration, names));
        if (typeof key !== 'string' && typeof key !== 'number') return undefined;
        steps.unshift(key);
        start = start.of;
      }
      if (start.kind !== 'variable') return undefined;
      return this.ofTraversal(start.name, steps, configuration, depth);
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      // See Budget.depth: many references may lead nowhere.
      budget.depth = depthOfWork;
      return undefined;
    }
  }

  private ofTraversal(
    root: string,
    steps: readonly (string | number)[],
    configuration: Configuration,
    depth: number,
  ): Target | undefined {
    if (root === 'local') {
      const raw = configuration.locals.get(String(steps[0]))?.raw;
      return this.below(raw, steps.slice(1), configuration, NO_NAMES, depth);
    }
    if (root === 'var') {
      const { call } = configuration;
      return call && this.below(call.body[String(steps[0])], steps.slice(1), call.from, call.names, depth);
    }
    if (root === 'module') {
      const found = this.moduleOutput(configuration, steps);
      return found && this.below(found.raw, found.steps, found.configuration, NO_NAMES, depth);
    }
    if (RUN_TIME_NAMES.has(root)) return undefined;
    const { block, steps: inner } = namedBlock(configuration, ...withoutResource(root, steps));
    if (isRemoteOutput(block, inner)) {
      const found = this.lookup.states.output(configuration, block, String(inner[1]));
      return found && this.below(found.raw, inner.slice(2), found.configuration, NO_NAMES, depth);
    }
    const instances = this.lookup.instances.of(configuration, block);
    if (isCounted(block) && instances[0]?.key === undefined) return undefined;
    const picked = pick(instances, isCounted(block), inner);
    return picked && { instance: picked.of, steps: picked.steps };
  }

  /** The expression of the output that a reference to a module names, and the steps behind it. */
  private moduleOutput(
    configuration: Configuration,
    steps: readonly (string | number)[],
  ):
    | {
        readonly raw: Raw | undefined;
        readonly configuration: Configuration;
        readonly steps: readonly (string | number)[];
      }
    | undefined {
    const call = configuration.modules.get(String(steps[0]));
    const picked = call && pick(this.lookup.modules.instancesOf(configuration, call), isCounted(call), steps.slice(1));
    if (!picked) return undefined;
    const [name, ...rest] = picked.steps;
    const inner = picked.of.configuration;
    return { raw: inner.outputs.get(String(name))?.raw, configuration: inner, steps: rest };
  }

  private below(
    start: Raw | undefined,
    steps: readonly (string | number)[],
    configuration: Configuration,
    names: Context['names'],
    depth: number,
  ): Target | undefined {
    let raw = start;
    let left = steps;
    while (left.length > 0 && typeof raw === 'object' && raw !== null) {
      raw = (raw as { readonly [key: string]: Raw })[String(left[0])];
      left = left.slice(1);
    }
    const target = this.ofRaw(raw, configuration, names, depth + 1);
    return target && { instance: target.instance, steps: [...target.steps, ...left] };
  }
}

function tryParse(text: string): Expression | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (isExpressionError(error)) return undefined;
    throw error;
  }
}

function forEachString(raw: Raw | undefined, visit: (text: string) => void): void {
  if (typeof raw === 'string') visit(raw);
  else if (typeof raw === 'object' && raw !== null)
    Object.values(raw).forEach((item: Raw) => forEachString(item, visit));
}
