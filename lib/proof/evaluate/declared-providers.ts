import { addToGroup } from '../../core/groups';
import type { AwsAccount } from '../model/aws-account';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/cluster/oidc-provider';

/**
 * The OIDC providers that configurations register, by account: those of one Terraform provider, since two of them may
 * well be of two accounts.
 */
export function declaredProviders(model: Model): ReadonlyMap<AwsAccount, readonly OidcProvider[]> {
  const found = new Map<AwsAccount, OidcProvider[]>();
  for (const provider of model.oidcProviders) {
    if (provider.declared && provider.account) addToGroup(found, provider.account, provider);
  }
  return found;
}
