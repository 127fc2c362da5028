import fc from 'fast-check';
import { admitEks, type EksSettings } from '../../lib/admission';
import { pod, serviceAccount, specOf, tokenOf, variablesOf } from './objects';

const ROLE = 'arn:aws:iam::111122223333:role/backend';
const annotated = (others: Record<string, unknown> = {}) =>
  serviceAccount({ 'eks.amazonaws.com/role-arn': ROLE, ...others });
const TOKEN_FILE = '/var/run/secrets/eks.amazonaws.com/serviceaccount/token';
const associated: EksSettings = {
  containerCredentials: { associations: [{ namespace: 'todo', serviceAccount: 'backend' }] },
};

describe('the EKS webhook, by a role annotation', () => {
  test('adds the role, the token’s file, the mount and the volume', () => {
    const admission = admitEks(pod(), annotated(), { region: 'eu-west-1' });
    expect(admission.result).toBe('mutated');
    expect(specOf(admission)).toEqual({
      serviceAccountName: 'backend',
      containers: [
        {
          name: 'api',
          image: 'api',
          env: [
            { name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' },
            { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
            { name: 'AWS_REGION', value: 'eu-west-1' },
            { name: 'AWS_ROLE_ARN', value: ROLE },
            { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: TOKEN_FILE },
          ],
          volumeMounts: [
            { name: 'aws-iam-token', readOnly: true, mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount' },
          ],
        },
      ],
      volumes: [
        {
          name: 'aws-iam-token',
          projected: {
            sources: [
              { serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 86400, path: 'token' } },
            ],
          },
        },
      ],
    });
  });

  test('leaves the pod alone where the account has no role, is not there, or has a mistyped prefix', () => {
    const mistyped = serviceAccount({ 'eks.amazon.com/role-arn': ROLE });
    for (const account of [
      serviceAccount(),
      undefined,
      mistyped,
      serviceAccount({ 'eks.amazonaws.com/role-arn': '' }),
    ]) {
      const admission = admitEks(pod(), account);
      expect(admission.result).toBe('untouched');
      expect(admission.object).toEqual(pod());
    }
    expect(admitEks(pod(), mistyped).because.join()).toContain('eks.amazon.com/role-arn is not read');
  });

  test('says that a role annotated on the pod is not read', () => {
    const admission = admitEks(pod({ annotations: { 'eks.amazonaws.com/role-arn': ROLE } }), serviceAccount());
    expect(admission.result).toBe('untouched');
    expect(admission.because.join()).toContain('it belongs on the service account');
  });

  test.each(['true', 'false', ''])('is kept away by the skip label, also with the value %p', (value) => {
    const labels = { 'eks.amazonaws.com/skip-pod-identity-webhook': value };
    expect(admitEks(pod({ labels }), annotated(), associated).result).toBe('untouched');
  });

  test('takes the default account, and the old field serviceAccount', () => {
    const ofDefault = { ...annotated(), metadata: { ...(annotated().metadata as object), name: 'default' } };
    expect(admitEks(pod({ spec: { serviceAccountName: undefined } }), ofDefault).result).toBe('mutated');
    const old = pod({ spec: { serviceAccountName: undefined, serviceAccount: 'backend' } });
    expect(admitEks(old, annotated()).result).toBe('mutated');
  });

  test('adds a malformed ARN all the same, and says so', () => {
    const admission = admitEks(pod(), serviceAccount({ 'eks.amazonaws.com/role-arn': 'backend' }));
    expect(variablesOf(admission)).toMatchObject({ AWS_ROLE_ARN: 'backend' });
    expect(admission.because.join()).toContain('not a role’s ARN');
  });

  test('says nothing about an ARN that is known only after apply', () => {
    const admission = admitEks(pod(), serviceAccount({ 'eks.amazonaws.com/role-arn': '${aws_iam_role.a.arn}' }));
    expect(admission.because.join()).not.toContain('not a role’s ARN');
  });

  test('accepts the audience from the account’s annotation, else from the flag', () => {
    const other = annotated({ 'eks.amazonaws.com/audience': 'vault' });
    expect(tokenOf(admitEks(pod(), other))?.audience).toBe('vault');
    expect(tokenOf(admitEks(pod(), annotated(), { defaultAudience: 'mine' }))?.audience).toBe('mine');
  });

  test.each([
    ['1', true],
    ['T', true],
    ['TRUE', true],
    ['0', false],
    ['False', false],
    ['tRUE', true],
    ['yes', true],
    ['', true],
  ])('reads sts-regional-endpoints %p, and keeps its own flag for what is not a truth value', (value, regional) => {
    const account = annotated({ 'eks.amazonaws.com/sts-regional-endpoints': value });
    expect('AWS_STS_REGIONAL_ENDPOINTS' in variablesOf(admitEks(pod(), account))).toBe(regional);
    if (regional) return;
    expect(variablesOf(admitEks(pod(), account, { regionalSTS: true }))).not.toHaveProperty(
      'AWS_STS_REGIONAL_ENDPOINTS',
    );
  });

  test.each([
    ['7200', undefined, 7200],
    ['7200', '3600', 3600],
    ['599', undefined, 600],
    ['7200', '-1', 600],
    ['604800', undefined, 604800],
    ['+7200', undefined, 7200],
    ['1h', undefined, 86400],
    ['7200', '1e3', 7200],
    ['7200', '3600 ', 7200],
    [undefined, undefined, 86400],
  ])('asks for a token of a certain life: account %p, pod %p, seconds %p', (ofAccount, ofPod, seconds) => {
    const key = 'eks.amazonaws.com/token-expiration';
    const account = annotated(ofAccount === undefined ? {} : { [key]: ofAccount });
    const admission = admitEks(pod({ annotations: ofPod === undefined ? {} : { [key]: ofPod } }), account);
    expect(tokenOf(admission)?.expirationSeconds).toBe(seconds);
  });

  test('says when the API server will refuse what the webhook let through', () => {
    const longest = admitEks(pod(), annotated({ 'eks.amazonaws.com/token-expiration': '99999999999' }));
    expect(longest.result).toBe('mutated');
    expect(longest.because.join()).toContain('the API server refuses the pod');
    const volumeMounts = [{ name: 'own', mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount' }];
    const twice = admitEks(pod({ containers: [{ name: 'api', volumeMounts }] }), annotated());
    expect(twice.because.join()).toContain('mounts two volumes at');
  });

  test('a flag below 600 seconds is raised', () => {
    expect(tokenOf(admitEks(pod(), annotated(), { tokenExpiration: 60 }))?.expirationSeconds).toBe(600);
  });

  test('gives init containers the same', () => {
    const admission = admitEks(pod({ spec: { initContainers: [{ name: 'migrate' }] } }), annotated());
    expect(variablesOf(admission, 'migrate')).toMatchObject({ AWS_ROLE_ARN: ROLE });
  });

  test('puts its volume first, and leaves one of its name as it is', () => {
    const data = { name: 'data', emptyDir: {} };
    const before = admitEks(pod({ spec: { volumes: [data] } }), annotated());
    expect(specOf(before).volumes?.map(({ name }) => name)).toEqual(['aws-iam-token', 'data']);
    const foreign = { name: 'aws-iam-token', hostPath: { path: '/tmp' } };
    const admission = admitEks(pod({ spec: { volumes: [foreign] } }), annotated());
    expect(specOf(admission).volumes).toEqual([foreign]);
    expect(variablesOf(admission)).toHaveProperty('AWS_ROLE_ARN');
    expect(admission.because.join()).toContain('volume "aws-iam-token" of its own');
  });

  test.each([{ 'kubernetes.io/os': 'windows' }, { 'beta.kubernetes.io/os': 'windows' }])(
    'writes a Windows path, mount path unchanged, by the node selector %p',
    (nodeSelector) => {
      const admission = admitEks(pod({ spec: { nodeSelector } }), annotated());
      expect(variablesOf(admission).AWS_WEB_IDENTITY_TOKEN_FILE).toBe(
        'C:\\var\\run\\secrets\\eks.amazonaws.com\\serviceaccount\\token',
      );
      expect(specOf(admission).containers[0]?.volumeMounts).toMatchObject([
        { mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount' },
      ]);
    },
  );

  test('reads other annotations, and mounts elsewhere, by its flags; the skip label stays', () => {
    const account = serviceAccount({ 'my.org/role-arn': ROLE, 'eks.amazonaws.com/role-arn': 'other' });
    const settings = { annotationPrefix: 'my.org', tokenMountPath: '/tokens/' };
    expect(variablesOf(admitEks(pod(), account, settings))).toMatchObject({
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: '/tokens/token',
    });
    const labels = { 'eks.amazonaws.com/skip-pod-identity-webhook': '' };
    expect(admitEks(pod({ labels }), account, settings).result).toBe('untouched');
  });
});

describe('the EKS webhook and a container’s own variables', () => {
  const container = (...names: string[]) => [{ name: 'api', env: names.map((name) => ({ name, value: 'own' })) }];
  const admitted = (...names: string[]) =>
    admitEks(pod({ containers: container(...names) }), annotated(), { region: 'eu-west-1' });

  test('either identity variable keeps both from being added', () => {
    expect(Object.keys(variablesOf(admitted('AWS_ROLE_ARN')))).not.toContain('AWS_WEB_IDENTITY_TOKEN_FILE');
    expect(Object.keys(variablesOf(admitted('AWS_WEB_IDENTITY_TOKEN_FILE')))).not.toContain('AWS_ROLE_ARN');
    expect(admitted('AWS_ROLE_ARN').because.join()).toContain('neither AWS_ROLE_ARN nor AWS_WEB_IDENTITY_TOKEN_FILE');
  });

  test('either region variable keeps both from being added', () => {
    expect(Object.keys(variablesOf(admitted('AWS_REGION')))).not.toContain('AWS_DEFAULT_REGION');
    expect(Object.keys(variablesOf(admitted('AWS_DEFAULT_REGION')))).not.toContain('AWS_REGION');
  });

  test('identity, region and endpoint together keep the mount away too', () => {
    const all = admitted('AWS_ROLE_ARN', 'AWS_REGION', 'AWS_STS_REGIONAL_ENDPOINTS');
    expect(specOf(all).containers[0]).not.toHaveProperty('volumeMounts');
    expect(specOf(all).volumes).toHaveLength(1);
    expect(specOf(admitted('AWS_ROLE_ARN', 'AWS_REGION')).containers[0]).toHaveProperty('volumeMounts');
  });

  test('an own value is never changed', () => {
    const names = ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_REGION', 'AWS_STS_REGIONAL_ENDPOINTS', 'X'];
    fc.assert(
      fc.property(fc.subarray(names), (own) => {
        const variables = variablesOf(admitted(...own));
        for (const name of own) expect(variables[name]).toBe('own');
      }),
    );
  });

  test('a variable that comes from a source counts as set', () => {
    const env = [{ name: 'AWS_ROLE_ARN', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }];
    const admission = admitEks(pod({ containers: [{ name: 'api', env }] }), annotated());
    expect(specOf(admission).containers[0]?.env?.filter(({ name }) => name === 'AWS_ROLE_ARN')).toEqual(env);
  });
});

describe('the EKS webhook and skip-containers', () => {
  const skipped = (value: string) => {
    const containers = [{ name: 'api' }, { name: 'sidecar' }];
    const spec = { initContainers: [{ name: 'init' }] };
    const annotations = { 'eks.amazonaws.com/skip-containers': value };
    const admission = admitEks(pod({ annotations, containers, spec }), annotated());
    const { containers: after, initContainers = [] } = specOf(admission);
    return [...after, ...initContainers].filter((container) => !container.env).map(({ name }) => name);
  };

  test.each([
    ['sidecar,init', ['sidecar', 'init']],
    ['sidecar, init', ['sidecar']],
    ['sidecar;init', []],
    ['"sidecar","init"', ['sidecar', 'init']],
    ['"sidecar,init"', []],
    ['sidecar\ninit', ['sidecar']],
    ['\n\nsidecar', ['sidecar']],
    ['side"car,init', []],
    ['"sidecar', []],
    ['', []],
  ])('%j skips %j', (value, names) => {
    expect(skipped(value)).toEqual(names);
  });

  test('a skipped container stays as it was', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c']), (names) => {
        const containers = ['a', 'b', 'c'].map((name) => ({ name, env: [{ name: 'X', value: name }] }));
        const annotations = { 'eks.amazonaws.com/skip-containers': names.join(',') };
        const admission = admitEks(pod({ annotations, containers }), annotated());
        for (const [index, container] of containers.entries()) {
          const same = JSON.stringify(specOf(admission).containers[index]) === JSON.stringify(container);
          expect(same).toBe(names.includes(container.name));
        }
      }),
    );
  });
});

describe('the EKS webhook, by a Pod Identity association', () => {
  test('adds the agent’s address, the token’s file, the mount, the volume and a label', () => {
    const admission = admitEks(pod(), serviceAccount(), { ...associated, regionalSTS: false });
    expect(variablesOf(admission)).toEqual({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:
        '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token',
    });
    expect(tokenOf(admission)).toEqual({
      audience: 'pods.eks.amazonaws.com',
      expirationSeconds: 86400,
      path: 'eks-pod-identity-token',
    });
    expect(specOf(admission).containers[0]?.volumeMounts).toEqual([
      {
        name: 'eks-pod-identity-token',
        readOnly: true,
        mountPath: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
      },
    ]);
    expect(admission.object.metadata).toMatchObject({ labels: { 'eks.amazonaws.com/pod-identity': 'enabled' } });
  });

  test('wins over a role annotation, whose audience is not read', () => {
    const admission = admitEks(pod(), annotated({ 'eks.amazonaws.com/audience': 'x' }), associated);
    expect(variablesOf(admission)).not.toHaveProperty('AWS_ROLE_ARN');
    expect(tokenOf(admission)?.audience).toBe('pods.eks.amazonaws.com');
  });

  test('takes life and endpoint from the account’s annotations, role or not', () => {
    const account = serviceAccount({
      'eks.amazonaws.com/token-expiration': '7200',
      'eks.amazonaws.com/sts-regional-endpoints': 'false',
    });
    const admission = admitEks(pod(), account, associated);
    expect(tokenOf(admission)?.expirationSeconds).toBe(7200);
    expect(variablesOf(admission)).not.toHaveProperty('AWS_STS_REGIONAL_ENDPOINTS');
  });

  test('needs no service account object, only the association of its namespace and name', () => {
    expect(admitEks(pod(), undefined, associated).result).toBe('mutated');
    expect(admitEks(pod({ metadata: { namespace: 'other' } }), undefined, associated).result).toBe('untouched');
  });

  test('says that a life of a day is drawn anew for each pod', () => {
    expect(admitEks(pod(), serviceAccount(), associated).because.join()).toContain('79200 to 86400');
  });

  test('own variables of the other mechanism do not block it', () => {
    const containers = [{ name: 'api', env: [{ name: 'AWS_ROLE_ARN', value: 'own' }] }];
    const admission = admitEks(pod({ containers }), serviceAccount(), associated);
    expect(variablesOf(admission)).toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI');
  });
});

describe('the EKS webhook, by an association with a workload identity', () => {
  const SOCKET = 'eks-workload-identity-socket';
  const entry = { namespace: 'todo', serviceAccount: 'backend', workloadIdentity: true };
  const enrolled: EksSettings = { containerCredentials: { identities: [entry] } };
  const whole = [
    { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'own' },
    { name: 'AWS_REGION', value: 'own' },
    { name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'own' },
  ];

  test('adds the socket of the SPIFFE Workload API beside the token', () => {
    const admission = admitEks(pod(), serviceAccount(), enrolled);
    expect(variablesOf(admission)).toMatchObject({
      SPIFFE_ENDPOINT_SOCKET: 'unix:///var/run/secrets/pods.eks.amazonaws.com/workloadidentity/agent.sock',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
    });
    const { containers, volumes } = specOf(admission);
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: SOCKET,
      mountPath: '/var/run/secrets/pods.eks.amazonaws.com/workloadidentity',
      readOnly: true,
    });
    expect(volumes?.at(-1)).toEqual({ name: SOCKET, csi: { driver: 'spiffe.csi.eks.amazonaws.com', readOnly: true } });
  });

  test('mounts the token too in a container that would have been left alone', () => {
    const mounts = (settings: EksSettings) =>
      specOf(admitEks(pod({ containers: [{ name: 'api', env: whole }] }), serviceAccount(), settings)).containers[0]!
        .volumeMounts;
    expect(mounts(associated)).toBeUndefined();
    expect(mounts(enrolled)?.map(({ name }) => name)).toEqual([SOCKET, 'eks-pod-identity-token']);
  });

  test('leaves an own socket, Windows pods, and other accounts without it', () => {
    const own = { name: 'SPIFFE_ENDPOINT_SOCKET', value: 'unix:///own' };
    expect(
      variablesOf(admitEks(pod({ containers: [{ name: 'api', env: [own] }] }), serviceAccount(), enrolled)),
    ).toMatchObject({ SPIFFE_ENDPOINT_SOCKET: 'unix:///own' });
    const windows = pod({ spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } });
    for (const [input, settings] of [
      [windows, enrolled],
      [pod(), associated],
    ] as const) {
      const admission = admitEks(input, serviceAccount(), settings);
      expect(variablesOf(admission)).not.toHaveProperty('SPIFFE_ENDPOINT_SOCKET');
      expect(specOf(admission).volumes).toHaveLength(1);
    }
  });

  test('is given by the last of two entries of one name', () => {
    const admission = admitEks(pod(), serviceAccount(), {
      containerCredentials: { associations: [entry, 'todo/backend'] },
    });
    expect(variablesOf(admission)).not.toHaveProperty('SPIFFE_ENDPOINT_SOCKET');
  });

  test('a second admission changes nothing', () => {
    const once = admitEks(pod(), serviceAccount(), enrolled);
    expect(admitEks(once.object, serviceAccount(), enrolled)).toMatchObject({
      result: 'untouched',
      object: once.object,
    });
  });
});

