import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack } from 'cdktf';
import { PodRole } from '../../lib/aws';
import { CHECK_BASELINE_FILE, suppressCheck, suppressedChecks } from '../../lib/terraform';

const WHY = 'Versions guard against loss.';

function program() {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'suppress-'));
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, 'data');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  const folder = path.join(outdir, 'stacks', 'data');
  const synthesize = () => {
    app.synth();
    return JSON.parse(fs.readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8')).resource.aws_s3_bucket;
  };
  return { stack, synthesize, baseline: path.join(folder, CHECK_BASELINE_FILE) };
}

test('a suppressed check stands, with its reason, in the resource and in the baseline that checkov reads', () => {
  const { stack, synthesize, baseline } = program();
  const bucket = new S3Bucket(stack, 'reports', {});
  new S3Bucket(stack, 'other', {});

  suppressCheck(bucket, 'CKV_AWS_21', 'Nothing is overwritten.');
  suppressCheck(bucket, 'CKV_AWS_144', WHY);

  const buckets = synthesize();
  expect(buckets.reports['//']).toMatchObject({
    metadata: { path: 'data/reports' },
    checkov: {
      skip: [
        { id: 'CKV_AWS_144', comment: WHY },
        { id: 'CKV_AWS_21', comment: 'Nothing is overwritten.' },
      ],
    },
  });
  expect(buckets.other['//']).not.toHaveProperty('checkov');
  const finding = {
    check_ids: ['CKV_AWS_144', 'CKV_AWS_21'],
    reasons: { CKV_AWS_144: WHY, CKV_AWS_21: 'Nothing is overwritten.' },
  };
  expect(JSON.parse(fs.readFileSync(baseline, 'utf8'))).toEqual({
    failed_checks: [
      {
        file: '/cdk.tf.json',
        findings: [
          { resource: 'aws_s3_bucket.reports', ...finding },
          { resource: 'resource.reports', ...finding },
        ],
      },
    ],
  });
  expect([...suppressedChecks(stack)]).toEqual([
    [
      'data/reports',
      [
        { id: 'CKV_AWS_144', reason: WHY },
        { id: 'CKV_AWS_21', reason: 'Nothing is overwritten.' },
      ],
    ],
  ]);
});

test('the file of a program that suppressed more is taken away by one that suppresses nothing', () => {
  const after = program();
  fs.mkdirSync(path.dirname(after.baseline), { recursive: true });
  fs.writeFileSync(after.baseline, '{}');
  new S3Bucket(after.stack, 'reports', {});
  // A construct of podtrust, since those know where the stack is written.
  PodRole.fromAttributes(after.stack, 'role', { arn: 'arn:aws:iam::111122223333:role/api' });
  after.synthesize();

  expect(fs.existsSync(after.baseline)).toBe(false);
  expect([...suppressedChecks(after.stack)]).toEqual([]);
});

test.each([
  ['an id that is not a check’s', 'AWS_144', WHY],
  ['no reason', 'CKV_AWS_144', ' '],
])('is refused with %s', (_, id, reason) => {
  const { stack } = program();
  const bucket = new S3Bucket(stack, 'reports', {});

  expect(() => suppressCheck(bucket, id, reason)).toThrow(/^check-suppression-invalid at data\/reports/);
});
