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
    file: 'lib/proof/iam/policy.ts',
    original: '[]',
    because: 'A document that is refused or not known has no statements, whatever was read of them.',
  },
  {
    file: 'lib/proof/iam/policy.ts',
    original: 'values',
    replacement: 'true',
    because: 'A document that is refused or not known has no statements, whatever was read of them.',
  },
  {
    file: 'lib/proof/iam/policy.ts',
    original: 'key.toLowerCase()',
    replacement: 'key.toUpperCase()',
    because: 'Keys are compared in one case, whichever.',
  },
  {
    file: 'lib/proof/iam/show.ts',
    line: 'MARKED',
    because: 'A text with nothing to be shown in another way is shown as it is, sooner.',
  },
  {
    file: 'lib/proof/iam/show.ts',
    original: 'entries.length < 2',
    replacement: 'false',
    because: 'What is not more than one is sorted already.',
  },
  {
    file: 'lib/proof/iam',
    line: 'likely',
    because:
      'Values that are tried first make an example quicker to find and nicer to read; without them another one is found.',
  },
];
