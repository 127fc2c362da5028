import { asText } from '../expression/value';
import type { Value } from '../expression/value';
import type { Instance } from './instances/instance';
import type { ComputedAttributes, FoundBy, InstanceText, Program, Provider } from './provider';

/** What all providers together know of the program's resources. */
export class ProviderAttributes {
  private readonly computed = new Map<string, ComputedAttributes>();
  private readonly foundBy = new Map<string, readonly FoundBy[]>();
  private readonly forms: readonly ((unknown: Value) => Value | undefined)[];

  public constructor(
    providers: readonly Provider[],
    private readonly program: Program,
  ) {
    for (const { computed = {}, foundBy = {} } of providers) {
      for (const [type, attributes] of Object.entries(computed)) this.computed.set(type, attributes);
      for (const [type, found] of Object.entries(foundBy)) this.foundBy.set(type, found);
    }
    this.forms = providers.flatMap(({ formOf }) => (formOf ? [formOf(program)] : []));
  }

  /** The attributes of a type that a provider computes. */
  public namesOf(type: string): readonly string[] {
    return this.computed.get(type)?.names ?? [];
  }

  /** As `Scope.formOf`. */
  public formOf(unknown: Value): Value | undefined {
    for (const form of this.forms) {
      const found = form(unknown);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * A computed attribute whose form is known, or something below it; nothing for all others. A data source that reads what
   * another resource of the program makes gives that resource's own attributes.
   */
  public value(instance: Instance, steps: readonly (string | number)[]): Value | undefined {
    const [name] = steps;
    if (name === undefined) return undefined;
    const original = this.canonical(instance);
    if (original !== instance) return this.program.reference(original, steps);
    // A plan or a state may know it.
    if (instance.lost && (instance.block.body[String(name)] ?? null) !== null) return undefined;
    return this.computed.get(instance.block.type)?.of(this.program, instance, steps);
  }

  /** The resource that a data source reads, where the program makes it; else the instance itself. */
  public canonical(instance: Instance): Instance {
    const { block } = instance;
    const keys = block.mode === 'data' ? this.foundBy.get(block.type) : undefined;
    if (!keys) return instance;
    for (const { argument, own = this.attribute(argument), normalize } of keys) {
      const target = this.program.target(instance, argument)?.instance;
      if (target?.block.type === block.type && target !== instance) return this.canonical(target);
      const wanted = this.program.text(instance, argument);
      if (wanted === undefined) continue;
      const text = { name: `own ${argument}`, of: (one: Instance) => asText(own(this.program, one)) };
      const sought = normalize ? normalize(wanted) : wanted;
      const same = this.program.instancesWith(block.type, text, sought);
      if (same.length === 1) return same[0]!;
      const told = this.program.instancesWith(`data.${block.type}`, this.existing(argument, normalize), sought);
      if (told.length === 1) return told[0]!;
    }
    return instance;
  }

  /** Only of what the program was told exists: the text of another data source may depend on what it is asked for. */
  private existing(argument: string, normalize: FoundBy['normalize'] = (text) => text): InstanceText {
    const of = (one: Instance): string | undefined => {
      const text = one.block.existing && this.program.text(one, argument);
      return text === undefined ? undefined : normalize(text);
    };
    return { name: `existing ${argument}`, of };
  }

  private attribute(name: string): NonNullable<FoundBy['own']> {
    return (program, candidate) => program.reference(candidate, [name]);
  }
}
