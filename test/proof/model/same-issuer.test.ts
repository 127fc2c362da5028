import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import { isUnknown } from '../../../lib/proof/model/known/known';
import { sameIssuer } from '../../../lib/proof/model/cluster/same-issuer';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const UNKNOWN = 'unknown';
const NAME = symbolOf('var.name');
const SERVICE = { service: { name: 'GitHub Actions' } } as Partial<Cluster>;

/** A cluster that nothing but its id tells of, whose issuer only apply will tell. */
function cluster(id: string, parts: Partial<Cluster> = {}): Cluster {
  const at = { file: 'main.tf', pointer: `/${id}` };
  return { id, cloud: 'aws', issuer: symbolOf(`${id}.issuer`), issuerText: `ref:${id}.issuer`, at, ...parts };
}

/** Whether two clusters have the same issuer, as either of them asks. */
function asked(one: Cluster, other: Cluster): boolean | typeof UNKNOWN {
  const all = new Map([one, other].map((each) => [each.issuer, each]));
  const answers = [
    sameIssuer(all, { issuer: one.issuer }, other.issuer),
    sameIssuer(all, { issuer: other.issuer }, one.issuer),
  ].map((answer) => (isUnknown(answer) ? UNKNOWN : answer));
  expect(answers[0]).toBe(answers[1]);
  return answers[0]!;
}

const [A, B] = [{ name: 'a' }, { name: 'b' }];
const elsewhere = { at: { file: 'state.json', pointer: '' } };

describe('whether two issuers are the same', () => {
  it('is told by their texts where these are known', () => {
    const none = new Map<string, Cluster>();
    expect(sameIssuer(none, { issuer: 'https://a' }, 'https://a')).toBe(true);
    expect(sameIssuer(none, { issuer: 'https://a' }, 'https://b')).toBe(false);
    // AND no cluster that is known by it says otherwise
    const one = cluster('one', { ...A, issuer: 'https://a' });
    expect(
      sameIssuer(new Map([['https://a', cluster('two', B)]]), { issuer: 'https://a', cluster: one }, 'https://a'),
    ).toBe(true);
  });

  it('is not known where nothing tells whose one of them is, with the reason', () => {
    const own = cluster('one', A);
    const known = new Map([[own.issuer, own]]);
    const other = symbolOf('var.issuer');
    const answer = { why: `whether ${own.issuer} is ${other} is not known before apply` };
    expect(sameIssuer(known, { issuer: own.issuer }, other)).toEqual(answer);
    expect(isUnknown(sameIssuer(known, { issuer: other }, own.issuer))).toBe(true);
  });

  it('is told by whose the first one is said to be, before whose it is found to be', () => {
    const [one, other] = [cluster('one', A), cluster('two', B)];
    const issuer = symbolOf('local.issuer');
    const all = new Map([
      [other.issuer, other],
      [issuer, other],
    ]);
    expect(sameIssuer(all, { issuer, cluster: one }, other.issuer)).toBe(false);
    expect(isUnknown(sameIssuer(all, { issuer }, other.issuer))).toBe(true);
  });

  it.each<[string, Cluster, Cluster, boolean | typeof UNKNOWN]>([
    ['two that a program makes', cluster('one', A), cluster('two', B), false],
    ['two that it makes by one name, in two regions', cluster('one', A), cluster('two', A), false],
    ['one in a configuration and in its state', cluster('one', A), cluster('two', { ...A, ...elsewhere }), UNKNOWN],
    ['two in two files, of other names', cluster('one', A), cluster('two', { ...B, ...elsewhere }), false],
    [
      'two that it makes, of one whose name is not known, in two files',
      cluster('one', A),
      cluster('two', { name: NAME, ...elsewhere }),
      false,
    ],
    ['one that is looked up by another name', cluster('one', A), cluster('two', { ...B, existing: true }), false],
    ['one that is looked up by the same name', cluster('one', A), cluster('two', { ...A, existing: true }), UNKNOWN],
    [
      'one that is looked up by a name that is not known',
      cluster('one', A),
      cluster('two', { name: NAME, existing: true }),
      UNKNOWN,
    ],
    ['one that podtrust.yaml alone tells of', cluster('one', A), cluster('two', { ...A, isDeclared: false }), UNKNOWN],
    [
      'two of which one has no name that is known',
      cluster('one', A),
      cluster('two', { resourceId: symbolOf('two.arn') }),
      false,
    ],
    [
      'two that have no names',
      cluster('one', { resourceId: symbolOf('one.arn') }),
      cluster('two', { resourceId: symbolOf('two.arn') }),
      false,
    ],
    ['a cluster and a foreign issuer', cluster('one', A), cluster('two'), UNKNOWN],
    ['two foreign issuers', cluster('one'), cluster('two'), UNKNOWN],
    ['foreign issuers of two clouds', cluster('one'), cluster('two', { cloud: 'azure' }), false],
    ['a foreign issuer of no cloud that is known', cluster('one', A), cluster('two', { cloud: 'other' }), UNKNOWN],
    ['a cluster and what signs for a service', cluster('one', A), cluster('two', SERVICE), false],
    ['a foreign issuer and what signs for a service', cluster('one'), cluster('two', SERVICE), UNKNOWN],
  ])('%s', (_, one, other, answer) => {
    expect(asked(one, other)).toBe(answer);
  });

  it('is not known of two texts for one cluster', () => {
    const one = cluster('one', A);
    const again = { ...one, issuer: symbolOf('module.one.issuer') };
    expect(asked(one, again)).toBe(UNKNOWN);
  });
});
