import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { settingsSchema } from '../../lib/proof/settings/schema';
import type { Schema } from '../../lib/proof/settings/schema';
import { RULES } from '../../lib/proof/rules/rules';
import { settingsChanges } from '../../lib/review/gate/settings-change';

/** A base and a head that differ in one key alone, by which the head lets more pass; or why no value of a key does. */
type Case = readonly [base: string, head: string, says: string] | 'lets nothing pass';

const ACCEPTED = 'accepted: [{ rule: subject-wildcard, subject: a, reason: r, admits: [a/b], expires: 2027-01-01 }]';
const CLUSTER =
  'clusters: [{ name: a, issuer: "https://a.example/", arn: "arn:aws:eks:eu-west-1:111122223333:cluster/a" }]';
const HOME = 'clusters: [{ name: a, account: "111122223333", region: eu-west-1 }]';
const AKS =
  'clusters: [{ name: a, resourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/a" }]';
const ONLY = 'gate: { admitOnly: [{ identity: a, accounts: [b/c], reason: r }] }';
const PERMIT = 'gate: { neverPermit: [{ actions: [s3:*], resources: ["*"], roles: [Owner], reason: r }] }';
const OFF = 'gate: { offLimits: [{ namespaces: [a], except: [a/b], reason: r }] }';
const BECOME =
  'gate: { neverBecome: [{ who: [Group a], accounts: [b/c], identities: [d], except: [User e], reason: r }] }';

const changed = (base: string, from: string, to: string, says: string): Case => [base, base.replace(from, to), says];
const without = (base: string): Case => [base, '{}', 'no longer'];

const CASES: Readonly<Record<string, Case>> = {
  'rules.*': ['{}', 'rules: { subject-wildcard: note }', 'lowers subject-wildcard'],
  'accepted.rule': changed(ACCEPTED, 'subject-wildcard', 'issuer-mismatch', 'accepts issuer-mismatch'),
  'accepted.subject': changed(ACCEPTED, 'subject: a', 'subject: b', 'accepts subject-wildcard of b'),
  'accepted.admits': changed(ACCEPTED, 'a/b', 'a/*', 'accepts subject-wildcard'),
  'accepted.reason': 'lets nothing pass',
  'accepted.expires': changed(ACCEPTED, '01-01', '01-02', 'accepts subject-wildcard'),
  'elsewhere.namespaces': ['{}', 'elsewhere: { namespaces: [a] }', 'the namespace a'],
  'elsewhere.serviceAccounts': ['{}', 'elsewhere: { serviceAccounts: [a/b] }', 'the service account a/b'],
  'elsewhere.identities': ['{}', 'elsewhere: { identities: [a] }', 'trusts of a'],
  'clusters.name': changed(HOME, 'name: a', 'name: b', 'says of the cluster b'),
  'clusters.issuer': changed(CLUSTER, 'a.example', 'b.example', 'says of the cluster a'),
  'clusters.arn': changed(CLUSTER, '111122223333', '999922223333', 'says of the cluster a'),
  'clusters.resourceId': changed(AKS, '/s/', '/t/', 'says of the cluster a'),
  'clusters.account': changed(HOME, '1111', '9999', 'says of the cluster a'),
  'clusters.region': changed(HOME, 'eu-west-1', 'eu-west-2', 'says of the cluster a'),
  'gate.lock': ['{}', 'gate: { lock: approves }', 'lets the lock approve'],
  'gate.admitOnly.identity': changed(ONLY, 'identity: a', 'identity: b', 'no longer keeps a to b/c'),
  'gate.admitOnly.accounts': changed(ONLY, 'b/c', 'b/*', 'no longer keeps a to b/c'),
  'gate.admitOnly.reason': 'lets nothing pass',
  'gate.neverPermit.actions': changed(PERMIT, 's3:*', 's3:Get*', 'no longer forbids s3:*'),
  'gate.neverPermit.resources': changed(PERMIT, '["*"]', '["arn:aws:s3:::a"]', 'no longer forbids s3:*'),
  'gate.neverPermit.roles': changed(PERMIT, 'Owner', 'Reader', 'no longer forbids Owner'),
  'gate.neverPermit.reason': 'lets nothing pass',
  'gate.offLimits.namespaces': changed(OFF, 'namespaces: [a]', 'namespaces: [b]', 'the namespace a'),
  'gate.offLimits.except': changed(OFF, 'a/b', 'a/*', 'the namespace a'),
  'gate.offLimits.reason': 'lets nothing pass',
  'gate.neverBecome.who': changed(BECOME, 'Group a', 'Group b', 'no longer keeps Group a'),
  'gate.neverBecome.accounts': changed(BECOME, 'b/c', 'b/d', 'no longer keeps Group a'),
  'gate.neverBecome.identities': changed(BECOME, '[d]', '[f]', 'no longer keeps Group a'),
  'gate.neverBecome.except': changed(BECOME, 'User e', 'User *', 'no longer keeps Group a'),
  'gate.neverBecome.reason': 'lets nothing pass',
};

