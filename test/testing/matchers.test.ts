import { prove } from '../../lib/proof';
import { access, matchers, nodeAccess } from '../../lib/testing';
import type { AccessLine } from '../../lib/testing';
import { aksPlatform, azureIdentity, azureIdentityBinding } from '../proof/aks-program';
import { documentsOf, todoProgram } from '../proof/todo-program';

const [platform] = documentsOf(todoProgram());
const both = ['todo/backend -> aws_iam_role.backend', 'todo/frontend -> aws_iam_role.frontend'] as const;

test('toAdmitOnly passes where exactly these get in', () => {
  expect(matchers.toAdmitOnly(platform!.text, both).pass).toBe(true);
});

test('toAdmitOnly names who is too many and who is missing', () => {
  const result = matchers.toAdmitOnly(platform!.text, [both[0], 'todo/web -> aws_iam_role.frontend']);
  expect(result.pass).toBe(false);
  expect(result.message()).toContain('admitted, not expected: todo/frontend -> aws_iam_role.frontend');
  expect(result.message()).toContain('expected, not admitted: todo/web -> aws_iam_role.frontend');
});

test('toAdmitOnly tells pods of AAD Pod Identity apart by their label', () => {
  const manifest = (object: unknown): unknown => ({ manifest: object });
  const document = aksPlatform((resource) => {
    resource.kubernetes_manifest = {
      identity: manifest(azureIdentity('app', 'todo')),
      one: manifest(azureIdentityBinding('one', 'todo', 'app', 'one')),
      two: manifest(azureIdentityBinding('two', 'todo', 'app', 'two')),
    };
  });
  const one = 'todo/*[aadpodidbinding=one] -> azurerm_user_assigned_identity.app';
  const two = 'todo/*[aadpodidbinding=two] -> azurerm_user_assigned_identity.app';
  expect(matchers.toAdmitOnly(document.text, [one, two]).pass).toBe(true);
  expect(matchers.toAdmitOnly(document.text, [one]).message()).toContain(`admitted, not expected: ${two}`);
});

test('toHaveNoAccessFindings passes on a sound program and shows the findings of another', () => {
  const program = todoProgram();
  expect(matchers.toHaveNoAccessFindings(prove(documentsOf(program))).pass).toBe(true);
  program.eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest.metadata.name = 'web';
  const result = matchers.toHaveNoAccessFindings(prove(documentsOf(program)));
  expect(result.pass).toBe(false);
  expect(result.message()).toContain('claim-not-admitted');
});

describe('identities of nodes', () => {
  const kubelet = 'azurerm_kubernetes_cluster.main.kubelet_identity[0]';

  test('are no matter of toAdmitOnly, and have lines of their own', () => {
    const inventory = prove([aksPlatform()]);
    expect(matchers.toAdmitOnly(inventory, []).pass).toBe(true);
    expect(nodeAccess(inventory)).toEqual([`*/* -> ${kubelet}`]);
  });

  test('count where a trust gives them to pods as well: more pods have them than the trust says', () => {
    const inventory = prove([
      aksPlatform((resource) => {
        const app = 'azurerm_user_assigned_identity.app';
        resource.azurerm_kubernetes_cluster.main.kubelet_identity = { user_assigned_identity_id: `\${${app}.id}` };
        resource.azurerm_federated_identity_credential = {
          app: {
            name: 'app',
            parent_id: `\${${app}.id}`,
            issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
            subject: 'system:serviceaccount:todo:app',
            audience: ['api://AzureADTokenExchange'],
          },
        };
      }),
    ]);
    const both = ['*/* -> azurerm_user_assigned_identity.app', 'todo/app -> azurerm_user_assigned_identity.app'];
    expect(access(inventory)).toEqual(both);
  });
});

