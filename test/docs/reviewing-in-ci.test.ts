import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { packedTarball } from '../package/stranger-project';

jest.setTimeout(120_000);

const REPOSITORY = resolve(__dirname, '../..');
const PAGE = readFileSync(join(REPOSITORY, 'docs/reviewing-in-ci.md'), 'utf8');
const blocks = (language: string): string[] =>
  Array.from(PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g')), ([, block]) => block!);

/** What npm install makes of the packed tarball, and of its dependencies those that are here: nothing is asked of the network. */
function installed(): string {
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const modules = join(REPOSITORY, 'node_modules');
  return [
    'mkdir -p node_modules/.bin',
    `tar -xzf '${packedTarball()}' -C node_modules`,
    'mv node_modules/package node_modules/podtrust',
    'ln -s ../podtrust/dist/lib/cli/main.js node_modules/.bin/podtrust',
    'chmod +x node_modules/.bin/podtrust',
    ...Object.keys(dependencies).map((name) => `ln -s '${join(modules, name)}' 'node_modules/${name}'`),
  ].join('\n');
}

test('whoever follows the page comes from an empty repository to a change that fails, and to one that passes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gated-'));
  try {
    const expected: string[] = [];
    const script = blocks('sh')
      .join('')
      .replace('npm install --save-dev podtrust', () => installed())
      .replace(/^(.*?) # exit status (\d)$/gm, (_, line: string, status: string) => {
        expected.push(status);
        return `${line} > said || actual=$?; echo "status \${actual:-0}"; cat said; actual=0`;
      });
    const env = {
      ...process.env,
      ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' },
      ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
    };
    const { status, stdout, stderr } = spawnSync('bash', ['-euc', script], { cwd: folder, encoding: 'utf8', env });
    expect([status, stderr]).toEqual([0, expect.anything()]);
    expect(Array.from(stdout.matchAll(/^status (\d)$/gm), ([, said]) => said)).toEqual(expected);
    expect(expected).toEqual(['1', '3', '0']);
    expect(stdout).toContain('system:serviceaccount:shop:');
    // What is committed is what the page writes, and nothing that was installed.
    const { stdout: committed } = spawnSync('git', ['-C', 'gated', 'ls-files'], { cwd: folder, encoding: 'utf8' });
    expect(committed.trim().split('\n')).toEqual([
      '.gitignore',
      'access.lock.md',
      'main.tf',
      'package.json',
      'podtrust.yaml',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const files = blocks('yaml').map((text) => {
  const document = parseDocument(text);
  return { text, errors: document.errors, value: document.toJS() as Record<string, never> };
});

test('each pipeline of the page is YAML without a mistake', () => {
  expect(files).toHaveLength(5);
  for (const { errors } of files) expect(errors).toEqual([]);
});

test('the workflow that runs code of the pull request has no secret and only reads; the other runs none of it', () => {
  const [review, comment] = files;
  expect(review!.value).toMatchObject({ on: 'pull_request', permissions: { contents: 'read' } });
  expect(review!.text).not.toMatch(/secrets\.|pull_request_target|write/);
  expect(Object.keys(comment!.value.on!)).toEqual(['workflow_run']);
  expect(comment!.text).not.toMatch(/secrets\.|head_sha|head_branch|ref:/);
});

test('the page uses actions that are there, and others by their commit', () => {
  const used = Array.from(PAGE.matchAll(/uses: (\S+)/g), ([, action]) => action!);
  const own = used.filter((action) => action.startsWith('OWNER/podtrust/'));
  const there = readdirSync(join(REPOSITORY, '.github/actions')).map(
    (name) => `OWNER/podtrust/.github/actions/${name}@COMMIT`,
  );
  expect(new Set(own)).toEqual(new Set(there));
  for (const action of used.filter((one) => !own.includes(one))) expect(action).toMatch(/@[0-9a-f]{40}$/);
});
