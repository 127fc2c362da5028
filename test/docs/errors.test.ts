import { readFileSync } from 'node:fs';
import { ERRORS_FILE, errorsPage, raisedCodes } from '../../docs/errors';
import { COMMAND } from '../../docs/rules/pages';
import { CODES } from '../../lib/core/codes';
import { RULES } from '../../lib/proof/rules/rules';

test(`docs/errors.md lists every code (else run ${COMMAND})`, () => {
  expect(readFileSync(ERRORS_FILE, 'utf8')).toBe(errorsPage());
});

test('every code that the library raises, and every rule’s slug, is in the one list', () => {
  const listed = Object.keys(CODES);
  const said = [...raisedCodes().keys(), ...RULES.map(({ slug }) => slug)];
  expect(said.filter((code) => !listed.includes(code))).toEqual([]);
});

test('every code of the list is said by an error or a rule', () => {
  const said = new Set<string>([...raisedCodes().keys(), ...RULES.map(({ slug }) => slug)]);
  expect(Object.keys(CODES).filter((code) => !said.has(code))).toEqual([]);
});

test('what a code means is one sentence', () => {
  for (const meaning of Object.values(CODES)) expect(meaning).toMatch(/^[A-Z][^]*[^.]\.$/);
});

test('a construct and a rule that refuse the same say it by the same code', () => {
  const raised = raisedCodes();
  const constructs = ['aws', 'azure', 'core', 'kubernetes'];
  const shared = RULES.map(({ slug }) => slug).filter((slug) =>
    constructs.some((folder) => raised.get(slug)?.has(folder)),
  );
  expect(shared.sort()).toEqual([
    'aad-pod-identity-invalid',
    'aad-pod-identity-kubenet',
    'aad-pod-identity-over-limit',
    'association-not-admitted',
    'associations-over-limit',
    'audience-not-registered',
    'capability-duplicate',
    'containers-all-skipped',
    'duplicate-association',
    'duplicate-federated-credential',
    'duplicate-identity-binding',
    'federated-credential-audience-wrong',
    'federated-credential-field-too-long',
    'federated-credentials-over-limit',
    'identity-provider-own-issuer',
    'irsa-and-pod-identity',
    'issuer-mismatch',
    'issuer-slash-lost',
    'name-invalid',
    'oidc-provider-audiences-over-limit',
    'oidc-provider-duplicate',
    'partition-mismatch',
    'pod-identity-on-fargate',
    'provider-in-other-account',
    'proxy-sidecar-host-network',
    'role-arn-malformed',
    'session-policy-over-limit',
    'session-tags-disabled',
    'skip-containers-unmatched',
    'subject-invalid',
    'subject-wildcard',
    'tenant-mismatch',
    'token-expiration-invalid',
    'trust-policy-over-limit',
  ]);
});
