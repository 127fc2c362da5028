/** A mutant that no test can kill, or that need not be killed; or all of those with a text in their line. */
export interface Survivor {
  /** A file, or a folder and all below it. */
  readonly file: string;
  /** @default - any */
  readonly original?: string;
  /** @default - any */
  readonly replacement?: string;
  /** What stands in the line where the mutant begins. @default - anything */
  readonly line?: string;
  /** Why nothing is wrong with it. */
  readonly because: string;
}

/** The mutants of the code that survive, each with the reason; `npm run mutation` fails for any other. */
export const SURVIVORS: readonly Survivor[] = [
  ...[
    '!hasSymbol(one) && !hasSymbol(other)',
    '!hasSymbol(glob) && !hasSymbol(text)',
    '!hasSymbol(text)',
    '!hasSymbol(text) && !hasSymbol(prefix)',
    '!hasSymbol(text) && !hasSymbol(suffix)',
    '!hasSymbol(text) && !hasSymbol(part)',
  ].map((original) => ({
    file: 'lib/proof/model/text.ts',
    original,
    replacement: 'false',
    because: 'Texts without symbols, which most are, are compared as any text: sooner, with the same answer.',
  })),
  {
    file: 'lib/proof/iam',
    line: 'spend(',
    because:
      'What a step costs tells only how large a policy may be before it is undecided: test/proof/iam/hostile.test.ts holds that.',
  },
  {
    file: 'lib/proof/iam',
    line: 'likely',
    because:
      'Values that are tried first make an example quicker to find and nicer to read; without them another one is found.',
  },
];
