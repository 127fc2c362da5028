import { mkdirSync } from 'node:fs';
import type { Log } from 'sarif';
import type { Inventory } from '../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../empty-directory';
import { podtrust } from './run-command';

eachInAnEmptyDirectory();

const PROGRAM = `
resource "aws_iam_openid_connect_provider" "main" {
  url            = "https://oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0"
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_iam_role" "batch" {
  name = "batch"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
      Condition = {
        StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0:aud" = "sts.amazonaws.com" }
      }
    }]
  })
}
`;
const ACCEPTED = `accepted:
  - rule: trust-without-subject
    subject: aws_iam_role.batch
    admits: ['*/*']
    reason: Every pod may see its own bill.
    expires: 2027-03-31
`;

beforeEach(() => {
  mkdirSync('.git');
  write('infra/main.tf', PROGRAM);
});

test('settings are found from the working directory upwards, as far as the repository goes', () => {
  write('podtrust.yaml', ACCEPTED);
  expect(podtrust('prove', 'infra', '--today', '2027-01-01').exit).toBe(0);
  process.chdir('infra');
  expect(podtrust('prove', '.', '--today', '2027-01-01').exit).toBe(0);
  mkdirSync('.git');
  expect(podtrust('prove', '.', '--today', '2027-01-01').exit).toBe(1);
});

test('settings in the directory that is proven are no artefact', () => {
  write('infra/podtrust.yaml', ACCEPTED);
  process.chdir('infra');
  const { exit, out } = podtrust('prove', '.', '--today', '2027-01-01', '--format', 'json');
  expect(exit).toBe(0);
  expect((JSON.parse(out) as Inventory).undecided).toEqual([]);
});

test('--no-config reads none, and --config another one', () => {
  write('podtrust.yaml', ACCEPTED);
  write('other.yaml', ACCEPTED.replace('trust-without-subject', 'trust-without-audience'));
  expect(podtrust('prove', 'infra', '--no-config').exit).toBe(1);
  expect(podtrust('prove', 'infra', '--config', 'other.yaml', '--today', '2027-01-01').exit).toBe(1);
  expect(podtrust('prove', 'infra', '--config', 'podtrust.yaml', '--today', '2027-01-01').exit).toBe(0);
  expect(podtrust('prove', 'infra', '--config', 'nowhere.yaml').err).toContain('file-unreadable at nowhere.yaml');
});

test.each(['prove infra', 'ask infra --identity batch --subject a/b', 'admit infra'])(
  '%s tells every mistake of the settings, and exits 2',
  (command) => {
    write('podtrust.yaml', 'rules:\n  role-chainin: off\n  role-chaining: no\n');
    const { exit, out, err } = podtrust(...command.split(' '));
    expect([exit, out]).toEqual([2, '']);
    expect(err.split('\n').slice(0, 2)).toEqual([
      'podtrust: settings-invalid at podtrust.yaml:2:3: there is no rule "role-chainin"',
      '  also: podtrust.yaml:3:18: rules.role-chaining: "no" is not a level. Did you mean note?',
    ]);
  },
);

test('two settings of one directory are one too many', () => {
  write('podtrust.yaml', '');
  write('podtrust.yml', '');
  expect(podtrust('prove', 'infra').err).toContain('holds both podtrust.yaml and podtrust.yml');
});

test('a day that there is not is refused', () => {
  expect(podtrust('prove', 'infra', '--today', 'tomorrow')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('"tomorrow" is not a date such as 2027-03-31') as string,
  });
});

test('the table shows what is accepted, why and by which entry, and the day', () => {
  write('podtrust.yaml', ACCEPTED);
  const { out } = podtrust('prove', 'infra', '--today', '2027-01-01');
  expect(out).toContain('accepted error trust-without-subject ');
  expect(out).toContain('accepted until 2027-03-31 (podtrust.yaml#/accepted/0): Every pod may see its own bill.');
  expect(out).toMatch(/ 0 errors, .*, 1 accepted, 0 undecided, by podtrust\.yaml on 2027-01-01\n$/);
});

test('SARIF has an accepted finding as a suppression with its reason', () => {
  write('podtrust.yaml', ACCEPTED);
  const { out } = podtrust('prove', 'infra', '--today', '2027-01-01', '--format', 'sarif');
  const { results } = (JSON.parse(out) as Log).runs[0]!;
  expect(results!.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toContainEqual([
    'trust-without-subject',
    [{ kind: 'external', status: 'accepted', justification: 'Every pod may see its own bill. (until 2027-03-31)' }],
  ]);
});

test('settings of a run do not change its bytes but by the day', () => {
  write('podtrust.yaml', ACCEPTED);
  const on = (day: string): string => podtrust('prove', 'infra', '--today', day, '--format', 'json').out;
  expect(on('2027-01-02').replace('2027-01-02', '2027-01-01')).toBe(on('2027-01-01'));
});
