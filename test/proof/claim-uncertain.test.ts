import { prove } from '../../lib/proof';
import { podIdentity, entra, entraAccount, irsa, manifests, serviceAccount, terraform } from './rules/example';
import type { ExampleFile } from './rules/example';

/** The row of todo/backend, as far as it is about who asks for it. */
function claimOf(...files: readonly ExampleFile[]) {
  const { access } = prove(files.map(({ name, text }) => ({ file: name, text })));
  const row = access.find(({ namespace, mechanism }) => namespace === 'todo' && mechanism !== 'node')!;
  return { claimed: row.claimed, because: row.claimUncertain };
}

describe('a row that nothing in the input asks for', () => {
  test('is not claimed where its service account is in the input and asks for nothing', () => {
    expect(claimOf(terraform(entra()), manifests(serviceAccount()))).toEqual({ claimed: false, because: undefined });
  });

  test('may be claimed where no service account of its cluster is in the input', () => {
    expect(claimOf(terraform(irsa()))).toEqual({
      claimed: false,
      because: expect.stringContaining('no service account and no workload') as string,
    });
  });

  test('may be claimed where a Helm release may make the account', () => {
    const release = { helm_release: { app: { name: 'app', namespace: 'todo', chart: 'app' } } };
    const other = manifests(serviceAccount({}, 'other'));
    expect(claimOf(terraform(entra({ more: release })), other)).toEqual({
      claimed: false,
      because: expect.stringContaining('helm_release.app') as string,
    });
  });

  test('says nothing more where it is claimed', () => {
    expect(claimOf(terraform(entra()), manifests(entraAccount()))).toEqual({ claimed: true, because: undefined });
    expect(claimOf(terraform(podIdentity()))).toEqual({ claimed: true, because: undefined });
  });
});
