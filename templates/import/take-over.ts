import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTER } from './access';
import { type ManagedObject, handOver } from './managed-fields';

interface Imported {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

// Gives Terraform the fields of the objects below `objects` that are in the cluster. Pods do not notice. Run it once, before the
// first step; again does no harm.

function kubectl(...args: readonly string[]): string {
  return execFileSync('kubectl', ['--context', CLUSTER.context, ...args], { encoding: 'utf8' });
}

const objects = join(__dirname, 'objects');
const files = readdirSync(objects, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort();

for (const file of files) {
  const { apiVersion, kind, metadata } = JSON.parse(readFileSync(join(objects, file), 'utf8')) as Imported;
  const [version, group] = apiVersion.split('/').reverse();
  const type = group === undefined ? kind : `${kind}.${version}.${group}`;
  const object = [type, metadata.name, '--namespace', metadata.namespace];
  const found = kubectl('get', ...object, '--ignore-not-found', '--show-managed-fields', '-o', 'json');
  // New accounts are not there yet.
  if (found.trim() === '') continue;
  const patch = handOver(JSON.parse(found) as ManagedObject);
  if (patch === undefined) continue;
  kubectl('patch', ...object, '--type', 'json', '--patch', JSON.stringify(patch));
  console.log(`Terraform has the fields of ${kind}/${metadata.namespace}/${metadata.name}`);
}
