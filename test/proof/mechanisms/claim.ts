import type { Claim } from '../../../lib/proof/mechanisms/claims';

/** A claim of the service account shop/app of the cluster "main" by its annotation, for what is said. */
export function claim(parts: Pick<Claim, 'mechanism' | 'text' | 'audience'> & Partial<Claim>): Claim {
  return {
    clusters: ['main'],
    namespace: 'shop',
    serviceAccount: 'app',
    assumed: false,
    carrier: 'ServiceAccount/shop/app',
    at: { file: 'app.yaml', pointer: '' },
    byHand: false,
    ...parts,
  };
}

/** A claim of the client id of an Entra identity, as {@link claim} but for what is said. */
export function entraClaim(parts: Partial<Claim> = {}): Claim {
  return claim({
    mechanism: 'entra-workload-identity',
    text: '33333333-3333-4333-8333-333333333333',
    audience: 'api://AzureADTokenExchange',
    ...parts,
  });
}
