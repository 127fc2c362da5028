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

/**
 * A shop in two clusters, with a few things that a reviewer should see: a pattern, a role for everything, a forgotten annotation.
 *
 * @returns what `podtrust prove` is given
 */
export function writeShop(folder: string): readonly string[] {
  const roles: Record<string, object> = {};
  const policies: Record<string, object> = {};
  const objects: object[] = [];
  for (const [index, name] of NAMES.entries()) {
    const namespace = index < 3 ? 'shop' : 'platform';
    roles[name] = { name, assume_role_policy: trust('StringEquals', `system:serviceaccount:${namespace}:${name}`) };
    const resource = [`arn:aws:s3:::shop-${name}`, `arn:aws:s3:::shop-${name}/*`];
    const statements: object[] = [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: resource }];
    if (name !== 'search') {
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
  roles.deployer = { name: 'deployer', assume_role_policy: trust('StringLike', 'system:serviceaccount:ci-*:*') };
  policies.deployer = {
    role: '${aws_iam_role.deployer.name}',
    policy: text({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
  };
  const program = {
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
  const made = path.join(folder, 'shop');
  fs.mkdirSync(made, { recursive: true });
  fs.writeFileSync(path.join(made, 'main.tf.json'), JSON.stringify(program, null, 2));
  fs.writeFileSync(path.join(made, 'objects.yaml'), objects.map(text).join('\n---\n'));
  return [
    path.join(made, 'main.tf.json'),
    path.join(made, 'objects.yaml'),
    '--cluster',
    `aws_eks_cluster.main=${path.join(made, 'objects.yaml')}`,
  ];
}
