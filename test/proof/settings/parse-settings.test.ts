import Ajv from 'ajv';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PodtrustError } from '../../../lib/proof';
import { parseSettings } from '../../../lib/proof/settings/parse-settings';
import { settingsSchema } from '../../../lib/proof/settings/schema';

const WHOLE = `rules:
  thumbprint-list-empty: off
  admission-not-claimed: error
accepted:
  - rule: subject-wildcard
    subject: '*aws_iam_role.batch'
    admits: ['batch/*', 'jobs/* of prod']
    reason: One account a job.
    expires: 2027-03-31
elsewhere:
  namespaces: [monitoring]
  serviceAccounts: [todo/runner]
  identities: [id-shared]
clusters:
  - name: prod
    arn: arn:aws:eks:eu-west-1:111122223333:cluster/prod
  - name: aks
    issuer: https://westeurope.oic.prod-aks.azure.com/1/2/
`;

function mistakesOf(text: string): string[] {
  try {
    parseSettings(text, 'podtrust.yaml');
    return [];
  } catch (error) {
    if (!PodtrustError.is(error) || error.code !== 'settings-invalid') throw error;
    return [`${error.where}: ${error.what}. ${error.remedy}`, ...(error.more ?? [])];
  }
}

test('a whole file gives what it says, with the lines of its entries', () => {
  const { levels, accepted, elsewhere, clusters } = parseSettings(WHOLE, 'podtrust.yaml');
  expect([...levels]).toEqual([
    ['thumbprint-list-empty', 'off'],
    ['admission-not-claimed', 'error'],
  ]);
  expect(accepted).toEqual([
    {
      rule: 'subject-wildcard',
      subject: '*aws_iam_role.batch',
      admits: [{ account: 'batch/*' }, { account: 'jobs/*', cluster: 'prod' }],
      reason: 'One account a job.',
      expires: '2027-03-31',
      at: { file: 'podtrust.yaml', pointer: '/accepted/0' },
      line: 5,
    },
  ]);
  expect(elsewhere.map(({ kind, glob, line }) => [kind, glob, line])).toEqual([
    ['namespace', 'monitoring', 11],
    ['service-account', 'todo/runner', 12],
    ['identity', 'id-shared', 13],
  ]);
  expect(clusters).toMatchObject([
    { name: 'prod', cloud: 'aws', account: '111122223333', region: 'eu-west-1', line: 15 },
    { name: 'aks', cloud: 'azure', line: 17 },
  ]);
});

test.each(['', '# nothing yet\n', 'rules:\naccepted:\nelsewhere:\nclusters:\n', '{}'])(
  'a file that says nothing is valid: %j',
  (text) => expect(mistakesOf(text)).toEqual([]),
);

test('every mistake is told at once, with its line and column, and what was probably meant', () => {
  const text = `rules:
  subject-wildcrad: off
  role-chaining: waning
acepted: []
accepted:
  - rule: subject-wildcard
    subject: ''
    expires: soon
  - 7
elsewhere:
  namespaces: monitoring
clusters:
  - name: prod
    account: 111122223333
    issuer: oidc.eks.eu-west-1.amazonaws.com/id/1
`;
  expect(mistakesOf(text)).toEqual([
    'podtrust.yaml:2:3: there is no rule "subject-wildcrad". Did you mean subject-wildcard?',
    'podtrust.yaml:3:18: rules.role-chaining: "waning" is not a level. Did you mean warning?',
    'podtrust.yaml:4:1: the file has no "acepted". Did you mean accepted?',
    'podtrust.yaml:6:5: accepted[0] has no reason. Add reason: why it is meant.',
    'podtrust.yaml:7:14: accepted[0].subject: "" is not valid: it is empty. Write a text.',
    'podtrust.yaml:8:14: accepted[0].expires: "soon" is not valid. Write a date such as 2027-03-31.',
    'podtrust.yaml:9:5: accepted[1] is not a mapping. Write its keys, each with a value: rule, subject, admits, reason, expires.',
    'podtrust.yaml:11:15: elsewhere.namespaces is not a list. Write a list: each entry on its own line, after a dash.',
    'podtrust.yaml:14:14: clusters[0].account: 111122223333 is not valid. Write an AWS account: twelve digits, in quotes.',
    'podtrust.yaml:15:13: clusters[0].issuer: "oidc.eks.eu-west-1.amazonaws.com/id/1" is not valid. Write an https URL without query and fragment.',
  ]);
});

