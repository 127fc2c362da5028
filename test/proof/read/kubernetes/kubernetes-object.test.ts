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
