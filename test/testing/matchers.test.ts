import { prove } from '../../lib/proof';
import { matchers } from '../../lib/testing';
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

test('toHaveNoAccessFindings passes on a sound program and shows the findings of another', () => {
  const program = todoProgram();
  expect(matchers.toHaveNoAccessFindings(prove(documentsOf(program))).pass).toBe(true);
  program.eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest.metadata.name = 'web';
  const result = matchers.toHaveNoAccessFindings(prove(documentsOf(program)));
  expect(result.pass).toBe(false);
  expect(result.message()).toContain('claim-not-admitted');
});
