import { gatedReview, reviewAtlantis, reviewMarkdown } from '../../lib/review';
import type { Violation } from '../../lib/review';
import type { Inventory } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { eks, irsaRole } from '../proof/kubernetes-program';
import { ORDERS, inventoryOf, workload } from './review-program';

const API = 'rbac.authorization.k8s.io';

/** A role that lets subjects do something in a namespace: `ci/deployer` is an account, anything else a group. */
function allow(namespace: string, resource: string, verb: string, ...subjects: string[]): string {
  const name = `${verb}-${resource.replace('/', '-')}-of-${subjects[0]!.replace(/[^a-z]/g, '-')}`;
  const objects = [
    {
      ...{ apiVersion: `${API}/v1`, kind: 'Role', metadata: { name, namespace } },
      rules: [{ apiGroups: [''], resources: [resource], verbs: [verb] }],
    },
    {
      ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name, namespace } },
      roleRef: { apiGroup: API, kind: 'Role', name },
      subjects: subjects.map((text) => {
        const [own, account] = text.split('/') as [string, string | undefined];
        return account === undefined
          ? { kind: 'Group', name: own, apiGroup: API }
          : { kind: 'ServiceAccount', namespace: own, name: account };
      }),
    },
  ];
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}

const program = (...more: string[]): Inventory => inventoryOf({ ...ORDERS, objects: ORDERS.objects + more.join('') });

function held(entry: string, head: Inventory, base = head) {
  const settings = parseSettings(`gate: { neverBecome: [{ ${entry} }] }`, 'podtrust.yaml');
  return gatedReview(base, head, { base: settings, head: [settings], isLocked: () => false });
}

const told = (violations: readonly Violation[]): string[] =>
  violations.map(({ who = 'somebody', steps = [], because, isNew }) =>
    [who, ...steps, because ?? 'certain', isNew ? 'new' : 'as before'].join(' | '),
  );

const ORDERS_ALONE = 'accounts: [shop/orders]';
const PODS = allow('shop', 'pods', 'create', 'team');

test('who may never become a pod is named by each shortest way, over whatever steps', () => {
  const head = program(PODS, allow('shop', 'pods', 'create', 'ci/deployer'), allow('ci', 'pods', 'create', 'devs'));
  const { gate } = held(ORDERS_ALONE, head, program(PODS));
  expect(gate).toMatchObject({ outcome: 'violated', undecided: [] });
  expect(told(gate!.violations)).toEqual([
    'Group team | Group team may make pods in shop by RoleBinding/shop/create-pods-of-team | certain | as before',
    'ServiceAccount ci/deployer | ServiceAccount ci/deployer may make pods in shop by RoleBinding/shop/create-pods-of-ci-deployer | certain | new',
    'Group devs | Group devs may make pods in ci by RoleBinding/ci/create-pods-of-devs | ServiceAccount ci/deployer may make pods in shop by RoleBinding/shop/create-pods-of-ci-deployer | certain | new',
  ]);
  expect(gate!.violations[0]).toMatchObject({
    policy: 'never-become',
    at: { file: 'podtrust.yaml', pointer: '/gate/neverBecome/0' },
    cluster: 'eks',
    what: 'Group team of eks can become a pod of shop/orders, which the policy never allows',
  });
});

test('whom it excepts, and whom it does not mean, may', () => {
  const head = program(PODS, allow('shop', 'pods', 'create', 'ci/deployer'));
  const who = (more: string) => held(`${ORDERS_ALONE}, ${more}`, head).gate!.violations.map((one) => one.who);
  expect(who('except: [Group team]')).toEqual(['ServiceAccount ci/deployer']);
  expect(who('except: ["Group t*", "ServiceAccount ci/*"]')).toEqual([]);
  expect(who('who: ["Group *"]')).toEqual(['Group team']);
  expect(who('who: [User team, Identity team, Group other]')).toEqual([]);
  expect(who('who: [Group system:serviceaccounts:ci]')).toEqual(['ServiceAccount ci/deployer']);
  expect(held('accounts: [pay/orders]', head).gate!.outcome).toBe('holds');
  expect(held('accounts: ["*/orders of eks"]', head).gate!.outcome).toBe('violated');
});

test('a group of Kubernetes is all the accounts in it, and everybody is everybody', () => {
  const by = (group: string, more: string) =>
    held(`${ORDERS_ALONE}, ${more}`, program(allow('shop', 'pods', 'create', group))).gate!.outcome;
  const IN_CI = 'system:serviceaccounts:ci';
  expect(by(IN_CI, 'who: ["ServiceAccount ci/x"]')).toBe('violated');
  expect(by(IN_CI, 'who: ["ServiceAccount pay/x"]')).toBe('holds');
  expect(by(IN_CI, 'except: ["ServiceAccount ci/*"]')).toBe('holds');
  expect(by(IN_CI, 'except: ["ServiceAccount ci/x"]')).toBe('violated');
  expect(by(IN_CI, 'who: ["Group system:*"]')).toBe('violated');
  expect(by('system:serviceaccounts', 'who: ["ServiceAccount pay/x"]')).toBe('violated');
  expect(by('system:serviceaccounts', 'who: [User jane]')).toBe('holds');
  expect(by('system:authenticated', 'who: [User jane]')).toBe('violated');
  expect(by('system:authenticated', 'except: ["ServiceAccount */*"]')).toBe('violated');
  expect(by('system:authenticated', 'except: [Group system:authenticated]')).toBe('holds');
});

