import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAN_RUN_LIVING, StrangerProject } from './stranger-project';

jest.setTimeout(300_000);

describe('podtrust init, from the packed tarball', () => {
  const project = new StrangerProject('cdktn');
  afterAll(() => project.remove());

  const command = 'node_modules/podtrust/dist/lib/cli/main.js';

  test.each([
    ['aws', ['eks-platform', 'eks-workloads'], 2],
    ['azure', ['aks-platform', 'aks-workloads'], 2],
    ['both', ['aks-platform', 'aks-workloads', 'eks-platform', 'eks-workloads'], 4],
  ] as const)('%s: the project synthesizes and proves without an edit', (cloud, stacks, entries) => {
    expect(project.node(command, 'init', cloud, cloud)).toMatchObject({ status: 0, stderr: '' });

    const synth = project.npm(cloud, 'run', '--silent', 'synth');
    expect(synth.stdout).toBe('');
    expect(synth.stderr).toMatch(/^(To deploy [^\n]*\n)+$/);
    expect(synth.status).toBe(0);
    const manifest = JSON.parse(readFileSync(join(project.folder, cloud, 'cdktf.out/manifest.json'), 'utf8'));
    expect(Object.keys(manifest.stacks).sort()).toEqual(stacks);

    const proof = project.npm(cloud, 'run', '--silent', 'prove');
    expect(proof).toMatchObject({ status: 0, stderr: '' });
    expect(proof.stdout).toMatch(
      new RegExp(`^${entries} access entries, .* 0 errors, 0 warnings, 0 notes, 0 unde`, 'm'),
    );
  });

  test('the project’s own tests pass', () => {
    project.node(command, 'init', 'both', 'tested');
    const tests = project.npm('tested', 'test');
    expect(tests.stderr).toContain('PASS ./eks.test.ts');
    expect(tests.stderr).toContain('PASS ./aks.test.ts');
    expect(tests.status).toBe(0);
  });

  (CAN_RUN_LIVING ? test : test.skip)('both, with CDK Terrain’s own providers', () => {
    const living = new StrangerProject('cdktn', true);
    expect(living.node(command, 'init', 'both', 'p', '--providers', 'cdktn')).toMatchObject({ status: 0 });
    expect(living.npm('p', 'run', '--silent', 'synth').status).toBe(0);
    expect(living.npm('p', 'run', '--silent', 'prove')).toMatchObject({ status: 0, stderr: '' });
    expect(living.npm('p', 'test').status).toBe(0);
    living.remove();
  });

  test('a role that trusts another service account makes the project’s own tests fail', () => {
    project.node(command, 'init', 'aws', 'broken');
    const program = project.read('broken/eks.ts');
    project.write(
      'broken/eks.ts',
      program.replace('serviceAccount: REPORTS', "serviceAccount: { ...REPORTS, name: 'report' }"),
    );
    const tests = project.npm('broken', 'test');
    expect(tests.stderr).toContain('expected, not admitted: shop/reports -> reports');
    expect(tests.status).not.toBe(0);
  });

  test('the first commands that it prints are scripts of the project', () => {
    const { stdout } = project.node(command, 'init', 'both', 'printed');
    const { scripts } = JSON.parse(project.read('printed/package.json'));
    const named = [...stdout.matchAll(/npm (?:run )?(\w+)$/gm)].map(([, name]) => name!);
    expect(named).toEqual(['install', 'synth', 'prove', 'test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named.slice(1)));
  });

  test('each file that it lists is there', () => {
    const { stdout } = project.node(command, 'init', 'both', 'listed');
    const listed = [...stdout.split('Next:')[0]!.matchAll(/^ {2}(\S+)$/gm)].map(([, file]) => file!);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.filter((file) => !existsSync(join(project.folder, 'listed', file)))).toEqual([]);
  });
});
