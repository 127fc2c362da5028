import { prove } from '../../../lib/proof';
import { irsa, irsaAccount, manifests, terraform } from './example';

function assumed(...files: readonly { readonly name: string; readonly text: string }[]): string[] {
  const { findings } = prove(files.map(({ name, text }) => ({ file: name, text })));
  return findings.filter(({ rule }) => rule === 'claim-assumed').map(({ message }) => message);
}

describe('an assumption says what is not known', () => {
  test('of a role whose name is known: its account', () => {
    const [message] = assumed(terraform(irsa()), manifests(irsaAccount()));
    expect(message).toMatch(/: its name fits, and its account is not known before apply\.$/);
  });

  test('of an annotation that is an expression: what it names', () => {
    const account = irsaAccount({ 'eks.amazonaws.com/role-arn': '${var.role_arn}' });
    const more = { kubernetes_manifest: { account: { manifest: account } } };
    const [message] = assumed(terraform({ ...irsa({ more }), variable: { role_arn: {} } }));
    expect(message).toMatch(/: what it names is not known before apply\.$/);
  });
});
