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
    file: 'lib/proof/iam/admitted.ts',
    original: "'possible'",
    replacement: '""',
    line: "compile('Deny', 'certain')",
    because:
      'It is the reading of what a certain Deny leaves out. Every unknown value in that is one of the Deny’s own, which what it denies has as well: both readings give the same requests.',
  },
  {
    file: 'lib/proof/iam',
    original: "'certain'",
    replacement: '""',
    because: 'Any reading but the possible one is the certain one.',
  },
  ...['one === RUN || other === RUN', 'one === RUN', 'other === RUN'].map((original) => ({
    file: 'lib/proof/iam/region.ts',
    original,
    replacement: 'false',
    because: 'What any text shares with a pattern is that pattern: `meet` gives the same.',
  })),
  ...['one === RUN && other === RUN', '{}'].map((replacement) => ({
    file: 'lib/proof/iam/region.ts',
    line: 'one === RUN || other === RUN',
    replacement,
    because: 'What any text shares with a pattern is that pattern: `meet` gives the same.',
  })),
  ...['glob === RUN', 'isValid(this.dimensions[index]!.grammar, sample)'].map((original) => ({
    file: 'lib/proof/iam/region.ts',
    original,
    replacement: 'false',
    because: 'A pattern with a text that is seen at a glance is not walked through, which would find one.',
  })),
  {
    file: 'lib/proof/iam/region.ts',
    line: "glob.replaceAll(RUN, 'x')",
    original: "'x'",
    replacement: '""',
    because: 'Any text of the pattern shows that there is one; where this one is not valid, another is looked for.',
  },
  {
    file: 'lib/proof/iam/region.ts',
    line: 'this.cells(index, glob, [], 1)',
    original: '[]',
    because: 'Whether there is a text at all does not depend on what else it is in.',
  },
  {
    file: 'lib/proof/iam/region.ts',
    original: '!cells',
    replacement: 'true',
    because: 'What was worked out once is not worked out again.',
  },
  ...[
    'parts.length === 0',
    'globs.length === 0',
    'except.length === term.except.length',
    'rest === term',
    'except.length === 0',
    'byText.size === terms.length',
    'near.length === 0',
  ].map((original) => ({
    file: 'lib/proof/iam/region.ts',
    original,
    replacement: 'false',
    because: 'Where nothing is taken, or nothing differs, the long way gives the same.',
  })),
  {
    file: 'lib/proof/iam/region.ts',
    replacement: 'parts.every(part => this.boxCovers(part, term.box))',
    because: 'A part that is all of the box covers any other part, which is left out then.',
  },
  ...['const wide = distinct', 'const wide = kept'].flatMap((line) =>
    ['distinct', 'kept'].map((replacement) => ({
      file: 'lib/proof/iam/region.ts',
      line,
      replacement,
      because: 'What has no pattern covers nothing but itself.',
    })),
  ),
  ...['const isSingle', 'const wide = whole', '!isSingle(term.box)'].flatMap((line) =>
    ['() => undefined', 'true', 'whole'].map((replacement) => ({
      file: 'lib/proof/iam/region.ts',
      line,
      replacement,
      because: 'Single requests are looked up; compared one by one they give the same.',
    })),
  ),
  {
    file: 'lib/proof/iam/region.ts',
    original: 'term.except.length === 0',
    replacement: 'false',
    because: 'A box that exists has an example, and no exceptions have no text: sooner, with the same answer.',
  },
  ...['kept.length > 1', 'wide.length * kept.length <= 40_000'].map((original) => ({
    file: 'lib/proof/iam/region.ts',
    original,
    replacement: 'true',
    because: 'What is not more than one is sorted already, and of very many the redundant ones may stay.',
  })),
  ...['kept.length >= 1', 'wide.length * kept.length < 40_000', 'wide.length / kept.length'].map((replacement) => ({
    file: 'lib/proof/iam/region.ts',
    replacement,
    because: 'What is not more than one is sorted already, and of very many the redundant ones may stay.',
  })),
  ...['const near = ', 'near.some('].flatMap((line) =>
    [
      'terms',
      'box.some((glob, index) => mayMeet(glob, term.box[index]!, this.budget))',
      'near.every(other => other.except.length === 0 && this.boxCovers(other.box, term.box))',
      '() => undefined',
      'false',
    ].map((replacement) => ({
      file: 'lib/proof/iam/region.ts',
      line,
      replacement,
      because: 'What is seen at a glance to hold all of a term, or none of it, is not searched, with the same answer.',
    })),
  ),
  {
    file: 'lib/proof/iam/region.ts',
    original: 'boxes.filter((_, index) => inside[index])',
    replacement: 'boxes',
    because: 'A box that was left already is looked at again for nothing.',
  },
  ...[
    ['private guess(', '{}'],
    ["['x', '', 'app', 'x0'].entries()", undefined],
    ['const quick = ', undefined],
    ['if (quick)', 'false'],
    ['values.some(', 'true'],
    ['this.holds(term, values)', 'false'],
    ['private holds(', '{}'],
    ['this.boxCovers(term.box, values)', 'false'],
  ].map(([line, replacement]) => ({
    file: 'lib/proof/iam/region.ts',
    line,
    replacement,
    because: 'Requests that are tried first make an example quicker to find; the exact search finds one as well.',
  })),
  {
    file: 'lib/proof/iam/dimension.ts',
    line: '!parts || a === b',
    original: 'a === b',
    replacement: 'false',
    because: 'What a pattern shares with itself is itself, part by part as well.',
  },
  {
    file: 'lib/proof/iam/dimension.ts',
    line: 'const always',
    replacement: '() => undefined',
    because: 'What covers a pattern need not be walked through with it, which would show that it does.',
  },
  ...['const cutting', '!always[index] && !hasSymbol(other)'].flatMap((line) =>
    [
      'others',
      'true',
      '!always[index] && !hasSymbol(other) || shortestLength(other) <= grammar.maximumLength',
      '!always[index] || !hasSymbol(other)',
    ].map((replacement) => ({
      file: 'lib/proof/iam/dimension.ts',
      line,
      replacement,
      because: 'What does not cut a pattern need not be walked through with it, which would show that it does not.',
    })),
  ),
  {
    file: 'lib/proof/iam/dimension.ts',
    line: 'const pieces = [include',
    because: 'What a step costs tells only how large a policy may be before it is undecided.',
  },
  ...[
    ['level.length > 0', 'true'],
    ['level.length > 0', 'level.length >= 0'],
    ['own === Walker.NOWHERE', 'false'],
    ['first === 1', 'false'],
    ['known !== undefined', 'false'],
    ['[[0n, Walker.NOWHERE]]', '[]'],
    ['[0n, Walker.NOWHERE]', '[]'],
  ].map(([original, replacement]) => ({
    file: 'lib/proof/iam/dimension.ts',
    original,
    replacement,
    because: 'Ways that lead nowhere are not walked on, and known ones not again: sooner, with the same answer.',
  })),
  {
    file: 'lib/proof/iam/dimension.ts',
    line: "parts.dimensions.map(() => '')",
    replacement: '"Stryker was here!"',
    because: 'Any text that no value has will do.',
  },
  ...['pod-identity.ts', 'web-identity.ts'].map((name) => ({
    file: `lib/proof/iam/${name}`,
    original: "'text'",
    replacement: '""',
    because: 'Only `arn` and `subject` are told apart from the other forms.',
  })),
  ...['tag === assume', 'a.possible === a.certain && b.possible === b.certain'].map((original) => ({
    file: 'lib/proof/iam/pod-identity.ts',
    original,
    replacement: 'false',
    because: 'What both actions share, where they are the same or nothing is unknown, is not worked out twice.',
  })),
  ...['function isSame(', 'a.length === b.length', 'a.every('].flatMap((line) =>
    ['{}', 'false', '() => undefined', 'entry.unless', 'b[index]!.unless'].map((replacement) => ({
      file: 'lib/proof/iam/pod-identity.ts',
      line,
      replacement,
      because: 'Actions that the same statements are about are not evaluated twice, which would give the same.',
    })),
  ),
  ...[
    ['cluster === RUN || account === RUN || hasSymbol(cluster!)', 'false'],
    [
      'cluster === RUN || account === RUN || hasSymbol(cluster!)',
      '(cluster === RUN || account === RUN) && hasSymbol(cluster!)',
    ],
    ['cluster === RUN || account === RUN', 'false'],
    ['cluster === RUN || account === RUN', 'cluster === RUN && account === RUN'],
    ['cluster === RUN', 'false'],
    ['account === RUN', 'false'],
    ['!isPattern(cluster!) && !isPattern(account!) && !hasSymbol(account!)', 'false'],
    ['!isPattern(account!)', 'isPattern(account!)'],
    ['!hasSymbol(account!)', 'hasSymbol(account!)'],
  ].map(([original, replacement]) => ({
    file: 'lib/proof/iam/pod-identity.ts',
    original,
    replacement,
    because: 'Whether a cluster can be in an account is seen at a glance; worked out as a whole it is the same.',
  })),
  ...['false', '""', "pattern === action && pattern === '*'"].map((replacement) => ({
    file: 'lib/proof/iam/applies.ts',
    line: 'pattern === action ||',
    replacement,
    because: 'An action that is seen at a glance to be covered is not compared as a pattern, with the same answer.',
  })),
  {
    file: 'lib/proof/iam/applies.ts',
    original: "'2008-10-17'",
    because: 'Any version but that of 2012 has no policy variables.',
  },
  ...['true'].map((replacement) => ({
    file: 'lib/proof/iam/applies.ts',
    line: 'if (same !== false) unknown',
    replacement,
    because: 'A certain answer has no reason.',
  })),
  {
    file: 'lib/proof/iam/budget.ts',
    line: 'EXHAUSTED = new Error(',
    because: 'The error is caught where the work began, and nobody reads it.',
  },
  ...["'arn:aws:eks:us-east-1:", "'arn:aws-cn:eks:cn-north-1:"].map((line) => ({
    file: 'lib/proof/iam/cluster-arn.ts',
    line,
    because: 'Values that are tried first make an example quicker to find and nicer to read.',
  })),
  {
    file: 'lib/proof/iam/cluster-arn.ts',
    replacement: 'start * FIXED.length - part',
    because: 'No two places have the same number either way.',
  },
  {
    file: 'lib/proof/iam/cluster-arn.ts',
    replacement: 'ways.size >= MOST_ALIGNED',
    because: 'How many patterns are too many is a matter of time, not of one.',
  },
  {
    file: 'lib/proof/iam/glob.ts',
    line: 'const needsPieces =',
    replacement: 'true',
    because: 'A text of single characters is its own list of pieces.',
  },
  ...['!hasSymbol(a) && !hasSymbol(b)', 'if (!symbols)'].map((line) => ({
    file: 'lib/proof/iam/glob.ts',
    line,
    replacement: '{}',
    because: 'Patterns whose answer is seen at a glance are not walked through, which would give the same.',
  })),
  {
    file: 'lib/proof/iam/glob.ts',
    replacement: 'glob <= other',
    because: 'The two are never equal.',
  },
  {
    file: 'lib/proof/iam/role-assumption.ts',
    original: "'another role'",
    because: 'Any text that is no ARN of a role will do.',
  },
  {
    file: 'lib/proof/iam/role-assumption.ts',
    replacement: '/(aws:requesttag\\/|aws:tagkeys$|sts:transitivetagkeys$)/',
    because: 'A key that has that of a tag in its midst is absent either way.',
  },
  ...['at > 0', 'at <= pieces.length'].map((replacement) => ({
    file: 'lib/proof/iam/subject.ts',
    replacement,
    because: 'A pair that is too long, or past the end, is none: it is left out sooner, or later.',
  })),
  ...[
    ['() => false', '() => undefined'],
    ["'${'", '""'],
    ['!variables && !fold && !(wildcards && /[*?]/.test(value))', 'false'],
    ['wildcards && /[*?]/.test(value)', 'true'],
    ['wildcards && /[*?]/.test(value)', 'wildcards || /[*?]/.test(value)'],
    ['!hasSymbol(pattern) && !hasSymbol(text)', 'false'],
  ].map(([original, replacement]) => ({
    file: 'lib/proof/iam/value.ts',
    original,
    replacement,
    because: 'A value with nothing to be read in it is taken as it is: sooner, with the same answer.',
  })),
  {
    file: 'lib/proof/iam/value.ts',
    line: ".split(':').length - 1",
    original: "''",
    because: 'Any text without a colon will do.',
  },
  {
    file: 'lib/proof/iam/web-identity-keys.ts',
    line: "audience: ''",
    original: "''",
    because: 'Whether there is such a key does not depend on the value.',
  },
  ...[
    ["!statements.some(({ statement }) => statement.effect === 'Allow')", 'false'],
    ["statement.effect === 'Allow'", 'true'],
    ['/:aud$/i.test(key) || hasSymbol(key)', 'true'],
    ['/:aud$/i', '/:aud/i'],
    ['areToldApart', 'true'],
    ['undecided.length > 0', 'undecided.length <= 0'],
  ].map(([original, replacement]) => ({
    file: 'lib/proof/iam/web-identity.ts',
    original,
    replacement,
    because:
      'What nobody is allowed, or no condition tells apart, is asked about all the same: later, with the same answer.',
  })),
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
    file: 'lib/proof/mechanisms/irsa/open-audiences.ts',
    replacement: '/statement \\d+: /',
    because: 'A text with anything before the number of a statement is no reason, with or without that number.',
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
  ...[
    { file: 'evaluate/accounts.ts', original: '!declared' },
    { file: 'mechanisms/identity-binding/aggregated-role.ts', original: '!this.known.has(name)' },
    { file: 'mechanisms/identity-binding/identity-binding.ts', original: '!grants' },
  ].map(({ file, original }) => ({
    file: `lib/proof/${file}`,
    original,
    replacement: 'true',
    because: 'What was worked out once is not worked out again.',
  })),
  ...['!first', 'hasSymbol(value)'].map((original) => ({
    file: 'lib/proof/mechanisms/identity-binding/aggregated-role.ts',
    original,
    replacement: 'true',
    because:
      'A selector is held against the roles that have its label, not against all of them: sooner, with the same answer.',
  })),
  {
    file: 'lib/proof/mechanisms/identity-binding/aggregated-role.ts',
    line: 'return { rules: [], labels:',
    original: '[]',
    because: 'The own rules of a role that gathers others’ do not count.',
  },
  ...[
    ["question.kind === 'pod'", 'true'],
    ["question.kind !== 'pod'", 'false'],
  ].map(([original, replacement]) => ({
    file: 'lib/proof/mechanisms',
    original,
    replacement,
    line: 'question.cluster',
    because: 'Only a question about a pod has a cluster: the compiler alone does not know it.',
  })),
  {
    file: 'lib/proof/mechanisms/aad-pod-identity/aad-pod-identity.ts',
    original: "'not all labels of the pod are known'",
    because: 'Only whether it is known is asked, and the reason of it all is told elsewhere.',
  },
  {
    file: 'lib/proof/mechanisms/aad-pod-identity/aad-pod-identity.ts',
    original: '!openLabels && ![namespace, ...Object.values(podLabels)].some(hasSymbol)',
    replacement: 'false',
    because: 'A pod of which all is known is taken by an exception for certain, or not: seen at a glance.',
  },
  {
    file: 'lib/proof/evaluate/accounts.ts',
    original: 'cluster !== undefined',
    replacement: 'true',
    because: 'An association whose cluster was not read is looked for by no cluster.',
  },
  ...[
    ['if (!isGlob(namespace))', 'false'],
    ['if (!isGlob(serviceAccount))', 'false'],
    ['if (hasSymbol(namespace + name))', 'true'],
    ['if (!sorted)', 'true'],
    ['const prefix = ', undefined],
    ['const start = ', 'true'],
    ['const end = ', undefined],
    ['sorted.slice(start, end)', 'sorted'],
    ["text.includes('*') ||", 'true'],
    ["text.includes('*') ||", '""'],
    ['a.name < b.name', 'a.name <= b.name'],
    ['function firstAt', '{}'],
    ['this.byNamespace.get(namespace) ?? []', '["Stryker was here"]'],
  ].map(([line, replacement]) => ({
    file: 'lib/proof/evaluate/accounts.ts',
    line,
    replacement,
    because: 'Accounts that a pattern cannot let in are left out sooner: asked one by one, they are left out as well.',
  })),
  {
    file: 'lib/proof/evaluate/pod-token.ts',
    line: "code === 'undecodable') && hasSymbol",
    replacement: "reasons.every(({\n  code\n}) => code === 'undecodable')",
    because: 'A pod that cannot be decoded has no other reasons.',
  },
  {
    file: 'lib/proof/evaluate/pod-token.ts',
    line: 'Array.isArray(list)',
    original: '[]',
    because: 'What is no list has no name that is not known.',
  },
  {
    file: 'lib/proof/mechanisms/entra/possible-owners.ts',
    original: '!this.byParent.has(parent)',
    replacement: 'true',
    because: 'What was worked out once is not worked out again.',
  },
  ...['this.identities', 'true'].map((replacement) => ({
    file: 'lib/proof/mechanisms/entra/possible-owners.ts',
    line: 'const unknown = ',
    replacement,
    because: 'A parent that is known is not an identity whose resource id is known: it would have been found by it.',
  })),
  {
    file: 'lib/proof/mechanisms/entra/ask-entra.ts',
    line: 'what it accepts depends on',
    replacement: '``',
    because: 'What is not known of a credential is told by its parts, the issuer and the subject.',
  },
  {
    file: 'lib/proof/evaluate/driver-token.ts',
    line: 'this.references.get(key) ?? []',
    original: '[]',
    because: 'What is not a reference is of no mechanism.',
  },
  {
    file: 'lib/proof/evaluate/driver-token.ts',
    original: "owner.kind !== 'pods'",
    replacement: 'false',
    because: 'Nobody else names a SecretProviderClass, so nobody else is found by one.',
  },
  {
    file: 'lib/proof/evaluate/evaluation.ts',
    original: 'this.objectClaims.length === 0',
    replacement: 'false',
    because: 'Where no object asks for anything, who else gets in need not be worked out.',
  },
  {
    file: 'lib/proof/evaluate/object-claims.ts',
    original: 'references.length === 0',
    replacement: 'false',
    because: 'Where no object asks for anything, its account need not be looked for.',
  },
  {
    file: 'lib/proof/evaluate/object-claims.ts',
    original: '!found',
    replacement: 'true',
    because: 'What was worked out once is not worked out again.',
  },
  {
    file: 'lib/proof/mechanisms/told-values.ts',
    original: '!hasSymbol(text)',
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
    "'saidTrusts'",
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
