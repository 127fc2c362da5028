import * as fs from 'node:fs';
import * as path from 'node:path';

const ISSUER = '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}';
const PROVIDER = '${aws_iam_openid_connect_provider.main.arn}';
const text = (value: object): string => JSON.stringify(value);

function trust(operator: string, subject: string): string {
  const condition = { StringEquals: { [`ISSUER:aud`]: 'sts.amazonaws.com' } };
  const besides = {
    [operator]: { ...(operator === 'StringEquals' ? condition.StringEquals : {}), [`ISSUER:sub`]: subject },
  };
  return text({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: PROVIDER },
      Condition: { ...condition, ...besides },
    },
  }).replaceAll('ISSUER', ISSUER);
}

const NAMES = ['orders', 'payments', 'reports', 'search', 'mailer'] as const;

/** What a version of the shop has of its own. */
interface ShopVersion {
  /** Where its files are. */
  readonly name: string;
  /** Whom the deployer trusts. */
  readonly deployer: string;
  /** Whom search trusts. */
  readonly search: string;
  /** Those that may not send to the queue. */
  readonly withoutQueue: readonly string[];
  /** A role that no other version has. */
  readonly besides?: string;
  readonly objects?: readonly object[];
}

const RBAC = 'rbac.authorization.k8s.io';

/** A role of a namespace, and who has it. */
function given(namespace: string, name: string, resource: string, subject: object): readonly object[] {
  const metadata = { name, namespace };
  const rules = [{ apiGroups: [''], resources: [resource], verbs: ['create'] }];
  return [
    { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules },
    {
      ...{ apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata, subjects: [subject] },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
    },
  ];
}

/** A pipeline deploys to the shop, a team may run commands in its pods, and others may start the pipeline. */
const WHO_BECOMES_WHOM: readonly object[] = [
  ...given('shop', 'deployers', 'pods', { kind: 'ServiceAccount', name: 'release', namespace: 'ci-main' }),
  ...given('shop', 'on-call', 'pods/exec', { apiGroup: RBAC, kind: 'Group', name: 'shop-on-call' }),
  ...given('ci-main', 'pipelines', 'pods', { apiGroup: RBAC, kind: 'Group', name: 'shop-maintainers' }),
];

const SHOP: ShopVersion = {
  name: 'shop',
  deployer: 'system:serviceaccount:ci-*:*',
  search: 'system:serviceaccount:platform:search',
  withoutQueue: ['search'],
};

/**
 * A shop in two clusters, with a few things that a reviewer should see: a pattern, a role for everything, a forgotten annotation.
 *
 * @returns what `podtrust prove` is given
 */
export function writeShop(folder: string): readonly string[] {
  const { files, clusters } = written(folder, SHOP);
  return [...files, ...clusters];
}

/**
 * A pull request of the shop that changes something of each kind: a deployer with a wildcard, one that may send to the queue, a
 * team that may make tokens, a name that is a variable, a role that is gone, and a rule that is switched off.
 *
 * @returns what `podtrust review` is given
 */
export function writeShopChange(folder: string): readonly string[] {
  const base = written(folder, {
    ...SHOP,
    name: 'base',
    deployer: 'system:serviceaccount:ci-main:release',
    withoutQueue: ['search', 'payments'],
    besides: 'archive',
  });
  const team = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'shop-developers' };
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'tokens' };
  const head = written(folder, {
    ...SHOP,
    name: 'head',
    search: 'system:serviceaccount:platform:${var.search}',
    objects: [
      {
        ...{ apiVersion: roleRef.apiGroup + '/v1', kind: 'Role', metadata: { name: 'tokens', namespace: 'shop' } },
        rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
      },
      {
        ...{
          apiVersion: roleRef.apiGroup + '/v1',
          kind: 'RoleBinding',
          metadata: { name: 'tokens', namespace: 'shop' },
        },
        ...{ subjects: [team], roleRef },
      },
    ],
  });
  const policy = 'gate: { neverPermit: [{ actions: ["iam:*"], reason: Pods make no identities. }] }\n';
  fs.writeFileSync(path.join(folder, 'base', 'settings.yaml'), policy);
  fs.writeFileSync(path.join(folder, 'head', 'podtrust.yaml'), `rules: { subject-wildcard: note }\n${policy}`);
  const sides = ['--base', ...base.files, '--head', ...head.files, '--base-config', 'base/settings.yaml'];
  return [...sides, ...base.clusters, ...head.clusters];
}

