import { hasFindings, prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { documentsOf, irsaTrust, podIdentityTrust, todoProgram } from './todo-program';
import type { Json, TodoProgram } from './todo-program';

const EKS = 'eks-platform/aws_eks_cluster.main';
const AKS = 'aks-platform/azurerm_kubernetes_cluster.main';

function accessOf(inventory: Inventory): string[] {
  return inventory.access.map(
    ({ cluster, namespace, serviceAccount, identity, mechanism, workloads, claimed }) =>
      `${cluster} ${namespace}/${serviceAccount} [${workloads.join()}] ${mechanism} ${identity}${claimed ? '' : ' unclaimed'}`,
  );
}

describe('a sound program', () => {
  test('gives each service account its identity, and nothing is wrong or undecided', () => {
    const inventory = prove(documentsOf(todoProgram()));
    expect(accessOf(inventory)).toEqual([
      `${AKS} */* [Deployment/todo/backend,Deployment/todo/frontend] node ${AKS}.kubelet_identity[0] unclaimed`,
      `${AKS} todo/backend [Deployment/todo/backend] entra-workload-identity aks-platform/azurerm_user_assigned_identity.backend`,
      `${AKS} todo/frontend [Deployment/todo/frontend] entra-workload-identity aks-platform/azurerm_user_assigned_identity.frontend`,
      `${EKS} todo/backend [Deployment/todo/backend] eks-pod-identity eks-platform/aws_iam_role.backend`,
      `${EKS} todo/frontend [Deployment/todo/frontend] irsa eks-platform/aws_iam_role.frontend`,
    ]);
    expect(inventory.findings).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('prints an issuer that is not known yet as a reference', () => {
    expect(prove(documentsOf(todoProgram())).clusters).toEqual([
      { id: AKS, cloud: 'azure', issuer: `ref:${AKS}.oidc_issuer_url`, name: 'todo-dev' },
      { id: EKS, cloud: 'aws', issuer: `ref:${EKS}.identity[0].oidc[0].issuer`, name: 'todo-dev' },
    ]);
  });

  test('lists what each identity may do', () => {
    expect(prove(documentsOf(todoProgram())).permissions).toEqual([
      {
        identity: 'aks-platform/azurerm_user_assigned_identity.frontend',
        actions: [],
        role: 'Key Vault Secrets User',
        resource: '${aks-platform/azurerm_key_vault.main.id}',
        source: 'aks-platform/azurerm_role_assignment.frontend',
      },
      {
        identity: 'eks-platform/aws_iam_role.frontend',
        actions: ['s3:GetObject'],
        role: null,
        resource: '${eks-platform/aws_s3_bucket.data.arn}/*',
        source: 'eks-platform/aws_iam_role_policy.frontend',
      },
    ]);
  });

  test('gives the same bytes whatever the order of its stacks', () => {
    const documents = documentsOf(todoProgram());
    expect(JSON.stringify(prove([...documents].reverse()))).toBe(JSON.stringify(prove(documents)));
  });
});

describe('a slip in one place only', () => {
  const manifest = (stack: Json, name: string): Json => stack.resource.kubernetes_manifest[name].manifest;
  const template = (stack: Json, name: string): Json => manifest(stack, name).spec.template;

  const slips: [string, (program: TodoProgram) => void, string, string[]][] = [
    [
      'the subject of an IRSA trust',
      (program) => {
        program.eksPlatform.resource.aws_iam_role.frontend.assume_role_policy = irsaTrust('todo', 'front');
      },
      'claim-not-admitted',
      ['system:serviceaccount:todo:front of', 'system:serviceaccount:todo:frontend'],
    ],
    [
      'the namespace of an IRSA trust',
      (program) => {
        program.eksPlatform.resource.aws_iam_role.frontend.assume_role_policy = irsaTrust('todos', 'frontend');
      },
      'claim-not-admitted',
      ['system:serviceaccount:todos:frontend', 'system:serviceaccount:todo:frontend'],
    ],
    [
      'the service account of a Pod Identity trust',
      (program) => {
        program.eksPlatform.resource.aws_iam_role.backend.assume_role_policy = podIdentityTrust('todo', 'back');
      },
      'association-not-admitted',
      ['system:serviceaccount:todo:back', 'todo/backend'],
    ],
    [
      'the service account of an association',
      (program) => {
        program.eksPlatform.resource.aws_eks_pod_identity_association.backend.service_account = 'back';
      },
      'association-without-service-account',
      ['todo/back of', 'todo/backend'],
    ],
    [
      'the namespace of an association',
      (program) => {
        program.eksPlatform.resource.aws_eks_pod_identity_association.backend.namespace = 'todos';
      },
      'association-without-service-account',
      ['todos/backend', 'todo/backend'],
    ],
    [
      'the subject of a federated credential',
      (program) => {
        program.aksPlatform.resource.azurerm_federated_identity_credential.backend.subject =
          'system:serviceaccount:todo:back';
      },
      'claim-not-admitted',
      ['system:serviceaccount:todo:back of', 'system:serviceaccount:todo:backend', 'AADSTS700213'],
    ],
    [
      'the case of a federated credential’s subject',
      (program) => {
        program.aksPlatform.resource.azurerm_federated_identity_credential.backend.subject =
          'system:serviceaccount:todo:Backend';
      },
      'claim-not-admitted',
      ['system:serviceaccount:todo:Backend', 'system:serviceaccount:todo:backend', 'AADSTS7002138'],
    ],
    [
      'the audience of a federated credential',
      (program) => {
        program.aksPlatform.resource.azurerm_federated_identity_credential.backend.audience = [
          'api://azureadtokenexchange',
        ];
      },
      'claim-not-admitted',
      ['api://AzureADTokenExchange', 'api://azureadtokenexchange', 'AADSTS700212'],
    ],
    [
      'the issuer of a federated credential, its slash lost',
      (program) => {
        program.aksPlatform.resource.azurerm_federated_identity_credential.backend.issuer =
          '${trimsuffix(azurerm_kubernetes_cluster.main.oidc_issuer_url, "/")}';
      },
      'claim-not-admitted',
      ['AADSTS700211', AKS],
    ],
    [
      'the name of a service account with IRSA',
      (program) => {
        manifest(program.eksWorkloads, 'frontend_account').metadata.name = 'web';
      },
      'claim-not-admitted',
      ['system:serviceaccount:todo:web', 'system:serviceaccount:todo:frontend'],
    ],
    [
      'the namespace of a service account with IRSA',
      (program) => {
        manifest(program.eksWorkloads, 'frontend_account').metadata.namespace = 'web';
      },
      'claim-not-admitted',
      ['system:serviceaccount:web:frontend', 'system:serviceaccount:todo:frontend'],
    ],
    [
      'the name of a service account with Pod Identity',
      (program) => {
        manifest(program.eksWorkloads, 'backend_account').metadata.name = 'api';
      },
      'association-without-service-account',
      ['todo/backend', 'todo/api'],
    ],
    [
      'the name of a service account with an Entra identity',
      (program) => {
        manifest(program.aksWorkloads, 'backend_account').metadata.name = 'api';
      },
      'claim-not-admitted',
      ['system:serviceaccount:todo:api', 'system:serviceaccount:todo:backend'],
    ],
    [
      'the service account name of a pod template',
      (program) => {
        template(program.eksWorkloads, 'backend').spec.serviceAccountName = 'api';
      },
      'service-account-missing',
      ['todo/api', 'todo/backend'],
    ],
    [
      'the namespace of a Deployment',
      (program) => {
        manifest(program.aksWorkloads, 'backend').metadata.namespace = 'web';
      },
      'service-account-missing',
      ['web/backend', 'todo/backend'],
    ],
    [
      'a role ARN in an annotation',
      (program) => {
        manifest(program.eksWorkloads, 'frontend_account').metadata.annotations['eks.amazonaws.com/role-arn'] =
          'arn:aws:iam::111122223333:role/todo-web';
      },
      'claim-not-admitted',
      ['arn:aws:iam::111122223333:role/todo-web', 'eks-platform/aws_iam_role.frontend'],
    ],
    [
      'a client id in an annotation, taken from another identity',
      (program) => {
        manifest(program.aksWorkloads, 'backend_account').metadata.annotations['azure.workload.identity/client-id'] =
          '${data.terraform_remote_state.platform.outputs.frontend_client_id}';
      },
      'client-id-mismatch',
      ['azurerm_user_assigned_identity.frontend', 'azurerm_user_assigned_identity.backend'],
    ],
    [
      'a client id in an annotation, not one at all',
      (program) => {
        manifest(program.aksWorkloads, 'backend_account').metadata.annotations['azure.workload.identity/client-id'] +=
          'x';
      },
      'client-id-malformed',
      ['backend.client_id}x', 'azurerm_user_assigned_identity.backend'],
    ],
    [
      'the annotation of a service account whose pods have the label',
      (program) => {
        manifest(program.aksWorkloads, 'backend_account').metadata.annotations = {};
      },
      'annotation-missing',
      ['Deployment/todo/backend', 'azurerm_user_assigned_identity.backend'],
    ],
    [
      'the label of a pod template',
      (program) => {
        template(program.aksWorkloads, 'backend').metadata.labels['azure.workload.identity/use'] = 'yes';
      },
      'workload-identity-label-missing',
      ['ServiceAccount/todo/backend', 'Deployment/todo/backend', '"yes"'],
    ],
    [
      'the label’s place: on the Deployment',
      (program) => {
        delete template(program.aksWorkloads, 'backend').metadata.labels['azure.workload.identity/use'];
        manifest(program.aksWorkloads, 'backend').metadata.labels = { 'azure.workload.identity/use': 'true' };
      },
      'workload-identity-label-missing',
      ['ServiceAccount/todo/backend', 'Deployment/todo/backend', 'around the pod template'],
    ],
  ];

  test.each(slips)('is found: %s', (_, slip, rule, sides) => {
    // GIVEN
    const program = todoProgram();
    // WHEN
    slip(program);
    const inventory = prove(documentsOf(program));
    // THEN
    const found = inventory.findings.filter((finding) => finding.rule === rule && finding.level === 'error');
    const texts = found.map(({ message, help }) => `${message} ${help}`);
    expect(texts).toContainEqual(expect.stringContaining(sides[0]!));
    for (const side of sides) expect(texts.join('\n')).toContain(side);
    expect(found[0]!.message).toMatch(/cdk\.tf\.json#\/resource\/.*cdk\.tf\.json#\/resource\//s);
    expect(hasFindings(inventory, 'error')).toBe(true);
  });
});
