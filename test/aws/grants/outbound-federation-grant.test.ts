import { outboundFederationGrant } from '../../../lib/aws/grants/outbound-federation-grant';
import { PodtrustError } from '../../../lib/core';

function refused(audience: string, atMostSeconds?: number): PodtrustError | undefined {
  try {
    outboundFederationGrant.getToken(audience, atMostSeconds === undefined ? {} : { atMostSeconds });
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  return undefined;
}

test('a grant of tokens is for the one audience, for one at all, and for five minutes', () => {
  expect(outboundFederationGrant.getToken('api://else')).toEqual({
    description: 'get tokens for api://else',
    statements: [
      {
        actions: ['sts:GetWebIdentityToken'],
        resources: ['*'],
        conditions: {
          'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': 'api://else' },
          Null: { 'sts:IdentityTokenAudience': 'false' },
          NumericLessThanEquals: { 'sts:DurationSeconds': '300' },
        },
      },
    ],
  });
});

test('where nothing is said it is for Entra', () => {
  expect(outboundFederationGrant.getToken().description).toBe('get tokens for api://AzureADTokenExchange');
});

test.each(['*', 'api://*', 'api://?', '', ' ', 'api://a b', 'api://a\n'])('the audience %j is refused', (audience) => {
  expect(refused(audience)).toMatchObject({
    code: 'federated-credential-audience-wrong',
    what: `${JSON.stringify(audience)} cannot be the audience of a token`,
    why: expect.stringMatching(/^A wildcard or an empty audience lets nobody in/),
    remedy: expect.stringContaining('api://AzureADTokenExchange'),
  });
});

test('an audience that is not known yet is accepted', () => {
  expect(refused('${var.audience}')).toBeUndefined();
});

test.each([60, 3600])('a life of %s seconds is accepted', (seconds) => {
  expect(refused('api://a', seconds)).toBeUndefined();
});

test.each([59, 3601, 60.5, NaN, '300' as unknown as number])('a life of %p seconds is refused', (seconds) => {
  expect(refused('api://a', seconds)).toMatchObject({
    code: 'token-expiration-invalid',
    what: `a token that lives ${seconds} seconds`,
    why: 'STS gives tokens of 60 to 3600 seconds.',
    remedy: 'Give a number between the two.',
  });
});
