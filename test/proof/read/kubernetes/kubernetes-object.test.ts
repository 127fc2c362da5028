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
