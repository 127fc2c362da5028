import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { documentsOf, irsaTrust, todoProgram } from '../todo-program';
import type { Json } from '../todo-program';

const json = (file: string, value: Json, stack?: string): Parameters<typeof prove>[0][number] => ({
  file,
  text: JSON.stringify(value),
  stack,
});

/** One configuration with an EKS cluster, its provider, and what is added. */
function eks(resource: Json, more: Json = {}): Json {
  return {
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_iam_openid_connect_provider: {
        main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
      },
      ...resource,
    },
    ...more,
  };
}

const access = (inventory: Inventory): string[] =>
  inventory.access.map(({ namespace, serviceAccount, identity }) => `${namespace}/${serviceAccount} ${identity}`);

describe('a Terraform configuration', () => {
  test('has one identity for each key of a known for_each, with the key in its id', () => {
    const trust = irsaTrust('todo', 'NAME').replace('NAME', '${each.key}');
    const inventory = prove([
      json(
        'a.tf.json',
        eks({ aws_iam_role: { app: { for_each: '${toset(["b", "a"])}', assume_role_policy: trust } } }),
      ),
    ]);
    expect(access(inventory)).toEqual(['todo/a aws_iam_role.app["a"]', 'todo/b aws_iam_role.app["b"]']);
  });

  test('says so where a count is not known before apply', () => {
    const role = { count: '${var.n}', assume_role_policy: irsaTrust('todo', 'a') };
    const inventory = prove([json('a.tf.json', eks({ aws_iam_role: { app: role } }, { variable: { n: {} } }))]);
    expect(access(inventory)).toEqual(['todo/a aws_iam_role.app']);
    expect(inventory.undecided).toEqual([
      expect.objectContaining({ about: 'aws_iam_role.app', because: expect.stringContaining('count') }),
    ]);
  });

  test('builds a trust from a policy document’s blocks', () => {
    const statement = {
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: { type: 'Federated', identifiers: ['${aws_iam_openid_connect_provider.main.arn}'] },
      condition: [
        { test: 'StringEquals', variable: '${local.issuer}:sub', values: ['system:serviceaccount:todo:a'] },
        { test: 'StringEquals', variable: '${local.issuer}:aud', values: ['sts.amazonaws.com'] },
      ],
    };
    const inventory = prove([
      json(
        'a.tf.json',
        eks(
          { aws_iam_role: { app: { assume_role_policy: '${data.aws_iam_policy_document.trust.json}' } } },
          {
            data: { aws_iam_policy_document: { trust: { statement } } },
            locals: { issuer: '${trimprefix(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://")}' },
          },
        ),
      ),
    ]);
    expect(access(inventory)).toEqual(['todo/a aws_iam_role.app']);
    expect(inventory.findings).toEqual([]);
  });

  test('that refers to itself ends, and says so', () => {
    const inventory = prove([
      json(
        'a.tf.json',
        eks(
          { aws_iam_role: { app: { assume_role_policy: '${local.a}' } } },
          { locals: { a: '${local.b}', b: '${local.a}' } },
        ),
      ),
    ]);
    expect(inventory.undecided.map(({ because }) => because).join()).toContain('refers to itself');
  });

  test('keeps an id unique where two directories have the same address', () => {
    const one = eks({ aws_iam_role: { app: { assume_role_policy: irsaTrust('todo', 'a') } } });
    const inventory = prove([json('one/a.tf.json', one), json('two/a.tf.json', one)]);
    expect(inventory.identities.map(({ id }) => id)).toEqual([
      'one/a.tf.json/aws_iam_role.app',
      'two/a.tf.json/aws_iam_role.app',
    ]);
    expect(inventory.access).toHaveLength(2);
  });

  test('with a module says that the module was not read', () => {
    const inventory = prove([json('a.tf.json', { module: { irsa: { source: 'terraform-aws-modules/iam/aws' } } })]);
    expect(inventory.undecided).toEqual([expect.objectContaining({ about: 'module.irsa' })]);
  });

  test('gives an issuer that is no cluster’s as a cluster of its own', () => {
    const issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
    const inventory = prove([
      json('a.tf.json', {
        resource: {
          azurerm_user_assigned_identity: { app: { name: 'app' } },
          azurerm_federated_identity_credential: {
            app: {
              parent_id: '${azurerm_user_assigned_identity.app.id}',
              issuer,
              subject: 'system:serviceaccount:todo:a',
              audience: ['api://AzureADTokenExchange'],
            },
          },
        },
      }),
    ]);
    expect(inventory.clusters).toEqual([{ id: issuer, cloud: 'aws', issuer }]);
    expect(inventory.access).toEqual([expect.objectContaining({ cluster: issuer, claimed: false })]);
  });
});

