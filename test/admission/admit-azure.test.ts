import fc from 'fast-check';
import { admitAzure, type AzureSettings, receivesToken } from '../../lib/admission';
import { pod as anyPod, type PodParts, serviceAccount, specOf, tokenOf, variablesOf } from './objects';

const P = 'azure.workload.identity';
const pod = ({ labels, ...parts }: PodParts = {}) => anyPod({ labels: { [`${P}/use`]: 'true', ...labels }, ...parts });
const annotated = (others: Record<string, unknown> = {}) => serviceAccount({ [`${P}/client-id`]: 'client', ...others });
const settings: AzureSettings = { tenantId: 'tenant' };

describe('the Azure webhook', () => {
  test('adds four variables, a mount and a volume', () => {
    const admission = admitAzure(pod(), annotated(), settings);
    expect(admission.result).toBe('mutated');
    expect(variablesOf(admission)).toEqual({
      AZURE_CLIENT_ID: 'client',
      AZURE_TENANT_ID: 'tenant',
      AZURE_FEDERATED_TOKEN_FILE: '/var/run/secrets/azure/wi/token/azure-identity-token',
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    });
    const { volumes, containers } = specOf(admission);
    const name = volumes?.[0]?.name;
    expect(name).toMatch(/^azure-workload-identity-reserved-[0-9a-f]{30}$/);
    expect(containers[0]?.volumeMounts).toEqual([{ name, mountPath: '/var/run/secrets/azure/wi', readOnly: true }]);
    expect(tokenOf(admission)).toEqual({
      audience: 'api://AzureADTokenExchange',
      expirationSeconds: 3600,
      path: 'token/azure-identity-token',
    });
  });

  test.each(['True', 'false', '1', ''])('is not asked about a pod whose label is %p', (value) => {
    const input = pod({ labels: { [`${P}/use`]: value } });
    const admission = admitAzure(input, annotated());
    expect(admission.result).toBe('untouched');
    expect(admission.object).toEqual(input);
  });

  test('is not asked where the label is missing, or is an annotation', () => {
    expect(admitAzure(anyPod(), annotated()).result).toBe('untouched');
    const admission = admitAzure(anyPod({ annotations: { [`${P}/use`]: 'true' } }), annotated());
    expect(admission.result).toBe('untouched');
    expect(admission.because.join()).toContain('only the label counts');
  });

  test('a label that YAML reads as a truth value is refused by the API server', () => {
    const admission = admitAzure(anyPod({ labels: { [`${P}/use`]: true } }), annotated());
    expect(admission.result).toBe('refused');
    expect(admission.because.join()).toContain('put it in quotes');
  });

  test('refuses a labelled pod whose service account is not there', () => {
    const admission = admitAzure(pod(), undefined);
    expect(admission.result).toBe('refused');
    expect(admission.object).toEqual(pod());
  });

  test('without a client id adds all but AZURE_CLIENT_ID', () => {
    const admission = admitAzure(pod(), serviceAccount(), settings);
    expect(admission.result).toBe('mutated');
    expect(Object.keys(variablesOf(admission))).toEqual([
      'AZURE_TENANT_ID',
      'AZURE_FEDERATED_TOKEN_FILE',
      'AZURE_AUTHORITY_HOST',
    ]);
  });

  test('takes the tenant from the annotation, an empty one too, else the cluster’s', () => {
    const tenant = (value: string) =>
      variablesOf(admitAzure(pod(), annotated({ [`${P}/tenant-id`]: value }), settings));
    expect(tenant('other').AZURE_TENANT_ID).toBe('other');
    expect(tenant('')).not.toHaveProperty('AZURE_TENANT_ID');
    expect(admitAzure(pod(), annotated()).because.join()).toContain('which is not known here');
  });

  test.each([
    ['7200', undefined, 7200],
    ['7200', '86400', 86400],
    ['7200', '', 7200],
    ['3599', '3600', 3600],
    ['', undefined, 3600],
    ['+3600', undefined, 3600],
    ['3599', undefined, 'refused'],
    ['7200', '86401', 'refused'],
    ['1h', undefined, 'refused'],
    ['7200', '3600 ', 'refused'],
  ])('asks for a token of a certain life: account %p, pod %p, %p', (ofAccount, ofPod, expected) => {
    const key = `${P}/service-account-token-expiration`;
    const annotations: Record<string, string> = ofPod === undefined ? {} : { [key]: ofPod };
    const admission = admitAzure(pod({ annotations }), annotated({ [key]: ofAccount }));
    if (expected === 'refused') expect(admission.result).toBe('refused');
    else expect(tokenOf(admission)?.expirationSeconds).toBe(expected);
  });

  test.each([
    ['a;b', ['a', 'b']],
    [' a ; b ', ['a', 'b']],
    ['a,b', []],
    ['b', ['b']],
  ])('skip-containers %j skips %j', (value, skipped) => {
    const containers = [{ name: 'a' }, { name: 'c' }];
    const spec = { initContainers: [{ name: 'b' }] };
    const annotations = { [`${P}/skip-containers`]: value };
    const after = specOf(admitAzure(pod({ annotations, containers, spec }), annotated()));
    const left = [...after.containers, ...after.initContainers!].filter((container) => !container.env);
    expect(left.map(({ name }) => name)).toEqual(skipped);
  });

  test('each own variable stays, and only that one is left out', () => {
    const names = ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'];
    fc.assert(
      fc.property(fc.subarray(names), (own) => {
        const containers = [{ name: 'api', env: own.map((name) => ({ name, value: 'own' })) }];
        const variables = variablesOf(admitAzure(pod({ containers }), annotated(), settings));
        expect(Object.keys(variables).sort()).toEqual([...names].sort());
        for (const name of names) expect(variables[name] === 'own').toBe(own.includes(name));
      }),
    );
  });

  test.each([
    ['AzurePublicCloud', 'https://login.microsoftonline.com/'],
    ['azureusgovernmentcloud', 'https://login.microsoftonline.us/'],
    ['AzureChinaCloud', 'https://login.chinacloudapi.cn/'],
  ])('signs in where the cloud %s does, with the same audience', (cloud, host) => {
    const admission = admitAzure(pod(), annotated(), { cloud });
    expect(variablesOf(admission).AZURE_AUTHORITY_HOST).toBe(host);
    expect(tokenOf(admission)?.audience).toBe('api://AzureADTokenExchange');
  });

  test('puts its own volume and mount in the place of older ones of the same name', () => {
    const once = admitAzure(pod(), annotated({ [`${P}/service-account-token-expiration`]: '7200' }), settings);
    const twice = admitAzure(once.object, annotated(), settings);
    expect(specOf(twice).volumes).toHaveLength(1);
    expect(tokenOf(twice)?.expirationSeconds).toBe(3600);
  });
});

