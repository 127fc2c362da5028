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
