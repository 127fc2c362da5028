import { prove } from '../../../../lib/proof';
import type { Json } from '../example';
import { imagePull } from '../identity-binding-example';

const IDENTITY = 'azurerm_user_assigned_identity.backend';

/** Who gets the identity, what is found, and what is open, where the profile and the account’s annotations are these. */
function proven(profile?: Json, annotations?: Json, more?: Json) {
  const inputs = imagePull(profile, annotations, more).map(({ name: file, text }) => ({ file, text }));
  const { access, findings, undecided } = prove(inputs);
  return {
    rows: access
      .filter(({ identity }) => identity === IDENTITY)
      .map(({ namespace, serviceAccount, claimed, via }) => `${namespace}/${serviceAccount} ${claimed} ${via}`),
    findings: findings.filter(({ level }) => level !== 'note').map(({ rule }) => rule),
    undecided: undecided.map(({ because }) => because),
  };
}

test('an account that names an identity has its images pulled by it, and no container gets it', () => {
  expect(proven({ enabled: true })).toEqual({ rows: ['todo/backend true image-pull'], findings: [], undecided: [] });
});

test('a profile that is switched off does not read the annotation', () => {
  expect(proven({ enabled: false }).findings).toEqual(['image-pull-off']);
});

test('a profile that only apply tells of is open', () => {
  const { findings, undecided } = proven({ enabled: '${azurerm_kubernetes_cluster.main.kube_config_raw}' });

  expect(findings).toEqual([]);
  expect(undecided).toEqual([
    expect.stringMatching(/^whether azurerm_kubernetes_cluster\.main pulls images so is not known/),
  ]);
});

test('the default identity pulls for accounts that name none, where RBAC lets them', () => {
  const profile = { enabled: true, defaultManagedIdentityId: `\${${IDENTITY}.id}` };

  expect(proven(profile, {})).toEqual({ rows: ['todo/backend true image-pull'], findings: [], undecided: [] });
});

test('a default identity of a profile that is off pulls nothing', () => {
  const profile = { enabled: false, defaultManagedIdentityId: `\${${IDENTITY}.id}` };

  expect(proven(profile, {}).rows).toEqual(['todo/backend false undefined']);
});

test('a client id that is none is told once, and names nobody', () => {
  const { rows, findings, undecided } = proven(
    { enabled: true },
    { 'kubernetes.azure.com/acr-client-id': 'id-backend' },
  );

  expect(rows).toEqual(['todo/backend false undefined']);
  expect(findings).toEqual(['client-id-malformed', 'annotation-missing']);
  expect(undecided).toEqual([]);
});

test('a profile of a cluster that only apply tells of leaves open whether it is on', () => {
  const inputs = imagePull({ enabled: true }).map(({ name: file, text }) => ({
    file,
    text: text.replace(
      '"resource_id": "${azurerm_kubernetes_cluster.main.id}"',
      '"resource_id": "${azurerm_user_assigned_identity.backend.principal_id}"',
    ),
  }));
  const { findings, undecided } = prove(inputs);

  expect(findings.filter(({ rule }) => rule === 'image-pull-off')).toEqual([]);
  expect(undecided.map(({ because }) => because)).toEqual([
    expect.stringMatching(/pulls images so is not known: which cluster azapi_update_resource\.pulls is about/),
    'the cluster whose image pulls it is about was not read',
  ]);
});

describe('an empty client id', () => {
  const KEY = 'kubernetes.azure.com/acr-client-id';

  test('is told under its own name, and stands in the way of the default identity', () => {
    const { rows, findings } = proven({ enabled: true, defaultManagedIdentityId: `\${${IDENTITY}.id}` }, { [KEY]: '' });
    expect(rows).toEqual(['todo/backend false undefined']);
    expect(findings).toContain('client-id-malformed');
  });

  test('does not make its tenant a mistake', () => {
    const inputs = imagePull({ enabled: true }, { [KEY]: '', 'kubernetes.azure.com/acr-tenant-id': '' });
    const messages = prove(inputs.map(({ name: file, text }) => ({ file, text })))
      .findings.filter(({ rule }) => rule === 'client-id-malformed')
      .map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining(`${KEY}: ""`)]);
  });
});

describe('an identity for image pulls from the other cloud’s registry', () => {
  const clusterOf = {
    EKS: `resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::111122223333:role/eks"
    }`,
    AKS: `resource "azurerm_kubernetes_cluster" "main" {
      name = "main"
    }`,
  };
  const provenIn = (kind: keyof typeof clusterOf, annotation: string, value: string) => {
    const text = `${clusterOf[kind]}
      resource "azurerm_user_assigned_identity" "backend" {
        name = "backend"
      }
      resource "aws_iam_role" "backend" {
        name               = "backend"
        assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
      }
      resource "kubernetes_service_account" "backend" {
        metadata {
          name        = "backend"
          namespace   = "todo"
          annotations = { "${annotation}" = ${value} }
        }
      }`;
    const { findings, undecided } = prove([{ file: 'main.tf', text }]);
    return { findings: findings.map(({ rule, message }) => `${rule}: ${message}`), undecided };
  };

  test.each([
    ['EKS', 'kubernetes.azure.com/acr-client-id', 'azurerm_user_assigned_identity.backend.client_id'],
    ['EKS', 'kubernetes.azure.com/acr-client-id', '"0a1b2c3d-0000-4444-8888-cccccccccccc"'],
    ['AKS', 'eks.amazonaws.com/ecr-role-arn', 'aws_iam_role.backend.arn'],
    ['AKS', 'eks.amazonaws.com/ecr-role-arn', '"arn:aws:iam::111122223333:role/other"'],
  ] as const)('is not read by the nodes of %s: %s of %s', (kind, annotation, value) => {
    expect(provenIn(kind, annotation, value)).toEqual({
      findings: [expect.stringMatching(new RegExp(`^image-pull-off: .* is a cluster of ${kind}, whose nodes`))],
      undecided: [],
    });
  });

  test.each([
    ['EKS', 'kubernetes.azure.com/acr-client-id'],
    ['AKS', 'eks.amazonaws.com/ecr-role-arn'],
  ] as const)('says nothing in %s where %s is empty', (kind, annotation) => {
    expect(provenIn(kind, annotation, '""')).toEqual({ findings: [], undecided: [] });
  });

  test('of an application pulls nothing on AKS, which binds managed identities alone', () => {
    const { findings, undecided } = proven(
      { enabled: true },
      { 'kubernetes.azure.com/acr-client-id': '${azuread_application.shop.client_id}' },
      { azuread_application: { shop: { display_name: 'shop' } } },
    );
    expect(findings).toContain('named-identity-not-admitted');
    expect(undecided).toEqual([]);
  });
});