/** Every key of a podtrust.yaml that holds a value; the rules as one. */
function keysOf(schema: Schema, path: readonly string[] = []): string[] {
  const { definitions } = settingsSchema();
  const resolved = (one: Schema): Schema => (one.$ref ? definitions[one.$ref.replace('#/definitions/', '')]! : one);
  const { properties, items } = resolved(schema);
  if (path[0] === 'rules') return ['rules.*'];
  if (properties) return Object.entries(properties).flatMap(([key, one]) => keysOf(one, [...path, key]));
  return items && resolved(items).properties ? keysOf(items, path) : [path.join('.')];
}

const changes = (base: string, head: string): string[] =>
  settingsChanges(parseSettings(base, 'base.yaml'), parseSettings(head, 'head.yaml'), (id) => id).map(
    ({ change, what }) => `${change} ${what}`,
  );

test('every key of a podtrust.yaml has a case here', () => {
  expect(Object.keys(CASES).sort()).toEqual(keysOf(settingsSchema()).sort());
});

test.each(Object.entries(CASES).filter((one): one is [string, Exclude<Case, string>] => typeof one[1] !== 'string'))(
  'a head that lets more pass by %s is widened',
  (_, [base, head, says]) => {
    expect(head).not.toBe(base);
    expect(changes(base, head)).toContainEqual(expect.stringMatching(/^widened /));
    expect(changes(base, head).join('\n')).toContain(says);
    expect(changes(base, base)).toEqual([]);
  },
);

test.each([ONLY, PERMIT, OFF, BECOME].map(without).filter((one) => typeof one !== 'string'))(
  'a head without %s is widened',
  (base, head, says) => {
    expect(changes(base, head)).not.toEqual([]);
    for (const what of changes(base, head)) expect(what).toMatch(new RegExp(`^widened ${says}`));
  },
);

describe('the levels of a rule', () => {
  const [worst, mildest] = ['error', 'note'];
  const several = RULES.find((rule) => rule.level === worst && rule.mildest === mildest)!.slug;
  const one = RULES.find((rule) => rule.level === worst && rule.mildest === undefined)!.slug;

  test('that finds at several are compared by each of them', () => {
    expect(changes(`rules: { ${several}: error }`, '{}')).toEqual([
      `widened lowers ${several} from error to note for some of what it finds`,
    ]);
    expect(changes(`rules: { ${several}: note }`, '{}')).toEqual([]);
    expect(changes('{}', `rules: { ${several}: warning }`)).toEqual([
      `widened lowers ${several} from error to warning`,
    ]);
    expect(changes('{}', `rules: { ${several}: error }`)).toEqual([]);
  });

  test('that finds at one are compared by it', () => {
    expect(changes(`rules: { ${one}: error }`, '{}')).toEqual([]);
    expect(changes('{}', `rules: { ${one}: error }`)).toEqual([]);
    expect(changes('{}', `rules: { ${one}: off }`)).toEqual([`widened switches off ${one}`]);
  });
});
