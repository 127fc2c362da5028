import fc from 'fast-check';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import {
  type EksClusterReference,
  type PodCompute,
  PodRole,
  type PodRoleTrust,
  podAccess,
  podIdentity,
  podMechanism,
} from '../../../lib/aws';
import type { Inventory } from '../../../lib/proof';
import { awsStack, codeOf } from '../synthesized';
import { ProvenProgram, seen } from './proven-program';

const KINDS = ['linux-ec2', 'auto-mode', 'hybrid', 'fargate', 'windows', 'unknown'] as const;
const WITH_POD_IDENTITY: readonly PodCompute[] = ['linux-ec2', 'auto-mode'];

/** The proof of a role of its own for each service account, with a pod of each; those called fargate-… run on Fargate. */
function proven(trusts: Readonly<Record<string, (cluster: EksClusterReference) => PodRoleTrust>>): Inventory {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  new EksFargateProfile(program.stack, 'fargate', {
    clusterName: cluster.name,
    fargateProfileName: 'fargate',
    podExecutionRoleArn: 'arn:aws:iam::111122223333:role/fargate',
    selector: [{ namespace: 'shop', labels: { on: 'fargate' } }],
  });
  for (const [name, trust] of Object.entries(trusts)) {
    const role = new PodRole(program.stack, name, { name, trusts: [trust(cluster)] });
    program.pod(cluster, role.bindings, {}, name.startsWith('fargate') ? { on: 'fargate' } : {});
  }
  return program.prove();
}
const of = (name: string, runsOn?: PodCompute | readonly PodCompute[]) => (cluster: EksClusterReference) =>
  podAccess({ cluster, serviceAccount: { namespace: 'shop', name }, runsOn });

test('gives a role by Pod Identity where all pods run on Linux nodes of EC2, and by IRSA alone everywhere else', () => {
  const inventory = proven({
    'linux-ec2': of('linux-ec2', 'linux-ec2'),
    'auto-mode': of('auto-mode', ['linux-ec2', 'auto-mode']),
    'fargate-only': of('fargate-only', 'fargate'),
    'fargate-or-ec2': of('fargate-or-ec2', ['linux-ec2', 'fargate']),
    windows: of('windows', 'windows'),
    hybrid: of('hybrid', 'hybrid'),
    unsaid: of('unsaid'),
  });

  expect(seen(inventory)).toEqual({
    admitted: [
      'shop shop/auto-mode -> auto-mode eks-pod-identity',
      'shop shop/fargate-only -> fargate-only irsa',
      'shop shop/fargate-or-ec2 -> fargate-or-ec2 irsa',
      'shop shop/hybrid -> hybrid irsa',
      'shop shop/linux-ec2 -> linux-ec2 eks-pod-identity',
      'shop shop/unsaid -> unsaid irsa',
      'shop shop/windows -> windows irsa',
    ],
    findings: [],
    undecided: [],
  });
});

test('an association of a pod on Fargate, which is what it keeps from, is found by the proof', () => {
  const inventory = proven({
    'fargate-only': (cluster) => podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'fargate-only' } }),
  });
  expect(seen(inventory).findings).toEqual(['error pod-identity-on-fargate Pod/shop/fargate-only']);
});

test.each([
  ['selects Windows nodes', { nodeSelector: { 'kubernetes.io/os': 'windows' } }],
  ['selects them by the former label', { nodeSelector: { 'beta.kubernetes.io/os': 'windows' } }],
  ['says that it is for Windows', { os: { name: 'windows' } }],
])('and so is an association of a pod that %s, where no agent answers either', (_, spec) => {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  const serviceAccount = { namespace: 'shop', name: 'api' };
  const role = new PodRole(program.stack, 'api', { name: 'api', trusts: [podIdentity({ cluster, serviceAccount })] });
  program.pod(cluster, role.bindings, spec);
  expect(seen(program.prove()).findings).toEqual(['error token-not-received Pod/shop/api']);
});

