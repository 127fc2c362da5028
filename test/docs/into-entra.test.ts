import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('into-entra');

test('without the webhook’s release the label is found to do nothing', () => {
  const { inventory } = programWithLine(
    'into-entra',
    /const webhook = new Release\([^;]*;/,
    'const webhook = exporter.credentials[0];',
  );

  expect(inventory.findings.map(({ rule }) => rule)).toContain('webhook-not-of-cluster');
});

test('without webhook: true the pods bring the token themselves, and get in alike', () => {
  const { inventory } = programWithLine('into-entra', /, webhook: true/, '');

  expect(inventory.access.filter(({ claimed }) => claimed)).toHaveLength(2);
  expect([inventory.findings, inventory.undecided]).toEqual([[], []]);
});

test('an issuer of EKS with a slash is refused before Entra is asked', () => {
  const withSlash = () => programWithLine('into-entra', /539D4633E53DE1B71EXAMPLE',/, "539D4633E53DE1B71EXAMPLE/',");

  expect(withSlash).toThrow(/issuer-slash-lost/);
});
