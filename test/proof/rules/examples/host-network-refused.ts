import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { Json, RuleExample } from '../example';

const POLICY: readonly Json[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'no-host-network' },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      validations: [{ expression: '!has(object.spec.hostNetwork) || object.spec.hostNetwork == false' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'no-host-network' },
    spec: {
      policyName: 'no-host-network',
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'todo' } } },
    },
  },
];

export const example: RuleExample = {
  bad: [terraform(podIdentity()), manifests(...POLICY, serviceAccount(), deployment({ spec: { hostNetwork: true } }))],
  good: [terraform(podIdentity()), manifests(...POLICY, serviceAccount(), deployment())],
};