describe('an OIDC provider', () => {
  const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
  const trust = (principal: string, bare: string): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: principal },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${bare}:sub`]: 'system:serviceaccount:todo:a', [`${bare}:aud`]: 'sts.amazonaws.com' },
        },
      },
    });

  test.each([
    ['arn:aws:iam::111122223333:oidc-provider/' + issuer, issuer],
    ['arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/' + issuer, issuer],
    ['${data.aws_iam_openid_connect_provider.main.arn}', issuer],
  ])('that is not in the program is known by %s', (principal, bare) => {
    const inventory = prove([
      json('a.tf.json', {
        data: {
          aws_caller_identity: { current: {} },
          aws_iam_openid_connect_provider: { main: { url: `https://${issuer}` } },
        },
        resource: { aws_iam_role: { app: { assume_role_policy: trust(principal, bare) } } },
      }),
    ]);
    expect(inventory.clusters).toEqual([{ id: `https://${issuer}`, cloud: 'aws', issuer: `https://${issuer}` }]);
    expect(access(inventory)).toEqual(['todo/a aws_iam_role.app']);
  });

  test('that is one of several by for_each is known by its key', () => {
    const provider = 'aws_iam_openid_connect_provider.all["a"]';
    const inventory = prove([
      json('a.tf.json', {
        resource: {
          aws_iam_openid_connect_provider: {
            all: { for_each: { a: `https://${issuer}` }, url: '${each.value}', client_id_list: ['sts.amazonaws.com'] },
          },
          aws_iam_role: { app: { assume_role_policy: trust(`\${${provider}.arn}`, issuer).replace('\\"a\\"', '"a"') } },
        },
      }),
    ]);
    expect(inventory.findings).toEqual([]);
    expect(access(inventory)).toEqual(['todo/a aws_iam_role.app']);
  });
});

