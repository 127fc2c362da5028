import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { eks, irsaRole } from '../proof/kubernetes-program';

/** A role's own policy. */
export function policy(role: string, statements: readonly object[]): string {
  return `
resource "aws_iam_role_policy" "${role}" {
  role   = aws_iam_role.${role}.name
  policy = ${JSON.stringify(JSON.stringify({ Version: '2012-10-17', Statement: statements }))}
}
`;
}

export const READ_ORDERS = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'],
};

/** A service account, and a Deployment that runs as it. */
export function workload(account: string, name: string, role?: string): string {
  const [namespace, serviceAccount] = account.split('/') as [string, string];
  const objects = [
    {
      ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
      metadata: {
        ...{ name: serviceAccount, namespace },
        ...(role === undefined
          ? {}
          : { annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${role}` } }),
      },
    },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace } },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { serviceAccountName: serviceAccount, containers: [{ name, image: `${name}:1` }] },
        },
      },
    },
  ];
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}

/** A cluster, a role with a policy, and the workload that has it. */
export const ORDERS = {
  terraform: eks() + irsaRole('orders', 'shop/orders') + policy('orders', [READ_ORDERS]),
  objects: workload('shop/orders', 'orders', 'orders'),
};

/** One version of a program. */
export interface Version {
  readonly terraform: string;
  readonly objects: string;
  /** The text of a podtrust.yaml. */
  readonly settings?: string;
}

/** The proof of a version, without the settings of this repository. */
export function inventoryOf({ terraform, objects, settings }: Version): Inventory {
  return prove(
    [
      { file: 'main.tf', text: terraform },
      { file: 'objects.yaml', text: objects },
    ],
    {
      clusterOfPath: new Map([['objects.yaml', 'aws_eks_cluster.main']]),
      config: settings === undefined ? false : { file: 'podtrust.yaml', text: settings },
      today: '2027-01-01',
    },
  );
}
