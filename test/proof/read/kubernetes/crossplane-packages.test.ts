import { eks, irsaRole, OTHER_POD, proved, rulesOf, undecidedOf } from '../../kubernetes-program';
import type { Inventory } from '../../../../lib/proof';

const ROLE = 'arn:aws:iam::111122223333:role/crossplane';

const object = (apiVersion: string, kind: string, name: string, rest: object): string =>
  JSON.stringify({ apiVersion, kind, metadata: { name }, ...rest });
const provider = (reference: object = {}, kind = 'Provider'): string =>
  object('pkg.crossplane.io/v1', kind, 'provider-aws-s3', {
    spec: { package: 'xpkg.upbound.io/upbound/provider-aws-s3', ...reference },
  });
const settings = (spec: object): string =>
  object('pkg.crossplane.io/v1beta1', 'DeploymentRuntimeConfig', 'irsa', { spec });
const template = (metadata: object): object => ({ serviceAccountTemplate: { metadata } });
const WITH_SETTINGS = { runtimeConfigRef: { name: 'irsa' } };
const asking = { annotations: { 'eks.amazonaws.com/role-arn': ROLE } };

/** A role that a service account of Crossplane's namespace may have, in a cluster that has other objects too. */
const given = (account: string, ...objects: readonly string[]): Inventory =>
  proved(eks(irsaRole('crossplane', `crossplane-system/${account}`)), [OTHER_POD, ...objects].join('\n---\n'));
const warned = (inventory: Inventory): boolean =>
  rulesOf(inventory).some((rule) => rule.includes('admission-not-claimed'));

test('without a package of Crossplane nobody asks for the role, which is a warning', () => {
  expect(warned(given('provider-aws-s3-0a1b2c3d4e5f'))).toBe(true);
});

test.each(['Provider', 'Function'])(
  'the account of a %s is called by the package and by a digest: whether it asks is not decided',
  (kind) => {
    const inventory = given('provider-aws-s3-0a1b2c3d4e5f', provider({}, kind));
    expect(warned(inventory)).toBe(false);
    expect(undecidedOf(inventory).join()).toContain(`(${kind}/provider-aws-s3) may declare`);
    expect(warned(given('backup', provider({}, kind)))).toBe(true);
  },
);

test('of a long name the account has the first 50 characters', () => {
  const name = 'a'.repeat(60);
  const long = object('pkg.crossplane.io/v1', 'Provider', name, { spec: {} });
  expect(warned(given(`${name.slice(0, 50)}-0a1b2c3d4e5f`, long))).toBe(false);
  expect(warned(given(`${name}-0a1b2c3d4e5f`, long))).toBe(true);
});

test('the account has the name that the settings give it, and no other', () => {
  const named = settings(template({ name: 'aws' }));
  expect(warned(given('aws', provider(WITH_SETTINGS), named))).toBe(false);
  expect(warned(given('provider-aws-s3-0a1b2c3d4e5f', provider(WITH_SETTINGS), named))).toBe(true);
});

test('settings that name none leave the account its own name', () => {
  const inventory = given('provider-aws-s3-0a1b2c3d4e5f', provider(WITH_SETTINGS), settings(template({ labels: {} })));
  expect(warned(inventory)).toBe(false);
  expect(warned(given('aws', provider(WITH_SETTINGS), settings({})))).toBe(true);
});

test('settings that are not in the input may name any', () => {
  expect(warned(given('aws', provider(WITH_SETTINGS)))).toBe(false);
});

test('where its pods run as an account that others make, Crossplane makes none', () => {
  const spec = { deploymentTemplate: { spec: { template: { spec: { serviceAccountName: 'mine' } } } } };
  expect(warned(given('provider-aws-s3-0a1b2c3d4e5f', provider(WITH_SETTINGS), settings(spec)))).toBe(true);
});

test('the older settings name the account by its name', () => {
  const old = object('pkg.crossplane.io/v1alpha1', 'ControllerConfig', 'irsa', { spec: { serviceAccountName: 'aws' } });
  const reference = { controllerConfigRef: { name: 'irsa' } };
  expect(warned(given('aws', provider(reference), old))).toBe(false);
  expect(warned(given('web', provider(reference), old))).toBe(true);
});

test('settings by which an account asks for a role are said once: which account it is, is not known', () => {
  const said = (inventory: Inventory): readonly string[] =>
    undecidedOf(inventory).filter((one) => one.includes('Crossplane makes by it ask for'));
  expect(said(given('*', provider(WITH_SETTINGS), settings(template(asking))))).toEqual([
    expect.stringContaining(ROLE),
  ]);
  const old = object('pkg.crossplane.io/v1alpha1', 'ControllerConfig', 'irsa', {
    metadata: { name: 'irsa', ...asking },
  });
  expect(said(given('*', old))).toHaveLength(1);
  expect(said(given('*', settings(template({ annotations: { team: 'a' } }))))).toEqual([]);
});
