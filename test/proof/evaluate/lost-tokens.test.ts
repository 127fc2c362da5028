import { Accounts } from '../../../lib/proof/evaluate/accounts';
import { DriverTokens } from '../../../lib/proof/evaluate/driver-token';
import {
  containerNames,
  findLostTokens,
  mechanismText,
  skippedContainers,
} from '../../../lib/proof/evaluate/pod-token';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { IdentityReference } from '../../../lib/proof/model/identity/identity-reference';
import type { Model } from '../../../lib/proof/model/model';
import type { ServiceAccount } from '../../../lib/proof/model/kubernetes/service-account';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';
import { modelOf } from '../model/model';
import { workload } from '../model/workload';

type Texts = Readonly<Record<string, string>>;

const at = { file: 'app.yaml', pointer: '' };
const ROLE = 'arn:aws:iam::111122223333:role/app';
const CLIENT = '33333333-3333-4333-8333-333333333333';
const ROLE_ARN = 'eks.amazonaws.com/role-arn';
const CLIENT_ID = 'azure.workload.identity/client-id';
const USE = { 'azure.workload.identity/use': 'true' };
const SKIP = { 'eks.amazonaws.com/skip-pod-identity-webhook': 'true' };

interface Pod {
  readonly labels?: unknown;
  readonly annotations?: Texts;
  readonly containers?: unknown;
  readonly initContainers?: unknown;
  readonly spec?: Readonly<Record<string, unknown>>;
}

const APP = { name: 'app', image: 'app:1' };

function ofPod(pod: Pod = {}, parts: Partial<Workload> = {}): Workload {
  const { labels = {}, annotations = {}, containers = [APP], initContainers, spec } = pod;
  const template = {
    metadata: { labels, annotations },
    spec: {
      serviceAccountName: 'app',
      containers,
      ...(initContainers === undefined ? {} : { initContainers }),
      ...spec,
    },
  };
  return workload({
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'shop' },
      spec: { template },
    },
    podLabels: typeof labels === 'object' ? (labels as Texts) : {},
    podAnnotations: annotations,
    images: ['app'],
    ...parts,
  });
}

function account(annotations: Texts, parts: Partial<ServiceAccount> = {}): ServiceAccount {
  return { clusters: ['main'], namespace: 'shop', name: 'app', annotations, labels: {}, at, ...parts };
}

interface Given {
  readonly accounts?: readonly ServiceAccount[];
  readonly claims?: readonly Claim[];
  readonly associatedIn?: string;
  readonly references?: readonly IdentityReference[];
}

/** What is lost: `<mechanism> of <who asks>: <loss>`, with `?` where only the cluster will tell. */
function lost(pods: Workload, { accounts = [], claims, associatedIn, references = [] }: Given): readonly string[] {
  const associations =
    associatedIn === undefined ? [] : [{ cluster: associatedIn, namespace: 'shop', serviceAccount: 'app' }];
  const model = {
    serviceAccounts: accounts,
    workloads: [pods],
    associations,
    configMaps: [],
    identityReferences: references,
    secretProviderClasses: new Set(['shop/vault']),
  } as unknown as Model;
  return findLostTokens(model, new Accounts(model, claims), new DriverTokens(model)).map(
    ({ mechanism, asks, loss, uncertain }) => `${mechanism} of ${asks}: ${loss}${uncertain ? '?' : ''}`,
  );
}

const IRSA = { accounts: [account({ [ROLE_ARN]: ROLE })] };
const ENTRA = { accounts: [account({ [CLIENT_ID]: CLIENT })] };

