import { prove } from '../../../lib/proof';
import { deployment, manifests, podIdentity, serviceAccount, terraform } from './example';
import type { Json } from './example';

const RULE = 'pod-identity-behind-strict-groups';

const policy = (spec: Json): Json => ({
  apiVersion: 'vpcresources.k8s.aws/v1beta1',
  kind: 'SecurityGroupPolicy',
  metadata: { namespace: 'todo', name: 'backend' },
  spec: { ...spec, securityGroups: { groupIds: ['sg-0123456789abcdef0'] } },
});
const BY_ACCOUNT = policy({ serviceAccountSelector: { matchLabels: { team: 'todo' } } });
const STRICT = { ENABLE_POD_ENI: 'true' };

/** Whether the rule speaks of todo/backend, which has an association and the label of its team. */
function isFound(env: Json, group: Json = BY_ACCOUNT, spec: Json = {}): boolean {
  const example = podIdentity();
  example.resource.aws_eks_addon.cni = {
    cluster_name: '${aws_eks_cluster.main.name}',
    addon_name: 'vpc-cni',
    configuration_values: typeof env === 'string' ? env : JSON.stringify({ env }),
  };
  const account = serviceAccount();
  account.metadata.labels = { team: 'todo' };
  const files = [terraform(example), manifests(account, group, deployment({ spec }))];
  const { findings } = prove(files.map(({ name, text }) => ({ file: name, text })));
  return findings.some(({ rule }) => rule === RULE);
}

describe('a pod with an association and security groups of its own', () => {
  test.each<[string, Json]>([
    ['by the label of its account', BY_ACCOUNT],
    ['by a label of its own', policy({ podSelector: { matchLabels: { app: 'backend' } } })],
    ['as every pod of the namespace', policy({ podSelector: {} })],
  ])('gets no credentials in the strict mode, which is the default, where it has them %s', (_, group) => {
    expect(isFound(STRICT, group)).toBe(true);
  });

  test.each<[string, Json, Json, Json]>([
    ['the mode is standard', { ...STRICT, POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' }, BY_ACCOUNT, {}],
    ['the CNI gives no interfaces', { ENABLE_POD_ENI: 'false' }, BY_ACCOUNT, {}],
    ['the CNI’s settings are not known', '${aws_eks_cluster.main.arn}', BY_ACCOUNT, {}],
    ['the pod has the node’s network', STRICT, BY_ACCOUNT, { hostNetwork: true }],
    [
      'the policy is for other accounts',
      STRICT,
      policy({ serviceAccountSelector: { matchLabels: { team: 'shop' } } }),
      {},
    ],
    [
      'the policy chooses by an expression',
      STRICT,
      policy({ podSelector: { matchExpressions: [{ key: 'app' }] } }),
      {},
    ],
    ['the policy is of both kinds', STRICT, policy({ podSelector: {}, serviceAccountSelector: {} }), {}],
  ])('is not said to get none where %s', (_, env, group, spec) => {
    expect(isFound(env, group, spec)).toBe(false);
  });
});
