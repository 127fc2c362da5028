/** What says whom an identity admits, who asks for it, and what is wrong with either. */
const PROOF = [
  'test/proof/mechanisms',
  'test/proof/evaluate',
  'test/proof/names-written-out.test.ts',
  'test/proof/possible-trusts.test.ts',
  'test/proof/read/aws-partition-data.test.ts',
  'test/proof/ask/azure.test.ts',
  'test/proof/ask/node.test.ts',
  'test/proof/ask/own-findings.test.ts',
  'test/proof/ask/unknown-issuer.test.ts',
  'test/proof/rules/ci-issuers.test.ts',
  'test/proof/rules/examples.test.ts',
  'test/proof/rules/missing-halves.test.ts',
  'test/proof/rules/one-cause.test.ts',
  'test/proof/rules/permissions.test.ts',
  'test/proof/rules/provider-in-other-account.test.ts',
  'test/proof/rules/rules.test.ts',
  'test/proof/rules/trust-policy.test.ts',
];

/**
 * The rooms whose code is mutated, each with the tests that speak of it (files, or folders and all below them; without those after a `!`): a mutant is
 * tried on these alone, which is what makes a run of minutes.
 *
 * @type {Readonly<Record<string, { readonly mutate: readonly string[], readonly tests: readonly string[] }>>}
 */
module.exports = {
  'grants-aws': {
    mutate: ['lib/aws/grants/*.ts', 'lib/aws/arn.ts', 'lib/aws/arn-kinds.ts', 'lib/aws/identity/grant-reach.ts'],
    tests: ['test/aws/grants', 'test/aws/arn.test.ts', 'test/aws/identity/role-reach.test.ts'],
  },
  'grants-azure': {
    mutate: ['lib/azure/grants/*.ts', 'lib/azure/resource-id.ts', 'lib/azure/resource-kinds.ts'],
    tests: ['test/azure/grants', 'test/azure/resource-id.test.ts'],
  },
  logic: {
    mutate: [
      'lib/proof/model/known/known.ts',
      'lib/proof/model/known/text.ts',
      'lib/proof/model/known/glob.ts',
      'lib/proof/model/known/pattern.ts',
      'lib/proof/model/cluster/same-issuer.ts',
      'lib/proof/model/known/symbol*.ts',
      'lib/proof/model/known/two-*.ts',
    ],
    tests: ['test/proof/model', 'test/proof/iam/symbols.test.ts'],
  },
  // What identities may do, as it is read and shown.
  permissions: {
    mutate: [
      'lib/proof/read/aws/aws-role-policies.ts',
      'lib/proof/read/aws/aws-permissions.ts',
      'lib/proof/read/azure/azure-custom-role.ts',
      'lib/proof/read/azure/azure-privileged.ts',
      'lib/proof/read/azure/other-grants.ts',
      'lib/proof/inventory-policies.ts',
      // What is known of a policy that is not wholly known.
      'lib/proof/iam/policy/unread.ts',
    ],
    tests: [
      'test/proof/become/azure-actions.test.ts',
      'test/proof/iam/policy/unread.test.ts',
      'test/proof/inventory-policies.test.ts',
      'test/proof/names-written-out.test.ts',
      'test/proof/permissions/azure.test.ts',
      'test/proof/permissions/identity.test.ts',
      'test/proof/privileged.test.ts',
      'test/proof/read/aws-permissions.test.ts',
      'test/proof/read/azure',
      'test/proof/read/other-grants.test.ts',
      'test/proof/read/permissions.test.ts',
      'test/proof/read/role-policies.test.ts',
      'test/proof/read/terraform/show/same-access.test.ts',
      'test/proof/read/unknown-counts.test.ts',
      'test/proof/rules/permissions.test.ts',
      'test/proof/mechanisms/target-role.test.ts',
      'test/review/open-policies.test.ts',
    ],
  },
  // What an identity may do, as `ask --action` answers it; what built-in roles and AWS' own policies say is a table.
  actions: {
    mutate: [
      'lib/proof/permissions/*.ts',
      '!lib/proof/permissions/azure-role-actions.ts',
      '!lib/proof/permissions/managed-policies.ts',
    ],
    tests: ['test/proof/permissions', 'test/proof/become'],
  },
  // How long hostile policies take is no question of one mutant.
  iam: {
    mutate: ['lib/proof/iam/**/*.ts', '!lib/proof/iam/policy/unread.ts'],
    tests: ['test/proof/iam', '!test/proof/iam/hostile.test.ts'],
  },
  // Who may act in Kubernetes, and so become whom.
  'access-control': {
    mutate: ['lib/proof/access-control/*.ts'],
    tests: ['test/proof/access-control', 'test/proof/become', 'test/proof/mechanisms/identity-binding'],
  },
  // Who may become pods and identities, by clusters and by clouds.
  become: {
    mutate: ['lib/proof/become/*.ts'],
    tests: ['test/proof/become', 'test/proof/inventory-ways.test.ts'],
  },
  mechanisms: {
    mutate: ['lib/proof/mechanisms/**/*.ts'],
    tests: PROOF,
  },
  evaluate: {
    mutate: ['lib/proof/evaluate/*.ts'],
    tests: PROOF,
  },
};
