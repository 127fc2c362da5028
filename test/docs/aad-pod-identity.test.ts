import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../lib/proof';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('aad-pod-identity');

const program = readFileSync(join(__dirname, 'aad-pod-identity-program.ts'), 'utf8');
const page = readFileSync(join(__dirname, '../../docs/aad-pod-identity.md'), 'utf8');
const MOVE = /^const move = new AadPodIdentityMove.*$/m;

/** The steps of the page's table: what it is, the line, and what the proof says of the demo. */
const steps = Array.from(
  page.matchAll(/^\| ([^|]+?) +\| `(const move = [^`]+)` +\| ([^|]+?) +\|$/gm),
  ([, step, line, said]) => ({ step: step!, line: line!, said: said! }),
);

const WORDS: Readonly<Record<string, string>> = {
  'aad-pod-identity': 'AAD Pod Identity',
  'entra-workload-identity': 'Entra Workload ID',
};

/** How each entry of the demo's identity lets pods in. */
const ways = ({ access }: Inventory) =>
  access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(({ mechanism, workloads }) => `${WORDS[mechanism]}${workloads.length > 0 ? '' : ' (no pod)'}`);

const atStep = (line: string) => programWithLine('aad-pod-identity', MOVE, line).inventory;

test('the page goes out in four steps and back in three, and shows the program before the first', () => {
  expect(steps).toHaveLength(8);
  expect(MOVE.exec(program)![0]).toBe(steps[0]!.line);
});

test.each(steps)('at the step "$step" the demo has the same identity, and nothing warns', ({ line, said }) => {
  const inventory = atStep(line);
  expect(inventory.undecided).toEqual([]);
  expect(inventory.findings.filter(({ level }) => level !== 'note')).toEqual([]);
  const has = inventory.access.filter(
    ({ mechanism, workloads }) => mechanism !== 'node' && workloads.includes('Deployment/demo/demo'),
  );
  expect([...new Set(has.map(({ identity, cluster }) => `${identity} ${cluster}`))]).toEqual([
    'identities/azurerm_user_assigned_identity.demo_9A46DC86 cluster/azurerm_kubernetes_cluster.cluster_611F8AFF',
  ]);
  expect(has).toHaveLength(1);
  const notes = [...new Set(inventory.findings.map(({ rule }) => `\`${rule}\``))];
  expect([ways(inventory).join(', '), ...notes].join('; ')).toBe(said);
});

test('with NMI the way to the identity of the nodes opens again, as the page says', () => {
  const open = ({ access }: Inventory) => access.filter(({ mechanism, pattern }) => mechanism === 'node' && pattern);
  expect(open(atStep(steps[3]!.line))).toEqual([]);
  expect(open(atStep(steps[4]!.line))).toEqual([
    expect.objectContaining({ namespace: '*', identity: expect.stringContaining('kubelet') }),
  ]);
});

test('a credential that is taken away from a switched workload is an error of the proof', () => {
  const bind = 'move.addWorkload({ cluster,';
  expect(program).toContain(bind);
  const other =
    "move.addWorkload({ cluster: { ...cluster, name: 'other', issuer: { url: 'https://other.example/' } } as never,";
  const { inventory } = programWithLine(
    'aad-pod-identity',
    /^const move[^]*$/m,
    program.slice(program.search(MOVE)).replace(MOVE, steps[3]!.line).replace(bind, other),
  );
  expect(inventory.findings.map(({ rule, level }) => `${level} ${rule}`)).toContain('error claim-not-admitted');
});

test('bindings that are taken away from a workload that is not switched are an error of the proof', () => {
  const off = 'enabled: move.hasPodIdentity';
  expect(program).toContain(off);
  const { inventory } = programWithLine(
    'aad-pod-identity',
    /^const move[^]*$/m,
    program.slice(program.search(MOVE)).replace(off, 'enabled: false'),
  );
  expect(inventory.findings.map(({ rule, level }) => `${level} ${rule}`)).toContain(
    'error aad-pod-identity-label-not-admitted',
  );
});

test('the workloads go before the pod identity, and that before the identity', () => {
  // cdktf destroys a stack before those that it depends on.
  const asked = "app.synth();\nconsole.log(workloads.dependencies.map(({ node }) => node.id).sort().join(' '));";
  const { printed } = programWithLine('aad-pod-identity', /^app\.synth\(\);$/m, asked);
  expect(printed).toContain('identities');
  // Terraform destroys what depends on another thing before that: the pod identity names the identity.
  const order = 'app.synth();\nconsole.log(JSON.stringify(identities.toTerraform().resource.azapi_update_resource));';
  const { printed: update } = programWithLine('aad-pod-identity', /^app\.synth\(\);$/m, order);
  expect(update).toMatch(/"resourceId":"\$\{azurerm_user_assigned_identity\.demo_\w+\.id\}"/);
});
