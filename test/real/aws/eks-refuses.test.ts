import {
  refusedAccessEntry,
  refusedAccessPolicy,
  refusedCluster,
  refusedFargateProfile,
  refusedIdentityProvider,
} from './eks-refuses';

const on = {
  computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: 'arn:aws:iam::123456789012:role/nodes' },
  storageConfig: { blockStorage: { enabled: true } },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
};
const principalArn = 'arn:aws:iam::123456789012:role/a';

describe('the front refuses, as EKS does,', () => {
  test.each<[string, string | RegExp | undefined, Record<string, unknown>]>([
    ['a name with a dot', /must have 1 to 100/, { name: 'a.b' }],
    ['Auto Mode without storage', /fully enabled or fully disabled/, { ...on, storageConfig: undefined }],
    ['Auto Mode without load balancing', /fully enabled/, { ...on, kubernetesNetworkConfig: {} }],
    ['node pools without a role', /nodeRoleArn/, { ...on, computeConfig: { enabled: true, nodePools: ['system'] } }],
    [
      'a node pool of another name',
      /not one of/,
      { ...on, computeConfig: { ...on.computeConfig, nodePools: ['gpu'] } },
    ],
    [
      'public ranges of hybrid nodes',
      /RFC-1918/,
      {
        remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['203.0.113.0/24'] }] },
      },
    ],
    ['nothing of Auto Mode as a whole', undefined, on],
    ['nothing of an ordinary cluster', undefined, {}],
  ])('of a cluster: %s', (_, message, body) => {
    const refused = refusedCluster({ name: 'todo', ...body });
    if (message === undefined) expect(refused).toBeUndefined();
    else expect(refused).toMatch(message);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a group of system:', { kubernetesGroups: ['system:masters'] }],
    ['a user name of EKS’ own', { username: 'eks:a' }],
    ['a service-linked role', { principalArn: 'arn:aws:iam::1:role/aws-service-role/eks.amazonaws.com/A' }],
    ['groups of nodes', { type: 'EC2_LINUX', kubernetesGroups: ['a'] }],
  ])('of an access entry: %s', (_, body) => {
    expect(refusedAccessEntry({ principalArn, ...body })).toBeDefined();
    expect(refusedAccessEntry({ principalArn, kubernetesGroups: ['developers'], username: 'dev' })).toBeUndefined();
  });

  test('a policy of nodes, and a scope of no namespace', () => {
    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    expect(refusedAccessPolicy('EC2_LINUX', { policyArn })).toBeDefined();
    expect(refusedAccessPolicy('STANDARD', { policyArn, accessScope: { type: 'namespace' } })).toBeDefined();
    expect(refusedAccessPolicy('STANDARD', { policyArn, accessScope: { type: 'cluster' } })).toBeUndefined();
    const ofNodes = { policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy' };
    expect(refusedAccessPolicy('EC2', ofNodes)).toBeUndefined();
  });

  test('a Fargate profile by its name, its selectors or its subnets', () => {
    const profile = { fargateProfileName: 'shop', selectors: [{ namespace: 'shop' }], subnets: ['subnet-1'] };
    expect(refusedFargateProfile(profile)).toBeUndefined();
    for (const wrong of [
      { fargateProfileName: 'eks-shop' },
      { selectors: [] },
      { selectors: [{ labels: {} }] },
      { selectors: [{ namespace: 'a', labels: { a: '', b: '', c: '', d: '', e: '', f: '' } }] },
      { subnets: [] },
    ]) {
      expect(refusedFargateProfile({ ...profile, ...wrong })).toBeDefined();
    }
  });

  test('the cluster’s own issuer for people, and a prefix of system:', () => {
    const own = 'https://oidc.eks.eu-west-1.amazonaws.com/id/A';
    expect(refusedIdentityProvider({ issuerUrl: own }, own)).toBeDefined();
    expect(refusedIdentityProvider({ issuerUrl: 'https://a', groupsPrefix: 'system:' }, own)).toBeDefined();
    expect(refusedIdentityProvider({ issuerUrl: 'https://a', groupsPrefix: 'people:' }, own)).toBeUndefined();
  });
});