describe('the EKS webhook’s ConfigMap and composed roles', () => {
  const entry = { RoleARN: ROLE, Audience: 'sts.amazonaws.com' };

  test('gives a role to an account without annotations, exactly named or in every namespace', () => {
    for (const key of ['todo/backend', '*/backend']) {
      expect(variablesOf(admitEks(pod(), serviceAccount(), { configMap: { [key]: entry } })).AWS_ROLE_ARN).toBe(ROLE);
    }
    const settings = { configMap: { 'todo/backend': entry, '*/backend': { RoleARN: 'other' } } };
    expect(variablesOf(admitEks(pod(), undefined, settings)).AWS_ROLE_ARN).toBe(ROLE);
  });

  test('does not know a part of a namespace, although the webhook’s README shows one', () => {
    expect(admitEks(pod(), serviceAccount(), { configMap: { 'to*/backend': entry } }).result).toBe('untouched');
  });

  test('loses against the annotation', () => {
    const settings = { configMap: { 'todo/backend': { ...entry, RoleARN: 'other' } } };
    expect(variablesOf(admitEks(pod(), annotated(), settings)).AWS_ROLE_ARN).toBe(ROLE);
  });

  test('has no default audience and no default endpoint', () => {
    const admission = admitEks(pod(), undefined, { configMap: { 'todo/backend': { RoleARN: ROLE } } });
    expect(tokenOf(admission)).toEqual({ expirationSeconds: 86400, path: 'token' });
    expect(variablesOf(admission)).not.toHaveProperty('AWS_STS_REGIONAL_ENDPOINTS');
    expect(admission.because.join()).toContain('no audience is set');
  });

  test('is read as text, as a ConfigMap, and without regard to case', () => {
    const config = JSON.stringify({ 'todo/backend': { rolearn: ROLE } });
    for (const configMap of [config, { config }, { kind: 'ConfigMap', data: { config } }]) {
      expect(admitEks(pod(), undefined, { configMap }).result).toBe('mutated');
    }
  });

  test('a role’s name becomes an ARN where the flag says so', () => {
    const account = serviceAccount({ 'eks.amazonaws.com/role-arn': 'path/backend' });
    const settings = { composeRoleArn: { accountId: '111122223333', region: 'cn-north-1' } };
    expect(variablesOf(admitEks(pod(), account, settings)).AWS_ROLE_ARN).toBe(
      'arn:aws-cn:iam::111122223333:role/path/backend',
    );
    expect(variablesOf(admitEks(pod(), annotated(), settings)).AWS_ROLE_ARN).toBe(ROLE);
  });
});