function written(
  folder: string,
  { name: version, deployer, search, withoutQueue, besides, objects: more = [] }: ShopVersion,
): { readonly files: readonly string[]; readonly clusters: readonly string[] } {
  const roles: Record<string, object> = {};
  const policies: Record<string, object> = {};
  const objects: object[] = [...WHO_BECOMES_WHOM];
  for (const [index, name] of NAMES.entries()) {
    const namespace = index < 3 ? 'shop' : 'platform';
    const subject = name === 'search' ? search : `system:serviceaccount:${namespace}:${name}`;
    roles[name] = { name, assume_role_policy: trust('StringEquals', subject) };
    const resource = [`arn:aws:s3:::shop-${name}`, `arn:aws:s3:::shop-${name}/*`];
    const statements: object[] = [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: resource }];
    if (!withoutQueue.includes(name)) {
      statements.push({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-west-1:111122223333:events',
      });
    }
    policies[name] = {
      role: `\${aws_iam_role.${name}.name}`,
      policy: text({ Version: '2012-10-17', Statement: statements }),
    };
    const annotations =
      name === 'mailer' ? {} : { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${name}` };
    objects.push(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, annotations } },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace },
        spec: {
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app' }] },
          },
        },
      },
    );
  }
  roles.deployer = { name: 'deployer', assume_role_policy: trust('StringLike', deployer) };
  policies.deployer = {
    role: '${aws_iam_role.deployer.name}',
    policy: text({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
  };
  if (besides !== undefined) {
    roles[besides] = {
      name: besides,
      assume_role_policy: trust('StringEquals', `system:serviceaccount:shop:${besides}`),
    };
  }
  const program = {
    variable: { search: {} },
    provider: { aws: { region: 'eu-west-1' } },
    resource: {
      aws_eks_cluster: { main: { name: 'shop' } },
      aws_iam_openid_connect_provider: {
        main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
      },
      aws_iam_role: roles,
      aws_iam_role_policy: policies,
      azurerm_kubernetes_cluster: {
        data: { name: 'shop-data', oidc_issuer_enabled: true, workload_identity_enabled: true },
      },
      azurerm_user_assigned_identity: { etl: { name: 'id-etl' } },
      azurerm_federated_identity_credential: {
        etl: {
          name: 'etl',
          parent_id: '${azurerm_user_assigned_identity.etl.id}',
          issuer: '${azurerm_kubernetes_cluster.data.oidc_issuer_url}',
          subject: 'system:serviceaccount:etl:nightly',
          audience: ['api://AzureADTokenExchange'],
        },
      },
      azurerm_role_assignment: {
        etl: {
          scope: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop',
          role_definition_name: 'Contributor',
          principal_id: '${azurerm_user_assigned_identity.etl.principal_id}',
        },
      },
    },
  };
  const made = path.join(folder, version);
  fs.mkdirSync(made, { recursive: true });
  fs.writeFileSync(path.join(made, 'main.tf.json'), JSON.stringify(program, null, 2));
  fs.writeFileSync(path.join(made, 'objects.yaml'), [...objects, ...more].map(text).join('\n---\n'));
  // As the command sees them, which runs in the folder: a picture shows no folder of this machine.
  const manifests = `${version}/objects.yaml`;
  return {
    files: [`${version}/main.tf.json`, manifests],
    clusters: ['--cluster', `aws_eks_cluster.main=${manifests}`],
  };
}
