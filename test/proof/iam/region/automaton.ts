import { DFA, JS, NFA, isDisjointWith } from 'refa';
import { FOLD, ONE, RUN } from '../../../../lib/proof/iam/region/glob';

const MAXIMUM_CHARACTER = 0xffff;
/** Refa makes 10,000 by default, which one union in some ten thousand needs before it is made small. */
const MOST_NODES = 1_000_000;

/** A set of texts as an automaton of refa, which knows nothing of this program's patterns: an oracle for their algebra. */
export class Texts {
  private constructor(private readonly automaton: DFA) {}

  /** The texts of a regular expression, from their first to their last character. */
  public static of(source: string): Texts {
    const { expression } = JS.Parser.fromLiteral({ source, flags: 's' }).parse();
    return new Texts(DFA.fromFA(NFA.fromRegex(expression, { maxCharacter: MAXIMUM_CHARACTER })));
  }

  /** The texts of a pattern without symbols. */
  public static ofPattern(glob: string): Texts {
    return Texts.of(expressionOf(glob));
  }

  /** The texts of any of some patterns. */
  public static ofPatterns(globs: readonly string[]): Texts {
    return globs.reduce((all, glob) => all.or(Texts.ofPattern(glob)), Texts.none());
  }

  public static none(): Texts {
    return new Texts(DFA.empty({ maxCharacter: MAXIMUM_CHARACTER }));
  }

  public and(other: Texts): Texts {
    return new Texts(DFA.fromIntersection(this.automaton, other.automaton));
  }

  public or(other: Texts): Texts {
    const both = NFA.fromFA(this.automaton);
    both.union(NFA.fromFA(other.automaton));
    const automaton = DFA.fromFA(both, new DFA.LimitedNodeFactory(MOST_NODES));
    // Else a union of many patterns has more nodes still.
    automaton.minimize();
    return new Texts(automaton);
  }

  public without(other: Texts): Texts {
    const rest = other.automaton.copy();
    rest.complement();
    return new Texts(DFA.fromIntersection(this.automaton, rest));
  }

  public get isEmpty(): boolean {
    return this.automaton.isEmpty;
  }

  public holds(text: string): boolean {
    return this.automaton.test([...text].map((character) => character.charCodeAt(0)));
  }

  public meets(other: Texts): boolean {
    return !isDisjointWith(this.automaton, other.automaton);
  }

  public isWithin(other: Texts): boolean {
    return this.without(other).isEmpty;
  }

  public equals(other: Texts): boolean {
    return this.isWithin(other) && other.isWithin(this);
  }
}

/** A pattern without symbols as a regular expression. */
export function expressionOf(glob: string): string {
  return glob.replace(new RegExp(`${RUN}|${ONE}|${FOLD}?[^]`, 'g'), (piece) => {
    if (piece === RUN) return '[^]*';
    if (piece === ONE) return '[^]';
    if (piece.startsWith(FOLD)) return `[${piece[1]!.toLowerCase()}${piece[1]!.toUpperCase()}]`;
    return `\\u${piece.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
