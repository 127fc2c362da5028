import { parsePolicy } from '../../../../lib/proof/iam';
import type { Claim } from '../../../../lib/proof/mechanisms/claims';
import {
  RoleAccounts,
  accountFor,
  isOfOtherCredentials,
  restOnAccount,
} from '../../../../lib/proof/mechanisms/irsa/role-account';
import type { AssumedAccount } from '../../../../lib/proof/mechanisms/irsa/role-account';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const OWN = '111122223333';
const OTHER = '999988887777';
const CALLER = symbolOf('data.aws_caller_identity.me.account_id');
const VARIABLE = symbolOf('var.account');
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';

const place = { file: 'main.tf', pointer: '' };
const role: Identity = {
  id: 'aws_iam_role.app',
  cloud: 'aws',
  kind: 'iam-role',
  name: 'app',
  claimName: symbolOf('aws_iam_role.app.arn'),
  trustAt: place,
  at: place,
};
const claimOf = (text: string, identity: Identity | undefined = role): Claim => ({
  mechanism: 'irsa',
  clusters: [],
  namespace: 'shop',
  serviceAccount: 'app',
  text,
  audience: 'sts.amazonaws.com',
  identity,
  assumed: true,
  carrier: 'ServiceAccount/shop/app',
  at: place,
  byHand: false,
});
const roleIn = (account: string): string => `arn:aws:iam::${account}:role/app`;
const idBy = (...claims: Claim[]): string | undefined => new RoleAccounts(claims).of(role).id;

test('other credentials may be of another account, but where the partitions are known to differ', () => {
  const made = (own?: string, others?: string): boolean => {
    const [one, other] = [own, others].map((partition) => ({ partition, names: new Set<string>() }));
    return isOfOtherCredentials({ ...role, account: one }, { account: other } as OidcProvider);
  };
  expect([made(), made('aws', 'aws'), made('aws'), made(undefined, 'aws'), made('aws', 'aws-cn')]).toEqual([
    ...[true, true, true, true, false],
  ]);
});

describe('the account of a role that the program makes', () => {
  test('is not known where nothing tells', () => {
    expect(new RoleAccounts([]).of(role)).toEqual({ id: undefined, partition: undefined, names: new Set() });
  });

  test('is that of its provider, and so are its partition and the symbols for it', () => {
    const account = { id: OWN, partition: 'aws-us-gov', names: new Set([CALLER]) };
    expect(new RoleAccounts([]).of({ ...role, account })).toEqual(account);
  });

  test('is that of its own ARN, and so is its partition, whatever partition the provider has', () => {
    const claimName = `arn:aws-cn:iam::${OWN}:role/app`;
    const account = { partition: 'aws', names: new Set<string>() };
    expect(new RoleAccounts([]).of({ ...role, claimName, account })).toMatchObject({ id: OWN, partition: 'aws-cn' });
  });

  test('is that of the ARN by which a service account names it', () => {
    expect(idBy(claimOf(roleIn(OWN)))).toBe(OWN);
    const chinese = claimOf(roleIn(OWN).replace('arn:aws:', 'arn:aws-cn:'));
    expect(new RoleAccounts([chinese]).of(role).partition).toBe('aws-cn');
    expect(new RoleAccounts([chinese, claimOf(roleIn(OWN))]).of(role).partition).toBeUndefined();
    expect(idBy(claimOf(roleIn(OWN)), claimOf(roleIn(OWN)))).toBe(OWN);
  });

  test('is told by an ARN written out, whatever is said by those that are not', () => {
    const bySymbol = claimOf(symbolOf('aws_iam_role.app.arn'));
    expect(idBy(bySymbol, claimOf(roleIn(OWN)))).toBe(OWN);
    expect(idBy(claimOf(roleIn(OWN)), bySymbol)).toBe(OWN);
  });

  test('is not known where two service accounts name two, however often', () => {
    const two = [claimOf(roleIn(OWN)), claimOf(roleIn(OTHER))];
    expect(idBy(...two)).toBeUndefined();
    expect(idBy(...two, ...two)).toBeUndefined();
  });

  test('is not told by a claim to an identity that is not in the input, or to another role', () => {
    const other = { ...role, id: 'aws_iam_role.other' };
    expect(idBy({ ...claimOf(roleIn(OWN)), identity: undefined })).toBeUndefined();
    expect(idBy(claimOf(roleIn(OTHER), other), claimOf(roleIn(OWN)))).toBe(OWN);
  });
});

