import { TerraformOutput, type TerraformStack } from 'cdktf';
import { PodtrustError } from '../core';
import { checkedId } from './construct-id';
import { resolvedIn } from './resolved';

const KEY = Symbol.for('podtrust.stackOutputs');

/**
 * What other stacks read of a stack, under names that people can read and that stay the same from release to release.
 *
 * cdktf turns a value of one stack that is used in another into an output and a `terraform_remote_state` read. By itself
 * it calls the output `cross-stack-output-…` and marks it sensitive, which hides every difference that depends on it. A
 * stack that went through {@link StackOutputs.of} makes plain outputs instead: under the name that {@link expose} gave
 * the value, else under its Terraform address. Terraform itself still refuses to put out what its provider calls secret.
 */
export class StackOutputs {
  /** Output names by Terraform reference, such as `aws_iam_role.backend.arn`. */
  private readonly names = new Map<string, string>();
  private readonly outputs = new Map<string, TerraformOutput>();

  private constructor(private readonly stack: TerraformStack) {
    stack.registerOutgoingCrossStackReference = (reference: string) => this.outputOf(reference);
  }

  /** The outputs of a stack; from the first call on, every value of it that another stack uses is among them. */
  public static of(stack: TerraformStack): StackOutputs {
    const holder = stack as TerraformStack & { [KEY]?: StackOutputs };
    if (!holder[KEY]) Object.defineProperty(holder, KEY, { value: new StackOutputs(stack) });
    return holder[KEY]!;
  }

  /**
   * Puts a value out, and lets other stacks read it, under a name.
   *
   * @param name lower-case words joined by `_`, unique in the stack
   * @param value one token of this stack
   * @throws PodtrustError `output-name-taken` where the name stands for another value, `output-name-invalid` where Terraform
   *   would refuse it, `construct-id-invalid` where a construct of the stack has it as its id
   */
  public expose(name: string, value: string): void {
    const reference = referenceIn(resolvedIn(this.stack, value));
    if (this.names.get(reference) === name) return;
    if (this.outputs.has(name)) {
      throw new PodtrustError({
        code: 'output-name-taken',
        where: this.stack.node.path,
        what: `the output "${name}" stands for another value already`,
        why: 'Terraform keeps one value under one output name.',
        remedy: 'Give the second value a name of its own.',
      });
    }
    if (!/^[A-Za-z_][\w-]*$/.test(name)) {
      throw new PodtrustError({
        code: 'output-name-invalid',
        where: this.stack.node.path,
        what: `${JSON.stringify(name)} cannot name an output`,
        why: 'A name in Terraform has letters, digits, _ and -, and begins with a letter or an underscore.',
        remedy: 'Use lower-case words joined by _, such as cluster_name.',
      });
    }
    const output = this.makeOutput(checkedId(this.stack, name), reference);
    this.names.set(reference, output.node.id);
  }

  private outputOf(reference: string): TerraformOutput {
    const name = this.names.get(reference) ?? reference.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/_$/, '');
    return this.outputs.get(name) ?? this.makeOutput(name, reference);
  }

  private makeOutput(name: string, reference: string): TerraformOutput {
    const output = new TerraformOutput(this.stack, name, { value: `\${${reference}}`, staticId: true });
    this.outputs.set(name, output);
    return output;
  }
}

/** `aws_iam_role.backend.arn` of `${aws_iam_role.backend.arn}`; a literal becomes a quoted one. */
function referenceIn(resolved: string): string {
  const match = /^\$\{([^]*)\}$/.exec(resolved);
  return match ? match[1]! : JSON.stringify(resolved);
}
