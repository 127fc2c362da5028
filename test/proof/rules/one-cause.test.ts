import { oneForEachCause } from '../../../lib/proof/rules/one-cause';
import type { Found } from '../../../lib/proof/rules/rule';
import { prove } from '../../../lib/proof';
import { entra, entraAccount, irsa, manifests, serviceAccount, terraform } from './example';
import type { ExampleFile } from './example';

function told(files: readonly ExampleFile[], yaml = ''): string[] {
  const { findings } = prove(
    files.map(({ name, text }) => ({ file: name, text })),
    { config: { file: 'podtrust.yaml', text: yaml } },
  );
  return findings.filter(({ level }) => level !== 'note').map(({ level, rule }) => `${level} ${rule}`);
}

describe('one cause is one finding', () => {
  const misspelt = [
    terraform(irsa()),
    manifests(serviceAccount({ 'eks.amazon.com/role-arn': 'arn:aws:iam::111122223333:role/backend' })),
  ];

  test('a misspelt annotation is not missing too', () => {
    expect(told(misspelt)).toEqual(['error annotation-misspelt']);
  });

  test('where the nearer rule is off, the other one speaks', () => {
    expect(told(misspelt, 'rules: {annotation-misspelt: off}')).toEqual(['warning annotation-missing']);
  });

  test('a client id that is none is no other identity’s, and not missing', () => {
    const account = entraAccount({ 'azure.workload.identity/client-id': 'backend' });
    expect(told([terraform(entra()), manifests(account)])).toEqual(['error client-id-malformed']);
  });

  test('an ARN that is none is not refused too', () => {
    const account = serviceAccount({ 'eks.amazonaws.com/role-arn': 'backend' });
    expect(told([terraform(irsa()), manifests(account)])).toEqual(['error role-arn-malformed']);
  });
});

test('findings of other subjects, files and rules stay', () => {
  const found = (rule: string, subject: string, file = 'a'): Found => ({
    ...{ rule, level: 'error', message: rule, subject, at: { file, pointer: '' }, help: '' },
    cause: 'x',
  });
  const all = [
    found('annotation-missing', 'one'),
    found('annotation-misspelt', 'two'),
    found('annotation-missing', 'two', 'b'),
    found('role-chaining', 'two'),
    { ...found('annotation-missing', 'two'), cause: 'the annotation of the other cloud' },
  ];
  expect(oneForEachCause(all)).toEqual(all);
  expect(oneForEachCause([...all, found('annotation-missing', 'two')])).toEqual(all);
});