describe('the laws of the EKS webhook', () => {
  const names = ['AWS_ROLE_ARN', 'AWS_REGION', 'AWS_STS_REGIONAL_ENDPOINTS', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  const anyPod = fc
    .record({
      own: fc.subarray(names),
      skip: fc.constantFrom('api', 'x', '"'),
      volume: fc.constantFrom('aws-iam-token', 'eks-pod-identity-token', 'data'),
    })
    .map(({ own, skip, volume }) =>
      pod({
        annotations: { 'eks.amazonaws.com/skip-containers': skip },
        containers: [{ name: 'api' }, { name: 'other', env: own.map((name) => ({ name, value: 'own' })) }],
        spec: { volumes: [{ name: volume, emptyDir: {} }] },
      }),
    );
  const anySettings = fc.constantFrom<EksSettings>({}, associated, { region: 'eu-west-1', regionalSTS: false });

  test('its input is never changed, and a second admission changes nothing', () => {
    fc.assert(
      fc.property(anyPod, anySettings, (input, settings) => {
        const before = JSON.stringify(input);
        const once = admitEks(input, annotated(), settings);
        expect(JSON.stringify(input)).toBe(before);
        const twice = admitEks(once.object, annotated(), settings);
        expect(twice.object).toEqual(once.object);
        expect(twice.result).toBe('untouched');
      }),
    );
  });
});