describe('the account that a trust is held against', () => {
  const statement = (account: string, effect = 'Allow'): unknown => ({
    Effect: effect,
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${ISSUER}` },
  });
  type Known = { id?: string; names?: string[]; partition?: string };
  const account = (known: Known, ...statements: unknown[]): AssumedAccount =>
    accountFor(parsePolicy({ Version: '2012-10-17', Statement: statements }), {
      ...known,
      names: new Set(known.names),
    });
  /** As it is held, but for its partition where that is `aws`. */
  const held = (known: Known, ...statements: unknown[]): unknown => {
    const { partition, ...found } = account({ partition: 'aws', ...known }, ...statements);
    return partition === 'aws' ? found : { partition, ...found };
  };

  test('is in the partition that its principals name, where nothing tells its own', () => {
    const chinese = (id: string): unknown => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws-cn:iam::${id}:oidc-provider/${ISSUER}` },
    });
    const open = (...statements: unknown[]): unknown => {
      const { assumedPartition, isPartitionOpen } = account({ id: OWN }, ...statements);
      return [assumedPartition, isPartitionOpen];
    };
    expect(open(statement(OWN))).toEqual(['aws', undefined]);
    expect(open(statement(OWN), statement(OWN))).toEqual(['aws', undefined]);
    expect(open(statement(VARIABLE), chinese(OWN))).toEqual([undefined, true]);
    expect(open(statement(OWN), chinese(OTHER))).toEqual(['aws', undefined]);
    expect(open(statement(OWN, 'Deny'))).toEqual([undefined, undefined]);
    // Of an ARN whose partition is not known nothing is taken.
    const openly = statement(OWN) as { readonly Principal: { readonly Federated: string } };
    const Federated = openly.Principal.Federated.replace('arn:aws:', `arn:${symbolOf('data.aws_partition.p.id')}:`);
    expect(open({ ...openly, Principal: { Federated } })).toEqual([undefined, undefined]);
    expect(open({ ...openly, Principal: { Federated } }, statement(OWN))).toEqual(['aws', undefined]);
    // A principal that is no provider has none of the role's.
    expect(open({ ...openly, Principal: { Federated: 'arn:aws-cn:iam::x' } }, statement(OWN))).toEqual([
      'aws',
      undefined,
    ]);
    expect(accountFor(parsePolicy({ Statement: [statement(OTHER), chinese(OTHER)] }), { names: new Set() })).toEqual({
      ...{ id: OTHER, assumed: OTHER, names: new Set(), isPartitionOpen: true },
    });
    expect(account({ id: OWN, partition: 'aws' }, statement(OWN)).assumedPartition).toBeUndefined();
  });

  test('is the only one that its principals name, where the role’s own is not known', () => {
    expect(held({}, statement(OWN))).toEqual({ id: OWN, assumed: OWN, names: new Set() });
    expect(held({}, statement(VARIABLE))).toEqual({ assumed: VARIABLE, names: new Set([VARIABLE]) });
  });

  test('is none of two that they name, for they cannot both be the role’s', () => {
    expect(held({}, statement(OWN), statement(OTHER))).toEqual({ names: new Set() });
  });

  test('is the role’s own where that is known, whatever they name', () => {
    expect(held({ id: OWN }, statement(OTHER))).toEqual({ id: OWN, names: new Set() });
    expect(held({ id: OWN }, statement(OWN))).toEqual({ id: OWN, names: new Set() });
    expect(held({ names: [CALLER] }, statement(CALLER))).toEqual({ names: new Set([CALLER]) });
    expect(held({ names: [CALLER] }, statement(CALLER), statement(OTHER))).toEqual({ names: new Set([CALLER]) });
  });

  test('is also what one unknown text stands for, which is then a further name of it', () => {
    expect(held({ id: OWN, names: [CALLER] }, statement(VARIABLE))).toEqual({
      id: OWN,
      names: new Set([CALLER, VARIABLE]),
      assumed: VARIABLE,
    });
    expect(held({ id: OWN, names: [CALLER] }, statement(CALLER), statement(VARIABLE))).toEqual({
      id: OWN,
      names: new Set([CALLER, VARIABLE]),
      assumed: VARIABLE,
    });
  });

  test('is told by no statement that refuses, and by no principal of another partition or without an account', () => {
    expect(held({}, statement(OWN, 'Deny'))).toEqual({ names: new Set() });
    expect(held({ partition: 'aws-cn' }, statement(OWN))).toEqual({ partition: 'aws-cn', names: new Set() });
    expect(
      held({}, { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: VARIABLE } }),
    ).toEqual({ names: new Set() });
  });
});

describe('a row rests on the account that is assumed to be the role’s', () => {
  const provider = (account: string, partition = 'aws'): string =>
    `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}`;

  test('where each principal for it names that account, or the assumed partition', () => {
    expect(restOnAccount([provider(OWN)], { assumed: OWN })).toBe(true);
    expect(restOnAccount([provider(OWN)], { assumedPartition: 'aws' })).toBe(true);
    expect(
      restOnAccount([provider(OWN), provider(OTHER, 'aws-cn')], { assumed: OWN, assumedPartition: 'aws-cn' }),
    ).toBe(true);
  });

  test('and not where one names another, is no ARN, or nothing is assumed', () => {
    expect(restOnAccount([provider(OWN), provider(OTHER)], { assumed: OWN })).toBe(false);
    expect(restOnAccount([provider(OWN)], { assumed: OTHER, assumedPartition: 'aws-cn' })).toBe(false);
    expect(restOnAccount([provider(OWN), VARIABLE], { assumed: OWN })).toBe(false);
    expect(restOnAccount([], { assumed: OWN })).toBe(false);
    expect(restOnAccount([provider(OWN), VARIABLE], {})).toBe(false);
  });
});
