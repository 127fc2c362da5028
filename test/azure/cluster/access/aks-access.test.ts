import { AksCluster } from '../../../../lib/azure/cluster/aks-cluster';
import { GROUP, errorOf, synthesized } from '../../synthesized';
import { ASSIGNMENT, CLUSTER, PERSON, made, refused, roles } from '../made-cluster';

const READER = 'Azure Kubernetes Service RBAC Reader';

describe('who gets in', () => {
  test('has a role in the whole cluster, or in namespaces', () => {
    const { all } = made({}, (aks) => {
      aks.addAccess('support', { principalId: PERSON, role: READER });
      aks.addAccess('developers', {
        principalId: PERSON,
        principalType: 'Group',
        role: 'Azure Kubernetes Service RBAC Writer',
        namespaces: ['shop', 'reports'],
        kubeconfig: true,
      });
    });

    expect(roles(all(ASSIGNMENT)).filter((role) => role.startsWith(PERSON))).toEqual([
      `${PERSON} | Azure Kubernetes Service Cluster User Role | aks.id`,
      `${PERSON} | Azure Kubernetes Service RBAC Reader | aks.id`,
      `${PERSON} | Azure Kubernetes Service RBAC Writer | aks.id/namespaces/reports`,
      `${PERSON} | Azure Kubernetes Service RBAC Writer | aks.id/namespaces/shop`,
    ]);
  });

  test('has it before workloads are made', () => {
    made({}, (aks) => {
      const before = aks.dependables.length;
      aks.addAccess('support', { principalId: PERSON, role: READER });
      expect(aks.dependables).toHaveLength(before + 1);
    });
  });

  test('may be let into a cluster that exists as well', () => {
    const id = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/old`;
    const attributes = { name: 'old', issuerUrl: 'https://issuer.example/', id };
    const { only } = synthesized((stack) => {
      AksCluster.fromAttributes(stack, 'old', attributes).addAccess('support', { principalId: PERSON, role: READER });
    });
    expect(only(ASSIGNMENT)).toMatchObject({ scope: id, role_definition_name: READER, principal_id: PERSON });

    const unknown = { ...attributes, id: undefined };
    const add = (stack: Parameters<typeof AksCluster.fromAttributes>[0]) =>
      AksCluster.fromAttributes(stack, 'old', unknown).addAccess('support', { principalId: PERSON, role: READER });
    expect(errorOf(add).code).toBe('cluster-id-missing');
  });
});

describe('Kubernetes RBAC', () => {
  test('has groups of Entra, and no role of Azure RBAC', () => {
    const { only, all } = made({ authorization: 'kubernetes-rbac', adminGroupObjectIds: [PERSON] });

    expect(only(CLUSTER).azure_active_directory_role_based_access_control).toMatchObject({
      azure_rbac_enabled: false,
      admin_group_object_ids: [PERSON],
    });
    expect(only(CLUSTER).local_account_disabled).toBe(true);
    expect(roles(all(ASSIGNMENT)).join()).not.toContain('RBAC');
  });

  test.each<[string, object]>([
    ['without a group that administers, since local accounts are off', {}],
    [
      'with a deployer, whose role it does not ask',
      { deployer: { principalId: PERSON }, adminGroupObjectIds: [PERSON] },
    ],
  ])('is refused %s', (_, props) => {
    expect(refused({ authorization: 'kubernetes-rbac', ...props }).code).toBe('cluster-choices-conflict');
  });

  test('refuses a role of Azure RBAC that is given later', () => {
    const given = refused({ authorization: 'kubernetes-rbac', adminGroupObjectIds: [PERSON] }, (aks) =>
      aks.addAccess('support', { principalId: PERSON, role: READER }),
    );
    expect(given).toMatchObject({ code: 'cluster-choices-conflict', where: 'stack/aks/support' });
  });
});

describe('what Azure would refuse of access is refused at once', () => {
  test.each<[string, object, string]>([
    ['a person by their address', { principalId: 'a@contoso.example', role: READER }, 'guid-invalid'],
    ['a role that Kubernetes has', { principalId: PERSON, role: 'view' }, 'input-invalid'],
    ['namespaces by a pattern', { principalId: PERSON, role: READER, namespaces: ['dev-*'] }, 'name-invalid'],
    ['no namespace', { principalId: PERSON, role: READER, namespaces: [] }, 'cluster-choices-conflict'],
  ])('%s', (_, props, code) => {
    expect(refused({}, (aks) => aks.addAccess('support', props as never))).toMatchObject({
      code,
      where: 'stack/aks/support',
    });
  });

  test('an authorization that is not there', () => {
    expect(refused({ authorization: 'rbac' as never }).code).toBe('input-invalid');
  });
});
