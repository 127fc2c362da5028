import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exports } from '../../package.json';

const REPOSITORY = join(__dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/^(api|contributing)\b/.test(file))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`),
];
const templates = readdirSync(join(REPOSITORY, 'templates'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `templates/${file.replaceAll('\\', '/')}`);

/** Whether a path such as `podtrust/aws/s3-grant` leads to a source file by the exports map. */
function isPublic(path: string): boolean {
  const key = path.replace(/^podtrust/, '.');
  const targets: Readonly<Record<string, null | string | { readonly types: string }>> = exports;
  const found = Object.entries(targets).flatMap(([pattern, target]) => {
    if (target === null || typeof target === 'string') return pattern === key ? [target] : [];
    const [before, after] = pattern.split('*');
    if (after === undefined) return pattern === key ? [target.types] : [];
    if (!key.startsWith(before!) || !key.endsWith(after) || key.length < pattern.length) return [];
    return [target.types.replace('*', key.slice(before!.length, key.length - after.length))];
  });
  return (
    !found.includes(null) &&
    found.some((file) => existsSync(join(REPOSITORY, file!.replace('./dist/', '').replace(/\.d\.ts$/, '.ts'))))
  );
}

test('every path that a page or a template imports is one of the package', () => {
  const imported = [...pages, ...templates].flatMap((file) => {
    const text = readFileSync(join(REPOSITORY, file), 'utf8');
    return Array.from(text.matchAll(/(?:from |require\()'(podtrust(?:\/[^']+)?)'/g), ([, path]) => ({
      file,
      path: path!,
    }));
  });
  expect(imported.length).toBeGreaterThan(50);
  expect(imported.filter(({ path }) => !isPublic(path))).toEqual([]);
});

test('a path that is not in the map is none of the package', () => {
  expect(
    [
      'podtrust/aws/pod-role',
      'podtrust',
      'podtrust/aws/identity/pod-role',
      'podtrust/kubernetes/object-order',
      'podtrust/aws/s4-grant',
    ].map(isPublic),
  ).toEqual([true, true, false, false, false]);
});
