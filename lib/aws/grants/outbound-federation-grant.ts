import { ENTRA_AUDIENCE, PodtrustError, isKnown } from '../../core';
import type { AwsGrant } from './grant';

/** How long a token may live. */
export interface OutboundTokenOptions {
  /** Seconds, 60 to 3600. Default 300. */
  readonly atMostSeconds?: number;
}

/**
 * A grant of tokens for others than AWS. Actions and condition keys as in the IAM User Guide, "Controlling access with IAM
 * policies" of outbound identity federation.
 */
export const outboundFederationGrant = {
  /**
   * Gets a token of the account's own issuer for one audience, and for no other.
   *
   * @param audience compared as it is. Default `api://AzureADTokenExchange`, which Entra asks for
   * @throws PodtrustError `federated-credential-audience-wrong`, `token-expiration-invalid`
   */
  getToken(audience: string = ENTRA_AUDIENCE, { atMostSeconds = 300 }: OutboundTokenOptions = {}): AwsGrant {
    if (isKnown(audience) && !/^[^\s*?]+$/.test(audience)) {
      throw new PodtrustError({
        code: 'federated-credential-audience-wrong',
        what: `${JSON.stringify(audience)} cannot be the audience of a token`,
        why: 'A wildcard or an empty audience lets nobody in, or lets the role get tokens for whomever it likes.',
        remedy: `Give the one audience that the other side asks for, as ${ENTRA_AUDIENCE}.`,
      });
    }
    if (!(Number.isInteger(atMostSeconds) && atMostSeconds >= 60 && atMostSeconds <= 3600)) {
      throw new PodtrustError({
        code: 'token-expiration-invalid',
        what: `a token that lives ${atMostSeconds} seconds`,
        why: 'STS gives tokens of 60 to 3600 seconds.',
        remedy: 'Give a number between the two.',
      });
    }
    return {
      description: `get tokens for ${audience}`,
      statements: [
        {
          actions: ['sts:GetWebIdentityToken'],
          resources: ['*'],
          conditions: {
            // A request for several audiences has to be for this one alone, and for one at all.
            'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': audience },
            Null: { 'sts:IdentityTokenAudience': 'false' },
            NumericLessThanEquals: { 'sts:DurationSeconds': String(atMostSeconds) },
          },
        },
      ],
    };
  },
};
