import { EksAudit, type EksAuditProps, PodRole, irsa } from '../../../lib/aws';
import { prove } from '../../../lib/proof';
import { Testing } from 'cdktf';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

function audit(props: Partial<EksAuditProps> = {}, stack = awsStack()) {
  return { stack, made: new EksAudit(stack, 'audit', { name: 'todo', region: 'eu-west-1', ...props }) };
}

/** The pattern of a filter, by its metric. */
const patternOf = (stack: ReturnType<typeof awsStack>, metric: string): string =>
  resources(stack, 'aws_cloudwatch_log_metric_filter').find(({ name }) => name === `todo-${metric}`).pattern;

/** A role that admits each account of ci/build-*, and one of them by name. */
function patterned(stack = awsStack(), name = 'builds') {
  const of = { cluster: cluster(stack, {}, `cluster-${name}`) };
  return new PodRole(stack, name, {
    name,
    trusts: [
      irsa({ ...of, serviceAccount: { namespace: 'ci', name: 'build-*' }, allowPattern: true, bind: false }),
      irsa({ ...of, serviceAccount: { namespace: 'ci', name: 'build-main' } }),
      irsa({ ...of, serviceAccount: { namespace: 'todo', name: 'app' } }),
    ],
  });
}

describe('an audit', () => {
  test('counts refusals of both mechanisms and changes of associations, with an alarm each', () => {
    const { stack, made } = audit({ topicArns: [TOPIC], refusals: 3 });

    expect([...made.filters.keys()]).toEqual(['refused-web-identity', 'refused-pod-identity', 'association-changed']);
    expect(patternOf(stack, 'refused-web-identity')).toBe(
      '{ ($.eventSource = sts.amazonaws.com) && ($.eventName = AssumeRoleWithWebIdentity) && ($.errorCode = "*") }',
    );
    expect(patternOf(stack, 'refused-pod-identity')).toContain('($.eventName = AssumeRoleForPodIdentity)');
    expect(resource(stack, 'aws_cloudwatch_metric_alarm', 'audit_alarm-refused-web')).toMatchObject({
      namespace: 'podtrust/todo',
      metric_name: 'refused-web-identity',
      threshold: 3,
      treat_missing_data: 'notBreaching',
      alarm_actions: [TOPIC],
    });
  });

  test('counts who becomes a role by a pattern of its trust, and by no trust of their own', () => {
    const stack = awsStack();
    const { made } = audit({ roles: [patterned(stack)] }, stack);

    expect([...made.filters.keys()].at(-1)).toBe('pattern-builds');
    expect(patternOf(stack, 'pattern-builds')).toMatch(
      /^\{ \(\$\.eventName = AssumeRoleWithWebIdentity\) && \(\$\.errorCode NOT EXISTS\) && \(\$\.requestParameters\.roleArn = "\$\{aws_iam_role\.builds\w*\.arn\}"\) && \(\(\$\.userIdentity\.userName = "system:serviceaccount:ci:build-\*"\)\) && \(\$\.userIdentity\.userName != "system:serviceaccount:ci:build-main"\) \}$/,
    );
  });

  test('takes a ? of a pattern for any number of letters, since filters know * alone, and leaves out all that have a trust of their own', () => {
    const stack = awsStack();
    const of = { cluster: cluster(stack) };
    const role = new PodRole(stack, 'builds', {
      name: 'builds',
      trusts: [
        irsa({ ...of, serviceAccount: { namespace: 'ci', name: 'build-??' }, allowPattern: true, bind: false }),
        irsa({ ...of, serviceAccount: { namespace: 'ci', name: 'build-main' } }),
      ],
    });
    audit({ roles: [role] }, stack);
    expect(patternOf(stack, 'pattern-builds')).toMatch(
      /&& \(\(\$\.userIdentity\.userName = "system:serviceaccount:ci:build-\*"\)\) && \(\$\.userIdentity\.userName != "system:serviceaccount:ci:build-main"\) \}$/,
    );
  });

  test.each([
    ['shop_access.Main', 'shop-access-main-'],
    ['${var.name}', 'cloudtrail-'],
  ])('of the name %s has a bucket whose name S3 accepts', (name, prefix) => {
    const { stack } = audit({ name });
    expect(resources(stack, 'aws_s3_bucket')).toMatchObject([{ bucket_prefix: prefix }]);
  });

  test('makes a trail whose bucket and key are for it alone', () => {
    const { stack } = audit();

    expect(resources(stack, 'aws_cloudtrail')[0]).toMatchObject({
      is_multi_region_trail: true,
      enable_log_file_validation: true,
      include_global_service_events: true,
    });
    const statements = policy(resource(stack, 'aws_s3_bucket_policy', 'audit').policy).Statement;
    expect(statements.map(({ Effect, Action }: { Effect: string; Action: string }) => `${Effect} ${Action}`)).toEqual([
      'Allow s3:GetBucketAcl',
      'Allow s3:PutObject',
      'Deny s3:*',
    ]);
    expect(statements[1].Condition.StringEquals['aws:SourceArn']).toContain(':trail/todo');
  });

  test('watches a log group that is there', () => {
    const { stack, made } = audit({ logGroupName: 'organisation-trail' });

    expect(made.trail).toBeUndefined();
    expect(resources(stack, 'aws_cloudtrail')).toEqual([]);
    expect(resources(stack, 'aws_cloudwatch_log_metric_filter')[0].log_group_name).toBe('organisation-trail');
  });

  test('is nothing to the proof: its roles let no pod in', () => {
    const { stack } = audit();

    const inventory = prove([{ file: 'cdk.tf.json', text: Testing.synth(stack) }]);
    expect([inventory.access, inventory.findings, inventory.undecided]).toEqual([[], [], []]);
  });

  const long = (stack: ReturnType<typeof awsStack>) => {
    const of = { cluster: cluster(stack) };
    const pattern = { namespace: 'ci', name: 'build-*' };
    const exact = Array.from({ length: 12 }, (_, index) => ({
      namespace: 'ci',
      name: `build-${'x'.repeat(40)}${index}`,
    }));
    return new PodRole(stack, 'builds', {
      name: 'builds',
      trusts: [
        irsa({ ...of, serviceAccount: pattern, allowPattern: true, bind: false }),
        ...exact.map((serviceAccount) => irsa({ ...of, serviceAccount })),
      ],
    });
  };

  test('of a role with more accounts than a filter can name is refused', () => {
    const stack = awsStack();
    expect(codeOf(() => audit({ roles: [long(stack)] }, stack))).toBe('metric-filter-over-limit');
  });

  test.each<[string, Partial<EksAuditProps>, string]>([
    [
      'more filters than a log group can have',
      { logGroupName: 'trail', filtersThere: 98 },
      'metric-filters-over-limit',
    ],
    ['no refusals', { refusals: 0 }, 'alarm-threshold-invalid'],
    ['a topic of another region', { topicArns: [TOPIC.replace('eu-west-1', 'us-east-1')] }, 'region-mismatch'],
    ['a region that AWS does not have', { region: 'EU-WEST-1' }, 'region-invalid'],
    ['a name that is too short', { name: 'a' }, 'name-invalid'],
    ['days that CloudWatch does not know', { retentionDays: 42 }, 'log-retention-invalid'],
    ['a queue in the place of a topic', { topicArns: ['arn:aws:sqs:eu-west-1:111122223333:q'] }, 'arn-of-other-kind'],
  ])('with %s is refused', (_, props, code) => {
    expect(codeOf(() => audit(props))).toBe(code);
  });
});
