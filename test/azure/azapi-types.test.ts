import * as ts from 'typescript';
import { AksPodIdentityAddon, AksWorkloadIdentity, IdentityBinding, NetRawPolicy } from '../../lib/azure';
import { BoundProgram } from './identity/bound-program';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What azapi sends, as it was synthesized, by its address. */
type Bodies = readonly { readonly address: string; readonly type: string; readonly body: unknown }[];

const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers';
const IDENTITY = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/reports`;

/** A program with everything that azapi makes by AKS’ stable API; the client has no types of previews. */
function bodies(): Bodies {
  const program = new BoundProgram();
  const { stack } = program;
  const cluster = program.cluster();
  new IdentityBinding(stack, 'binding', { cluster, identity: program.identity() });
  const legacy = {
    name: 'legacy',
    id: cluster.id!,
    controlPlanePrincipalId: 'principal',
    networkPlugin: 'kubenet',
  } as const;
  const netRawDroppedBy = new NetRawPolicy(stack, 'net-raw', { cluster: legacy });
  const names = { name: 'reports', namespace: 'shop', selector: 'reports' };
  new AksPodIdentityAddon(stack, 'addon', {
    cluster: legacy,
    kubenet: { netRawDroppedBy },
    podIdentities: [{ ...names, resourceId: IDENTITY, clientId: 'client', principalId: 'principal' }],
    exceptions: [{ name: 'agent', namespace: 'ops', podLabels: { app: 'agent' } }],
  });
  new AksPodIdentityAddon(stack, 'addon-off', { cluster: legacy, enabled: false });
  new AksWorkloadIdentity(stack, 'beside', { cluster: { name: 'legacy', id: cluster.id! } });
  const file = join(program.synthesize(), 'stacks/platform/cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: Record<string, Record<string, { type: string; body: unknown }>>;
  };
  return ['azapi_resource', 'azapi_update_resource'].flatMap((kind) =>
    Object.entries(resource[kind]!).map(([name, { type, body }]) => ({ address: `${kind}.${name}`, type, body })),
  );
}

/** The types of Azure’s own client that bodies of a resource type are of. Of a cluster, azapi sends parts. */
const TYPES: Readonly<Record<string, string>> = {
  'Microsoft.ContainerService/managedClusters': '{ properties: ManagedClusterProperties }',
  'Microsoft.ContainerService/managedClusters/identityBindings': 'IdentityBinding',
};

/** A program whose literals are the bodies: the compiler refuses a property that the types do not have. */
function sourceOf(all: Bodies): string {
  const lines = all.map(
    ({ type, body }, at) => `export const body${at}: ${TYPES[type.split('@')[0]!]} = ${JSON.stringify(body)};`,
  );
  return [
    "import type { IdentityBinding, ManagedClusterProperties, ManagedClusterPodIdentityProfile } from '@azure/arm-containerservice';",
    "import type { PodIdentityProfile } from './lib/azure/aad-pod-identity/aks-pod-identity-addon';",
    'type Read<T> = T extends object ? { readonly [Key in keyof T]: Read<T[Key]> } : T;',
    'declare const ours: PodIdentityProfile;',
    'export const theirs: Read<ManagedClusterPodIdentityProfile> = ours;',
    'export const noMore: keyof ManagedClusterPodIdentityProfile = {} as keyof PodIdentityProfile;',
    ...lines,
  ].join('\n');
}

/** What the TypeScript compiler says of a program in this repository. */
function problemsOf(source: string): string[] {
  const root = join(__dirname, '../..');
  const file = join(root, 'bodies.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target, ...rest);
  const program = ts.createProgram([file], options, host);
  const found = program.getSemanticDiagnostics(program.getSourceFile(file));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('what azapi sends to AKS is of the types of Azure’s own client, and has no property that they lack', () => {
  const all = bodies();
  expect(all.map(({ type }) => type.split('@')[0]).sort()).toEqual([
    ...Array<string>(3).fill('Microsoft.ContainerService/managedClusters'),
    'Microsoft.ContainerService/managedClusters/identityBindings',
  ]);
  expect(problemsOf(sourceOf(all))).toEqual([]);
  // AND each of these mistakes is one to the compiler
  const mistakes: [RegExp, string][] = [
    [/"bindingSelector"/, '"selector"'],
    [/"objectId"/, '"principalId"'],
    [/"userAssignedIdentityExceptions"/, '"exceptions"'],
    [/"podLabels":\{/, '"podLabels":{"x":1,'],
    [/"managedIdentity"/, '"identity"'],
    [/"workloadIdentity":\{/, '"workloadIdentity":{"on":true,'],
  ];
  const source = sourceOf(all);
  for (const [right, wrong] of mistakes) {
    expect([wrong, problemsOf(source.replace(right, wrong))]).toEqual([wrong, [expect.any(String)]]);
  }
}, 300_000);