describe('the token that a pod asks for', () => {
  test('is received where nothing stands in the way', () => {
    expect(lost(ofPod(), IRSA)).toEqual([]);
    expect(lost(ofPod({ labels: USE }), ENTRA)).toEqual([]);
    expect(lost(ofPod(), { accounts: [account({})], associatedIn: 'main' })).toEqual([]);
  });

  test('is kept by the label that each cloud has for it', () => {
    expect(lost(ofPod({ labels: SKIP }), IRSA)).toEqual(['irsa of ServiceAccount/shop/app: skip-label']);
    expect(lost(ofPod({ labels: SKIP }), { accounts: [account({})], associatedIn: 'main' })).toEqual([
      'eks-pod-identity of ServiceAccount/shop/app: skip-label',
    ]);
    expect(lost(ofPod(), ENTRA)).toEqual(['entra-workload-identity of ServiceAccount/shop/app: label']);
  });

  test('may be kept by a label that is not known, of EKS alone', () => {
    expect(lost(ofPod({}, { openLabels: true }), IRSA)).toEqual(['irsa of ServiceAccount/shop/app: skip-label?']);
    expect(lost(ofPod({ labels: USE }, { openLabels: true }), ENTRA)).toEqual([]);
    expect(lost(ofPod({ labels: symbolOf('var.labels') }), IRSA)).toEqual([]);
  });

  test('is not asked for by a patch, nor by an account that was not read', () => {
    expect(lost(ofPod({ labels: SKIP }, { isPartial: true }), IRSA)).toEqual([]);
    const associated = { associatedIn: 'main' };
    expect(lost(ofPod({ labels: SKIP }), associated)).toEqual([]);
    // An account "default" is in each namespace without a declaration.
    const pods = ofPod({ labels: SKIP }, { id: 'Deployment/shop/app', serviceAccount: 'default' });
    const model = {
      serviceAccounts: [],
      workloads: [pods],
      associations: [{ cluster: 'main', namespace: 'shop', serviceAccount: 'default' }],
      configMaps: [],
      identityReferences: [],
      secretProviderClasses: new Set(),
    } as unknown as Model;
    expect(findLostTokens(model, new Accounts(model), new DriverTokens(model))).toHaveLength(1);
  });

  test('is asked for by an association in one of the clusters that the pod may be in', () => {
    const pods = ofPod({ labels: SKIP }, { clusters: ['main', 'second'] });
    expect(lost(pods, { accounts: [account({})], associatedIn: 'second' })).toEqual([
      'eks-pod-identity of ServiceAccount/shop/app: skip-label',
    ]);
  });

  test('is asked for by an annotation that each declaration of the account has', () => {
    const other = account({}, { at: { file: 'app.yaml', pointer: '/1' } });
    expect(lost(ofPod({ labels: SKIP }), { accounts: [...IRSA.accounts, other] })).toEqual([]);
    expect(lost(ofPod({ labels: SKIP }), { accounts: [account({})] })).toEqual([]);
  });

  test('is the driver’s matter where a SecretProviderClass exchanges it', () => {
    const reference = (mechanism: 'irsa' | 'entra-workload-identity'): IdentityReference => ({
      clusters: ['main'],
      id: 'SecretProviderClass/shop/vault',
      mechanism,
      audience: 'sts.amazonaws.com',
      owner: { kind: 'pods', namespace: 'shop', secretProviderClass: 'vault' },
      at,
    });
    const mounts = (labels: Texts): Workload => ofPod({ labels }, { secretProviderClasses: ['vault'] });
    expect(lost(mounts(SKIP), { ...IRSA, references: [reference('irsa')] })).toEqual([]);
    expect(lost(mounts({}), { ...ENTRA, references: [reference('entra-workload-identity')] })).toEqual([]);
    expect(lost(mounts({}), { ...ENTRA, references: [reference('irsa')] })).toHaveLength(1);
    expect(lost(mounts(SKIP), { ...IRSA, references: [reference('entra-workload-identity')] })).toHaveLength(1);
  });

  test('is kept from a pod that skips all its containers, init containers too', () => {
    const skipping = (names: string, pod: Pod = {}): readonly string[] =>
      lost(ofPod({ annotations: { 'eks.amazonaws.com/skip-containers': names }, ...pod }), IRSA);
    expect(skipping('app')).toEqual(['irsa of ServiceAccount/shop/app: all-skipped']);
    expect(skipping('app', { initContainers: [{ name: 'init', image: 'init:1' }] })).toEqual([]);
    expect(skipping('app', { containers: [] })).toEqual([]);
    const annotations = { 'azure.workload.identity/skip-containers': 'app ; init' };
    const pod = { labels: USE, annotations, initContainers: [{ name: 'init', image: 'init:1' }] };
    expect(lost(ofPod(pod), ENTRA)).toEqual(['entra-workload-identity of ServiceAccount/shop/app: all-skipped']);
  });

  test('is kept where the webhook of Entra refuses the pod, for what it refuses', () => {
    const refused = (annotations: Texts): readonly string[] =>
      lost(ofPod({ labels: USE }), { accounts: [account({ [CLIENT_ID]: CLIENT, ...annotations })] });
    const expiry = 'azure.workload.identity/service-account-token-expiration';
    const subject = 'entra-workload-identity of ServiceAccount/shop/app';
    expect(refused({ [expiry]: 'soon' })).toEqual([`${subject}: expiration`]);
    expect(refused({ [expiry]: '1' })).toEqual([`${subject}: expiration`]);
    const proxy = { labels: USE, annotations: { 'azure.workload.identity/inject-proxy-sidecar': 'true' } };
    expect(lost(ofPod({ ...proxy, spec: { hostNetwork: true } }), ENTRA)).toEqual([`${subject}: host-network`]);
  });

  test('is not asked for by a pod whose containers were not read', () => {
    expect(lost(ofPod({ containers: [] }), IRSA)).toEqual([]);
    expect(lost(ofPod({ containers: [], spec: { hostNetwork: 'true' } }), IRSA)).toEqual([]);
    expect(lost(ofPod({ containers: [], labels: USE }), ENTRA)).toEqual([]);
  });

  test('is not known where a field of the pod is yet to be filled in, and lost where its type is wrong', () => {
    const pods = (hostNetwork: string): readonly string[] => lost(ofPod({ spec: { hostNetwork } }), IRSA);
    expect(pods(symbolOf('var.network'))).toEqual(['irsa of ServiceAccount/shop/app: other?']);
    expect(pods('true')).toEqual(['irsa of ServiceAccount/shop/app: other']);
  });

  test('is lost to what a container sets itself', () => {
    const setting = (name: string, value: string): readonly string[] =>
      lost(ofPod({ containers: [{ ...APP, env: [{ name, value }] }] }), IRSA);
    expect(setting('AWS_WEB_IDENTITY_TOKEN_FILE', '/other')).toEqual(['irsa of ServiceAccount/shop/app: environment']);
    expect(setting('LEVEL', 'info')).toEqual([]);
    const file = [{ name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/other' }];
    expect(lost(ofPod({ labels: USE, containers: [{ ...APP, env: file }] }), ENTRA)).toEqual([
      'entra-workload-identity of ServiceAccount/shop/app: environment',
    ]);
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({ name, value: 'x' }));
    expect(lost(ofPod({ containers: [{ ...APP, env: keys }] }), IRSA)).toEqual([
      'irsa of ServiceAccount/shop/app: environment',
    ]);
  });

  test('may be lost to a name that is not known, of a volume, of where it is mounted, or of a variable', () => {
    const UNKNOWN = symbolOf('var.name');
    // Two credentials of its own win over the token, as far as no other name is open.
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({ name, value: 'x' }));
    const own = (container: unknown, spec = {}): readonly string[] =>
      lost(ofPod({ containers: [{ ...APP, env: keys, ...(container as object) }], spec }), IRSA);
    const [no, perhaps] = ['environment', 'environment?'].map((loss) => [`irsa of ServiceAccount/shop/app: ${loss}`]);
    expect(own({})).toEqual(no);
    expect(own({ env: [...keys, { name: UNKNOWN, value: 'x' }] })).toEqual(perhaps);
    expect(own({}, { volumes: [{ name: UNKNOWN, emptyDir: {} }] })).toEqual(perhaps);
    expect(own({ volumeMounts: [{ name: UNKNOWN, mountPath: '/x' }] }, { volumes: [{ name: UNKNOWN }] })).toEqual(
      perhaps,
    );
    expect(own({ volumeMounts: [{ name: 'x', mountPath: '/x' }] }, { volumes: [{ name: 'x' }] })).toEqual(no);
    // The label is the label, whatever the name of a variable.
    const open = { containers: [{ ...APP, env: [{ name: UNKNOWN, value: 'x' }] }] };
    expect(lost(ofPod({ ...open, labels: SKIP }), IRSA)).toEqual(['irsa of ServiceAccount/shop/app: skip-label']);
  });

  test('may be lost to what a container takes from where it was not read', () => {
    const env = [
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', valueFrom: { secretKeyRef: { name: 'other', key: 'file' } } },
      { name: 'AWS_ROLE_ARN', value: ROLE },
    ];
    expect(
      lost(
        ofPod({
          containers: [{ ...APP, env, volumeMounts: [{ name: 'x', mountPath: '/x' }] }],
          spec: { volumes: [{ name: 'x', emptyDir: {} }] },
        }),
        IRSA,
      ),
    ).toEqual(['irsa of ServiceAccount/shop/app: environment?']);
  });

  test('may be lost to credentials of its own that need not be there', () => {
    const key = (name: string) => ({
      name,
      valueFrom: { secretKeyRef: { name: 'keys', key: name, optional: true } },
    });
    const env = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map(key);
    expect(lost(ofPod({ containers: [{ ...APP, env }] }), IRSA)).toEqual([
      'irsa of ServiceAccount/shop/app: environment?',
    ]);
  });

  test('is not known where no label is, which Entra’s webhook looks for', () => {
    expect(lost(ofPod({ labels: symbolOf('var.labels') }), ENTRA)).toEqual([
      'entra-workload-identity of ServiceAccount/shop/app: other?',
    ]);
  });

  test('is kept from a pod that skips each of its containers, not from one that skips some', () => {
    const two = { containers: [APP, { name: 'web', image: 'web:1' }] };
    const skipping = (names: string): readonly string[] =>
      lost(ofPod({ ...two, annotations: { 'eks.amazonaws.com/skip-containers': names } }), IRSA);
    expect(skipping('app')).toEqual([]);
    expect(skipping('app,web')).toEqual(['irsa of ServiceAccount/shop/app: all-skipped']);
  });

  test('is lost to what a container sets where another is skipped', () => {
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({ name, value: 'x' }));
    const annotations = { 'eks.amazonaws.com/skip-containers': 'app' };
    expect(lost(ofPod({ annotations, containers: [APP, { name: 'web', image: 'web:1', env: keys }] }), IRSA)).toEqual([
      'irsa of ServiceAccount/shop/app: environment',
    ]);
  });

  test('is lost where volumes are none that Kubernetes accepts', () => {
    expect(lost(ofPod({ spec: { volumes: [null, 'x', { name: 5 }] } }), IRSA)).toEqual([
      'irsa of ServiceAccount/shop/app: other',
    ]);
  });

  test('is said to be kept perhaps by which label', () => {
    const model = modelOf({ workloads: [ofPod({}, { openLabels: true })], serviceAccounts: IRSA.accounts });
    expect(findLostTokens(model, new Accounts(model), new DriverTokens(model))[0]!.because).toEqual([
      'not all labels of its pods are known before apply: the webhook passes over those with eks.amazonaws.com/skip-pod-identity-webhook',
    ]);
  });

  test('is not lost to how long it lives, which EKS draws anew for each pod', () => {
    const env = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({ name, value: 'x' }));
    const model = modelOf({
      workloads: [ofPod({ containers: [{ ...APP, env }] })],
      serviceAccounts: [account({})],
      associations: [{ id: 'association', cluster: 'main', namespace: 'shop', serviceAccount: 'app', at }],
    } as unknown as Partial<Model>);
    const { because } = findLostTokens(model, new Accounts(model), new DriverTokens(model))[0]!;
    expect(because).toContainEqual(expect.stringContaining('AWS_ACCESS_KEY_ID'));
    expect(because).not.toContainEqual(expect.stringContaining('drawn anew'));
  });

  test('is not asked for by what is no pod', () => {
    expect(lost(ofPod({}, { object: {} }), IRSA)).toEqual([]);
  });
});

