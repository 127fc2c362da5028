import {
  accessRows,
  aks,
  eks,
  federated,
  irsaRole,
  OTHER_POD,
  proved,
  rulesOf,
  undecidedOf,
} from '../../kubernetes-program';

const ARN = 'arn:aws:iam::111122223333:role/app';

const helmRelease = (values: string): string => `${OTHER_POD}---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: app, namespace: shop }
spec:
  chart: { spec: { chart: app } }
  values: ${values}
`;

const application = (source: string, destination = 'server: https://kubernetes.default.svc'): string => `${OTHER_POD}---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: app, namespace: argocd }
spec:
  destination: { namespace: shop, ${destination} }
  source: ${source}
`;

const annotated = (name = ''): string =>
  `{ serviceAccount: { ${name}annotations: { eks.amazonaws.com/role-arn: "${ARN}" } } }`;

describe('a Helm release of Flux', () => {
  test('may make any account of its namespace, and none of another', () => {
    const terraform = aks() + federated('app', 'shop/keda') + federated('other', 'other/keda');
    const inventory = proved(terraform, helmRelease('{}'));
    expect(undecidedOf(inventory)).toEqual([
      expect.stringContaining('a Helm release (HelmRelease/shop/app) may declare'),
    ]);
    expect(rulesOf(inventory)).toContain('warning admission-not-claimed');
  });

  test.each([
    ['that its values name', annotated('name: app-sa, '), 'shop/app-sa'],
    ['that charts make by custom', annotated(), 'shop/app'],
  ])('claims the role for the account %s', (_, values, account) => {
    const inventory = proved(eks(irsaRole('app', account)), helmRelease(values));
    expect(accessRows(inventory)).toEqual([`${account} -> aws_iam_role.app irsa claimed`]);
    expect(inventory.undecided).toEqual([]);
  });

  test('whose values annotate another account than the role trusts is undecided: the chart is not read', () => {
    const inventory = proved(eks(irsaRole('app', 'shop/other')), helmRelease(annotated('name: app, ')));
    expect(rulesOf(inventory)).not.toContain('error named-identity-not-admitted');
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('HelmRelease/shop/app → aws_iam_role.app'));
  });
});

describe('an Argo CD application', () => {
  test.each([
    ['values as an object', `{ chart: app, helm: { valuesObject: ${annotated('name: web2, ')} } }`],
    ['values as text', `{ chart: app, helm: { values: '${annotated('name: web2, ')}' } }`],
    [
      'parameters',
      `{ chart: app, helm: { parameters: [{ name: 'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn', value: '${ARN}' }, { name: serviceAccount.name, value: web2 }] } }`,
    ],
  ])('claims the role by %s', (_, source) => {
    const inventory = proved(eks(irsaRole('app', 'shop/web2')), application(source));
    expect(accessRows(inventory)).toEqual(['shop/web2 -> aws_iam_role.app irsa claimed']);
  });

  test('into another cluster makes nothing here', () => {
    const terraform = aks() + federated('app', 'shop/keda');
    expect(rulesOf(proved(terraform, application('{ chart: keda }', 'name: other')))).toContain(
      'warning admission-not-claimed',
    );
    expect(rulesOf(proved(terraform, application('{ chart: keda }')))).not.toContain('warning admission-not-claimed');
  });

  test('of a folder may make accounts in any namespace', () => {
    const terraform = aks() + federated('app', 'other/keda');
    expect(undecidedOf(proved(terraform, application('{ path: apps, repoURL: x }')))).toEqual([
      expect.stringContaining('an Argo CD application (Application/argocd/app) may declare'),
    ]);
  });
});

