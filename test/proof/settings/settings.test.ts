import { ask, prove } from '../../../lib/proof';
import type { Finding, Inventory, ProveOptions } from '../../../lib/proof';
import { hasFindings } from '../../../lib/proof';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';
const STAGING = 'oidc.eks.eu-west-1.amazonaws.com/id/0DDBA110DDBA110DDBA110DDBA110DDB';

/** A role that each of these issuers' pods get by a pattern of subjects. */
function role(pattern: string, ...issuers: readonly string[]): string {
  const bare = issuers.length > 0 ? issuers : [ISSUER];
  const providers = Object.fromEntries(
    bare.map((issuer, index) => [`p${index}`, { url: `https://${issuer}`, client_id_list: ['sts.amazonaws.com'] }]),
  );
  const Statement = bare.map((issuer, index) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `\${aws_iam_openid_connect_provider.p${index}.arn}` },
    Condition: {
      StringLike: { [`${issuer}:sub`]: `system:serviceaccount:${pattern}` },
      StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
    },
  }));
  return JSON.stringify({
    resource: {
      aws_iam_openid_connect_provider: providers,
      aws_iam_role: {
        batch: { name: 'batch', assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement }) },
      },
    },
  });
}

function proven(program: string, yaml: string, options: ProveOptions = {}): Inventory {
  const settings = { file: 'podtrust.yaml', text: yaml };
  return prove([{ file: 'main.tf.json', text: program }], { config: settings, today: '2027-01-15', ...options });
}

const accepting = (...admits: string[]): string => `accepted:
  - rule: subject-wildcard
    subject: aws_iam_role.batch
    admits: ${JSON.stringify(admits)}
    reason: One account a job.
    expires: 2027-01-31
`;

const told = ({ findings }: Inventory): string[] =>
  findings.map(({ level, rule, accepted }) => `${accepted ? 'accepted ' : ''}${level} ${rule}`);
const messageOf = ({ findings }: Inventory, rule: string): string | undefined =>
  findings.find((finding: Finding) => finding.rule === rule)?.message;

