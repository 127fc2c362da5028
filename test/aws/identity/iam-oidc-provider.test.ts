import { IamOidcProvider, type IamOidcProviderProps } from '../../../lib/aws';
import { awsStack, codeOf, resources } from '../synthesized';

const issuer = { url: 'https://westeurope.oic.prod-aks.azure.com/tenant/cluster/' };
const provider = (props: Partial<IamOidcProviderProps> = {}, stack = awsStack()) => {
  new IamOidcProvider(stack, 'provider', { issuer, ...props });
  return resources(stack, 'aws_iam_openid_connect_provider')[0];
};

describe('an IAM OIDC provider', () => {
  test('registers any issuer, its trailing slash kept, with the audience of STS and no thumbprint', () => {
    expect(provider()).toMatchObject({ url: issuer.url, client_id_list: ['sts.amazonaws.com'] });
    expect(provider()).not.toHaveProperty('thumbprint_list');
  });

  test('takes a hundred audiences of 255 characters', () => {
    const audiences = Array.from({ length: 100 }, (_, index) => String(index).padEnd(255, 'a'));

    expect(provider({ audiences }).client_id_list).toHaveLength(100);
  });

  test.each<[string, string, Partial<IamOidcProviderProps>]>([
    ['an issuer that is not https', 'issuer-not-https', { issuer: { url: 'http://example.com' } }],
    ['an issuer without scheme', 'issuer-not-https', { issuer: { url: 'example.com' } }],
    [
      '101 audiences',
      'oidc-provider-audiences-over-limit',
      { audiences: Array.from({ length: 101 }, (_, index) => `a-${index}`) },
    ],
    ['an audience of 256 characters', 'oidc-provider-audiences-over-limit', { audiences: ['a'.repeat(256)] }],
    ['no audience', 'audience-missing', { audiences: [] }],
  ])('is refused with %s', (_, code, props) => {
    expect(codeOf(() => provider(props))).toBe(code);
  });

  test('that exists already must have an https issuer', () => {
    const arn = `arn:aws:iam::111122223333:oidc-provider/${issuer.url.slice('https://'.length)}`;

    const existing = IamOidcProvider.fromAttributes(awsStack(), 'provider', { arn, issuerUrl: issuer.url });
    expect(existing).toMatchObject({ arn, issuer });
    expect(
      codeOf(() => IamOidcProvider.fromAttributes(awsStack(), 'provider', { arn, issuerUrl: 'example.com' })),
    ).toBe('issuer-not-https');
  });
});
