/** A parsed HCL expression (the HCL native syntax specification, "Expressions"). */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'splat'; readonly of: Expression; readonly each: readonly SplatStep[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly expand: boolean;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly items: readonly ObjectItem[] }
  | { readonly kind: 'for'; readonly for: ForExpression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly then: Expression; readonly else: Expression }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** What follows a splat, applied to each element; a further splat in it takes what follows that one. */
export type SplatStep =
  { readonly name: string } | { readonly key: Expression } | { readonly each: readonly SplatStep[] };

/** One item of an object. */
export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for k, v in list : value if test]` and `{for k, v in map : key => value... if test}`. */
export interface ForExpression {
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  /** Only where it makes an object. */
  readonly key?: Expression;
  readonly value: Expression;
  /** `...` after the value: several values of one key become a list. */
  readonly group: boolean;
  readonly test?: Expression;
}

/** HCL's binary operators. */
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** Why an expression could not be read. Caught by the reader, which says so with the place. */
export class ExpressionError extends Error {
  /**
   * @param what what is wrong
   * @param position where in the text, from 0; nothing where it is not about its syntax
   * @param limit whether it is podtrust that cannot tell: Terraform may give a value where this is thrown
   */
  public constructor(
    public readonly what: string,
    public readonly position?: number,
    public readonly limit = false,
  ) {
    super(position === undefined ? what : `${what} (character ${position + 1})`);
  }
}

/** What podtrust cannot tell and Terraform may: to `try()` and `can()` it is neither a value nor a failure. */
export function limit(what: string): ExpressionError {
  return new ExpressionError(what, undefined, true);
}

/** Whether a caught value is an {@link ExpressionError}. */
export function isExpressionError(error: unknown): error is ExpressionError {
  return error instanceof Error && error.constructor === ExpressionError;
}
