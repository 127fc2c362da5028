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
  ...[
    '!glob.includes(RUN)',
    '!isPattern(glob) && !hasSymbol(glob)',
    'general === RUN',
    '!isPattern(general)',
    'a === b || a === RUN || b === RUN',
    'a === b || a === RUN',
    'a === b || b === RUN',
    'a === b',
    'a === RUN',
    'b === RUN',
    '!hasSymbol(a) && !hasSymbol(b)',
    '!symbols',
    '!isPattern(a)',
    '!isPattern(b)',
    'distinct.length < 2',
  ].map((original) => ({
    file: 'lib/proof/iam/glob.ts',
    original,
    because: 'Patterns whose answer is seen at a glance are not walked through, which would give the same.',
  })),
  ...['needsPieces(', 'split ?'].map((line) => ({
    file: 'lib/proof/iam/glob.ts',
    line,
    replacement: 'true',
    because: 'A text of single characters is its own list of pieces.',
  })),
  {
    file: 'lib/proof/iam/glob.ts',
    line: 'takesPieces(pattern, text, RUN',
    replacement: '{}',
    because: 'What a step costs tells only how large a policy may be before it is undecided.',
  },
  {
    file: 'lib/proof/iam/glob.ts',
    original: 'i * columns + j',
    replacement: 'i * columns - j',
    because: 'No two places of a table have the same number either way.',
  },
  ...['glob.ts', 'cluster-arn.ts'].flatMap((name) =>
    [
      { original: 'found', replacement: 'false' },
      { original: '!known.has(key)', replacement: 'true' },
    ].map((mutant) => ({
      file: `lib/proof/iam/${name}`,
      ...mutant,
      because: 'What was worked out once is not worked out again.',
    })),
  ),
  ...['unsure = false', '!unsure &&', 'isDecided()', 'doubts.size === 0 &&', 'possible === certain'].flatMap((line) =>
    ['false', 'true', '() => undefined'].map((replacement) => ({
      file: 'lib/proof/iam/admitted.ts',
      line,
      replacement,
      because:
        'Where nothing is unknown, what holds for certain and what is possible are the same: one of them is enough.',
    })),
  ),
  {
    file: 'lib/proof/iam/admitted.ts',
    original: 'terms.length === 0',
    replacement: 'false',
    because: 'Where nothing is left, no further condition leaves anything.',
  },
  {
    file: 'lib/proof/iam/admitted.ts',
    line: 'answer === true',
    because: 'A certain answer has no reason, so the reason of an earlier question stays, or none.',
  },
  {
    file: 'lib/proof/iam/admitted.ts',
    line: "['a value in the policy is not known before apply']",
    because: 'Every doubt has a reason. Were there one without, an entry with no reason would read as certain.',
  },
  {
    file: 'lib/proof/iam/decision.ts',
    line: 'about !== true',
    because: 'A certain answer has no reason.',
  },
  {
    file: 'lib/proof/iam/decision.ts',
    original: "'certain'",
    because:
      'Of a request of known values no condition holds for a part: any reading but the possible one is the certain one.',
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
  {
    file: 'lib/proof/mechanisms/admission-index.ts',
    original: 'hasSymbol(namespace + name)',
    replacement: 'true',
    because: 'All admissions of an identity are looked at instead of those of one name: later, with the same answer.',
  },
  ...['!ofPolicy', '!remarks'].map((original) => ({
    file: 'lib/proof/mechanisms/irsa/ask-web-identity.ts',
    original,
    replacement: 'true',
    because: 'What is remarkable about a trust is worked out again for each question, with the same answer.',
  })),
  {
    file: 'lib/proof/mechanisms/irsa/ask-web-identity.ts',
    original: 'bare === undefined',
    replacement: 'false',
    because: 'No provider has an issuer that is nothing, so nothing is in doubt of it either.',
  },
  {
    file: 'lib/proof/mechanisms/irsa/ask-web-identity.ts',
    original: 'registered.meant(bare, policy)[0]?.id',
    replacement: 'registered.meant(bare, policy)[0].id',
    because: 'Where a provider signs the token there is one that is meant: the compiler alone does not know it.',
  },
  {
    file: 'lib/proof/mechanisms/irsa/ask-web-identity.ts',
    original: '`${id}.client_id_list`',
    replacement: '``',
    because: 'A client id that is not known is compared with the token’s audience only, which is no such symbol.',
  },
  ...['text.toLowerCase()', 'piece.toLowerCase()'].map((original) => ({
    file: 'lib/proof/mechanisms',
    original,
    replacement: original.replace('Lower', 'Upper'),
    because: 'Two texts are alike without regard to case, whichever case both are brought to.',
  })),
  {
    file: 'lib/proof/mechanisms/told-values.ts',
    original: '!text.includes(SYMBOL_START)',
    replacement: 'false',
    because: 'A text without a symbol has nothing to write in: looked through, it stays the same.',
  },
  ...[
    "'saidCounts'",
    "'claims'",
    "'accounts'",
    "'objectClaims'",
    "'driverTokens'",
    "'makers'",
    "'admissions'",
    "'problems'",
    "'unknownTrusts'",
    "'verdicts'",
    "'claimedAdmissions'",
    "'pullingAdmissions'",
    "'trustStatements'",
    "'lostTokens'",
    "'unusedCredentials'",
    "'policiesOfPods'",
    "'declaredProviders'",
  ].map((original) => ({
    file: 'lib/proof/evaluate/evaluation.ts',
    original,
    replacement: '""',
    because: 'A part of an evaluation is kept under a name that no other part has, and an empty one is such a name.',
  })),
];
