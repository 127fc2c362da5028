import { symbolOf } from '../../../../lib/proof/model/symbol';
import { ACCOUNT, association, evaluated, forSessions, openCluster, role, trust } from './program';

const NAMESPACE = 'aws:RequestTag/kubernetes-namespace';
const NAME = 'aws:RequestTag/kubernetes-service-account';

/** How shop/app fares with a trust for one account's sessions, where nothing tells the role's account or the cluster's. */
function admitted(
  conditions: Record<string, unknown>,
  parts: Parameters<typeof association>[0] = {},
  denied?: Record<string, unknown>,
): boolean | undefined {
  const statement = forSessions({ Condition: { StringLike: { 'aws:SourceAccount': ACCOUNT, ...conditions } } });
  const deny = denied ? [forSessions({ Effect: 'Deny', Condition: { StringLike: denied } })] : [];
  const { verdicts } = evaluated({
    clusters: [openCluster('main'), openCluster('other')],
    roles: [
      role('app', {
        account: undefined,
        claimName: symbolOf('app.arn'),
        trustPolicy: trust(statement, ...deny),
      }),
    ],
    associations: [association(parts)],
  });
  return [...verdicts.values()][0]!.admitted;
}

describe('an account that nobody knows is assumed to be the one that the trust names', () => {
  test('which takes whom it names in that account', () => {
    expect(admitted({})).toBe(true);
    expect(admitted({ [NAMESPACE]: 'shop', [NAME]: 'a*' })).toBe(true);
    expect(admitted({ [NAMESPACE]: 'todo' })).toBe(false);
    expect(admitted({ [NAME]: 'web' })).toBe(false);
    expect(admitted({ 'aws:SourceArn': symbolOf('main.arn') })).toBe(true);
    expect(admitted({ 'aws:SourceArn': symbolOf('other.arn') })).toBe(false);
    expect(admitted({ 'aws:SourceArn': symbolOf('var.arn') })).toBeUndefined();
    expect(admitted({ [NAMESPACE]: symbolOf('var.namespace') })).toBeUndefined();
  });

  test('which takes nobody by tags that are not passed', () => {
    const untagged = { sessionTags: false };
    expect(admitted({ [NAMESPACE]: 's*' }, untagged)).toBe(false);
    expect(admitted({ [NAME]: 'a*' }, untagged)).toBe(false);
  });

  test('which takes nobody whom a Deny leaves out, and whoever else there is', () => {
    expect(admitted({}, {}, { [NAMESPACE]: 'shop' })).toBe(false);
    expect(admitted({}, {}, { [NAMESPACE]: 'shop', [NAME]: 'app' })).toBe(false);
    expect(admitted({}, {}, { [NAMESPACE]: 'shop', [NAME]: 'web' })).toBe(true);
    expect(admitted({}, {}, { [NAMESPACE]: 'todo', [NAME]: 'app' })).toBe(true);
    expect(admitted({}, {}, { 'aws:SourceArn': symbolOf('main.arn') })).toBe(false);
  });
});
