import { admitAzure, admitEks, type AdmissionObject, receivesToken } from '../../lib/admission';
import { pod, type PodParts, serviceAccount } from './objects';

const ROLE = 'arn:aws:iam::111122223333:role/backend';
const role = serviceAccount({ 'eks.amazonaws.com/role-arn': ROLE });
const client = serviceAccount({ 'azure.workload.identity/client-id': 'client' });
const irsa = (parts: PodParts, account: AdmissionObject | undefined = role) =>
  receivesToken(admitEks(pod(parts), account), 'irsa');
const podIdentity = (parts: PodParts, account = serviceAccount()) =>
  receivesToken(
    admitEks(pod(parts), account, { containerCredentials: { associations: ['todo/backend'] } }),
    'eks-pod-identity',
  );
const entra = (parts: PodParts, account: AdmissionObject | undefined = client) =>
  receivesToken(
    admitAzure(pod({ ...parts, labels: { 'azure.workload.identity/use': 'true', ...parts.labels } }), account),
    'entra-workload-identity',
  );
const withVariables = (...env: Record<string, unknown>[]): PodParts => ({ containers: [{ name: 'api', env }] });

describe('whether a pod receives its token', () => {
  test('an ordinary pod does, and names its identity', () => {
    expect(irsa({})).toMatchObject({ receives: true, containers: [{ container: 'api', identity: ROLE }] });
    expect(podIdentity({}).receives).toBe(true);
    expect(entra({})).toMatchObject({ receives: true, containers: [{ identity: 'client' }] });
  });

  test('a pod that asks for an AKS identity binding does, by the audience of that', () => {
    const binding = entra({ annotations: { 'azure.workload.identity/use-identity-binding': 'true' } });
    expect(binding).toMatchObject({ receives: true, containers: [{ identity: 'client' }] });
    expect(binding.because.join()).toContain('the application must switch on the token proxy');
  });

  test('not where a container of a binding has a token for Entra, or the reverse', () => {
    const byHand = (audience: string, ...more: Record<string, unknown>[]) => {
      const env = [
        { name: 'AZURE_CLIENT_ID', value: 'client' },
        { name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/token/azure' },
        ...more,
      ];
      const containers = [{ name: 'api', env, volumeMounts: [{ name: 'token', mountPath: '/token' }] }];
      const sources = [{ serviceAccountToken: { audience, path: 'azure', expirationSeconds: 3600 } }];
      const object = pod({ containers, spec: { volumes: [{ name: 'token', projected: { sources } }] } });
      return receivesToken({ result: 'untouched', because: [], object }, 'entra-workload-identity');
    };
    const proxy = { name: 'AZURE_KUBERNETES_TOKEN_PROXY', value: 'https://api.example' };
    expect(byHand('api://AKSIdentityBinding', proxy).receives).toBe(true);
    expect(byHand('api://AzureADTokenExchange').receives).toBe(true);
    expect(byHand('api://AzureADTokenExchange', proxy).because.join()).toContain('not "api://AKSIdentityBinding"');
    expect(byHand('api://AKSIdentityBinding').because.join()).toContain('not "api://AzureADTokenExchange"');
    const authorities = ['AZURE_KUBERNETES_CA_FILE', 'AZURE_KUBERNETES_CA_DATA'].map((name) => ({ name, value: 'x' }));
    expect(byHand('api://AKSIdentityBinding', proxy, ...authorities)).toMatchObject({ receives: false });
  });

  test('on Windows too, but not with Pod Identity, whose agent is not there', () => {
    const spec = { nodeSelector: { 'kubernetes.io/os': 'windows' } };
    expect(irsa({ spec }).receives).toBe(true);
    expect(podIdentity({ spec }).receives).toBe(false);
  });

  test('not by a mechanism that was not asked for', () => {
    expect(receivesToken(admitEks(pod(), role), 'eks-pod-identity').receives).toBe(false);
    expect(receivesToken(admitEks(pod(), role), 'entra-workload-identity').receives).toBe(false);
  });

  test('not without annotation, label, client id or service account', () => {
    expect(irsa({}, serviceAccount()).receives).toBe(false);
    expect(irsa({ labels: { 'eks.amazonaws.com/skip-pod-identity-webhook': 'false' } }).receives).toBe(false);
    expect(entra({ labels: { 'azure.workload.identity/use': 'false' } }).receives).toBe(false);
    expect(entra({}, serviceAccount()).receives).toBe(false);
    expect(
      receivesToken(admitAzure(pod({ labels: { 'azure.workload.identity/use': 'true' } }), undefined), 'irsa'),
    ).toEqual({
      receives: false,
      containers: [],
      because: ['service account todo/backend is not there, and the webhook refuses a pod without it'],
      reasons: [{ code: 'account-missing', facts: { account: 'todo/backend' } }],
    });
  });

  test('not where every container is skipped, but where one is left', () => {
    const containers = [{ name: 'api' }, { name: 'sidecar' }];
    const skipping = (value: string) =>
      irsa({ containers, annotations: { 'eks.amazonaws.com/skip-containers': value } });
    expect(skipping('api,sidecar').receives).toBe(false);
    expect(skipping('api').receives).toBe(true);
    expect(skipping('api').containers.map((token) => token.receives)).toEqual([false, true]);
  });

  test('not where only the injected proxy is left', () => {
    const annotations = {
      'azure.workload.identity/inject-proxy-sidecar': 'true',
      'azure.workload.identity/skip-containers': 'api',
    };
    expect(entra({ annotations }).receives).toBe(false);
  });

  test.each([
    { name: 'AWS_ROLE_ARN', value: 'own' },
    { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/own' },
  ])('not where a variable of its own blocks the webhook: %j', (variable) => {
    expect(irsa(withVariables(variable)).receives).toBe(false);
  });

  test('not where other credentials win', () => {
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({ name, value: 'x' }));
    expect(irsa(withVariables(...keys)).receives).toBe(false);
    expect(irsa(withVariables(keys[0]!)).receives).toBe(true);
    const web = ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'].map((name) => ({ name, value: 'x' }));
    expect(podIdentity(withVariables(...web)).receives).toBe(false);
    expect(podIdentity(withVariables({ name: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', value: '/x' })).receives).toBe(
      false,
    );
    const secret = ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_SECRET'].map((name) => ({ name, value: 'x' }));
    expect(entra(withVariables(...secret)).receives).toBe(false);
  });

  test('cannot be told where other credentials win if a Secret is there', () => {
    const keys = (...optional: readonly (boolean | undefined)[]) =>
      ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name, index) => ({
        name,
        valueFrom: { secretKeyRef: { name: 'keys', key: name, optional: optional[index] } },
      }));
    const received = irsa(withVariables(...keys(true, true)));
    expect(received.receives).toBeNull();
    expect(received.because).toContainEqual(
      expect.stringContaining('from a Secret or ConfigMap that need not be there'),
    );
    // One that need not be there is enough: without it, the other is of no use.
    expect(irsa(withVariables(...keys(true, false))).receives).toBeNull();
    expect(irsa(withVariables(...keys(false, undefined))).receives).toBe(false);
  });

  test('not where the agent’s address is another one', () => {
    const variable = (value: string) =>
      withVariables(
        { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value },
        {
          name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
          value: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token',
        },
      );
    expect(podIdentity(variable('http://localhost/creds')).receives).toBe(false);
    expect(podIdentity(variable('http://[fd00:ec2::23]/v1/credentials')).receives).toBe(true);
  });

  test('not where a volume of the pod’s own stands in the token’s place, or its audience is another', () => {
    const spec = { volumes: [{ name: 'aws-iam-token', hostPath: { path: '/tmp' } }] };
    expect(irsa({ spec }).receives).toBe(false);
    const other = serviceAccount({ 'eks.amazonaws.com/role-arn': ROLE, 'eks.amazonaws.com/audience': 'vault' });
    expect(irsa({}, other).receives).toBe(false);
    expect(receivesToken(admitEks(pod(), other), 'irsa', 'vault').receives).toBe(true);
  });

  test('not where the API server refuses what the webhook made', () => {
    const long = serviceAccount({
      'eks.amazonaws.com/role-arn': ROLE,
      'eks.amazonaws.com/token-expiration': '9999999999',
    });
    expect(irsa({}, long)).toMatchObject({ receives: false, containers: [] });
  });

  test('cannot be told where a value is known only in the cluster', () => {
    const fromSource = withVariables(
      { name: 'AWS_ROLE_ARN', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' },
    );
    expect(irsa(fromSource).receives).toBeNull();
    const envFrom = [{ configMapRef: { name: 'c' } }];
    const volumeMounts = [{ name: 'tokens', mountPath: '/tokens' }];
    expect(irsa({ containers: [{ name: 'api', envFrom, volumeMounts }] }, serviceAccount()).receives).toBeNull();
    // A container that mounts nothing has no token, whatever its variables say.
    expect(irsa({ containers: [{ name: 'api', envFrom }] }, serviceAccount()).receives).toBe(false);
  });

  test('a token mounted by hand counts, as a pod of AKS needs it for a role of AWS', () => {
    const object = pod({
      containers: [
        {
          name: 'api',
          env: [
            { name: 'AWS_ROLE_ARN', value: ROLE },
            { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/tokens/aws/token' },
          ],
          volumeMounts: [
            { name: 'all', mountPath: '/' },
            { name: 'aws', mountPath: '/tokens/' },
          ],
        },
      ],
      spec: {
        volumes: [
          { name: 'all', emptyDir: {} },
          {
            name: 'aws',
            projected: { sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', path: 'aws/token' } }] },
          },
        ],
      },
    });
    const admission = { result: 'untouched', because: [], object } as const;
    expect(receivesToken(admission, 'irsa')).toMatchObject({ receives: true, because: [] });
  });
});