describe('a remote state', () => {
  test('that is not among what was given is said, and its values are symbols', () => {
    const documents = documentsOf(todoProgram()).filter(({ stack }) => stack !== 'eks-platform');
    const { undecided, findings } = prove(documents);
    expect(undecided.map(({ about }) => about)).toContain('eks-workloads/data.terraform_remote_state.platform');
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('is found by its backend, whatever the data source is called and however it authenticates', () => {
    const program = todoProgram();
    program.eksWorkloads.data.terraform_remote_state.platform.config.profile = 'reader';
    expect(prove(documentsOf(program)).undecided).toEqual([]);
  });
});

describe('Kubernetes YAML', () => {
  const yaml = [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  name: a',
    '  namespace: todo',
    '  annotations:',
    '    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app',
    '---',
    'apiVersion: v1',
    'kind: List',
    'items:',
    '- apiVersion: batch/v1',
    '  kind: CronJob',
    '  metadata: {name: nightly, namespace: todo}',
    '  spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: a, containers: [{name: a}]}}}}}',
  ].join('\n');
  const role = { app: { name: 'app', assume_role_policy: irsaTrust('todo', 'a') } };

  test('belongs to the only cluster; a literal ARN of a role counts as claimed, with a note', () => {
    const inventory = prove([json('a.tf.json', eks({ aws_iam_role: role })), { file: 'k.yaml', text: yaml }]);
    expect(inventory.access).toEqual([expect.objectContaining({ claimed: true, workloads: ['CronJob/todo/nightly'] })]);
    expect(inventory.findings).toEqual([
      expect.objectContaining({
        level: 'note',
        at: { file: 'k.yaml', pointer: '/0/metadata/annotations/eks.amazonaws.com~1role-arn' },
      }),
    ]);
  });

  test('may be in any of several clusters, and that is said, unless --cluster says which', () => {
    const platform = eks({ aws_iam_role: role, azurerm_kubernetes_cluster: { other: { name: 'other' } } });
    const documents = [json('a.tf.json', platform), { file: 'k.yaml', text: yaml }];
    expect(prove(documents).undecided).toEqual([expect.objectContaining({ about: 'k.yaml' })]);
    const clusterOfPath = new Map([['k.yaml', 'aws_eks_cluster.main']]);
    expect(prove(documents, { clusterOfPath }).undecided).toEqual([]);
    expect(() => prove(documents, { clusterOfPath: new Map([['k.yaml', 'nobody']]) })).toThrow('cluster-unknown');
  });

  test('in the other cluster is not admitted', () => {
    const platform = eks({ aws_iam_role: role, azurerm_kubernetes_cluster: { other: { name: 'other' } } });
    const clusterOfPath = new Map([['k.yaml', 'azurerm_kubernetes_cluster.other']]);
    const { findings } = prove([json('a.tf.json', platform), { file: 'k.yaml', text: yaml }], { clusterOfPath });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'claim-not-admitted', level: 'error' }));
  });

  test('that refers to itself a million times over is refused', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefghij'[index]}, `.repeat(9)}]`),
    ];
    expect(() => prove([{ file: 'b.yaml', text: bomb.join('\n') }])).toThrow(
      'yaml-invalid at b.yaml: document 1 grows without bounds by its aliases',
    );
  });
});

describe('what cannot be read', () => {
  test.each([
    ['a.json', '{"a": 1,}', 'json-invalid at a.json:1:9: unexpected }'],
    ['a.json', '{"a": tru}', 'json-invalid at a.json:1:7: unexpected "t"'],
    ['a.json', '{\n  "a": "b\n', 'json-invalid at a.json:2:8: unexpected "\\""'],
    ['a.json', '{"a": [1', 'json-invalid at a.json:1:9: the text ends too early'],
    ['a.json', '{"a": 1} x', 'json-invalid at a.json:1:10: unexpected "x"'],
    [
      'a.json',
      '{"name": "x"}',
      'content-unknown at a.json: it is neither Terraform configuration nor Kubernetes objects',
    ],
    [
      'a.json',
      '{"version":4,"serial":1,"lineage":"x"}',
      'content-unknown at a.json: a state file is not read as it is stored',
    ],
    ['a.json', '{"a": {"b": 1, "b": 2}}', 'json-invalid at a.json:1:16: the key "b" is there twice'],
    ['a.yaml', 'a: 1\nb:\n  c: 1\n  c: 2', 'yaml-invalid at a.yaml:4:3: the key "c" is there twice'],
    ['a.yaml', 'a: [1', 'yaml-invalid at a.yaml:1:6: '],
    ['a.yaml', '', 'content-unknown at a.yaml: it is empty'],
    ['a.yaml', 'replicas: 2', 'content-unknown at a.yaml: it is neither'],
    ['main.tf', 'resource "x" "y" {', 'terraform-invalid at main.tf:1:19: a block has no end'],
  ])('%s %j', (file, text, message) => {
    expect(() => prove([{ file, text }])).toThrow(message);
  });

  test('one bad file leaves nothing half done', () => {
    expect(() => prove([...documentsOf(todoProgram()), { file: 'bad.json', text: '{' }])).toThrow('json-invalid');
  });
});
