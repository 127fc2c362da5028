import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { StrangerProject } from './stranger-project';

jest.setTimeout(300_000);

const REPOSITORY = path.resolve(__dirname, '../..');
/** The README, and the pages that say how to run things. */
const PAGES = [
  'README.md',
  'docs/gitops.md',
  'docs/program.md',
  'docs/proving.md',
  'docs/sample.md',
  'docs/testing.md',
];
const text = PAGES.map((page) => fs.readFileSync(path.join(REPOSITORY, page), 'utf8')).join('\n');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((match) => match[1]!);
/** The command lines of the pages, without what a comment says of them. */
const commands = blocks('bash')
  .flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*/, '').trim()))
  .filter(Boolean);

const sample = fs.mkdtempSync(path.join(os.tmpdir(), 'readme-'));
beforeAll(() => {
  spawnSync(process.execPath, [path.join(REPOSITORY, 'dist/stacks/main.js')], { cwd: sample });
});

test('every npm script that the pages name exists', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8'));
  const named = commands.flatMap((line) =>
    [...line.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map((match) => match[1]!),
  );
  expect(named.length).toBeGreaterThan(3);
  for (const name of named.filter((one) => !['ci', 'install'].includes(one)))
    expect(Object.keys(scripts)).toContain(name);
});

test.each(commands.filter((line) => /^npx podtrust (?!init )/.test(line)))('%s holds for the sample', (line) => {
  const args = line.split(/\s+/).slice(2);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(REPOSITORY, 'dist/lib/cli/main.js'), ...args],
    {
      cwd: sample,
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  expect(stdout).not.toBe('');
  expect(status).toBe(0);
});

test.each(blocks('yaml').filter((block) => block.includes('stacks/settings/mine.yaml')))(
  'the settings\n%s are valid',
  (block) => {
    const file = path.join(sample, 'mine.yaml');
    fs.writeFileSync(file, block);
    const { status, stderr } = spawnSync(process.execPath, [path.join(REPOSITORY, 'dist/stacks/main.js')], {
      cwd: fs.mkdtempSync(path.join(os.tmpdir(), 'settings-')),
      encoding: 'utf8',
      env: { ...process.env, PODTRUST_SETTINGS: file },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  },
);

test('the test that docs/testing.md shows is the one that podtrust init writes', () => {
  const [shown] = blocks('ts').filter((block) => block.startsWith('// eks.test.ts\n'));
  expect(shown).toBe(`// eks.test.ts\n${fs.readFileSync(path.join(REPOSITORY, 'templates/aws/eks.test.ts'), 'utf8')}`);
});

test('the jest example runs in a stranger’s project', () => {
  const project = new StrangerProject();
  const [example] = blocks('js');
  fs.cpSync(path.join(sample, 'cdktf.out'), path.join(project.folder, 'cdktf.out'), { recursive: true });
  project.write('example.js', `global.expect = require('expect').expect; global.test = (_, run) => run();\n${example}`);
  expect(project.node('example.js')).toMatchObject({ status: 0, stderr: '' });

  // The same example on a broken program must not hold.
  const broken = project.read('cdktf.out/stacks/eks-platform/cdk.tf.json').replaceAll('todo:frontend', 'todo:frontent');
  project.write('cdktf.out/stacks/eks-platform/cdk.tf.json', broken);
  expect(project.node('example.js')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('claim-not-admitted'),
  });
  project.remove();
});
