/**
 * The rooms whose code is mutated, each with the tests that speak of it: a mutant is tried on these alone, which is what
 * makes a run of minutes.
 *
 * @type {Readonly<Record<string, { readonly mutate: readonly string[], readonly tests: readonly string[] }>>}
 */
module.exports = {
  'grants-aws': { mutate: ['lib/aws/grants/*.ts'], tests: ['test/aws/grants/grant-actions.test.ts'] },
  'grants-azure': { mutate: ['lib/azure/grants/*.ts'], tests: ['test/azure/grants/grants.test.ts'] },
  logic: {
    mutate: [
      'lib/proof/model/known.ts',
      'lib/proof/model/text.ts',
      'lib/proof/model/glob.ts',
      'lib/proof/model/symbol*.ts',
    ],
    tests: ['test/proof/model/**/*.test.ts', 'test/proof/iam/symbols.test.ts'],
  },
  iam: { mutate: ['lib/proof/iam/*.ts'], tests: ['test/proof/iam/**/*.test.ts'] },
  mechanisms: {
    mutate: ['lib/proof/mechanisms/**/*.ts'],
    tests: ['test/proof/{mechanisms,ask,evaluate}/**/*.test.ts', 'test/proof/rules/rules.test.ts'],
  },
  evaluate: {
    mutate: ['lib/proof/evaluate/*.ts'],
    tests: ['test/proof/{mechanisms,ask,evaluate}/**/*.test.ts', 'test/proof/rules/rules.test.ts'],
  },
};
