import { Chart, Testing } from 'cdk8s';
import { HostNetworkPolicy, MetadataNetworkPolicy } from '../../lib/kubernetes';
import type { HostNetworkPolicyProps } from '../../lib/kubernetes';
import { codeOf } from '../aws/code-of';

const policy = (props: HostNetworkPolicyProps): HostNetworkPolicy => {
  const chart = new Chart(Testing.app(), 'chart');
  return new HostNetworkPolicy(chart, 'guard', props);
};

describe('a HostNetworkPolicy', () => {
  test('is a policy for each new pod and a binding that denies', () => {
    const chart = Testing.chart();
    new HostNetworkPolicy(chart, 'guard', { namespaces: ['todo', 'shop', 'todo'] });
    const [made, binding] = Testing.synth(chart);
    expect(made.spec.matchConstraints.resourceRules).toEqual([
      { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
    ]);
    expect(binding.spec).toEqual({
      policyName: 'no-host-network',
      validationActions: ['Deny'],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['todo', 'shop'] }],
        },
      },
    });
  });

  test.each<[string, HostNetworkPolicyProps, string]>([
    ['no namespace', {}, 'namespaces-missing'],
    ['an empty list', { namespaces: [] }, 'namespaces-missing'],
    ['both lists', { namespaces: ['todo'], exceptNamespaces: ['kube-system'] }, 'namespaces-missing'],
    ['kube-system', { namespaces: ['kube-system'] }, 'host-network-needed'],
    ['all but todo', { exceptNamespaces: ['todo'] }, 'host-network-needed'],
    ['every namespace', { exceptNamespaces: [] }, 'host-network-needed'],
    ['a namespace that cannot be', { namespaces: ['Todo'] }, 'name-invalid'],
    ['a name that cannot be', { namespaces: ['todo'], name: 'No Network' }, 'name-invalid'],
  ])('for %s is refused', (_, props, code) => {
    expect(codeOf(() => policy(props))).toBe(code);
  });
});

describe('a MetadataNetworkPolicy', () => {
  test('lets pods reach everything but the instance metadata service', () => {
    const chart = Testing.chart();
    new MetadataNetworkPolicy(chart, 'deny', { namespace: 'todo', podLabels: { app: 'backend' } });
    expect(Testing.synth(chart)[0].spec).toEqual({
      podSelector: { matchLabels: { app: 'backend' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
            { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
            { namespaceSelector: {} },
          ],
        },
      ],
    });
  });

  test.each([{ namespace: '' }, { namespace: 'todo', name: 'A' }])('%p is refused', (props) => {
    const chart = Testing.chart();
    expect(codeOf(() => new MetadataNetworkPolicy(chart, 'deny', props))).toBe('name-invalid');
  });
});
