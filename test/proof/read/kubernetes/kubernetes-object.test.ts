import { prove } from '../../../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../../../empty-directory';

eachInAnEmptyDirectory();

const BECAUSE = 'its metadata is not a mapping, so its name is not known; Kubernetes refuses such an object';

test.each(['hello', '[a]', '42', 'null'])(
  'a service account whose metadata is %s is named as undecided',
  (metadata) => {
    write('a.yaml', `apiVersion: v1\nkind: ServiceAccount\nmetadata: ${metadata}\n`);
    const found = prove(['a.yaml']).undecided.filter(({ because }) => because === BECAUSE);
    expect(found.map(({ about, at }) => [about, at.file])).toEqual([['ServiceAccount', 'a.yaml']]);
  },
);

test('a service account without metadata is named as undecided, in a List too', () => {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount' };
  write('a.json', JSON.stringify(account));
  write('b.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [account] }));
  const because = 'it has no metadata, so its name is not known; Kubernetes refuses such an object';
  const found = prove(['a.json', 'b.json']).undecided.filter((one) => one.because === because);
  expect(found.map(({ at }) => `${at.file}${at.pointer}`)).toEqual(['a.json', 'b.json/items/0']);
});

test('what in a List is no object is named as undecided', () => {
  write(
    'a.json',
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: ['hello', { kind: 'Pod' }, { apiVersion: 'v1' }] }),
  );
  const end = ', so it is not read; Kubernetes refuses such an object';
  const found = prove(['a.json']).undecided.filter(({ because }) => because.endsWith(end));
  expect(found.map(({ about, because }) => `${about}: ${because}`)).toEqual([
    `item 1 of the List: it is not a mapping${end}`,
    `item 2 of the List: it has no apiVersion${end}`,
    `item 3 of the List: it has no kind${end}`,
  ]);
});

test.each(['{}', '{ annotations: { a: b } }', '{ name: null }'])(
  'an account whose metadata is %s, without a name, is named as undecided',
  (metadata) => {
    write('a.yaml', `apiVersion: v1\nkind: ServiceAccount\nmetadata: ${metadata}\n`);
    const because = 'it has no name, so what it is for is not known; Kubernetes refuses such an object';
    const found = prove(['a.yaml']).undecided.filter((one) => one.because === because);
    expect(found.map(({ about, at }) => [about, at.pointer])).toEqual([['ServiceAccount', '/metadata']]);
  },
);

test('a pod whose name the API server makes up has one', () => {
  write('a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\nspec: { containers: [{ name: a }] }\n');
  expect(prove(['a.yaml']).undecided.filter(({ about }) => about === 'Pod')).toEqual([]);
});

test('what Terraform resources make is named in the same way', () => {
  write(
    'main.tf',
    `resource "kubernetes_manifest" "a" {
  manifest = { apiVersion = "v1", kind = "List", items = ["x", { apiVersion = "v1", kind = "ServiceAccount", metadata = {} }] }
}
resource "kubectl_manifest" "b" {
  yaml_body = "{apiVersion: v1, kind: List, items: [3, {apiVersion: v1, kind: ServiceAccount}]}"
}
`,
  );
  const open = prove(['main.tf']).undecided.filter(({ at }) => at.pointer.includes('/items/'));
  expect(open.map(({ about, at }) => `${about} ${at.pointer}`)).toEqual([
    'ServiceAccount /resource/kubectl_manifest/b/yaml_body/items/1',
    'ServiceAccount /resource/kubernetes_manifest/a/manifest/items/1/metadata',
    'item 1 of the List /resource/kubectl_manifest/b/yaml_body/items/0',
    'item 1 of the List /resource/kubernetes_manifest/a/manifest/items/0',
  ]);
});

test.each([
  ['5', 'annotation eks.amazonaws.com/role-arn is 5 without quotes, which is not text'],
  ['[a]', 'annotation eks.amazonaws.com/role-arn is a list or a mapping, which is not text'],
])('an account whose annotation is %s is refused by Kubernetes, and named as undecided', (value, said) => {
  write(
    'a.yaml',
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: api, namespace: shop, annotations: { eks.amazonaws.com/role-arn: ${value} } }\n`,
  );
  const found = prove(['a.yaml']).undecided.filter(({ because }) => because.includes('not text'));
  expect(found.map(({ about, because, at }) => [about, because, at.pointer])).toEqual([
    [
      'ServiceAccount/shop/api',
      `its ${said}; Kubernetes refuses such an object`,
      '/metadata/annotations/eks.amazonaws.com~1role-arn',
    ],
  ]);
});

test('a label that is true without quotes is none in YAML, and text in the kubernetes provider’s manifests', () => {
  const labels = { 'azure.workload.identity/use': true };
  const spec = { serviceAccountName: 'api', containers: [{ name: 'a', image: 'b' }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'api', namespace: 'shop', labels }, spec };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'api',
      namespace: 'shop',
      annotations: { 'azure.workload.identity/client-id': '11111111-1111-1111-1111-111111111111' },
    },
  };
  write('a.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [account, pod] }));
  const kubernetes_manifest = { account: { manifest: account }, pod: { manifest: pod } };
  write('main.tf.json', JSON.stringify({ resource: { kubernetes_manifest } }));
  const rulesOf = (file: string) => prove([file]).findings.map(({ rule }) => rule);
  expect(rulesOf('a.json')).toContain('workload-identity-label-missing');
  expect(rulesOf('main.tf.json')).not.toContain('workload-identity-label-missing');
});

test('an account or containers of another kind of value are named as undecided', () => {
  write(
    'a.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: 5, containers: { name: a } }\n',
  );
  const said = prove(['a.yaml']).undecided.map(({ because }) => because);
  expect(said).toContain('its serviceAccountName is not text; Kubernetes refuses such an object');
  expect(said).toContain('its containers are a mapping and not a list; Kubernetes refuses such an object');
});
