import { OidcIssuer } from '../../lib/core';

const AKS =
  'https://westeurope.oic.prod-aks.azure.com/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/a0b1c2d3-e4f5-0617-2839-4a5b6c7d8e9f';
const EKS = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

const refusal = (url: string): { code: string; message: string } | undefined => {
  try {
    OidcIssuer.fromUrl(url, 'here');
    return undefined;
  } catch (error) {
    return error as { code: string; message: string };
  }
};

test.each([`${AKS}/`, EKS, 'https://issuer.example', 'https://issuer.example/', '${var.issuer}'])(
  '%s passes',
  (url) => {
    expect(refusal(url)).toBeUndefined();
  },
);

test.each([
  ['AKS without its slash', AKS, 'has no slash at its end', `fix: Give "${AKS}/".`],
  ['EKS with a slash', `${EKS}/`, 'has a slash at its end', `fix: Give "${EKS}".`],
])('an issuer of %s is refused with the right one', (_, url, what, fix) => {
  const { code, message } = refusal(url)!;
  expect(code).toBe('issuer-slash-lost');
  expect(message).toContain(what);
  expect(message).toContain(fix);
});