describe('an accepted finding', () => {
  const inventory = proven(role('batch:*'), accepting('batch/*'));

  test('no longer counts, and stays with its reason and the entry that accepts it', () => {
    const [finding] = inventory.findings.filter(({ rule }) => rule === 'subject-wildcard');
    expect(finding!.accepted).toEqual({
      reason: 'One account a job.',
      expires: '2027-01-31',
      at: { file: 'podtrust.yaml', pointer: '/accepted/0' },
    });
    expect(hasFindings(inventory, 'warning')).toBe(false);
    expect(hasFindings(proven(role('batch:*'), ''), 'warning')).toBe(true);
  });

  test('is accepted on its last day, and back on the day after', () => {
    const on = (today: string): string[] => told(proven(role('batch:*'), accepting('batch/*'), { today }));
    expect(on('2027-01-31')).not.toContain('note acceptance-lapsed');
    expect(on('2027-02-01')).toContain('note acceptance-lapsed');
    expect(hasFindings(proven(role('batch:*'), accepting('batch/*'), { today: '2027-02-01' }), 'warning')).toBe(true);
  });

  test('says on which day, and no day where none decides', () => {
    expect(inventory.settings).toMatchObject({ file: 'podtrust.yaml', today: '2027-01-15', off: [] });
    expect(proven(role('batch:*'), 'rules: {}').settings).toEqual({
      ...{ file: 'podtrust.yaml', off: [] },
      content: { rules: {} },
    });
    expect(prove([{ file: 'main.tf.json', text: role('batch:*') }], { config: false }).settings).toBeUndefined();
  });

  test.each([
    ['batch:*', ['batch/*'], true],
    ['batch:*', ['*/*'], true],
    ['batch:job-?', ['batch/job-*'], true],
    ['*:app', ['*/app'], true],
    ['*:app', ['team-*/app'], false],
    ['*:*pp', ['*/app'], false],
    ['batch:*', ['batch/job-*'], false],
    ['batch:*', ['batch/?'], false],
    ['batch:*', [], false],
  ] as const)('%s is covered by %j: %s', (pattern, admits, isCovered) => {
    const found = told(proven(role(pattern), accepting(...admits)));
    expect(found.some((line) => line.startsWith('accepted'))).toBe(isCovered);
    expect(found.includes('note acceptance-lapsed')).toBe(!isCovered);
  });

  test('lapses where it admits more than is named, and says what to write', () => {
    const lapsed = proven(role('*:*-app'), accepting('batch/*'));
    expect(hasFindings(lapsed, 'warning')).toBe(true);
    expect(messageOf(lapsed, 'acceptance-lapsed')).toBe(
      `podtrust.yaml:2 accepts subject-wildcard of aws_iam_role.batch, but the finding is about "*/*-app of https://${ISSUER}", which its admits does not cover.`,
    );
  });

  test('lapses where pods of a second cluster get in, unless each is named', () => {
    const two = role('batch:*', ISSUER, STAGING);
    expect(told(proven(two, accepting('batch/*')))).not.toContain('accepted warning subject-wildcard');
    expect(messageOf(proven(two, accepting('batch/*')), 'acceptance-lapsed')).toContain('its admits names no cluster');
    const named = proven(two, accepting(`batch/* of https://${ISSUER}`, `batch/* of https://${STAGING}`));
    expect(hasFindings(named, 'warning')).toBe(false);
  });

  test('that nothing fits is a note with its line', () => {
    const inventory = proven(role('batch:*'), accepting('batch/*').replace('aws_iam_role.batch', 'aws_iam_role.b?'));
    expect(messageOf(inventory, 'setting-unused')).toBe(
      'podtrust.yaml:2 accepts subject-wildcard of aws_iam_role.b?, which nothing fits: the rule found aws_iam_role.batch.',
    );
  });

  test('is not told by ask', () => {
    const account =
      'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: x\n  namespace: batch\n  annotations: {eks.amazonaws.com/role-arm: z}\n';
    const input = [
      { file: 'main.tf.json', text: role('batch:*') },
      { file: 'a.yaml', text: account },
    ];
    const query = { identity: 'batch', subject: { namespace: 'batch', name: 'x' } };
    const text = 'accepted: [{rule: annotation-misspelt, subject: ServiceAccount/batch/x, reason: a joke}]';
    expect(ask(input, query, { config: false }).because.join()).toContain('annotation-misspelt');
    expect(ask(input, query, { config: { file: 'podtrust.yaml', text } }).because.join()).not.toContain('annotation');
  });
});

test('a rule has the level that the settings give it, and one that is off says nothing and is named', () => {
  const at = (level: string): Inventory => proven(role('batch:*'), `rules: {subject-wildcard: ${level}}`);
  expect(told(at('error'))).toContain('error subject-wildcard');
  expect(told(at('note'))).toContain('note subject-wildcard');
  expect(told(at('off')).join()).not.toContain('subject-wildcard');
  expect(at('off').settings!.off).toEqual(['subject-wildcard']);
});

describe('what is declared elsewhere', () => {
  const manifests = {
    file: 'app.yaml',
    text: `apiVersion: v1
kind: ServiceAccount
metadata: {name: other, namespace: batch}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: runner, namespace: batch}
spec: {template: {spec: {serviceAccountName: runner, containers: [{name: a, image: a}]}}}
`,
  };
  const found = (yaml: string): string[] =>
    told(
      prove([{ file: 'main.tf.json', text: role('batch:runner') }, manifests], {
        config: { file: 'podtrust.yaml', text: yaml },
      }),
    );

  test('is not missing, by its namespace or by its name', () => {
    expect(found('')).toContain('error service-account-missing');
    for (const entry of ['namespaces: [batch]', 'namespaces: ["ba*"]', 'serviceAccounts: [batch/run*]']) {
      expect(found(`elsewhere: {${entry}}`).filter((line) => !line.includes('subject-'))).toEqual([]);
    }
  });

  test('may be what runs as an account that nothing else runs as', () => {
    const text = `apiVersion: v1
kind: ServiceAccount
metadata: {name: runner, namespace: batch, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/x"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: runner, namespace: batch}
spec: {template: {spec: {containers: [{name: a, image: a}]}}}
`;
    const rules = (yaml: string): string[] =>
      told(
        prove(
          [
            { file: 'main.tf.json', text: role('batch:runner') },
            { file: 'app.yaml', text },
          ],
          {
            config: { file: 'podtrust.yaml', text: yaml },
          },
        ),
      );
    expect(rules('')).toContain('warning service-account-not-used');
    expect(rules('elsewhere: {serviceAccounts: [batch/runner]}')).not.toContain('warning service-account-not-used');
  });

  test('and is named by nothing that was read is a note with its line', () => {
    const inventory = proven(role('batch:x'), 'elsewhere:\n  namespaces:\n    - monitoring\n');
    expect(messageOf(inventory, 'setting-unused')).toBe(
      'podtrust.yaml:3 says that the namespace monitoring is declared elsewhere, and nothing that was read names it.',
    );
  });
});

