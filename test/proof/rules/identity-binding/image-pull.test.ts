import { prove } from '../../../../lib/proof';
import type { Json } from '../example';
import { imagePull } from '../identity-binding-example';

const IDENTITY = 'azurerm_user_assigned_identity.backend';

/** Who gets the identity, what is found, and what is open, where the profile and the account’s annotations are these. */
function proven(profile?: Json, annotations?: Json) {
  const inputs = imagePull(profile, annotations).map(({ name: file, text }) => ({ file, text }));
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
