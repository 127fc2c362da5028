import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { RolledPods, type RolledPodsProps } from '../../lib/kubernetes';
import { codeOf } from '../aws/code-of';

function synthesized(props: RolledPodsProps) {
  const stack = new TerraformStack(Testing.app(), 'rolled');
  new KubernetesProvider(stack, 'kubernetes', {});
  new RolledPods(stack, 'pods', props);
  return JSON.parse(Testing.synth(stack)).data?.kubernetes_resources ?? {};
}
const serviceAccounts = [
  { namespace: 'shop', name: 'reports' },
  { namespace: 'shop', name: 'orders' },
];

test.each([
  ['irsa', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ['eks-pod-identity', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  ['entra-workload-identity', 'AZURE_FEDERATED_TOKEN_FILE'],
] as const)('pods that are left with %s stop Terraform, by the variable that a webhook injects', (left, variable) => {
  const [orders, reports] = Object.values(synthesized({ serviceAccounts, left })) as Record<string, never>[];
  expect(reports).toMatchObject({
    api_version: 'v1',
    kind: 'Pod',
    namespace: 'shop',
    field_selector: 'spec.serviceAccountName=reports,status.phase!=Succeeded,status.phase!=Failed',
  });
  const [{ condition, error_message }] = (reports!.lifecycle as never)['postcondition'] as never as [
    Record<string, string>,
  ];
  expect(condition).toContain(variable);
  expect(error_message).toMatch(/^Pods of shop\/reports still have the credentials of \S+: \$\{join/);
  expect(orders!.field_selector).toMatch(/^spec.serviceAccountName=orders,/);
});

test('pods that are left with AAD Pod Identity stop Terraform by their label, whatever their account', () => {
  const looked = Object.values(synthesized({ serviceAccounts, left: 'aad-pod-identity' })) as Record<string, never>[];
  expect(looked).toHaveLength(1);
  expect(looked[0]).toMatchObject({
    kind: 'Pod',
    namespace: 'shop',
    label_selector: 'aadpodidbinding,azure.workload.identity/use!=true',
    field_selector: 'status.phase!=Succeeded,status.phase!=Failed',
    lifecycle: {
      postcondition: [
        {
          condition: '${length(self.objects) == 0}',
          error_message: expect.stringMatching(
            /^Pods of shop still have their identity by the label aadpodidbinding: \$\{join/,
          ),
        },
      ],
    },
  });
});

test('at the steps that wait for no pod nothing is looked up', () => {
  expect(synthesized({ serviceAccounts })).toEqual({});
});

test('a service account that Kubernetes does not know is refused', () => {
  const invalid = { serviceAccounts: [{ namespace: 'shop', name: 'Reports' }] };
  expect(codeOf(() => synthesized({ ...invalid, left: 'irsa' }))).toBe('subject-invalid');
  expect(codeOf(() => synthesized(invalid))).toBe('subject-invalid');
});
