import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../../lib/proof';
import { RULES } from '../../../lib/proof/rules/rules';
import {
  condition,
  credential,
  deployment,
  EKS_ISSUER,
  entra,
  entraAccount,
  irsa,
  IRSA_CONDITIONS,
  irsaAccount,
  manifests,
  podIdentity,
  POD_IDENTITY_CONDITIONS,
  ROLE_ARN,
  serviceAccount,
  terraform,
  USE,
} from './example';
import type { ExampleFile, Json } from './example';

/** The findings of a rule, by level. */
function levelsOf(slug: string, ...files: ExampleFile[]): string[] {
  const { findings } = prove(files.map(({ name, text }) => ({ file: name, text })));
  return findings.filter(({ rule }) => rule === slug).map(({ level }) => level);
}

const irsaApp = manifests(irsaAccount(), deployment());
const entraApp = manifests(entraAccount(), deployment({ labels: USE }));
const subject = 'system:serviceaccount:todo:backend';

/** A role whose only statement, or whose second one, has other conditions. */
function withDeny(...conditions: Json[]): ExampleFile {
  const program = irsa();
  const [statement] = program.data.aws_iam_policy_document.trust.statement;
  program.data.aws_iam_policy_document.trust.statement.push({ ...statement, effect: 'Deny', condition: conditions });
  return terraform(program);
}

describe('condition-open-when-key-missing', () => {
  const slug = 'condition-open-when-key-missing';
  const open = (test: string, key: string, ...more: Json[]): ExampleFile =>
    terraform(irsa({ conditions: [condition(test, key, subject), ...more] }));

  test.each(['StringNotEquals', 'StringEqualsIfExists', 'ForAllValues:StringEquals', 'StringNotLike'])(
    '%s on a key of no token opens the role',
    (operator) => {
      expect(levelsOf(slug, open(operator, 'oidc.example.com:sub'), irsaApp)).toEqual(['error']);
      expect(levelsOf(slug, open(operator, `${EKS_ISSUER}:subject`), irsaApp)).toEqual(['error']);
    },
  );

  test('is a warning where another condition limits the subject', () => {
    expect(levelsOf(slug, open('StringNotEquals', 'oidc.example.com:sub', ...IRSA_CONDITIONS), irsaApp)).toEqual([
      'warning',
    ]);
  });

  test('refuses everybody in a Deny', () => {
    expect(levelsOf(slug, withDeny(condition('StringNotEquals', 'oidc.example.com:sub', subject)), irsaApp)).toEqual([
      'error',
    ]);
  });

  test('is nothing on the key of the issuer itself', () => {
    expect(levelsOf(slug, open('StringNotEquals', `${EKS_ISSUER}:sub`), irsaApp)).toEqual([]);
    expect(levelsOf(slug, open('StringEquals', 'oidc.example.com:sub'), irsaApp)).toEqual([]);
  });
});

describe('issuer-mismatch', () => {
  test.each([`https://${EKS_ISSUER}:sub`, `${EKS_ISSUER}/:sub`, 'oidc.example.com/id/1:sub'])('finds %s', (key) => {
    const trust = terraform(irsa({ conditions: [condition('StringEquals', key, subject), IRSA_CONDITIONS[1]] }));
    expect(levelsOf('issuer-mismatch', trust, irsaApp)).toEqual(['error']);
  });

  test('finds a Deny that refuses nobody', () => {
    const trust = withDeny(condition('StringEquals', 'oidc.example.com:sub', 'system:serviceaccount:todo:evil'));
    expect(levelsOf('issuer-mismatch', trust, irsaApp)).toEqual(['error']);
  });

  test('does not mind the case of the key', () => {
    const key = `${EKS_ISSUER.toLowerCase()}:SUB`;
    const trust = terraform(irsa({ conditions: [condition('StringEquals', key, subject), IRSA_CONDITIONS[1]] }));
    expect(levelsOf('issuer-mismatch', trust, irsaApp)).toEqual([]);
  });
});

describe('trust-policy-over-limit', () => {
  const withSubjects = (count: number): ExampleFile =>
    terraform(
      irsa({
        conditions: [
          condition(
            'StringEquals',
            `${EKS_ISSUER}:sub`,
            ...Array.from({ length: count }, (_, at) => `${subject}-${at}`),
          ),
        ],
      }),
    );

  test('is a warning up to what a raised quota takes, and an error above it', () => {
    expect(levelsOf('trust-policy-over-limit', withSubjects(30))).toEqual([]);
    expect(levelsOf('trust-policy-over-limit', withSubjects(60))).toEqual(['warning']);
    expect(levelsOf('trust-policy-over-limit', withSubjects(120))).toEqual(['warning']);
    expect(levelsOf('trust-policy-over-limit', withSubjects(240))).toEqual(['error']);
  });
});