describe('clusters', () => {
  /** A role that pods of production get, and those of these other clusters. */
  function program(...others: readonly string[]): string {
    const names = ['production', ...others];
    const Statement = names.map((name) => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `\${aws_iam_openid_connect_provider.${name}.arn}` },
      Condition: {
        StringEquals: Object.fromEntries(
          [
            ['sub', 'system:serviceaccount:todo:api'],
            ['aud', 'sts.amazonaws.com'],
          ].map(([key, value]) => [
            `\${replace(aws_eks_cluster.${name}.identity[0].oidc[0].issuer, \"https://\", \"\")}:${key}`,
            value,
          ]),
        ),
      },
    }));
    const of = (make: (name: string) => object): object => Object.fromEntries(names.map((name) => [name, make(name)]));
    return JSON.stringify({
      resource: {
        aws_eks_cluster: of((name) => ({ name: `shop-${name}` })),
        aws_iam_openid_connect_provider: of((name) => ({
          url: `\${aws_eks_cluster.${name}.identity[0].oidc[0].issuer}`,
          client_id_list: ['sts.amazonaws.com'],
        })),
        aws_iam_role: {
          api: {
            name: 'shop-api',
            assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll('\\"', '"'),
          },
        },
      },
    });
  }
  const only = (text: string, ...lines: readonly string[]) =>
    matchers.toAdmitOnly(text, lines as readonly AccessLine[]);

  test('and identities are called what ask accepts', () => {
    for (const identity of ['aws_iam_role.api', 'shop-api']) {
      for (const cluster of ['', ' of production', ' of shop-production', ' of aws_eks_cluster.production']) {
        expect(only(program(), `todo/api -> ${identity}${cluster}`).pass).toBe(true);
      }
    }
    expect(() => only(program(), 'todo/api -> shop-api of staging')).toThrow('cluster-unknown');
  });

  test('a role that staging is trusted by too fails the test written for production', () => {
    expect(only(program('staging'), 'todo/api -> shop-api of production').message()).toContain(
      'admitted, not expected: todo/api -> aws_iam_role.api of aws_eks_cluster.staging',
    );
    const unclear = only(program('staging'), 'todo/api -> shop-api');
    expect(unclear.pass).toBe(false);
    expect(unclear.message()).toContain('say which are expected: todo/api -> shop-api of aws_eks_cluster.staging');
  });

  test('are in the lines of access where there are several, which toAdmitOnly accepts', () => {
    const text = program('staging');
    const lines = access(prove([{ file: 'main.tf.json', text }]));
    expect(lines).toEqual([
      'todo/api -> aws_iam_role.api of aws_eks_cluster.production',
      'todo/api -> aws_iam_role.api of aws_eks_cluster.staging',
    ]);
    expect(only(text, ...lines).pass).toBe(true);
  });

  test('a line that is none is refused', () => {
    expect(() => only(program(), 'todo/api')).toThrow('matcher-misused: "todo/api" is not a line such as');
  });
});

describe('what is not known fails both matchers', () => {
  const unknownTrust = JSON.stringify({
    variable: { trust: {} },
    resource: { aws_iam_role: { api: { name: 'api', assume_role_policy: '${var.trust}' } } },
  });

  test('where something is undecided about an identity', () => {
    expect(matchers.toAdmitOnly(unknownTrust, ['todo/api -> api']).message()).toContain(
      'undecided: aws_iam_role.api: ',
    );
    expect(matchers.toHaveNoAccessFindings(unknownTrust).message()).toContain('undecided: aws_iam_role.api: ');
  });

  test('where a credential may be the identity’s own, and only there', () => {
    const id = (subscription: string, name: string): string =>
      `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const { text } = aksPlatform((resource) => {
      resource.azurerm_user_assigned_identity.other.id = id('s', 'other');
      resource.azurerm_federated_identity_credential = {
        one: {
          name: 'one',
          parent_id: id('t', '${var.name}'),
          issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
          subject: 'system:serviceaccount:shop:app',
          audience: ['api://AzureADTokenExchange'],
        },
      };
    });
    const program = JSON.stringify({ ...JSON.parse(text), variable: { name: {} } });
    const told = (name: string): string =>
      matchers.toAdmitOnly(program, [`shop/app -> azurerm_user_assigned_identity.${name}`]).message();
    const because = 'undecided: azurerm_federated_identity_credential.one: it is a credential of';
    expect(told('app')).toContain(because);
    expect(told('other')).not.toContain(because);
  });

  test('where an entry is uncertain and nothing else says so', () => {
    const sound = prove([platform!]);
    const [first, ...rest] = sound.access;
    const inventory = { ...sound, access: [{ ...first!, uncertain: 'its account is not known' }, ...rest] };
    expect(matchers.toAdmitOnly(inventory, both).message()).toContain('aws_iam_role.backend: its account is not known');
  });

  test('where there is no identity at all', () => {
    for (const result of [
      matchers.toAdmitOnly('{"resource":{}}', []),
      matchers.toHaveNoAccessFindings('{"resource":{}}'),
    ]) {
      expect(result.pass).toBe(false);
      expect(result.message()).toContain('there is no identity in it');
    }
  });
});
