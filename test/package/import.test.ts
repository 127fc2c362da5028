import { azureIdentity, azureIdentityBinding, dump, workload } from '../import/dump';
import { StrangerProject } from './stranger-project';

jest.setTimeout(600_000);

describe('podtrust import, from the packed tarball', () => {
  const project = new StrangerProject('cdktn');
  afterAll(() => project.remove());

  test('the project synthesizes, proves and passes its own tests without an edit', () => {
    project.write(
      'dump.yaml',
      dump(
        azureIdentity(['shop', 'demo'], 1),
        azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
        workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
        workload('CronJob', ['shop', 'tick'], { selector: 'demo', account: 'tick' }),
      ).text,
    );
    const command = 'node_modules/podtrust/dist/lib/cli/main.js';
    expect(project.node(command, 'import', 'dump.yaml', '--to', 'way-out')).toMatchObject({ status: 0, stderr: '' });

    const synth = project.npm('way-out', 'run', '--silent', 'synth');
    expect(synth).toMatchObject({ status: 0, stdout: '' });
    expect(synth.stderr.split('\n').map((line) => line.replace(/, say issuerUrl .*/, ' …'))).toEqual([
      'To deploy: Once the step beside is deployed …',
      'To deploy: Say in access.ts which cluster it is.',
      '',
    ]);

    const proof = project.npm('way-out', 'run', '--silent', 'prove');
    expect(proof).toMatchObject({ status: 0, stderr: '' });
    expect(proof.stdout).toContain('aad-pod-identity');

    const tests = project.npm('way-out', 'test');
    expect(tests.stderr).toContain('PASS ./access.test.ts');
    expect(tests.status).toBe(0);
  });
});