describe('a trust that is added elsewhere', () => {
  const program = JSON.stringify({
    resource: {
      azurerm_kubernetes_cluster: {
        main: { name: 'main', oidc_issuer_enabled: true, workload_identity_enabled: true },
      },
      azurerm_user_assigned_identity: { api: { name: 'id-api' } },
      azurerm_federated_identity_credential: {
        api: {
          name: 'api',
          parent_id: '${azurerm_user_assigned_identity.api.id}',
          issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
          subject: 'system:serviceaccount:todo:api',
          audience: ['api://AzureADTokenExchange'],
        },
      },
    },
  });
  const query = { identity: 'id-api', subject: { namespace: 'todo', name: 'worker' } };
  const input = [{ file: 'main.tf.json', text: program }];

  test('makes a refusal unknown, and leaves who is admitted', () => {
    const config = { file: 'podtrust.yaml', text: 'elsewhere: {identities: [id-api]}' };
    expect(ask(input, query, { config: false }).admitted).toBe(false);
    expect(ask(input, query, { config }).admitted).toBe(null);
    expect(ask(input, { ...query, subject: { namespace: 'todo', name: 'api' } }, { config }).admitted).toBe(true);
  });
});

describe('a cluster that exists', () => {
  const cluster = `clusters:
  - name: prod
    issuer: https://${ISSUER}
    arn: arn:aws:eks:eu-west-1:111122223333:cluster/prod
`;

  test('is the cluster of its literal issuer', () => {
    const { access, clusters } = proven(role('batch:x'), cluster);
    expect(access).toMatchObject([{ cluster: 'prod', namespace: 'batch', serviceAccount: 'x' }]);
    expect(clusters).toMatchObject([{ id: 'prod', cloud: 'aws', issuer: `https://${ISSUER}` }]);
  });

  test('is the cluster of its literal name in an association', () => {
    const program = JSON.stringify({
      resource: {
        aws_iam_role: {
          batch: {
            name: 'batch',
            assume_role_policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: {
                Effect: 'Allow',
                Action: ['sts:AssumeRole', 'sts:TagSession'],
                Principal: { Service: 'pods.eks.amazonaws.com' },
              },
            }),
          },
        },
        aws_eks_pod_identity_association: {
          batch: {
            cluster_name: 'prod',
            namespace: 'batch',
            service_account: 'x',
            role_arn: '${aws_iam_role.batch.arn}',
          },
        },
      },
    });
    expect(proven(program, '').access).toEqual([]);
    expect(proven(program, cluster).access).toMatchObject([{ cluster: 'prod', mechanism: 'eks-pod-identity' }]);
  });

  test('is the one that the program looks up by its name', () => {
    const { data, ...rest } = {
      ...(JSON.parse(role('batch:x')) as object),
      data: { aws_eks_cluster: { own: { name: 'prod' } } },
    };
    const inventory = proven(JSON.stringify({ ...rest, data }), cluster);
    expect(inventory.clusters).toMatchObject([
      { id: 'data.aws_eks_cluster.own', cloud: 'aws', issuer: `https://${ISSUER}` },
    ]);
    expect(inventory.access).toMatchObject([{ cluster: 'data.aws_eks_cluster.own' }]);
  });

  test('that nothing names is a note with its line', () => {
    const inventory = proven(role('batch:x', STAGING), cluster);
    expect(messageOf(inventory, 'setting-unused')).toBe(
      'podtrust.yaml:2 says that the cluster prod exists, and nothing that was read names it.',
    );
  });
});
