import fc from 'fast-check';
import {
  type EksClusterReference,
  PodRole,
  PodRoles,
  type PodRolesProps,
  irsa,
  podIdentity,
  s3Grant,
} from '../../../lib/aws';
import { ClusterSet } from '../../../lib/core';
import { awsStack, codeOf } from '../synthesized';
import { ProvenProgram, attributesOf, seen } from './proven-program';

const NAMES = Array.from({ length: 60 }, (_, index) => `account-${index}`);
const account = (name: string) => ({ namespace: 'shop', name });
const grants = [s3Grant.read('arn:aws:s3:::reports')];

function known(name = 'shop'): EksClusterReference & { readonly name: string } {
  const { issuerUrl, oidcProviderArn, ...rest } = attributesOf(name);
  const issuer = { url: issuerUrl! };
  return { ...rest, issuer, oidcProvider: { arn: oidcProviderArn!, issuer } };
}
const make = (props: Partial<PodRolesProps>, cluster = known()) =>
  new PodRoles(awsStack(), 'reports', {
    name: 'reports',
    trusts: NAMES.map((name) => irsa({ cluster, serviceAccount: account(name) })),
    ...props,
  });

test('more trusts than one role holds are spread over several, and one role alone refuses them', () => {
  const trusts = make({}).trusts;
  expect(codeOf(() => new PodRole(awsStack(), 'one', { trusts }))).toBe('trust-policy-over-limit');

  const roles = make({});

  expect(roles.roles.map(({ resource }) => resource!.name)).toEqual([expect.anything(), expect.anything()]);
  expect(roles.trusts).toHaveLength(NAMES.length);
  expect(roles.trustSizes().every(({ used, limit }) => used <= limit)).toBe(true);
  expect(`${roles}`).toMatch(/^reports\/1: \d+ of 2048 characters: shop \d+; no more clusters fit\nreports\/2: /);
});

test('each binding names the role that admits its service account', () => {
  const roles = make({});
  for (const name of NAMES) {
    const role = roles.roleFor(account(name));
    expect(role.trusts.map(({ serviceAccount }) => serviceAccount.name)).toContain(name);
    expect(roles.bindingFor(account(name)).identity).toBe(role.arn);
  }
  expect(roles.bindings).toHaveLength(NAMES.length);
  expect(new Set(roles.bindings.map(({ identity }) => identity)).size).toBe(2);
  expect(codeOf(() => roles.bindingFor(account('other')))).toBe('binding-unknown');
});

test('a trust that is added at the end moves none of the others', () => {
  const roleOf = (roles: PodRoles) => NAMES.slice(0, 40).map((name) => roles.roleFor(account(name)).node.id);
  const trustsOf = (cluster: EksClusterReference, names: readonly string[]) =>
    names.map((name) => irsa({ cluster, serviceAccount: account(name) }));
  const before = roleOf(make({ trusts: trustsOf(known(), NAMES.slice(0, 40)) }));
  expect(roleOf(make({}))).toEqual(before);

  const cluster = known();
  const later = make({ trusts: trustsOf(cluster, NAMES.slice(0, 40)) });
  for (const trust of trustsOf(cluster, NAMES.slice(40))) later.addTrust(trust);
  expect(roleOf(later)).toEqual(before);
  expect(later.roles).toHaveLength(2);
  expect(later.trusts).toHaveLength(NAMES.length);
});

test('by cluster, the roles of one stay as they are when another comes or goes', () => {
  const clusters = { blue: known('blue'), green: known('green'), red: known('red') };
  const trustsOf = (set: Partial<typeof clusters>) =>
    new ClusterSet(set as typeof clusters).trusts((cluster) =>
      NAMES.map((name) => irsa({ cluster, serviceAccount: account(name) })),
    );
  const all = make({ by: 'cluster', trusts: trustsOf(clusters) });
  expect(all.roles.map(({ node }) => node.id)).toEqual(['blue', 'blue-2', 'green', 'green-2', 'red', 'red-2']);

  const [blue, red] = [known('blue'), known('red')];
  const fewer = make({ by: 'cluster', trusts: trustsOf({ blue, red }) });
  expect(fewer.roles.map(({ node }) => node.id)).toEqual(['blue', 'blue-2', 'red', 'red-2']);
  for (const name of NAMES) {
    expect(fewer.roleFor(account(name), red).node.id).toBe(all.roleFor(account(name), clusters.red).node.id);
  }
  expect(codeOf(() => all.bindingFor(account(NAMES[0]!)))).toBe('binding-ambiguous');
});

