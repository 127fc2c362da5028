import { declaredProviders } from '../../../lib/proof/evaluate/declared-providers';
import type { AwsAccount } from '../../../lib/proof/model/aws-account';
import type { OidcProvider } from '../../../lib/proof/model/cluster/oidc-provider';
import { modelOf } from '../model/model';

const ONE: AwsAccount = { names: new Set(['one']) };
const OTHER: AwsAccount = { names: new Set(['other']) };

const provider = (id: string, parts: Partial<OidcProvider>): OidcProvider => ({
  id,
  arn: id,
  issuer: `https://${id}.example`,
  declared: true,
  emptyThumbprints: false,
  at: { file: 'main.tf', pointer: '' },
  ...parts,
});

test('the providers that configurations register are found by account, without those of which no account is known, or that are looked up', () => {
  const found = declaredProviders(
    modelOf({
      oidcProviders: [
        provider('a', { account: ONE }),
        provider('b', { account: OTHER }),
        provider('c', { account: ONE }),
        provider('looked-up', { account: ONE, declared: false }),
        provider('anywhere', {}),
      ],
    }),
  );
  expect([...found].map(([account, all]) => [account, all.map(({ id }) => id)])).toEqual([
    [ONE, ['a', 'c']],
    [OTHER, ['b']],
  ]);
});