describe('annotation-misspelt', () => {
  const key = (name: string): string[] =>
    levelsOf('annotation-misspelt', terraform(irsa()), manifests(serviceAccount({ [name]: ROLE_ARN }), deployment()));

  test.each([
    'eks.amazon.com/role-arn',
    'eks.aws.com/role-arn',
    'eks.amazonaws.con/role-arn',
    'eks.amazonaws.com/rolearn',
    'eks.amazonaws.com/roleArn',
    'eks.amazonaws.com/role_arn',
    'azure.workload.identity/clientid',
    'azure.workload.identity/client_id',
    'azure.workload-identity/client-id',
    'azure.workloadidentity/client-id',
  ])('%s names no identity: an error', (name) => expect(key(name)).toEqual(['error']));

  test.each(['azure.workload.identity/tenantid', 'eks.amazonaws.com/audiences'])('%s is a warning', (name) =>
    expect(key(name)).toEqual(['warning']),
  );

  test.each([
    'iam.amazonaws.com/role',
    'eks.amazonaws.com/compute-type',
    'eks.amazonaws.com/nodegroup',
    'meta.helm.sh/release-name',
    'kubernetes.azure.com/managedby',
    'app.kubernetes.io/name',
    'aws.amazon.com/cloudwatch-agent-ignore',
  ])('%s is something else', (name) => expect(key(name)).toEqual([]));

  test('is nothing beside the right key', () => {
    const account = irsaAccount({ 'eks.amazon.com/role-arn': ROLE_ARN });
    expect(levelsOf('annotation-misspelt', terraform(irsa()), manifests(account, deployment()))).toEqual([]);
  });
});

describe('token-expiration-invalid', () => {
  const eks = (seconds: string): string[] => {
    const account = irsaAccount({ 'eks.amazonaws.com/token-expiration': seconds });
    return levelsOf('token-expiration-invalid', terraform(irsa()), manifests(account, deployment()));
  };
  const azure = (seconds: string): string[] => {
    const annotations = { 'azure.workload.identity/service-account-token-expiration': seconds };
    return levelsOf(
      'token-expiration-invalid',
      terraform(entra()),
      manifests(entraAccount(), deployment({ labels: USE, annotations })),
    );
  };

  test('the EKS webhook raises or ignores, the Azure webhook refuses', () => {
    expect(['599', '1h', '600', '100000'].map(eks)).toEqual([['warning'], ['warning'], [], []]);
    expect(['3599', '86401', '1h', '3600', '86400'].map(azure)).toEqual([['error'], ['error'], ['error'], [], []]);
  });
});

