import { ApiObject, Testing } from 'cdk8s';
import { BoundServiceAccount, SecurityGroupPolicy } from '../../lib/kubernetes';
import { inOrder } from '../../lib/kubernetes/objects/object-order';
import { codeOf } from '../aws/code-of';

const GROUP = 'sg-0123456789abcdef0';

function made(props: { groupIds?: string[]; name?: string } = {}) {
  const chart = Testing.chart();
  const serviceAccount = new BoundServiceAccount(chart, 'account', {
    serviceAccount: { namespace: 'todo', name: 'backend' },
    bindings: [],
  });
  new SecurityGroupPolicy(chart, 'groups', { serviceAccount, groupIds: [GROUP], ...props });
  return { chart, serviceAccount };
}

describe('a security group policy', () => {
  test('finds the account that it is given by a label of its own', () => {
    const [account, policy] = Testing.synth(made().chart);

    const label = { 'podtrust/security-group-policy': 'backend' };
    expect(account.metadata.labels).toEqual(label);
    expect(policy).toEqual({
      apiVersion: 'vpcresources.k8s.aws/v1beta1',
      kind: 'SecurityGroupPolicy',
      metadata: { namespace: 'todo', name: 'backend' },
      spec: { serviceAccountSelector: { matchLabels: label }, securityGroups: { groupIds: [GROUP] } },
    });
  });

  test('stands before the pods that it is for: one that is there already keeps the groups of its node', () => {
    const { chart } = made();
    new ApiObject(chart, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'todo', name: 'backend' },
      spec: { serviceAccountName: 'backend', containers: [{ name: 'app', image: 'app:1' }] },
    });
    const kinds = inOrder([...Testing.synth(chart)].reverse()).map(({ kind }) => kind);
    expect(kinds).toEqual(['SecurityGroupPolicy', 'ServiceAccount', 'Pod']);
  });

  test('has as many groups as the highest quota of a network interface', () => {
    expect(codeOf(() => made({ groupIds: Array.from({ length: 16 }, () => GROUP) }))).toBeUndefined();
  });

  test.each([
    [{ groupIds: [] }, 'security-groups-over-limit'],
    [{ groupIds: Array.from({ length: 17 }, () => GROUP) }, 'security-groups-over-limit'],
    [{ groupIds: ['database'] }, 'security-group-malformed'],
    [{ name: 'a'.repeat(64) }, 'name-invalid'],
  ])('of %p is refused', (props, code) => {
    expect(codeOf(() => made(props))).toBe(code);
  });
});