describe('a release of a chart that is known, from where it is published, declares its account', () => {
  const VALUES = `{ serviceAccount: { name: dns, annotations: { eks.amazonaws.com/role-arn: "${ARN}" } } }`;
  const PROJECT = 'https://kubernetes-sigs.github.io/external-dns/';

  const repository = (url = PROJECT, kind = 'HelmRepository', name = 'dns'): string => `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: flux-system }
spec: { url: "${url}" }
`;
  const flux = (more = '', chart = 'external-dns', values = VALUES): string => `${OTHER_POD}---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: dns, namespace: shop }
spec:
  chart: { spec: { chart: ${chart}, sourceRef: { kind: HelmRepository, name: dns, namespace: flux-system } } }
  values: ${values}
  ${more}
`;
  const argo = (helm: string, url = PROJECT): string =>
    application(`{ chart: external-dns, repoURL: "${url}", helm: ${helm} }`).replace('name: app', 'name: dns');
  const ofRegistry = `${OTHER_POD}---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: eso, namespace: shop }
spec:
  chartRef: { kind: OCIRepository, name: chart, namespace: flux-system }
  values: ${VALUES}
${repository('oci://ghcr.io/external-secrets/charts/external-secrets', 'OCIRepository', 'chart')}`;

  test.each([
    ['a Helm release of Flux', flux() + repository(), 'Deployment/shop/dns-external-dns'],
    ['one by a chart in a registry', ofRegistry, 'Deployment/shop/eso-external-secrets'],
    ['an Argo CD application', argo(`{ valuesObject: ${VALUES} }`), 'Deployment/shop/dns-external-dns'],
    ['one with its values as text', argo(`{ values: '${VALUES}' }`), 'Deployment/shop/dns-external-dns'],
    [
      'one with parameters',
      argo(
        `{ values: '${VALUES.replace('name: dns', 'name: other')}', parameters: [{ name: serviceAccount.name, value: dns }] }`,
      ),
      'Deployment/shop/dns-external-dns',
    ],
  ])('%s', (_, objects, workload) => {
    const inventory = proved(eks(irsaRole('app', 'shop/dns')), objects);
    expect(accessRows(inventory)).toEqual(['shop/dns -> aws_iam_role.app irsa claimed']);
    expect(inventory.access[0]?.workloads).toEqual([workload]);
    expect(inventory.undecided).toEqual([]);
    expect(rulesOf(proved(eks(irsaRole('app', 'shop/other')), objects))).toContain('error claim-not-admitted');
  });

  test('a chart that Argo CD takes from a registry, whose address it has without a scheme', () => {
    const objects = argo(`{ values: '${VALUES}' }`, 'ghcr.io/external-secrets/charts').replace(
      'chart: external-dns',
      'chart: external-secrets',
    );
    const inventory = proved(eks(irsaRole('app', 'shop/dns')), objects);
    expect(inventory.access[0]?.workloads).toEqual(['Deployment/shop/dns-external-secrets']);
  });

  test('and what runs as it by a switch of the values', () => {
    const velero = (values: string): string =>
      `${flux('', 'velero', values)}${repository('https://vmware-tanzu.github.io/helm-charts')}`;
    const workloads = (more: string): readonly string[] | undefined =>
      proved(
        eks(irsaRole('app', 'shop/velero')),
        velero(
          `{ ${more} serviceAccount: { server: { name: velero, annotations: { eks.amazonaws.com/role-arn: "${ARN}" } } } }`,
        ),
      ).access[0]?.workloads;
    expect(workloads('')).toEqual(['Deployment/shop/velero']);
    expect(workloads('deployNodeAgent: false,')).toEqual(['Deployment/shop/velero']);
    expect(workloads('deployNodeAgent: true,')).toEqual(['DaemonSet/shop/node-agent', 'Deployment/shop/velero']);
  });

  test.each([
    ['whose repository is not in the input', flux()],
    ['whose repository is of another publisher', flux() + repository('https://charts.bitnami.com/bitnami')],
    ['whose repository has two addresses', flux() + repository() + repository('https://charts.bitnami.com/bitnami')],
    ['with values from a Secret', flux('valuesFrom: [{ kind: Secret, name: x }]') + repository()],
    ['that is patched after it is rendered', flux('postRenderers: [{ kustomize: {} }]') + repository()],
    ['with values from a file', argo(`{ valueFiles: [prod.yaml], values: '${VALUES}' }`)],
    ['of another publisher in Argo CD', argo(`{ values: '${VALUES}' }`, 'https://charts.bitnami.com/bitnami')],
    ['of a known name in a repository of Git', argo(`{ values: '${VALUES}' }`).replace('chart:', 'path:')],
  ])('but not one %s', (_, objects) => {
    const inventory = proved(eks(irsaRole('app', 'shop/other')), objects);
    expect(rulesOf(inventory)).not.toContain('error claim-not-admitted');
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('→ aws_iam_role.app'));
  });

  test('but not in another cluster', () => {
    const objects = argo(`{ values: '${VALUES}' }`).replace('https://kubernetes.default.svc', 'https://elsewhere');
    expect(rulesOf(proved(eks(irsaRole('app', 'shop/other')), objects))).not.toContain('error claim-not-admitted');
  });
});

test.each([
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
  ['argoproj.io/v1alpha1', 'ApplicationSet'],
])('what a %s %s applies is not known', (apiVersion, kind) => {
  const objects = `${OTHER_POD}---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: apps, namespace: system }\nspec: {}\n`;
  const inventory = proved(aks() + federated('app', 'other/keda'), objects);
  expect(rulesOf(inventory)).not.toContain('warning admission-not-claimed');
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining(`(${kind}/system/apps) may declare`)]);
});

describe('a Helm release of Terraform', () => {
  const release = (settings: string): string => `
resource "helm_release" "app" {
  name      = "app"
  chart     = "app"
  namespace = "shop"
  ${settings}
}`;

  test.each([
    [
      'set',
      `set {
    name  = "serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn"
    value = aws_iam_role.app.arn
  }`,
    ],
    [
      'values',
      'values = [yamlencode({ serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn } } })]',
    ],
  ])('claims the role by %s', (_, settings) => {
    const inventory = proved(eks(irsaRole('app', 'shop/app') + release(settings)), OTHER_POD);
    expect(accessRows(inventory)).toEqual(['shop/app -> aws_iam_role.app irsa claimed']);
    expect(inventory.undecided).toEqual([]);
  });
});

test('the accounts that eksctl makes are there, each for its role', () => {
  const config = `
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: eks, region: eu-west-1 }
iam:
  serviceAccounts:
    - metadata: { name: app, namespace: app }
      attachPolicyARNs: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
    - metadata: { name: alone, namespace: app }
      roleOnly: true
---
`;
  const pod = (name: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: app }
spec: { serviceAccountName: ${name}, containers: [{ name: app, image: "app:1" }] }
---`;
  const inventory = proved(eks(), config + pod('app') + pod('alone') + OTHER_POD);
  expect(inventory.findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
    'service-account-missing Pod/app/alone',
    'admission-not-claimed ClusterConfig/eks/iam.serviceAccounts/app/alone',
  ]);
  expect(accessRows(inventory)).toContain('app/app -> ClusterConfig/eks/iam.serviceAccounts/app/app irsa claimed');
  expect(undecidedOf(inventory)).toEqual([]);
});
