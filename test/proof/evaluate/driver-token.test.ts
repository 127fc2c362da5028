import { DriverTokens } from '../../../lib/proof/evaluate/driver-token';
import type { IdentityReference, TokenOwner } from '../../../lib/proof/model/identity/identity-reference';
import type { Model } from '../../../lib/proof/model/model';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';

const place = { file: 'app.yaml', pointer: '' };
const reference = (id: string, parts: Partial<IdentityReference> = {}, name = 'vault'): IdentityReference => ({
  clusters: ['main'],
  id,
  mechanism: 'irsa',
  audience: 'sts.amazonaws.com',
  owner: { kind: 'pods', namespace: 'shop', secretProviderClass: name },
  at: place,
  ...parts,
});

/** What the driver does for a pod of shop that mounts some classes, of which some were read. */
function driver(
  references: readonly IdentityReference[],
  mounted: readonly string[],
  read: readonly string[] = ['shop/vault'],
): ReturnType<DriverTokens['of']> {
  const model = { identityReferences: references, secretProviderClasses: new Set(read) } as unknown as Model;
  return new DriverTokens(model).of(
    { namespace: 'shop', secretProviderClasses: mounted } as unknown as Workload,
    'irsa',
  );
}

describe('the Secrets Store driver', () => {
  test('does nothing for a pod that mounts no class, whatever others mount', () => {
    expect(driver([reference('one')], [])).toBeUndefined();
    expect(driver([], ['vault'])).toBeUndefined();
  });

  test('exchanges the pod’s token by all that the classes say which it mounts', () => {
    const [one, two, three] = [reference('one'), reference('two'), reference('three', {}, 'other')];
    expect(driver([one, two, three], ['vault', 'other'])).toEqual({ kind: 'exchanged', by: [one, two, three] });
    expect(driver([one, two, three], ['other'])).toEqual({ kind: 'exchanged', by: [three] });
  });

  test('exchanges none for another mechanism, another namespace, or somebody else’s object', () => {
    const account: TokenOwner = { kind: 'account', account: { namespace: 'shop', name: 'vault' } };
    const others = [
      reference('entra', { mechanism: 'entra-workload-identity' }),
      reference('todo', { owner: { kind: 'pods', namespace: 'todo', secretProviderClass: 'vault' } }),
      reference('account', { owner: account }),
    ];
    expect(driver(others, ['vault'])).toBeUndefined();
  });

  test('may exchange it by a class that is not in the input, which is named', () => {
    expect(driver([], ['vault', 'missing', 'gone'])).toEqual({ kind: 'unknown', secretProviderClass: 'shop/missing' });
    expect(driver([reference('one')], ['vault', 'missing'])?.kind).toBe('exchanged');
  });
});