test('wherever pods may run, exactly one mechanism admits each service account, and it works in every one of the places', () => {
  const places = fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 4 }), (accounts) => {
      const inventory = proven(
        Object.fromEntries(
          accounts.map((runsOn, index) => {
            const name = `${runsOn.includes('fargate') ? 'fargate' : 'other'}-${index}`;
            return [name, of(name, runsOn)];
          }),
        ),
      );
      const { admitted, findings, undecided } = seen(inventory);
      expect({ findings, undecided }).toEqual({ findings: [], undecided: [] });
      expect(admitted.map((row) => row.split(' ').at(-1)).sort()).toEqual(
        accounts
          .map((runsOn) => (runsOn.every((place) => WITH_POD_IDENTITY.includes(place)) ? 'eks-pod-identity' : 'irsa'))
          .sort(),
      );
    }),
    { numRuns: 15 },
  );
});

test('says which mechanism it chooses, and why', () => {
  const cluster = { name: 'shop', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop', region: 'eu-west-1' };
  const serviceAccount = { namespace: 'shop', name: 'api' };
  const mechanism = (runsOn: readonly PodCompute[]) => podMechanism({ cluster, serviceAccount, runsOn });

  expect(mechanism(['linux-ec2', 'auto-mode'])).toEqual({
    mechanism: 'eks-pod-identity',
    because: 'its pods run on Linux nodes of EC2 only',
  });
  expect(mechanism(['linux-ec2', 'fargate', 'windows'])).toEqual({
    mechanism: 'irsa',
    because: 'no agent runs on Fargate, no agent runs on Windows',
  });
  expect(podMechanism({ cluster: { ...cluster, place: 'anywhere' }, serviceAccount, runsOn: 'linux-ec2' })).toEqual({
    mechanism: 'irsa',
    because: 'EKS Pod Identity is for clusters in a region',
  });
});

test.each<[string, unknown]>([
  ['no place at all', []],
  ['a place that EKS does not have', ['ecs']],
  ['a word that every object has', ['toString']],
])('%s is refused', (_, runsOn) => {
  const cluster = { name: 'shop', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop', region: 'eu-west-1' };
  const serviceAccount = { namespace: 'shop', name: 'api' };
  expect(codeOf(() => podAccess({ cluster, serviceAccount, runsOn: runsOn as PodCompute[] }))).toBe('compute-invalid');
});

describe('a cluster outside of a region', () => {
  const attributes = {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    region: 'eu-west-1',
    issuer: { url: 'https://issuer.example' },
    oidcProvider: {
      arn: 'arn:aws:iam::111122223333:oidc-provider/issuer.example',
      issuer: { url: 'https://issuer.example' },
    },
  };
  const serviceAccount = { namespace: 'shop', name: 'api' };
  const make = (cluster: EksClusterReference, trust: (cluster: EksClusterReference) => PodRoleTrust) =>
    codeOf(() => new PodRole(awsStack(), 'api', { trusts: [trust(cluster)] }));

  test.each(['local-outpost', 'anywhere'] as const)('has no Pod Identity: %s', (place) => {
    expect(make({ ...attributes, place }, (cluster) => podIdentity({ cluster, serviceAccount }))).toBe(
      'mechanism-unavailable',
    );
  });

  test('has no IRSA either where it is a local one of Outposts, and so podAccess has nothing to offer', () => {
    const cluster = { ...attributes, place: 'local-outpost' as const };
    expect(make(cluster, () => podAccess({ cluster, serviceAccount, runsOn: 'linux-ec2' }))).toBe(
      'mechanism-unavailable',
    );
  });

  test('has IRSA on EKS Anywhere', () => {
    const cluster = { ...attributes, place: 'anywhere' as const };
    expect(make(cluster, () => podAccess({ cluster, serviceAccount, runsOn: 'linux-ec2' }))).toBeUndefined();
  });
});