test('an account is itself, and whoever impersonates it is it in Kubernetes alone', () => {
  const itself = program(allow('shop', 'pods', 'create', 'shop/orders'));
  expect(held(ORDERS_ALONE, itself).gate!.outcome).toBe('holds');
  expect(told(held('accounts: ["shop/*"]', itself).gate!.violations)).toHaveLength(1);
  const { gate } = held(ORDERS_ALONE, program(allow('shop', 'serviceaccounts', 'impersonate', 'team')));
  expect(gate!.violations[0]!.what).toBe(
    'Group team of eks can become a pod of shop/orders, in Kubernetes alone, which the policy never allows',
  );
});

test('identities stand for whoever gets them, and those who get one act as it', () => {
  expect(held('identities: [ord*]', program(PODS)).gate!.outcome).toBe('violated');
  expect(held('identities: [aws_iam_role.orders]', program(PODS)).gate!.outcome).toBe('violated');
  expect(held('identities: [ledger]', program(PODS)).gate!.outcome).toBe('holds');
  const admin = inventoryOf({
    terraform: `${eks()}${irsaRole('orders', 'shop/orders')}${irsaRole('deployer', 'ci/deployer')}
resource "aws_eks_access_policy_association" "x" {
  cluster_name  = aws_eks_cluster.main.name
  principal_arn = aws_iam_role.deployer.arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy"
  access_scope {
    type = "cluster"
  }
}
`,
    objects: workload('shop/orders', 'orders', 'orders') + allow('pay', 'pods', 'create', 'devs'),
  });
  const { gate } = held(ORDERS_ALONE, admin);
  expect(gate!.violations.map(({ who, id, identity }) => [who, id, identity])).toEqual([
    ['Identity deployer', 'aws_iam_role.deployer', 'deployer'],
    ['ServiceAccount ci/deployer', undefined, undefined],
  ]);
  expect(gate!.violations[1]!.steps![0]).toBe('ServiceAccount ci/deployer may get deployer by IRSA');
  expect(held(`${ORDERS_ALONE}, except: [Identity deployer, "ServiceAccount ci/*"]`, admin).gate!.outcome).toBe(
    'holds',
  );
});

test('what is not certain may be a violation, and counts where the base does not have it', () => {
  const unread = program(allow('shop', 'pods', 'create', 'team').replace(/---\n\{[^\n]*"kind":"Role",[^\n]*\n/, ''));
  const { gate } = held(`${ORDERS_ALONE}, who: [Group team]`, unread, program(allow('pay', 'pods', 'create', 'x')));
  expect(gate).toMatchObject({ outcome: 'undecided', violations: [] });
  expect(gate!.undecided[0]).toMatchObject({
    what: 'Group team of eks can perhaps become a pod of shop/orders, which the policy never allows',
    because: expect.stringMatching(/was not read$/) as unknown,
    isNew: true,
  });
  expect(held(ORDERS_ALONE, unread).gate!.outcome).toBe('holds');
  const ofOther = held('accounts: [shop/orders of prod]', program(PODS)).gate!;
  expect(told(ofOther.undecided)[0]).toMatch(/no cluster is known to be prod/);
});

test('a cluster without RBAC, and an inventory that says nothing of it, leave it open once', () => {
  expect(told(held(ORDERS_ALONE, program()).gate!.undecided)).toEqual([
    'somebody | no RBAC of eks was read, which says who may act in it | as before',
  ]);
  const { becoming, ...earlier } = program(PODS);
  expect(becoming).toHaveLength(1);
  const { gate } = held(ORDERS_ALONE, earlier, program(PODS));
  expect(gate).toMatchObject({ outcome: 'undecided', violations: [] });
  expect(gate!.undecided).toHaveLength(1);
});

test('is told in every form, with its steps', () => {
  const review = held(`${ORDERS_ALONE}, reason: the ledger`, program(PODS), program());
  const markdown = reviewMarkdown(review);
  expect(markdown).toContain('Group team of eks can become a pod of shop/orders, which the policy never allows');
  expect(markdown).toContain('  - Group team may make pods in shop by RoleBinding/shop/create-pods-of-team');
  expect(JSON.parse(reviewAtlantis(review, 'widened'))).toMatchObject({
    findings: [
      {
        ...{ type: 'denial', rule_id: 'access-not-allowed' },
        details:
          'Group team may make pods in shop by RoleBinding/shop/create-pods-of-team.\nThe policy’s reason: the ledger.',
      },
      { rule_id: 'access-widened' },
    ],
  });
});