test('every role gets each grant, the later ones and the later roles too', () => {
  const cluster = known();
  const roles = make({ grants, trusts: [irsa({ cluster, serviceAccount: account('a') })] }, cluster);
  roles.addGrant(s3Grant.read('arn:aws:s3:::more'));
  for (const name of NAMES) roles.addTrust(irsa({ cluster, serviceAccount: account(name) }));

  expect(roles.roles.length).toBeGreaterThan(1);
  for (const role of roles.roles) {
    expect(role.grants.map(({ grant }) => grant.description)).toEqual(
      ['read arn:aws:s3:::reports', 'read arn:aws:s3:::more'].map((text) =>
        expect.stringContaining(text.slice('read '.length)),
      ),
    );
  }
});

test('the proof shows each service account with its own role, both mechanisms, and nothing besides', () => {
  const program = new ProvenProgram();
  const [blue, green] = [program.cluster('blue'), program.cluster('green')];
  const names = NAMES.slice(0, 25);
  const roles = new PodRoles(program.stack, 'reports', {
    name: 'reports',
    grants,
    trusts: [
      ...names.map((name) => irsa({ cluster: blue, serviceAccount: account(name) })),
      ...names.map((name) => podIdentity({ cluster: green, serviceAccount: account(name) })),
    ],
  });
  for (const cluster of [blue, green]) {
    for (const name of names) program.pod(cluster, [roles.bindingFor(account(name), cluster)]);
  }

  const { admitted, findings, undecided } = seen(program.prove());
  expect({ findings, undecided }).toEqual({ findings: [], undecided: [] });
  expect(roles.roles.length).toBeGreaterThan(1);
  expect(admitted).toEqual(
    names
      .flatMap((name) =>
        [
          ['blue', 'irsa', blue],
          ['green', 'eks-pod-identity', green],
        ].map(
          ([cluster, mechanism, reference]) =>
            `${cluster as string} shop/${name} -> reports_${roles.roleFor(account(name), reference as typeof blue).node.id} ${mechanism as string}`,
        ),
      )
      .sort(),
  );
});

test('whatever the trusts, each is in exactly one role, in order, and no role is over its limit', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 90 }),
      fc.integer({ min: 700, max: 4096 }),
      (numbers, trustPolicyLimit) => {
        const cluster = known();
        const trusts = numbers.map((number) => irsa({ cluster, serviceAccount: account(`a${number}`) }));
        const roles = make({ trusts, trustPolicyLimit, by: undefined });
        expect(roles.trusts).toEqual(trusts);
        expect(roles.trustSizes().every(({ used }) => used <= trustPolicyLimit)).toBe(true);
      },
    ),
    { numRuns: 20 },
  );
});

describe('are refused', () => {
  test('without a trust', () => expect(codeOf(() => make({ trusts: [] }))).toBe('subjects-missing'));

  test('with one trust twice, though it would come into two roles', () => {
    const cluster = known();
    const [first, ...others] = NAMES.map((name) => irsa({ cluster, serviceAccount: account(name) }));
    expect(codeOf(() => make({ trusts: [first!, ...others, first!] }))).toBe('trust-duplicate');
    const roles = make({}, cluster);
    expect(codeOf(() => roles.addTrust(first!))).toBe('trust-duplicate');
  });

  test('by what they cannot be split by', () =>
    expect(codeOf(() => make({ by: 'clusters' as 'cluster' }))).toBe('input-invalid'));

  test('with a limit that not even one trust fits into', () =>
    expect(codeOf(() => make({ trustPolicyLimit: 100 }))).toBe('trust-policy-over-limit'));

  test('with a name that is too long once it is numbered', () =>
    expect(codeOf(() => make({ name: 'r'.repeat(63) }))).toBe('name-invalid'));
});
