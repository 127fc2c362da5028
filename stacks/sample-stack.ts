import { Annotations, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { StackOutputs, useRequiredTags, useStateBackend } from '../lib/terraform';
import type { Settings } from './settings/settings';

/** What every stack of the sample has: a state backend, tags, and outputs that other stacks can read by name. */
export abstract class SampleStack extends TerraformStack {
  protected constructor(
    scope: Construct,
    id: string,
    protected readonly settings: Settings,
  ) {
    super(scope, id);
    useStateBackend(this, settings.stateBackend);
    useRequiredTags(this, { tags: settings.tags, required: settings.requiredTags });
    StackOutputs.of(this);
  }

  /** Puts values out, each under its name. */
  protected expose(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) StackOutputs.of(this).expose(name, value);
  }

  /** Says at synth what deploying will need. */
  protected warnOf(needs: readonly string[]): void {
    for (const need of needs) Annotations.of(this).addWarning(need);
  }
}
