import type { LocalCloud } from '../local-cloud';
import { pause } from '../processes';
import { type Scenario, deploys, failure, planIsEmpty } from './scenarios';

/** The kinds whose objects belong to no namespace, or are not among those of the sample. */
const collections = {
  policies: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  bindings: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  groups: '/apis/vpcresources.k8s.aws/v1beta1/namespaces/payments/securitygrouppolicies',
  network: '/apis/networking.k8s.io/v1/namespaces/payments/networkpolicies',
};

/** As the VPC resource controller of EKS has it in each cluster, with the fields that count. */
const SECURITY_GROUP_POLICIES = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'securitygrouppolicies.vpcresources.k8s.aws' },
  spec: {
    group: 'vpcresources.k8s.aws',
    names: { kind: 'SecurityGroupPolicy', plural: 'securitygrouppolicies', singular: 'securitygrouppolicy' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  serviceAccountSelector: selectorSchema(),
                  podSelector: selectorSchema(),
                  securityGroups: {
                    type: 'object',
                    properties: { groupIds: { type: 'array', minItems: 1, items: { type: 'string' } } },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

function selectorSchema() {
  return {
    type: 'object',
    properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string' } } },
  };
}

/** Creates a pod and takes it away again. @returns the API server's answer: its status, and what it says of a refusal */
async function pod({ kubernetes }: LocalCloud, namespace: string, hostNetwork: boolean) {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const spec = { hostNetwork, containers: [{ name: 'probe', image: 'registry.example/probe' }] };
  const metadata = { name: 'probe' };
  const { status, body } = await kubernetes.request('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  await kubernetes.request('DELETE', `${pods}/probe?gracePeriodSeconds=0`);
  while ((await kubernetes.request('GET', `${pods}/probe`)).status === 200) await pause(100);
  return { status, said: (body as { message?: string }).message ?? '' };
}

async function itemsOf({ kubernetes }: LocalCloud, collection: string): Promise<string[]> {
  const { body } = await kubernetes.request('GET', collection);
  const { items = [] } = body as { items?: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name);
}

/** What the API server itself makes of the guards of nodes' credentials. */
export const GUARDS: Scenario = {
  id: 'guards',
  only: 'aws',
  name: 'guards of the nodes, by the API server',
  program: './programs/eks-guards',
  steps: [
    {
      ...deploys,
      run: async (cloud, program) => {
        const { status } = await cloud.kubernetes.request(
          'POST',
          '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
          SECURITY_GROUP_POLICIES,
        );
        if (status !== 201) throw failure(`the kind SecurityGroupPolicy is refused with ${status}`);
        while ((await cloud.kubernetes.request('GET', collections.groups)).status !== 200) await pause(100);
        await deploys.run(cloud, program);
      },
    },
    planIsEmpty,
    {
      name: 'a pod with hostNetwork is refused in a guarded namespace, and an ordinary one accepted',
      run: async (cloud) => {
        // The API server begins to enforce a policy a moment after it was stored.
        let refused = await pod(cloud, 'payments', true);
        for (const end = Date.now() + 60_000; refused.status === 201 && Date.now() < end; await pause(500)) {
          refused = await pod(cloud, 'payments', true);
        }
        if (refused.status !== 403 || !/hostNetwork is not allowed in this namespace/.test(refused.said)) {
          throw failure(`hostNetwork in payments: ${refused.status} ${refused.said}`);
        }
        const ordinary = await pod(cloud, 'payments', false);
        if (ordinary.status !== 201) throw failure(`an ordinary pod: ${ordinary.status} ${ordinary.said}`);
      },
    },
    {
      name: 'one with hostNetwork is accepted where the policy makes an exception',
      run: async (cloud) => {
        for (const namespace of ['tools', 'kube-system']) {
          const { status, said } = await pod(cloud, namespace, true);
          if (status !== 201) throw failure(`hostNetwork in ${namespace}: ${status} ${said}`);
        }
      },
    },
    {
      name: "cdktf destroy '*' leaves nothing, and hostNetwork is accepted again",
      run: async (cloud, program) => {
        await program.destroy();
        const left = await Promise.all(Object.values(collections).map((collection) => itemsOf(cloud, collection)));
        if (left.flat().length > 0) throw failure(`after the destroy there are still: ${left.flat().join(', ')}`);
        const { status, said } = await pod(cloud, 'default', true);
        if (status !== 201) throw failure(`hostNetwork after the destroy: ${status} ${said}`);
      },
    },
  ],
};
