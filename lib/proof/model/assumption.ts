/** What an answer takes for granted. */
export type Assumption =
  /**
   * That nothing which was not read adds what is missing, such as a credential, an association, an OIDC provider, a service
   * account or a grant. `elsewhere:` of podtrust.yaml withdraws it.
   */
  | 'nothing-elsewhere'
  /** That the account which a trust names is the role's own, where nothing tells the role's or its partition. */
  | 'account-of-the-trust'
  /** That the OIDC provider whose ARN a trust has is registered, where nothing that was read registers it or looks it up. */
  | 'provider-of-the-trust'
  /** That a resource whose account nothing tells is in the identity's own. */
  | 'resource-of-own-account';

/** What has an assumption, where it has one. */
export interface Assuming {
  readonly assumes?: readonly Assumption[];
}

/** What an answer has that holds in the account that the trust names. */
export const IN_ACCOUNT_OF_TRUST: Assuming = { assumes: ['account-of-the-trust'] };

/** What an answer has that holds where the provider which the trust names is there. */
export const BY_PROVIDER_OF_TRUST: Assuming = { assumes: ['provider-of-the-trust'] };

/** What an answer has that rests on the absence of what could be added elsewhere. */
export const BY_ABSENCE: Assuming = { assumes: ['nothing-elsewhere'] };
