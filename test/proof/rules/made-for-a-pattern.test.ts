import { eks, irsaRole, OTHER_POD, proved, rulesOf, undecidedOf } from '../kubernetes-program';

const release = (namespace: string): string => `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: external-dns, namespace: ${namespace} }
spec: { chart: { spec: { chart: our-dns } } }
`;

/** What is said of a role for accounts of a pattern, beside a Helm release in the namespace `dns`. */
const saidOf = (account: string, objects = release('dns')): readonly string[] => {
  const role = irsaRole('dns', account).replace('StringEquals', 'StringLike');
  const inventory = proved(eks(role), OTHER_POD + objects);
  const warned = rulesOf(inventory).filter((rule) => rule.includes('admission-not-claimed'));
  return [...warned, ...undecidedOf(inventory)];
};

test.each(['*:external-dns', 'd?s:external-*', 'dns:*', '*:*'])(
  'nobody knows whether an account that a Helm release makes asks for a trust in %s',
  (account) => {
    expect(saidOf(account)).toEqual([
      expect.stringContaining('a Helm release (HelmRelease/dns/external-dns) may declare'),
    ]);
  },
);

test.each(['other-*:external-dns', 'd?:external-dns'])('it has nothing to do with a trust in %s', (account) => {
  expect(saidOf(account)).toEqual(['warning admission-not-claimed']);
});

test('without anything that makes accounts nobody asks', () => {
  expect(saidOf('*:external-dns', '')).toEqual(['warning admission-not-claimed']);
});
