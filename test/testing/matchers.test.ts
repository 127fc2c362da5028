import { prove } from '../../lib/proof';
import { access, matchers, nodeAccess } from '../../lib/testing';
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
