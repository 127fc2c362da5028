import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { importedProjectFiles } from '../../lib/cli/init/project-files';
import { writeProject } from '../../lib/cli/init/write-project';
import { programFiles } from '../../lib/import/program';
import { readPodIdentityAccess } from '../../lib/import/read-access';
import { type ManagedFields, handOver } from '../../templates/import/managed-fields';
import { azureIdentity, azureIdentityBinding, dump, workload } from './dump';

const REPOSITORY = resolve(__dirname, '../..');
const fields = (manager: string, fieldsV1: object, more: Partial<ManagedFields> = {}): ManagedFields => ({
  ...{ manager, operation: 'Update', apiVersion: 'apps/v1', fieldsType: 'FieldsV1' },
  ...{ fieldsV1: fieldsV1 as ManagedFields['fieldsV1'], ...more },
});
const object = (...managedFields: ManagedFields[]) => ({
  apiVersion: 'apps/v1',
  metadata: { resourceVersion: '7', managedFields },
});
const terraforms = (fieldsV1: object) => ({
  ...{ manager: 'Terraform', operation: 'Apply', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1 },
});

describe('the fields of an object of the cluster', () => {
  test('are Terraform’s afterwards, whoever set them, and those of the cluster’s own parts are not', () => {
    const kept = [
      fields('kube-controller-manager', { 'f:metadata': { 'f:annotations': {} } }),
      fields('kubelet', { 'f:status': {} }, { subresource: 'status' }),
      fields('autoscaler', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
    ];
    const patch = handOver(
      object(
        fields('kubectl-client-side-apply', { 'f:spec': { 'f:template': { 'f:spec': {} } } }),
        ...kept,
        fields('helm', { 'f:spec': { 'f:template': { 'f:metadata': {} } } }),
        fields('deployer', { 'f:metadata': { 'f:labels': {} } }, { operation: 'Apply' }),
      ),
    );
    const all = { 'f:metadata': { 'f:labels': {} }, 'f:spec': { 'f:template': { 'f:metadata': {}, 'f:spec': {} } } };
    expect(patch).toEqual([
      { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
      { op: 'replace', path: '/metadata/managedFields', value: [...kept, terraforms(all)] },
    ]);
  });

  test('stay as they are where Terraform has them, and where nobody has any', () => {
    expect(handOver(object(fields('Terraform', {}, { operation: 'Apply' })))).toBeUndefined();
    expect(handOver({ apiVersion: 'apps/v1', metadata: {} })).toBeUndefined();
  });
});

test('the script of a project asks kubectl for each object that there is, and patches it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'take-over-'));
  try {
    // GIVEN a project, and a kubectl that knows one Deployment alone
    const access = readPodIdentityAccess([
      dump(
        azureIdentity(['shop', 'demo'], 1),
        azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
        workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
      ),
    ]);
    const files = programFiles(access, { paths: ['dump.yaml'] });
    const project = join(folder, 'way-out');
    writeProject(project, importedProjectFiles(files, 'cdktf', 'way-out', REPOSITORY));
    const log = join(folder, 'log');
    writeFileSync(join(folder, 'deployment.json'), JSON.stringify(object(fields('kubectl', { 'f:spec': {} }))));
    writeFileSync(
      join(folder, 'kubectl'),
      `#!/bin/sh\necho "$*" >> '${log}'\ncase "$*" in *get*Deployment.v1.apps*) cat '${join(folder, 'deployment.json')}';; esac\n`,
    );
    chmodSync(join(folder, 'kubectl'), 0o755);
    // WHEN it is run
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
    const tsx = join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs');
    const said = execFileSync(process.execPath, [tsx, join(project, 'take-over.ts')], { env, encoding: 'utf8' });
    // THEN it has asked for each, and patched the one that it found
    expect(said).toBe('Terraform has the fields of Deployment/shop/api\n');
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    const asked = calls.filter((call) => call.includes(' get ')).map((call) => call.split(' ').slice(3, 5).join(' '));
    expect(asked).toEqual([
      'AzureIdentity.v1.aadpodidentity.k8s.io demo',
      'AzureIdentityBinding.v1.aadpodidentity.k8s.io demo',
      'Deployment.v1.apps api',
      'ServiceAccount id-1',
    ]);
    expect(calls.filter((call) => call.includes(' patch '))).toEqual([
      expect.stringMatching(
        /^--context CLUSTER patch Deployment\.v1\.apps api --namespace shop --type json --patch \[/,
      ),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
