import { EksStandIn, type EksAnswer } from './eks-stand-in';

const role = 'arn:aws:iam::123456789012:role/todo';
const missingRole = 'arn:aws:iam::123456789012:role/gone';

async function aCluster(attributes: Record<string, unknown> = {}) {
  const eks = new EksStandIn({
    roleExists: async (arn) => arn === role,
    ec2: async () => ({ status: 200, body: '<vpcId>vpc-1</vpcId><groupId>sg-1</groupId>' }),
  });
  const call = (method: string, path: string, body: Record<string, unknown> = {}) =>
    eks.answer({ method, steps: path.split('/'), query: new URLSearchParams(), body, region: 'eu-west-1' });
  const question = { method: 'POST', steps: ['clusters'], query: new URLSearchParams(), region: 'eu-west-1' };
  const body = { name: 'todo', accessConfig: { authenticationMode: 'API' }, ...attributes };
  const created = await eks.complete({ ...question, body }, { cluster: { name: 'todo', resourcesVpcConfig: {} } });
  return { eks, call, cluster: created.cluster as Record<string, unknown> };
}

function errorOf(answer: EksAnswer | undefined): string | undefined {
  return answer?.error;
}

describe('what the front answers for EKS', () => {
  test('a cluster keeps the attributes that moto drops', async () => {
    const { cluster } = await aCluster({ upgradePolicy: { supportType: 'STANDARD' }, deletionProtection: true });
    expect(cluster).toMatchObject({
      accessConfig: { authenticationMode: 'API' },
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: true,
    });
  });

  test('a protected cluster is not deleted', async () => {
    const { call } = await aCluster({ deletionProtection: true });
    expect(errorOf(await call('DELETE', 'clusters/todo'))).toBe('InvalidRequestException');
  });

  test('a service account gets one association, and a second is refused', async () => {
    const { call } = await aCluster();
    const association = { namespace: 'todo', serviceAccount: 'backend', roleArn: role };
    const path = 'clusters/todo/pod-identity-associations';
    expect(await call('POST', path, association)).toMatchObject({ status: 200 });
    expect(errorOf(await call('POST', path, association))).toBe('ResourceInUseException');
    expect(await call('POST', path, { ...association, serviceAccount: 'frontend' })).toMatchObject({ status: 200 });
  });

  test('an association with a role that is not there is refused', async () => {
    const { call } = await aCluster();
    const association = { namespace: 'todo', serviceAccount: 'backend', roleArn: missingRole };
    const answer = await call('POST', 'clusters/todo/pod-identity-associations', association);
    expect(errorOf(answer)).toBe('InvalidParameterException');
  });

  test('an add-on brings its associations, and takes them away', async () => {
    const { eks, call } = await aCluster();
    const podIdentityAssociations = [{ serviceAccount: 'aws-node', roleArn: role }];
    await call('POST', 'clusters/todo/addons', { addonName: 'vpc-cni', podIdentityAssociations });
    expect(eks.left()).toHaveLength(3);
    await call('DELETE', 'clusters/todo/addons/vpc-cni');
    expect(eks.left()).toEqual(['eks cluster todo']);
  });

  test('an access entry needs a principal, and a cluster that takes entries', async () => {
    const { call } = await aCluster();
    const path = 'clusters/todo/access-entries';
    expect(errorOf(await call('POST', path, { principalArn: missingRole }))).toBe('InvalidParameterException');
    expect(await call('POST', path, { principalArn: role })).toMatchObject({ status: 200 });
    expect(errorOf(await call('POST', path, { principalArn: role }))).toBe('ResourceInUseException');
    const old = await aCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } });
    expect(errorOf(await old.call('POST', path, { principalArn: role }))).toBe('InvalidRequestException');
  });

  test('each cluster has an issuer of its own, and keeps it', async () => {
    const [one, other] = [await aCluster(), await aCluster()];
    const issuerOf = ({ cluster }: { cluster: Record<string, unknown> }) => JSON.stringify(cluster.identity);
    expect(issuerOf(one)).toMatch(/"https:\/\/oidc\.eks\.eu-west-1\.amazonaws\.com\/id\/[0-9A-F]{32}"/);
    expect(issuerOf(one)).not.toBe(issuerOf(other));
  });

  test('a cluster has one identity provider for people, which goes away again', async () => {
    const { eks, call } = await aCluster();
    const path = 'clusters/todo/identity-provider-configs';
    const oidc = { identityProviderConfigName: 'people', issuerUrl: 'https://login.example.com', clientId: 'k' };
    const identityProviderConfig = { name: 'people', type: 'oidc' };
    expect(await call('POST', `${path}/associate`, { oidc })).toMatchObject({ status: 200 });
    expect(errorOf(await call('POST', `${path}/associate`, { oidc }))).toBe('ResourceInUseException');
    expect(await call('POST', `${path}/describe`, { identityProviderConfig })).toMatchObject({
      body: { identityProviderConfig: { oidc: { ...oidc, status: 'ACTIVE' } } },
    });
    expect(eks.left()).toContain('eks identity provider todo/people');
    await call('POST', `${path}/disassociate`, { identityProviderConfig });
    expect(errorOf(await call('POST', `${path}/describe`, { identityProviderConfig }))).toBe(
      'ResourceNotFoundException',
    );
  });

  test('a Fargate profile needs a pod execution role that is there', async () => {
    const { call } = await aCluster();
    const profile = { fargateProfileName: 'a', selectors: [{ namespace: 'a' }], subnets: ['subnet-1'] };
    const made = (podExecutionRoleArn: string) =>
      call('POST', 'clusters/todo/fargate-profiles', { ...profile, podExecutionRoleArn });
    expect(errorOf(await made(missingRole))).toBe('InvalidParameterException');
    expect(await made(role)).toBeUndefined();
  });

  test('a node group needs a role that is there', async () => {
    const { call } = await aCluster();
    const made = (nodeRole: string) => call('POST', 'clusters/todo/node-groups', { nodeRole });
    expect(errorOf(await made(missingRole))).toBe('InvalidParameterException');
    expect(await made(role)).toBeUndefined();
  });

  test('a cluster name of 101 characters is refused', async () => {
    const { call } = await aCluster();
    expect(errorOf(await call('POST', 'clusters', { name: 'a'.repeat(101) }))).toBe('InvalidParameterException');
    expect(await call('POST', 'clusters', { name: 'a'.repeat(100) })).toBeUndefined();
  });
});
