import { type IResolvable, type IResolveContext, Token, TerraformStack } from 'cdktf';
import { isKnown } from '../../core';

/** A token in front of another one, whose text it keeps for each stack. */
class ResolvedOnce implements IResolvable {
  /** No stack trace: it is what makes other tokens dear. */
  public readonly creationStack: string[] = [];
  private readonly textByStack = new WeakMap<TerraformStack, string>();

  public constructor(private readonly token: string) {}

  public resolve(context: IResolveContext): string {
    const stack = TerraformStack.of(context.scope);
    const known = this.textByStack.get(stack);
    if (known !== undefined) return known;
    const text: string = context.resolve(this.token);
    this.textByStack.set(stack, text);
    return text;
  }

  public toString(): string {
    return Token.asString(this);
  }
}

const ONCE = new Map<string, string>();

/**
 * The same value, as a token that is cheap to use in many places: a cluster's issuer and ARNs are in the trust policy of
 * every role, and cdktf would work each of them out again, twice a place.
 */
export function resolvedOnce(value: string): string {
  if (isKnown(value)) return value;
  const token = ONCE.get(value) ?? Token.asString(new ResolvedOnce(value));
  ONCE.set(value, token);
  return token;
}