describe('the Azure webhook and AKS identity bindings', () => {
  const asking = (value = 'true', others: PodParts = {}) =>
    pod({ ...others, annotations: { [`${P}/use-identity-binding`]: value, ...others.annotations } });

  test('a pod that asks gets a token for the cluster’s endpoint, and a place for its CA', () => {
    const admission = admitAzure(asking(), annotated(), settings);
    expect(tokenOf(admission)?.audience).toBe('api://AKSIdentityBinding');
    expect(variablesOf(admission)).toMatchObject({
      AZURE_CLIENT_ID: 'client',
      AZURE_FEDERATED_TOKEN_FILE: '/var/run/secrets/azure/wi/token/azure-identity-token',
      AZURE_KUBERNETES_CA_FILE: '/var/run/secrets/azure/wi/ca-cert/ca.crt',
    });
  });

  test('what of it is not public is left out, and that is said', () => {
    const admission = admitAzure(asking(), annotated(), settings);
    expect(variablesOf(admission)).not.toHaveProperty('AZURE_KUBERNETES_TOKEN_PROXY');
    expect(admission.because.join('\n')).toMatch(
      /AZURE_KUBERNETES_TOKEN_PROXY and AZURE_KUBERNETES_SNI_NAME .*not public/,
    );
    expect(admission.because.join('\n')).toMatch(/CA of ca-cert\/ca.crt .*not public/);
    expect(admission.because.join('\n')).toContain('the application must switch on the token proxy');
  });

  test('the settings tell it: address, name, and the CA from a ConfigMap or a trust bundle', () => {
    // GIVEN
    const labelSelector = { matchLabels: { cluster: 'aks' } };
    const customTokenEndpoint = {
      tokenProxy: 'https://api.example',
      sniName: 'sni.ests.aks',
      caConfigMap: 'ca',
      caTrustBundleSigner: 'example.com/signer',
      caTrustBundleLabelSelector: labelSelector,
    };

    // WHEN
    const admission = admitAzure(asking(), annotated(), { ...settings, customTokenEndpoint });

    // THEN
    expect(variablesOf(admission)).toMatchObject({
      AZURE_KUBERNETES_TOKEN_PROXY: 'https://api.example',
      AZURE_KUBERNETES_SNI_NAME: 'sni.ests.aks',
    });
    expect(specOf(admission).volumes?.[0]?.projected?.sources.slice(1)).toEqual([
      { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca-cert/ca.crt' }], optional: false } },
      {
        clusterTrustBundle: {
          signerName: 'example.com/signer',
          labelSelector,
          path: 'ca-cert/ca.crt',
          optional: false,
        },
      },
    ]);
    expect(admission.because.join()).not.toContain('not public');
  });

  test.each([
    ['TRUE', true],
    ['True', true],
    ['yes', false],
    ['1', false],
    ['', false],
    ['true ', false],
  ])('the annotation %j asks: %p', (value, asks) => {
    const admission = admitAzure(asking(value), annotated(), settings);
    const audience = asks ? 'api://AKSIdentityBinding' : 'api://AzureADTokenExchange';
    expect(tokenOf(admission)?.audience).toBe(audience);
    expect(admission.because.join().includes('only "true" counts')).toBe(!asks);
  });

  test('neither the annotation without the label, nor one on the service account, does anything', () => {
    const annotations = { [`${P}/use-identity-binding`]: 'true' };
    expect(admitAzure(anyPod({ annotations }), annotated(annotations)).result).toBe('untouched');
    expect(tokenOf(admitAzure(pod(), annotated(annotations)))?.audience).toBe('api://AzureADTokenExchange');
  });

  test('a container that is skipped, or has a variable of its own, keeps as it is', () => {
    const annotations = { [`${P}/skip-containers`]: 'other' };
    const own = { name: 'AZURE_KUBERNETES_CA_FILE', value: '/own/ca.crt' };
    const admission = admitAzure(
      asking('true', { annotations, containers: [{ name: 'api', env: [own] }, { name: 'other' }] }),
      annotated(),
    );
    expect(variablesOf(admission, 'api').AZURE_KUBERNETES_CA_FILE).toBe('/own/ca.crt');
    expect(variablesOf(admission, 'other')).toEqual({});
  });

  test('a webhook without these flags, or with another annotation, leaves it an ordinary token', () => {
    const audience = (endpoint: AzureSettings['customTokenEndpoint']) =>
      tokenOf(admitAzure(asking(), annotated(), { customTokenEndpoint: endpoint }))?.audience;
    expect(audience(false)).toBe('api://AzureADTokenExchange');
    expect(audience({ annotationSuffix: 'other-endpoint' })).toBe('api://AzureADTokenExchange');
    expect(audience({ audience: 'api://own' })).toBe('api://own');
  });

  test('a later webhook mounts each pod’s token at a path of its own', () => {
    const admission = admitAzure(pod(), annotated(), { mountPathPerPod: true });
    const path = /^\/var\/run\/secrets\/azure\/wi\/[0-9a-f]{30}$/;
    const mount = specOf(admission).containers[0]!.volumeMounts![0] as unknown as { name: string; mountPath: string };
    expect(mount.mountPath).toMatch(path);
    expect(mount.name.endsWith(mount.mountPath.slice(-30))).toBe(true);
    expect(variablesOf(admission).AZURE_FEDERATED_TOKEN_FILE).toBe(`${mount.mountPath}/token/azure-identity-token`);
    expect(receivesToken(admission, 'entra-workload-identity').receives).toBe(true);
  });
});

describe('the Azure webhook’s proxy', () => {
  const asking = (value: string, others: Record<string, string> = {}) => ({
    [`${P}/inject-proxy-sidecar`]: value,
    ...others,
  });
  const names = (list: { name: string }[] | undefined) => list?.map(({ name }) => name);

  test.each(['true', 'false', ''])('comes with the annotation, also with the value %p', (value) => {
    const spec = { initContainers: [{ name: 'own' }] };
    const after = specOf(admitAzure(pod({ annotations: asking(value), spec }), annotated()));
    expect(names(after.initContainers)).toEqual(['azwi-proxy', 'own', 'azwi-proxy-init']);
    expect(after.initContainers?.[0]).toMatchObject({ restartPolicy: 'Always' });
    expect(names(after.containers)).toEqual(['api']);
  });

  test.each([
    ['1.31', ['azwi-proxy', 'api']],
    ['v1.31.9', ['azwi-proxy', 'api']],
    ['1.32', ['api']],
    ['v1.32.0-alpha.1', ['api']],
    ['2.0.0', ['api']],
  ])('is a native sidecar from Kubernetes 1.32 on: %s', (kubernetesVersion, expected) => {
    const after = specOf(admitAzure(pod({ annotations: asking('true') }), annotated(), { kubernetesVersion }));
    expect(names(after.containers)).toEqual(expected);
  });

  test('listens on port 8000, or on the annotated one, at the webhook’s log level', () => {
    const annotations = asking('true', { [`${P}/proxy-sidecar-port`]: '8080' });
    const [proxy, init] = specOf(admitAzure(pod({ annotations }), annotated(), { logLevel: 'debug' })).initContainers!;
    expect(proxy).toMatchObject({
      args: ['--proxy-port=8080', '--log-level=debug'],
      ports: [{ containerPort: 8080 }],
      lifecycle: { postStart: { exec: { command: ['/proxy', '--proxy-port=8080', '--probe', '--log-level=debug'] } } },
    });
    expect(init?.env?.[0]).toEqual({ name: 'PROXY_PORT', value: '8080' });
    const plain = admitAzure(pod({ annotations: asking('true') }), annotated());
    expect(variablesOf(plain, 'azwi-proxy-init').PROXY_PORT).toBe('8000');
  });

  test('gets variables and the mount like any container, unless it is named in skip-containers', () => {
    expect(variablesOf(admitAzure(pod({ annotations: asking('') }), annotated()), 'azwi-proxy')).toHaveProperty(
      'AZURE_CLIENT_ID',
    );
    const annotations = asking('', { [`${P}/skip-containers`]: 'azwi-proxy' });
    expect(variablesOf(admitAzure(pod({ annotations }), annotated()), 'azwi-proxy')).toEqual({});
  });

  test('is refused with hostNetwork, and with a port that is no number', () => {
    expect(admitAzure(pod({ annotations: asking('false'), spec: { hostNetwork: true } }), annotated()).result).toBe(
      'refused',
    );
    for (const port of ['x', '', '2147483648', '80.5']) {
      const annotations = asking('true', { [`${P}/proxy-sidecar-port`]: port });
      expect(admitAzure(pod({ annotations }), annotated()).result).toBe('refused');
    }
    const alone = { [`${P}/proxy-sidecar-port`]: 'x' };
    expect(admitAzure(pod({ annotations: alone, spec: { hostNetwork: true } }), annotated()).result).toBe('mutated');
  });

  test('is not added beside containers of its names', () => {
    const spec = { initContainers: [{ name: 'azwi-proxy-init' }, { name: 'azwi-proxy' }] };
    const after = specOf(admitAzure(pod({ annotations: asking('true'), spec }), annotated()));
    expect(names(after.initContainers)).toEqual(['azwi-proxy-init', 'azwi-proxy']);
  });
});

describe('the laws of the Azure webhook', () => {
  const parts = fc.record({
    annotations: fc.dictionary(
      fc
        .constantFrom('skip-containers', 'inject-proxy-sidecar', 'service-account-token-expiration')
        .map((key) => `${P}/${key}`),
      fc.constantFrom('api', '', '3600'),
    ),
    spec: fc.constantFrom({}, { volumes: [{ name: 'data', emptyDir: {} }] }, { initContainers: [{ name: 'init' }] }),
  });

  test('its input is never changed, and a second admission changes nothing', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom('1.30', '1.33'), (part, kubernetesVersion) => {
        const input = pod(part);
        const before = JSON.stringify(input);
        const once = admitAzure(input, annotated(), { kubernetesVersion });
        expect(JSON.stringify(input)).toBe(before);
        const twice = admitAzure(once.object, annotated(), { kubernetesVersion });
        expect(twice.object).toEqual(once.object);
        expect(twice.result).toBe(once.result === 'refused' ? 'refused' : 'untouched');
      }),
    );
  });
});
