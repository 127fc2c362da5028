import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { review, reviewMarkdown } from '../../lib/review';
import type { Review } from '../../lib/review';
import { prove } from '../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../empty-directory';
import { eks, irsaRole } from '../proof/kubernetes-program';
import { ORDERS, READ_ORDERS, inventoryOf, policy, workload } from './review-program';
import type { Version } from './review-program';

eachInAnEmptyDirectory();

/** Whether what a reviewer reads is what was read and found good; `PODTRUST_GOLDENS=write` writes it anew, to be read again. */
function expectComment(name: string, result: Review): void {
  const file = join(__dirname, 'pull-requests', `${name}.md`);
  const text = reviewMarkdown(result);
  if (process.env.PODTRUST_GOLDENS === 'write') writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

function changed(head: Partial<Version>, base: Version = ORDERS): Review {
  return review(inventoryOf(base), inventoryOf({ ...base, ...head }));
}

/** What changes, without what is only for people. */
function changesOf({ changes }: Review): object[] {
  return changes.map(({ change, subject, identity, account, example }) => ({
    ...{ change, subject },
    ...(identity === undefined ? {} : { identity }),
    ...(account === undefined ? {} : { account }),
    ...(example === undefined ? {} : { example }),
  }));
}

describe('a pull request that', () => {
  test('adds a consumer widens, with who gets in and what it may do', () => {
    const result = changed({
      terraform: ORDERS.terraform + irsaRole('billing', 'shop/billing') + policy('billing', [READ_ORDERS]),
      objects: ORDERS.objects + workload('shop/billing', 'billing', 'billing'),
    });
    expect(result.verdict).toBe('widened');
    expect(changesOf(result)).toEqual([
      {
        ...{ change: 'widened', subject: 'access', identity: 'billing', account: 'shop/billing' },
        example: 'system:serviceaccount:shop:billing',
      },
    ]);
    expectComment('new-consumer', result);
  });

  test('writes a wildcard by mistake widens, with a stranger’s token that gets in now', () => {
    const result = changed({
      terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
    });
    expect(changesOf(result)).toEqual([
      {
        ...{ change: 'widened', subject: 'access', identity: 'orders', account: 'shop/* (pattern)' },
        example: 'system:serviceaccount:shop:x',
      },
    ]);
    expectComment('wildcard', result);
  });

  test('renames an account widens and narrows', () => {
    const result = changed({
      terraform: ORDERS.terraform.replace('shop:orders"', 'shop:orders-v2"'),
      objects: workload('shop/orders-v2', 'orders', 'orders'),
    });
    expect(result.changes.map(({ change, account }) => [change, account])).toEqual([
      ['widened', 'shop/orders-v2'],
      ['narrowed', 'shop/orders'],
    ]);
    expectComment('renamed-account', result);
  });

  test('moves a workload into another namespace widens and narrows', () => {
    const result = changed({
      terraform: ORDERS.terraform.replace('shop:orders"', 'orders:orders"'),
      objects: workload('orders/orders', 'orders', 'orders'),
    });
    expect(result.changes.map(({ change, account }) => [change, account])).toEqual([
      ['widened', 'orders/orders'],
      ['narrowed', 'shop/orders'],
    ]);
    expectComment('moved-namespace', result);
  });

  test('lets a second cluster in widens by that cluster', () => {
    const trust = irsaRole('orders', 'shop/orders');
    const second = (eks() + trust)
      .replace(/"main"/g, '"second"')
      .replace(/\.main\b/g, '.second')
      .replace('"eks"', '"eks-2"');
    const both = trust.replace(
      'Statement = [',
      `Statement = [${/Statement = \[(\{[^]*?\n {4}\})\]/.exec(second)![1]}, `,
    );
    const result = changed({
      terraform: `${eks()}${second.slice(0, second.indexOf('resource "aws_iam_role"'))}${both}${policy('orders', [READ_ORDERS])}`,
    });
    expect(result.changes.map(({ change, account, cluster }) => [change, account, cluster])).toEqual([
      ['widened', 'shop/orders', 'eks-2'],
    ]);
    expectComment('cluster-added', result);
  });

  test('goes from IRSA to EKS Pod Identity changes no access', () => {
    const trust = `
resource "aws_iam_role" "orders" {
  name = "orders"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_eks_pod_identity_association" "orders" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "shop"
  service_account = "orders"
  role_arn        = aws_iam_role.orders.arn
}
`;
    const result = changed({
      terraform: eks() + trust + policy('orders', [READ_ORDERS]),
      objects: workload('shop/orders', 'orders'),
    });
    expect(result.verdict).toBe('same');
    expect(changesOf(result)).toEqual([
      { change: 'moved', subject: 'access', identity: 'orders', account: 'shop/orders' },
    ]);
    expectComment('irsa-to-pod-identity', result);
  });

  test('gives a role more actions widens what its pods may do', () => {
    const result = changed({
      terraform:
        eks() +
        irsaRole('orders', 'shop/orders') +
        policy('orders', [READ_ORDERS, { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::orders/*' }]),
    });
    expect(changesOf(result)).toEqual([
      {
        ...{ change: 'widened', subject: 'permission', identity: 'orders' },
        example: 's3:PutObject on arn:aws:s3:::orders/x',
      },
    ]);
    expectComment('policy-widened', result);
  });

  test('writes a policy in another order and in more statements changes nothing', () => {
    const result = changed({
      terraform:
        eks() +
        irsaRole('orders', 'shop/orders') +
        policy('orders', [
          { ...READ_ORDERS, Action: 's3:ListBucket' },
          { ...READ_ORDERS, Action: 's3:getobject', Resource: [...READ_ORDERS.Resource].reverse() },
        ]),
    });
    expect(result).toMatchObject({ verdict: 'same', changes: [] });
    expectComment('policy-reordered', result);
  });

  test('accepts a finding widens: it cannot give itself leave', () => {
    const base = {
      ...ORDERS,
      terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
    };
    const settings = `accepted:
  - rule: subject-wildcard
    subject: aws_iam_role.orders
    admits: [shop/*]
    reason: only one team has the namespace
`;
    const result = changed({ settings }, base);
    expect(changesOf(result)).toEqual([{ change: 'widened', subject: 'settings' }]);
    expectComment('suppression', result);
  });

  test('moves resources into a module changes nothing', () => {
    const role = irsaRole('orders', 'shop/orders') + policy('orders', [READ_ORDERS]);
    write('before/main.tf', eks() + role);
    write('before/objects.yaml', ORDERS.objects);
    const [provider, issuer] = [
      'aws_iam_openid_connect_provider.main.arn',
      'aws_eks_cluster.main.identity[0].oidc[0].issuer',
    ];
    write(
      'after/main.tf',
      `${eks()}module "identity" {
  source   = "./identity"
  provider_arn = ${provider}
  issuer   = ${issuer}
}
`,
    );
    write(
      'after/identity/main.tf',
      `variable "provider_arn" {}\nvariable "issuer" {}\n${role.replaceAll(provider, 'var.provider_arn').replaceAll(issuer, 'var.issuer')}`,
    );
    write('after/objects.yaml', ORDERS.objects);
    const result = review(prove(['before'], { config: false }), prove(['after'], { config: false }));
    expect(result).toMatchObject({ verdict: 'same', changes: [] });
    expectComment('into-a-module', result);
  });

  test('deletes a workload and leaves its role changes nothing, and says that nobody asks for it', () => {
    const result = changed({ objects: workload('shop/other', 'other') });
    expect(result.verdict).toBe('same');
    expect(result.findings.new.map(({ rule }) => rule)).toContain('admission-not-claimed');
    expectComment('deleted-workload', result);
  });

  test('deletes a workload with its role narrows', () => {
    const result = changed({ terraform: eks(), objects: workload('shop/other', 'other') });
    expect(changesOf(result)).toEqual([
      {
        ...{ change: 'narrowed', subject: 'access', identity: 'orders', account: 'shop/orders' },
        example: 'system:serviceaccount:shop:orders',
      },
    ]);
    expectComment('deleted-role', result);
  });

  test('lets a team make tokens widens, with the pods that it becomes by them', () => {
    const api = 'rbac.authorization.k8s.io';
    const [role, binding] = ['Role', 'RoleBinding'].map((kind) => ({
      ...{ apiVersion: `${api}/v1`, kind, metadata: { name: 'support', namespace: 'shop' } },
      ...(kind === 'Role'
        ? { rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }] }
        : {
            roleRef: { apiGroup: api, kind: 'Role', name: 'support' },
            subjects: [{ kind: 'Group', name: 'support-team', apiGroup: api }],
          }),
    }));
    const objects = `${ORDERS.objects}---\n${JSON.stringify(role)}\n---\n${JSON.stringify(binding)}\n`;
    const result = changed({ objects });
    expect(result.verdict).toBe('widened');
    expect(result.changes).toMatchObject([
      {
        ...{ change: 'widened', subject: 'becoming', who: 'Group support-team', cluster: 'eks' },
        ...{ accounts: ['shop/orders'], example: 'system:serviceaccount:shop:orders' },
      },
    ]);
    expectComment('tokens-for-a-team', result);
    expect(review(inventoryOf({ ...ORDERS, objects }), inventoryOf({ ...ORDERS, objects }))).toMatchObject({
      ...{ verdict: 'same', changes: [] },
    });
    expect(changed({}, { ...ORDERS, objects })).toMatchObject({ verdict: 'same' });
    expect(changed({ objects: ORDERS.objects }, { ...ORDERS, objects }).verdict).toBe('narrowed');
  });
});