describe('service-account-impersonation', () => {
  const API = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: 'x', namespace: 'todo' };
  const granted = (kind: string, rules: Json[] | undefined, role: string, subjects: Json[], of = 'Role'): string[] =>
    levelsOf(
      'service-account-impersonation',
      terraform(irsa()),
      manifests(
        irsaAccount(),
        deployment(),
        ...(rules ? [{ apiVersion: API, kind: of, metadata: { ...metadata, name: role }, rules }] : []),
        { apiVersion: API, kind, metadata, roleRef: { kind: of, name: role }, subjects },
      ),
    );
  const rule = (resource: string, verb: string): Json => ({ apiGroups: [''], resources: [resource], verbs: [verb] });
  const runner = [{ kind: 'ServiceAccount', name: 'runner', namespace: 'ci' }];
  const people = [{ kind: 'Group', name: 'platform-team' }];

  test('tokens and impersonation are a warning, pods a note', () => {
    expect(granted('RoleBinding', [rule('serviceaccounts/token', 'create')], 'r', runner)).toEqual(['warning']);
    expect(granted('RoleBinding', [rule('serviceaccounts', 'impersonate')], 'r', runner)).toEqual(['warning']);
    expect(granted('RoleBinding', [rule('*', '*')], 'r', runner)).toEqual(['warning']);
    expect(granted('RoleBinding', [rule('pods/exec', 'create')], 'r', runner)).toEqual(['note']);
    expect(granted('RoleBinding', [rule('pods', 'create')], 'r', runner)).toEqual(['note']);
    expect(granted('RoleBinding', [rule('pods', 'get')], 'r', runner)).toEqual([]);
  });

  test('what RBAC does not read as these rights is nothing', () => {
    // There is no wildcard for all subresources of one resource, pods are of no API group, and who makes one names none.
    expect(granted('RoleBinding', [rule('serviceaccounts/*', 'create')], 'r', runner)).toEqual([]);
    expect(granted('RoleBinding', [rule('pods/*', 'create')], 'r', runner)).toEqual([]);
    expect(granted('RoleBinding', [{ ...rule('pods', 'create'), apiGroups: ['batch'] }], 'r', runner)).toEqual([]);
    expect(granted('RoleBinding', [{ ...rule('pods', 'create'), resourceNames: ['a'] }], 'r', runner)).toEqual([]);
    expect(granted('RoleBinding', [rule('*/exec', 'create')], 'r', runner)).toEqual(['note']);
  });

  test('the built-in roles are a note for people and a warning for pods', () => {
    expect(granted('ClusterRoleBinding', undefined, 'cluster-admin', people, 'ClusterRole')).toEqual(['note']);
    expect(granted('ClusterRoleBinding', undefined, 'cluster-admin', runner, 'ClusterRole')).toEqual(['warning']);
    expect(granted('RoleBinding', undefined, 'view', runner, 'ClusterRole')).toEqual([]);
  });

  test('a service account may act as itself', () => {
    const itself = [{ kind: 'ServiceAccount', name: 'backend', namespace: 'todo' }];
    expect(granted('RoleBinding', [rule('serviceaccounts/token', 'create')], 'r', itself)).toEqual([]);
  });
});

