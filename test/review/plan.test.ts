import { parsePlan, review, reviewMarkdown, withPlans } from '../../lib/review';
import type { Review } from '../../lib/review';
import { irsaRole } from '../proof/kubernetes-program';
import { ORDERS, READ_ORDERS, inventoryOf, policy, workload } from './review-program';

const BILLING = {
  terraform: ORDERS.terraform + irsaRole('billing', 'shop/billing') + policy('billing', [READ_ORDERS]),
  objects: ORDERS.objects + workload('shop/billing', 'billing', 'billing'),
};

function plan(...changes: readonly (readonly [address: string, actions: readonly string[], after?: object])[]): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: { root_module: {} },
    resource_changes: changes.map(([address, actions, after = {}]) => ({
      ...{ address, mode: address.startsWith('data.') ? 'data' : 'managed', type: 'any', name: 'any' },
      change: { actions, before: null, after },
    })),
  });
}

function reviewed(text: string): Review {
  const [base, head] = [inventoryOf(ORDERS), inventoryOf(BILLING)];
  return withPlans(review(base, head), parsePlan(text, 'plan.json'), base, head);
}

test('stands beside a change: the identity, its policies, and what names the account', () => {
  const result = reviewed(
    plan(
      ['aws_iam_role.billing', ['create']],
      ['aws_iam_role_policy.billing', ['delete', 'create']],
      ['aws_eks_pod_identity_association.b', ['update'], { namespace: 'shop', service_account: 'billing' }],
      ['azurerm_federated_identity_credential.b', ['delete'], { subject: 'system:serviceaccount:shop:billing' }],
      ['aws_iam_role.orders', ['update']],
      ['aws_s3_bucket.logs', ['no-op']],
      ['data.aws_caller_identity.me', ['read']],
    ),
  );
  expect(result.plan).toEqual({ changes: 5, beside: 4 });
  expect(result.changes[0]!.planned).toEqual([
    { address: 'aws_eks_pod_identity_association.b', action: 'update' },
    { address: 'aws_iam_role.billing', action: 'create' },
    { address: 'aws_iam_role_policy.billing', action: 'replace' },
    { address: 'azurerm_federated_identity_credential.b', action: 'delete' },
  ]);
  const text = reviewMarkdown(result);
  expect(text).toContain('The plan changes 5 resources, 1 of them beside no access.');
  expect(text).toContain('  - in the plan: `update aws_eks_pod_identity_association.b`, `create aws_iam_role.billing`');
});

test('changes nothing of what a review says', () => {
  const { plan: counts, changes, ...rest } = reviewed(plan());
  expect(counts).toEqual({ changes: 0, beside: 0 });
  expect({ changes, ...rest }).toEqual(review(inventoryOf(ORDERS), inventoryOf(BILLING)));
});

test.each([
  ['cut off', plan(['aws_iam_role.billing', ['create']]).slice(0, 60), 'json-invalid'],
  ['a list', '[]', 'terraform-invalid'],
  ['a state', '{"format_version": "1.0", "values": {"root_module": {}}}', 'terraform-invalid'],
  ['with changes that are none', '{"resource_changes": [{"address": 5}]}', 'terraform-invalid'],
])('that is %s is refused', (_, text, code) => {
  expect(() => parsePlan(text, 'plan.json')).toThrow(expect.objectContaining({ code }) as Error);
});
