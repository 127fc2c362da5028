import type { PossibleValues } from '../expression/possible-values';
import type { Value, ValueObject } from '../expression/value';
import type { Instance, Target } from './instances/instance';

/** What a provider may ask of the program that its resources are in. */
export interface Program {
  /** All instances of a type; of a data source with `data.` before it. */
  instances(type: string): readonly Instance[];
  /** The instances of a type that have a text, without a walk over all of them each time. */
  instancesWith(type: string, text: InstanceText, wanted: string): readonly Instance[];
  /** The value of an attribute; nothing where it is not set. */
  attribute(instance: Instance, name: string): Value | undefined;
  /** An attribute as text; nothing where it is not set or is not text. */
  text(instance: Instance, name: string): string | undefined;
  /** The nested blocks of a name; nothing where they are not known. */
  blocks(instance: Instance, name: string): readonly ValueObject[] | undefined;
  /** As {@link blocks}, with those that need not be there. */
  possibleBlocks(instance: Instance, name: string): readonly ValueObject[] | undefined;
  /** What a value that is not known may turn out to be; nothing where that is not known, or it is. */
  possible(unknown: Value): PossibleValues | undefined;
  /** The value of an attribute or of something below it, as a reference to it would see it. */
  reference(instance: Instance, steps: readonly (string | number)[]): Value;
  /** Whether an argument is nothing but a reference, and to what. */
  target(instance: Instance, name: string): Target | undefined;
  /** The resource that a data source reads, where the program makes it; else the instance itself. */
  canonical(instance: Instance): Instance;
  /** What a function of Terraform that reads files or templates gives in the instance's own module; nothing where it fails. */
  call(instance: Instance, name: string, args: readonly Value[]): Value | undefined;
  /** A setting of the provider that an instance uses, as text; nothing where it is not written, or is not text. */
  providerText(instance: Instance, type: string, setting: string): string | undefined;
}

/** A text that instances are found by. */
export interface InstanceText {
  /** Its own name: texts that differ need names that do. */
  readonly name: string;
  readonly of: (instance: Instance) => string | undefined;
}

/**
 * What a Terraform provider is known to make of its resources, beyond what a program writes. The engine knows no provider:
 * it is given these.
 */
export interface Provider {
  /** Attributes that it computes and whose form is known, by the resource's type. */
  readonly computed?: Readonly<Record<string, ComputedAttributes>>;
  /** The arguments by which a data source finds what it reads, by its type; the surest first. */
  readonly foundBy?: Readonly<Record<string, readonly FoundBy[]>>;
  /** What a plan does not tell of its types, by the type. */
  readonly planned?: Readonly<Record<string, PlannedType>>;
  /** The form that an unknown text is known to have, such as an ARN's; nothing for any other. */
  readonly formOf?: (program: Program) => (unknown: Value) => Value | undefined;
}

/** What a plan does not tell of a type: it keeps what an expression refers to, and not the expression. */
export interface PlannedType {
  /**
   * Nested blocks that keep their order, as no set does, and that a program writes even where a plan shows no expression of
   * them: those are `dynamic`.
   *
   * @default - none
   */
  readonly lists?: readonly string[];
  /**
   * The attribute that is meant where a plan names an instance alone, as it does of `x.y[each.key].json`.
   *
   * @default - what the name of the argument says that refers to it
   */
  readonly meant?: string;
}

/** The attributes of a type that a provider computes. */
export interface ComputedAttributes {
  /** Those that an object which stands for a whole resource has besides its arguments. */
  readonly names: readonly string[];
  /**
   * The value of one of them, or of something below it; nothing where the form is not known.
   *
   * @param steps from the attribute on
   */
  of(program: Program, instance: Instance, steps: readonly (string | number)[]): Value | undefined;
}

/** An argument by which a data source finds what it reads. */
export interface FoundBy {
  readonly argument: string;
  /**
   * What a resource of the program has in its place.
   *
   * @default - its attribute of that name
   */
  readonly own?: (program: Program, candidate: Instance) => Value | undefined;
  /**
   * The argument's text as {@link own} writes it.
   *
   * @default - as it is
   */
  readonly normalize?: (text: string) => string;
}