test.each([
  [
    'a day that there is not',
    'accepted: [{rule: role-chaining, subject: x, reason: y, expires: 2027-06-31}]',
    '2027-06-31',
  ],
  ['a name that says no cloud', 'clusters: [{name: prod}]', 'a name alone tells no cloud'],
  [
    'two clusters of one name',
    'clusters: [{name: a, issuer: https://one/}, {name: a, issuer: https://two/}]',
    'clusters[0] has the name a as well',
  ],
  [
    'an ARN of another name',
    'clusters: [{name: a, arn: "arn:aws:eks:eu-west-1:111122223333:cluster/b"}]',
    'the ARN says b, and not a',
  ],
  [
    'an AKS issuer without its slash',
    'clusters: [{name: a, issuer: https://westeurope.oic.prod-aks.azure.com/1/2}]',
    'ends in a slash',
  ],
  ['a policy that forbids nothing', 'gate: {neverPermit: [{reason: r}]}', 'gate.neverPermit[0] forbids nothing'],
  [
    'resources of no actions',
    'gate: {neverPermit: [{roles: [Owner], resources: [a]}]}',
    'has resources and no actions',
  ],
  ['no resources', 'gate: {neverPermit: [{actions: [a], resources: []}]}', 'has an empty list of resources'],
  ['a lock that does something else', 'gate: {lock: maybe}', 'Write one of approves, informs'],
  ['a word of the gate that it does not have', 'gate: {never: []}', 'gate has no "never"'],
  ['broken YAML', 'rules: [', 'podtrust.yaml:1:'],
  ['a second document', 'rules: {}\n---\nrules: {}\n', 'second YAML document'],
  [
    'a list',
    '- rules',
    'the file is not a mapping. Write its keys, each with a value: rules, accepted, elsewhere, clusters',
  ],
  ['a key that is there twice', 'rules: {}\nrules: {}\n', 'podtrust.yaml:2:1: map keys must be unique'],
])('%s is a mistake', (_, text, message) => {
  expect(mistakesOf(text).join('\n')).toContain(message);
});

describe('the JSON Schema', () => {
  const file = join(__dirname, '../../../docs/schemas/settings.schema.json');

  test('in docs is what is checked (else run npx tsx docs/rules/generate.ts)', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settingsSchema());
  });

  test('says yes and no where the check does', () => {
    const isValid = new Ajv({ allErrors: true }).compile(settingsSchema());
    const value = fc.oneof(
      fc.constantFrom('off', 'prod', 'todo/x', 'a b', '', '2027-01-01', 'https://x/y', 'subject-wildcard'),
      fc.constantFrom(null, 1, true, [], {}),
    );
    const entry = fc.record(
      {
        rule: value,
        subject: value,
        reason: value,
        admits: fc.oneof(value, fc.array(value)),
        expires: value,
        x: value,
      },
      { requiredKeys: [] },
    );
    const content = fc.record(
      {
        rules: fc.oneof(value, fc.dictionary(fc.constantFrom('role-chaining', 'nothing'), value)),
        accepted: fc.oneof(value, fc.array(entry)),
        elsewhere: fc.oneof(value, fc.record({ namespaces: fc.oneof(value, fc.array(value)) })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(content, (one) => {
        const text = JSON.stringify(one);
        // What a key has nothing behind is left out by the check, as people write it; the schema is told so.
        const said = JSON.parse(text, (_, item: unknown) => (item === null ? undefined : item)) as unknown;
        const hasNothing = text.includes('null');
        if (!hasNothing) expect(mistakesOf(text).length === 0).toBe(isValid(said));
      }),
    );
    expect(isValid(parse(WHOLE))).toBe(true);
  });
});

test('rules that are a list are told to be slugs with levels', () => {
  expect(mistakesOf('rules: [a]\n').join()).toContain(
    'rules is not a mapping. Write the slug of a rule and its level on each line, such as subject-wildcard: error',
  );
});
