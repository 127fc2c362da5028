import { type TerraformProvider, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PodtrustError } from '../../core';
import { defaultProvider } from '../../terraform/default-provider';
import type { AzureGrant } from '../grants/grant';
import { subscriptionOf } from '../resource-id';

/** An azurerm provider, by its settings alone: a program may have two copies of its class. */
type AzurermSettings = TerraformProvider & { readonly subscriptionId?: string };

/**
 * Refuses a grant in another subscription than the identity's, where both are known and the grant does not say
 * `crossSubscription`. Azure would assign it: a subscription copied from elsewhere is found by nobody.
 *
 * @param of an identity that exists, by its resource id, or the azurerm provider that makes it; the stack's own where none
 *   is given
 * @throws PodtrustError `subscription-mismatch`
 */
export function checkSubscription(
  identity: IConstruct,
  grant: AzureGrant,
  of: { readonly id?: string; readonly provider?: TerraformProvider },
): void {
  const other = subscriptionOf(grant.scope);
  if (grant.crossSubscription || other === undefined) return;
  const own = of.id === undefined ? subscriptionMadeIn(identity, of.provider) : subscriptionOf(of.id);
  if (own === undefined || own === other) return;
  throw new PodtrustError({
    code: 'subscription-mismatch',
    where: identity.node.path,
    what: `${grant.scope} is in subscription ${other}, and the identity in ${own}`,
    why: 'Azure accepts roles across the subscriptions of a tenant, so a wrong one is noticed by nobody, or by its owner.',
    remedy: 'Give a resource of the identity’s subscription, or say crossSubscription: true.',
  });
}

function subscriptionMadeIn(identity: IConstruct, given: TerraformProvider | undefined): string | undefined {
  const provider = (given ?? defaultProvider(TerraformStack.of(identity), 'azurerm')) as AzurermSettings | undefined;
  const subscription = provider?.subscriptionId;
  return subscription === undefined ? undefined : subscriptionOf(`/subscriptions/${subscription}`);
}
