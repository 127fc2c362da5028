import { PodtrustError, publishedKeys } from '../../lib/core';

test('an issuer of EKS publishes its keys beside its discovery document, and signs with new ones every seven days', () => {
  const url = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
  expect(publishedKeys({ url })).toEqual({
    discovery: `${url}/.well-known/openid-configuration`,
    keys: `${url}/keys`,
    rotationDays: 7,
  });
});

test('an issuer of AKS, whose URL ends in a slash, has them elsewhere', () => {
  const url = 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/2222/';
  expect(publishedKeys({ url })).toEqual({
    discovery: `${url}.well-known/openid-configuration`,
    keys: `${url}openid/v1/jwks`,
  });
});

test('of any other issuer, and of one that is not known yet, the discovery document says where they are', () => {
  const discoveryOf = (url: string) => publishedKeys({ url });
  expect(discoveryOf('https://issuer.example')).toEqual({
    discovery: 'https://issuer.example/.well-known/openid-configuration',
  });
  expect(discoveryOf('${aws_eks_cluster.main.identity[0].oidc[0].issuer}')).toEqual({
    discovery: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}/.well-known/openid-configuration',
  });
});

test('what is no issuer is refused', () => {
  expect(() => publishedKeys({ url: 'http://issuer.example' })).toThrow(PodtrustError);
});
