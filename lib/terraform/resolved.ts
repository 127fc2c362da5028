import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from 'cdktf';

/**
 * A value as it will be in a stack's JSON: tokens become Terraform expressions.
 *
 * A value of another stack becomes a remote-state reference, and the output and the read that it needs are made, as
 * they would be when the stack is synthesized.
 *
 * @param stack the stack that uses the value
 */
export function resolvedIn<T>(stack: TerraformStack, value: T): T {
  return Tokenization.resolve(value, {
    scope: stack,
    preparing: true,
    resolver: new DefaultTokenResolver(new StringConcat()),
  }) as T;
}
