import { below } from '../../../../model/place';
import type { Place } from '../../../../model/place';
import { stepText } from '../../expression/value';
import type { Value } from '../../expression/value';
import type { BlockIds } from '../blocks/block-ids';
import type { Block, Configuration, Raw } from '../configuration';
import { NO_NAMES } from '../evaluation/context';
import type { Context } from '../evaluation/context';
import type { Evaluator } from '../evaluation/evaluator';
import { findState } from './find-state';
import type { Reasons } from '../evaluation/reasons';

/** An output of another configuration. */
export interface RemoteOutput {
  readonly configuration: Configuration;
  readonly raw: Raw | undefined;
  readonly at: Place;
}

/** What each `terraform_remote_state` reads. */
export class RemoteStates {
  private readonly states = new Map<string, Configuration | undefined>();

  /** @param configurations the root modules */
  public constructor(
    private readonly configurations: readonly Configuration[],
    private readonly evaluator: Evaluator,
    private readonly ids: BlockIds,
    private readonly reasons: Reasons,
  ) {}

  /** The other configuration's output; what is not there is kept for who asks. */
  public output(configuration: Configuration, block: Block, name: string): RemoteOutput | undefined {
    const id = this.ids.of(configuration, block);
    const state = this.of(configuration, block, id);
    const output = state?.outputs.get(name);
    // Terraform refuses an output without a value.
    if (state && output && output.raw !== undefined) return { configuration: state, ...output };
    this.reasons.add(state ? `${id}.outputs${stepText(name)}` : `${id}.outputs`, {
      about: id,
      because: state
        ? `the state it reads has no output ${JSON.stringify(name)}${output ? ' with a value' : ''}`
        : 'the configuration whose state it reads is not among what was given',
      at: block.at,
    });
    return undefined;
  }

  /** The configuration whose state a `terraform_remote_state` reads, found once. */
  public of(configuration: Configuration, block: Block, id: string): Configuration | undefined {
    if (this.states.has(id)) return this.states.get(id);
    const context: Context = { configuration, names: NO_NAMES };
    const evaluateArgument = (argument: string): Value | undefined => {
      const raw = block.body[argument];
      if (raw === undefined) return undefined;
      return this.evaluator.definition(`${id}.${argument}`, id, raw, below(block.at, argument), context);
    };
    const state = findState(
      this.configurations.filter((other) => other !== configuration),
      block.name,
      evaluateArgument('backend'),
      evaluateArgument('config'),
    );
    this.states.set(id, state);
    return state;
  }
}

/** Whether a reference is to an output of a remote state, whose value the other configuration tells and not a plan. */
export function isRemoteOutput({ type, instances }: Block, steps: readonly (string | number)[]): boolean {
  return type === 'terraform_remote_state' && !instances && steps[0] === 'outputs';
}
