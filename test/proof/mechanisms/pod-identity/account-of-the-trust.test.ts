import type { AssociationVerdict } from '../../../../lib/proof/mechanisms/pod-identity/pod-identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { ACCOUNT, association, evaluated, forSessions, openCluster, role, trust } from './program';

const NAMESPACE = 'aws:RequestTag/kubernetes-namespace';
const NAME = 'aws:RequestTag/kubernetes-service-account';

/** How shop/app fares with a trust for one account's sessions, where nothing tells the role's account or the cluster's. */
function judged(
  conditions: Record<string, unknown>,
  parts: Parameters<typeof association>[0] = {},
  denied?: Record<string, unknown>,
): AssociationVerdict {
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
  return [...verdicts.values()][0]!;
}

const admitted = (...parts: Parameters<typeof judged>): boolean | undefined => judged(...parts).admitted;

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

  test('which is said of the answer, and of the row', () => {
    expect(judged({})).toEqual({ admitted: true, because: '', assumes: ['account-of-the-trust'] });
    const { admissions } = evaluated({ clusters: [openCluster('main')], roles: [open(forAccount(ACCOUNT))] });
    expect(admissions).toMatchObject([{ uncertain: undefined, assumes: ['account-of-the-trust'] }]);
  });
});

const forAccount = (id: string) => forSessions({ Condition: { StringEquals: { 'aws:SourceAccount': id } } });
const open = (...statements: readonly unknown[]) =>
  role('app', { account: undefined, claimName: symbolOf('app.arn'), trustPolicy: trust(...statements) });
function verdictOf(of: Identity, parts: Parameters<typeof association>[0] = {}): AssociationVerdict {
  const clusters = [openCluster('main'), openCluster('other')];
  const { verdicts } = evaluated({ clusters, roles: [of], associations: [association(parts)] });
  return [...verdicts.values()][0]!;
}

describe('an account that the trust does not admit', () => {
  const deny = (conditions: Record<string, unknown>) =>
    forSessions({ Effect: 'Deny', Condition: { StringEquals: conditions } });
  const OTHER = '999988887777';

  test('may be the role’s, where a Deny names it and nobody knows the role’s', () => {
    expect(verdictOf(open(forSessions(), deny({ 'aws:SourceAccount': OTHER }))).admitted).toBeUndefined();
    expect(verdictOf(open(forSessions(), deny({ 'aws:SourceAccount': OTHER, [NAMESPACE]: 'todo' }))).admitted).toBe(
      true,
    );
  });

  test('does not keep out those of the account that is assumed', () => {
    const roles = open(forAccount(ACCOUNT), deny({ 'aws:SourceAccount': OTHER }));
    expect(verdictOf(roles).admitted).toBe(true);
  });

  test('lets nobody in by a statement for it, where the role’s is known and another statement is open', () => {
    const fromOpenCluster = forSessions({ Condition: { StringEquals: { 'aws:SourceArn': symbolOf('var.arn') } } });
    const known = role('app', { trustPolicy: trust(forAccount(OTHER), fromOpenCluster) });
    expect(verdictOf(known).admitted).toBeUndefined();
  });
});

describe('a session without tags', () => {
  const untagged = { sessionTags: false };
  const assume = (parts: Record<string, unknown>) =>
    forSessions({ Action: 'sts:AssumeRole', Condition: { StringEquals: parts } });

  test('may be taken by a statement without sts:TagSession, which EKS does not call then', () => {
    const onArn = (arn: string) => open(assume({ 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': symbolOf(arn) }));
    expect(verdictOf(onArn('main.arn'), untagged).admitted).toBe(true);
    expect(verdictOf(onArn('main.arn')).admitted).toBe(false);
    expect(verdictOf(onArn('other.arn'), untagged).admitted).toBe(false);
    expect(verdictOf(onArn('var.arn'), untagged).admitted).toBeUndefined();
  });

  test('is not taken by a statement that asks for a tag, though another statement leaves it open', () => {
    const onTag = forSessions({ Condition: { StringEquals: { [NAMESPACE]: 'shop' } } });
    const either = open(onTag, assume({ 'aws:SourceArn': symbolOf('var.arn') }));
    expect(verdictOf(either, untagged).admitted).toBeUndefined();
  });
});