describe('a pod that names the identity itself', () => {
  const byHand = (parts: Partial<Claim> = {}): Claim => ({
    mechanism: 'irsa',
    clusters: ['main'],
    namespace: 'shop',
    serviceAccount: 'app',
    text: ROLE,
    audience: 'sts.amazonaws.com',
    assumed: false,
    carrier: 'Deployment/shop/app',
    at,
    byHand: true,
    ...parts,
  });
  const naming = (environment: Texts): Workload =>
    ofPod(
      { containers: [{ ...APP, env: Object.entries(environment).map(([name, value]) => ({ name, value })) }] },
      { environment },
    );

  test('needs a token of its own, whatever its account says', () => {
    const claims = [byHand()];
    const expected = [expect.stringMatching(/^irsa of Deployment\/shop\/app: /)];
    expect(lost(naming({ AWS_ROLE_ARN: ROLE }), { accounts: [account({})], claims })).toEqual(expected);
    expect(lost(naming({ AWS_ROLE_ARN: ROLE }), { ...IRSA, claims })).toHaveLength(1);
    const client = byHand({ mechanism: 'entra-workload-identity', text: CLIENT });
    expect(lost(naming({ AZURE_CLIENT_ID: CLIENT }), { ...ENTRA, claims: [client] })).toEqual([
      'entra-workload-identity of Deployment/shop/app: label',
    ]);
  });

  test('is lost where nothing tells the token’s file, perhaps but for a variable whose name is not known', () => {
    const given: Given = { accounts: [account({})], claims: [byHand()] };
    expect(lost(naming({ AWS_ROLE_ARN: ROLE }), given)).toEqual(['irsa of Deployment/shop/app: other']);
    expect(lost(naming({ AWS_ROLE_ARN: ROLE, [symbolOf('var.name')]: '/file' }), given)).toEqual([
      'irsa of Deployment/shop/app: other?',
    ]);
  });

  test('needs one for the audience that it asks for', () => {
    const token = (audience: string) => ({ serviceAccountToken: { path: 'token', audience } });
    const environment = { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/own/token' };
    const mounting = (audience: string): Workload =>
      ofPod(
        {
          containers: [
            {
              ...APP,
              env: Object.entries(environment).map(([name, value]) => ({ name, value })),
              volumeMounts: [{ name: 'own', mountPath: '/own' }],
            },
          ],
          spec: { volumes: [{ name: 'own', projected: { sources: [token(audience)] } }] },
        },
        { environment },
      );
    const given: Given = { accounts: [account({})], claims: [byHand({ audience: 'team' })] };
    expect(lost(mounting('team'), given)).toEqual([]);
    expect(lost(mounting('sts.amazonaws.com'), given)).toEqual(['irsa of Deployment/shop/app: other']);
  });

  test('is lost by a variable that it leaves empty', () => {
    const pods = naming({ AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '' });
    expect(lost(pods, { accounts: [account({})], claims: [byHand()] })).toEqual([
      'irsa of Deployment/shop/app: environment',
    ]);
  });

  test('asks for nothing by the claim of another pod, or of its account', () => {
    const given = (claim: Claim): Given => ({ accounts: [account({})], claims: [claim] });
    expect(lost(naming({ AWS_ROLE_ARN: ROLE }), given(byHand({ carrier: 'Job/shop/other' })))).toEqual([]);
    expect(lost(naming({ AWS_ROLE_ARN: ROLE }), given(byHand({ byHand: false })))).toEqual([]);
  });
});

describe('the containers of a pod', () => {
  test('are skipped as the annotation of each cloud lists them', () => {
    expect(skippedContainers({}, true)).toBeUndefined();
    expect(skippedContainers({ 'azure.workload.identity/skip-containers': 'a; b ' }, true)).toEqual(['a', 'b']);
    expect(skippedContainers({ 'eks.amazonaws.com/skip-containers': 'a,b' }, false)).toEqual(['a', 'b']);
    expect(skippedContainers({ 'eks.amazonaws.com/skip-containers': '' }, false)).toEqual([]);
  });

  test('have the names that were read', () => {
    const containers = [APP, null, { name: 1 }, {}];
    expect(containerNames(ofPod({ containers, initContainers: [{ name: 'init' }] }))).toEqual(['init', 'app']);
    expect(containerNames(ofPod({ containers: 'none' }))).toEqual([]);
    expect(containerNames(ofPod({}, { object: {} }))).toEqual([]);
  });

  test('get their token by a mechanism that has a name', () => {
    expect((['irsa', 'eks-pod-identity', 'entra-workload-identity'] as const).map(mechanismText)).toEqual([
      'IRSA',
      'EKS Pod Identity',
      'Entra Workload ID',
    ]);
  });
});
