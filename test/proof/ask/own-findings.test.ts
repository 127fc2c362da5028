import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../../lib/proof';
import { RULES } from '../../../lib/proof/rules/rules';
import { documentsOf, todoProgram } from '../todo-program';
import type { TodoProgram } from '../todo-program';

const EKS = 'eks-platform/aws_eks_cluster.main';
const AKS = 'aks-platform/azurerm_kubernetes_cluster.main';

function told(change: (program: TodoProgram) => void, identity: string, cluster: string): string {
  const program = todoProgram();
  change(program);
  return ask(documentsOf(program), {
    identity,
    cluster,
    subject: { namespace: 'todo', name: 'frontend' },
  }).because.join('\n');
}

test('what is wrong with the pod of the same name in another cluster is not told', () => {
  const withoutLabelOnAks = ({ aksWorkloads }: TodoProgram): void => {
    const { labels } = aksWorkloads.resource.kubernetes_manifest.frontend.manifest.spec.template.metadata;
    delete labels['azure.workload.identity/use'];
  };
  expect(told(withoutLabelOnAks, 'eks-platform/aws_iam_role.frontend', EKS)).not.toContain('label');
  expect(told(withoutLabelOnAks, 'aks-platform/azurerm_user_assigned_identity.frontend', AKS)).toContain(
    'workload-identity-label-missing',
  );
});

test('what is wrong with another identity of the same service account is not told', () => {
  const other = ({ eksPlatform, eksWorkloads }: TodoProgram): void => {
    const { metadata } = eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest;
    eksPlatform.output.backend_role = { value: '${aws_iam_role.backend.arn}' };
    metadata.annotations['eks.amazonaws.com/role-arn'] = '${data.terraform_remote_state.platform.outputs.backend_role}';
  };
  const because = told(other, 'eks-platform/aws_iam_role.frontend', EKS);
  expect(because).toContain('annotation-missing');
  expect(because).not.toContain('claim-not-admitted');
});

test('what a rule of the other cloud finds of the same service account is not told', () => {
  const withBoth = ({ eksWorkloads }: TodoProgram): void => {
    const { metadata } = eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest;
    metadata.annotations['azure.workload.identity/client-id'] = 'no-guid';
  };
  const withoutRole = ({ aksWorkloads }: TodoProgram): void => {
    const { metadata } = aksWorkloads.resource.kubernetes_manifest.frontend_account.manifest;
    metadata.annotations['eks.amazonaws.com/role-arn'] = 'no-arn';
  };
  const role = 'eks-platform/aws_iam_role.frontend';
  const managedIdentity = 'aks-platform/azurerm_user_assigned_identity.frontend';
  expect(told(withBoth, role, EKS)).not.toContain('client-id-malformed');
  expect(told(withBoth, managedIdentity, EKS)).toContain('client-id-malformed');
  expect(told(withoutRole, managedIdentity, AKS)).not.toContain('role-arn-malformed');
  expect(told(withoutRole, role, AKS)).toContain('role-arn-malformed');
});

test.each([
  ['aws', ['association']],
  ['azure', ['aad-pod-identity', 'federated-credential', 'identity-binding']],
])('each rule in a folder about %s alone says so', (cloud, folders) => {
  const slugs = folders.flatMap((folder) =>
    readdirSync(join(__dirname, '../../../lib/proof/rules', folder)).map((file) => file.replace(/\.ts$/, '')),
  );
  // Image pulls of AKS are among identity bindings, and the rule about them looks at annotations for the other cloud too.
  const ofBoth = ['image-pull-off'];
  const rules = RULES.filter(({ slug }) => slugs.includes(slug) && !ofBoth.includes(slug));
  expect(rules).toHaveLength(slugs.filter((slug) => !ofBoth.includes(slug)).length);
  expect(new Set(rules.map((rule) => rule.cloud))).toEqual(new Set([cloud]));
});