describe('identity-open-to-everybody', () => {
  const found = (group: string, resource: string, verb: string): string[] => {
    const API = 'rbac.authorization.k8s.io/v1';
    const metadata = { name: 'x', namespace: 'todo' };
    const files = [
      terraform(irsa()),
      manifests(
        irsaAccount(),
        deployment(),
        { apiVersion: API, kind: 'Role', metadata, rules: [{ apiGroups: [''], resources: [resource], verbs: [verb] }] },
        {
          ...{ apiVersion: API, kind: 'RoleBinding', metadata, roleRef: { kind: 'Role', name: 'x' } },
          subjects: [{ kind: 'Group', name: group }],
        },
      ),
    ];
    return ['identity-open-to-everybody', 'service-account-impersonation'].flatMap((rule) =>
      levelsOf(rule, ...files).map((level) => `${level} ${rule}`),
    );
  };

  test('pods and tokens are an error, to impersonate an account a warning, and none is told twice', () => {
    expect(found('system:authenticated', 'pods', 'create')).toEqual(['error identity-open-to-everybody']);
    expect(found('system:serviceaccounts', 'serviceaccounts/token', 'create')).toEqual([
      'error identity-open-to-everybody',
    ]);
    expect(found('system:unauthenticated', 'serviceaccounts', 'impersonate')).toEqual([
      'warning identity-open-to-everybody',
    ]);
    expect(found('system:authenticated', 'pods', 'get')).toEqual([]);
    expect(found('system:serviceaccounts:ci', 'pods', 'create')).toEqual(['note service-account-impersonation']);
  });

  test('whoever becomes a pod that has an identity over another pod is found too, if every step is certain', () => {
    const API = 'rbac.authorization.k8s.io/v1';
    const given = (namespace: string, resource: string, verb: string, subject: object): object[] => {
      const metadata = { name: namespace, namespace };
      return [
        { apiVersion: API, kind: 'Role', metadata, rules: [{ apiGroups: [''], resources: [resource], verbs: [verb] }] },
        {
          apiVersion: API,
          kind: 'RoleBinding',
          metadata,
          roleRef: { kind: 'Role', name: namespace },
          subjects: [subject],
        },
      ];
    };
    const deployer = { kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' };
    const everybody = { kind: 'Group', name: 'system:authenticated' };
    const hop = (resource: string, verb: string): string[] =>
      levelsOf(
        'identity-open-to-everybody',
        terraform(irsa()),
        manifests(
          ...[irsaAccount(), deployment(), ...given('ci', 'pods', 'create', everybody)],
          ...given('todo', resource, verb, deployer),
        ),
      );
    expect(hop('serviceaccounts/token', 'create')).toEqual(['error']);
    expect(hop('pods/exec', 'get')).toEqual([]);
    expect(hop('pods', 'get')).toEqual([]);
  });
});

describe('identity-self-admission', () => {
  const azure = (role: string, scope: string): string[] =>
    levelsOf(
      'identity-self-admission',
      terraform(
        entra({
          more: {
            azurerm_resource_group: { main: { name: 'todo' } },
            azurerm_storage_account: { main: { name: 'todo' } },
            azurerm_role_definition: {
              federate: {
                name: 'Federate',
                permissions: { actions: ['Microsoft.ManagedIdentity/userAssignedIdentities/*'] },
              },
            },
            azurerm_role_assignment: {
              main: {
                scope,
                role_definition_name: role,
                principal_id: '${azurerm_user_assigned_identity.backend.principal_id}',
              },
            },
          },
        }),
      ),
      entraApp,
    );
  const aws = (...actions: string[]): string[] => {
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
    const more = { aws_iam_role_policy: { more: { role: '${aws_iam_role.backend.name}', policy } } };
    return levelsOf('identity-self-admission', terraform(irsa({ more })), irsaApp);
  };

  test('is found in roles of Azure whose scope holds identities', () => {
    expect(azure('Contributor', '${azurerm_resource_group.main.id}')).toEqual(['warning']);
    expect(azure('Contributor', '${azurerm_storage_account.main.id}')).toEqual([]);
    expect(azure('Reader', '${azurerm_resource_group.main.id}')).toEqual([]);
    expect(azure('Federate', '${azurerm_resource_group.main.id}')).toEqual(['warning']);
  });

  test('is found in actions of IAM, wildcards too, and in pairs only together', () => {
    expect(aws('iam:Update*')).toEqual(['warning']);
    expect(aws('*')).toEqual(['warning']);
    expect(aws('iam:PassRole', 'eks:*')).toEqual(['warning']);
    expect(aws('iam:PassRole')).toEqual([]);
    expect(aws('s3:*', 'iam:Get*')).toEqual([]);
  });
});

describe('node-identity-reachable', () => {
  const slug = 'node-identity-reachable';
  const nodes = (metadata: Json | undefined, group: Json = {}): string[] =>
    levelsOf(
      slug,
      terraform({
        resource: {
          aws_eks_cluster: { main: { name: 'main' } },
          ...(metadata ? { aws_launch_template: { nodes: { name: 'nodes', metadata_options: metadata } } } : {}),
          aws_eks_node_group: {
            main: {
              cluster_name: '${aws_eks_cluster.main.name}',
              ...(metadata ? { launch_template: { name: 'nodes', version: '1' } } : {}),
              ...group,
            },
          },
        },
      }),
    );

  test('is a warning where the template lets pods in, a note where a default of EKS does', () => {
    expect(nodes({ http_tokens: 'required', http_put_response_hop_limit: 2 })).toEqual(['warning']);
    expect(nodes({ http_tokens: 'optional' })).toEqual(['warning']);
    expect(nodes({ http_endpoint: 'disabled', http_tokens: 'optional' })).toEqual([]);
    expect(nodes({ http_tokens: 'required', http_put_response_hop_limit: 1 })).toEqual([]);
    expect(nodes(undefined)).toEqual([]);
    expect(nodes(undefined, { ami_type: 'AL2_x86_64' })).toEqual(['note']);
  });

  test('is a warning on AKS where the nodes may do more than pull images and publish metrics', () => {
    const kubelet = (role: string): string[] =>
      levelsOf(
        slug,
        terraform(
          entra({
            more: {
              azurerm_role_assignment: {
                nodes: {
                  scope: '${azurerm_storage_account.main.id}',
                  role_definition_name: role,
                  principal_id: '${azurerm_kubernetes_cluster.main.kubelet_identity[0].object_id}',
                },
              },
            },
          }),
        ),
      );
    expect(kubelet('AcrPull')).toEqual([]);
    expect(kubelet('Monitoring Metrics Publisher')).toEqual([]);
    expect(kubelet('Storage Blob Data Reader')).toEqual(['warning']);
    expect(levelsOf(slug, terraform(entra()))).toEqual([]);
  });
});

describe('pod-identity-without-agent', () => {
  const agent = (change: (resource: Json) => void): string[] => {
    const program = podIdentity();
    delete program.resource.aws_eks_addon;
    change(program.resource);
    return levelsOf('pod-identity-without-agent', terraform(program), manifests(serviceAccount(), deployment()));
  };

  test('is nothing on Auto Mode, with the chart, or where the cluster is somebody else’s', () => {
    expect(agent(() => undefined)).toEqual(['error']);
    expect(agent((resource) => (resource.aws_eks_cluster.main.compute_config = { enabled: true }))).toEqual([]);
    expect(agent((resource) => (resource.helm_release = { agent: { chart: 'eks-pod-identity-agent' } }))).toEqual([]);
    const addon = { cluster_name: 'another', addon_name: 'eks-pod-identity-agent' };
    expect(agent((resource) => (resource.aws_eks_addon = { agent: addon }))).toEqual(['error']);
  });
});

describe('pod-identity-trust-without-source', () => {
  const trust = (...conditions: Json[]): string[] =>
    levelsOf('pod-identity-trust-without-source', terraform(podIdentity({ conditions })));

  test('takes any key that tells clusters apart, and no other', () => {
    expect(trust(...POD_IDENTITY_CONDITIONS)).toEqual([]);
    expect(trust(condition('StringEquals', 'aws:RequestTag/eks-cluster-name', 'main'))).toEqual([]);
    expect(trust(condition('StringEquals', 'aws:SourceAccount', '111122223333'))).toEqual(['warning']);
    expect(trust()).toEqual(['warning']);
  });
});

describe('subject-not-service-account', () => {
  const trusted = (change: Json): string[] =>
    levelsOf('subject-not-service-account', terraform(entra({ credential: change })));

  test('is an error for a cluster’s issuer and a note for a pipeline’s', () => {
    expect(trusted({ subject: 'system:serviceaccounts:todo:backend' })).toEqual(['error']);
    expect(trusted({ issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:a/b' })).toEqual(['note']);
    expect(trusted(credential('backend'))).toEqual([]);
  });
});

test('a label of a pod that is true without quotes is refused by the API server: an error, which says quotes', () => {
  const files = [terraform(podIdentity()), manifests(serviceAccount(), deployment({ labels: { debug: true } }))];
  const { findings } = prove(files.map(({ name, text }) => ({ file: name, text })));
  const said = findings.filter(({ rule }) => rule === 'token-not-received');
  expect(said).toEqual([expect.objectContaining({ level: 'error', message: expect.stringContaining('quotes') })]);
});

test('a pod on Windows nodes gets no EKS Pod Identity: the message says why, and not how long tokens live', () => {
  const windows = deployment({ spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } });
  const files = [terraform(podIdentity()), manifests(serviceAccount(), windows)];
  const { findings } = prove(files.map(({ name, text }) => ({ file: name, text })));
  const [said] = findings.filter(({ rule }) => rule === 'token-not-received');
  expect(said?.message).toContain('no agent on Windows nodes');
  expect(said?.message).not.toContain('drawn anew');
});

test('each rule says the worst and the mildest that it finds', () => {
  const ORDER: readonly string[] = ['error', 'warning', 'note'];
  const folder = join(__dirname, '../../../lib/proof/rules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  let rules = 0;
  for (const file of files) {
    const code = readFileSync(join(folder, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    const slug = /^ {2}slug: '(.*)',$/m.exec(code)?.[1];
    const rule = RULES.find((one) => one.slug === slug);
    if (!rule) continue;
    rules++;
    const written = [...code.matchAll(/'(error|warning|note)'/g)].map(([, level]) => ORDER.indexOf(level!));
    const said = [Math.min(...written), Math.max(...written)].map((index) => ORDER[index]);
    expect([file, rule.level, rule.mildest ?? rule.level]).toEqual([file, ...said]);
  }
  expect(rules).toBe(RULES.length);
});

describe('association-without-service-account', () => {
  const slug = 'association-without-service-account';
  const association = terraform(podIdentity({ conditions: POD_IDENTITY_CONDITIONS.slice(2) }));
  const inNamespace = (namespace: string, name: string): Json => ({
    ...serviceAccount(),
    metadata: { name, namespace },
  });

  test('is an error where something of the namespace was read, or an account of that name in another', () => {
    expect(levelsOf(slug, association, manifests(serviceAccount({}, 'other')))).toEqual(['error']);
    expect(levelsOf(slug, association, manifests(inNamespace('tood', 'backend')))).toEqual(['error']);
  });

  test('is a warning where nothing of the namespace was read, and nothing without any account', () => {
    expect(levelsOf(slug, association, manifests(inNamespace('tools', 'other')))).toEqual(['warning']);
    expect(levelsOf(slug, association)).toEqual([]);
  });
});
