import {
  foreignClaims,
  trustStatementOf,
  holdsWithoutKey,
  limitsSubject,
  readTrustStatements,
  sameButSlash,
  statementText,
} from '../../../lib/proof/evaluate/trust-statements';
import type { TrustStatements } from '../../../lib/proof/evaluate/trust-statements';
import { parsePolicy } from '../../../lib/proof/iam';
import type { MisnamedKey, Statement } from '../../../lib/proof/iam';
import type { TrustProblem } from '../../../lib/proof/mechanisms/trust';
import type { Identity } from '../../../lib/proof/model/identity/identity';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import type { OidcProvider } from '../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

type Json = Readonly<Record<string, unknown>>;

const at = { file: 'main.tf', pointer: '' };
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
const OTHER = 'oidc.eks.eu-west-1.amazonaws.com/id/BBBB';
const arnOf = (issuer: string): string => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;

function provider(issuer: string, parts: Partial<OidcProvider> = {}): OidcProvider {
  return {
    id: `provider of ${issuer}`,
    arn: arnOf(issuer),
    issuer: `https://${issuer}`,
    declared: true,
    emptyThumbprints: false,
    at,
    ...parts,
  };
}

function statement(conditions: Json = {}, parts: Json = {}): Json {
  return {
    Effect: 'Allow',
    Principal: { Federated: arnOf(ISSUER) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
    ...parts,
  };
}

function read(
  statements: readonly Json[],
  providers: readonly OidcProvider[] = [provider(ISSUER)],
  misnamed: readonly MisnamedKey[] = [],
): TrustStatements {
  const role = { id: 'aws_iam_role.app', name: 'app', cloud: 'aws' } as unknown as Identity;
  return readTrustStatements({
    model: { oidcProviders: providers },
    policies: new Map([[role.id, parsePolicy({ Version: '2012-10-17', Statement: statements })]]),
    identities: new IdentityIndex([role]),
    problems: misnamed.map((key): TrustProblem => ({
      identity: role.id,
      kind: 'misnamed-key',
      what: key.key,
      misnamed: key,
      at,
    })),
    clusterOfIssuer: new Map(),
  });
}

/** What a key means in a statement about some issuer: `<issuer> <claim> <own>`. */
function claimOf(key: string, issuer = ISSUER): string | undefined {
  const conditions = { StringEquals: { [key]: 'x' } };
  const { all } = read([statement(conditions, { Principal: { Federated: arnOf(issuer) } })], [provider(issuer)]);
  const [found] = all[0]!.claims;
  return found && `${found.issuer} ${found.claim} ${found.own}`;
}

describe('the statements of a trust', () => {
  test('have the providers that their principals are', () => {
    const [one, two] = [provider(ISSUER), provider(OTHER)];
    const both = { Principal: { Federated: [arnOf(ISSUER), arnOf(OTHER)] } };
    const { all, byPlace } = read([statement(), statement({}, both)], [one, two]);
    expect(all.map(({ providers }) => providers)).toEqual([[one], [one, two]]);
    expect(byPlace.get('aws_iam_role.app\n1')).toBe(all[1]);
  });

  test('are about web identities where they cover the action and each issuer was read', () => {
    const about = (parts: Json, providers?: readonly OidcProvider[]): number =>
      read([statement({}, parts)], providers).webIdentity.length;
    expect(about({})).toBe(1);
    expect(about({ Action: 'sts:AssumeRole' })).toBe(0);
    expect(about({ Principal: { Federated: [arnOf(ISSUER), arnOf(OTHER)] } })).toBe(0);
    expect(about({ Principal: { Service: 'ec2.amazonaws.com' } })).toBe(0);
    // One that stands for a principal whose text is not known is none that was read.
    expect(about({}, [provider(ISSUER, { unread: true })])).toBe(0);
  });

  test('are called by their place, and by their Sid', () => {
    expect(statementText({ index: 2 } as Statement)).toBe('statement 2');
    expect(statementText({ index: 2, sid: 'Pods' } as Statement)).toBe('statement 2 (Pods)');
  });
});

describe('a condition key', () => {
  test('is a claim of the issuer before its last colon, whatever its case', () => {
    expect(claimOf(`${ISSUER}:sub`)).toBe(`${ISSUER} sub true`);
    expect(claimOf(`${ISSUER.toUpperCase()}:SUB`)).toBe(`${ISSUER.toUpperCase()} sub true`);
    expect(claimOf(`${OTHER}:sub`)).toBe(`${OTHER} sub false`);
    expect(claimOf('host.example:8443/x:sub')).toBe('host.example:8443/x sub false');
  });

  test('is none where it is a key of AWS itself, or names no claim', () => {
    for (const key of ['aws:SourceIp', 'AWS:SourceIp', 'sts:RoleSessionName', 'iam:PolicyARN', 'saml:sub'])
      expect(claimOf(key)).toBeUndefined();
    expect(claimOf('sub')).toBeUndefined();
    expect(claimOf(`https://${ISSUER}`)).toBeUndefined();
    expect(claimOf(`${ISSUER}:${symbolOf('var.claim')}`)).toBeUndefined();
    // An issuer may be named so.
    expect(claimOf('example.com/aws:sub')).toBe('example.com/aws sub false');
  });

  test('is another issuer’s with https:// or by a slash, though the issuer is not known', () => {
    const issuer = symbolOf('aws_eks_cluster.main.issuer');
    expect(claimOf(`${issuer}:sub`, issuer)).toBe(`${issuer} sub true`);
    expect(claimOf(`https://${issuer}:sub`, issuer)).toBe(`https://${issuer} sub false`);
    expect(claimOf(`${issuer}/:sub`, issuer)).toBe(`${issuer}/ sub false`);
    expect(claimOf(`${symbolOf('var.issuer')}:sub`, issuer)).toBe(`${symbolOf('var.issuer')} sub undefined`);
  });

  test('is its own where one of several providers has its issuer', () => {
    const principal = { Principal: { Federated: [arnOf(ISSUER), arnOf(OTHER)] } };
    const providers = [provider(ISSUER), provider(OTHER)];
    const conditions = { StringEquals: { [`${OTHER.toUpperCase()}:sub`]: 'x', [`https://${OTHER}:aud`]: 'y' } };
    const [found] = read([statement(conditions, principal)], providers).all;
    expect(found!.claims.map(({ own }) => own)).toEqual([true, false]);
  });

  test('is no issuer’s with https://, though another of the providers is not known', () => {
    const unknown = symbolOf('aws_eks_cluster.second.issuer');
    const principal = { Principal: { Federated: [arnOf(ISSUER), arnOf(unknown)] } };
    const [found] = read(
      [statement({ StringEquals: { [`https://${ISSUER}:sub`]: 'x' } }, principal)],
      [provider(ISSUER), provider(unknown)],
    ).all;
    expect(found!.claims.map(({ own }) => own)).toEqual([false]);
  });
});

describe('issuers that differ by a slash', () => {
  test('are the same but for slashes at the end of one', () => {
    expect(sameButSlash('a/b', 'a/b/')).toBe(true);
    expect(sameButSlash('a/b//', 'a/b')).toBe(true);
    expect(sameButSlash('a/b', 'a/b//')).toBe(true);
    expect(sameButSlash('a/b', 'a/b')).toBe(false);
    expect(sameButSlash('a/b', 'a/c/')).toBe(false);
    expect(sameButSlash('a/b', 'ab')).toBe(false);
    expect(sameButSlash('ab', 'a/b')).toBe(false);
  });
});

describe('a condition whose key a token lacks', () => {
  const holds = (operator: string, value: string | string[] = 'x'): boolean =>
    holdsWithoutKey(
      parsePolicy({ Version: '2012-10-17', Statement: [statement({ [operator]: { [`${ISSUER}:sub`]: value } })] })
        .statements[0]!.conditions[0]!,
    );

  test('holds as the IAM User Guide has it for each kind of operator', () => {
    expect(holds('StringEquals')).toBe(false);
    expect(holds('StringEqualsIfExists')).toBe(true);
    expect(holds('StringNotEquals')).toBe(true);
    expect(holds('ForAllValues:StringEquals')).toBe(true);
    expect(holds('ForAnyValue:StringEquals')).toBe(false);
    expect(holds('ForAnyValue:StringNotEquals')).toBe(false);
    expect(holds('Null', 'true')).toBe(true);
    expect(holds('Null', 'false')).toBe(false);
  });
});

describe('who a statement keeps out', () => {
  test('are the tokens of a provider where it asks for a claim of another issuer', () => {
    const own = { [`${ISSUER}:sub`]: 'x' };
    const of = (conditions: Json): number => {
      const [found] = read([statement(conditions)], [provider(ISSUER), provider(OTHER)]).all;
      return foreignClaims(found!, provider(ISSUER), { clusterOfIssuer: new Map() }).length;
    };
    expect(of({ StringEquals: own })).toBe(0);
    expect(of({ StringEquals: { [`${OTHER}:sub`]: 'x' } })).toBe(1);
    expect(of({ StringNotEquals: { [`${OTHER}:sub`]: 'x' } })).toBe(0);
    expect(of({ StringEquals: { [`${symbolOf('var.issuer')}:sub`]: 'x' } })).toBe(0);
  });

  test('are other subjects only where it asks for the sub of an issuer of its own, or one that may be', () => {
    const limits = (...keys: readonly string[]): boolean =>
      limitsSubject(read([statement({ StringEquals: Object.fromEntries(keys.map((key) => [key, 'x'])) })]).all[0]!);
    expect(limits(`${ISSUER}:sub`)).toBe(true);
    expect(limits(`${ISSUER}:aud`, `${ISSUER}:sub`)).toBe(true);
    expect(limits(`${ISSUER}:aud`)).toBe(false);
    expect(limits(`${OTHER}:sub`)).toBe(false);
    expect(limits(`${symbolOf('var.issuer')}:sub`)).toBe(true);
  });
});

describe('a condition that the evaluator found to be on another issuer', () => {
  const key = (parts: Partial<MisnamedKey> = {}): MisnamedKey => ({
    statement: 0,
    effect: 'Allow',
    operator: 'StringEquals',
    key: `${OTHER}:sub`,
    holds: false,
    ...parts,
  });
  const conditions = { StringEquals: { [`${ISSUER}:aud`]: 'y', [`${OTHER}:sub`]: 'x' } };
  const told = (misnamed: MisnamedKey, parts: Json = {}): readonly string[] =>
    read([statement(conditions, parts)], undefined, [misnamed]).misnamed.map((one) => one.key.key);

  test('is told of once: not where the statement’s own conditions show it', () => {
    expect(told(key())).toEqual([]);
  });

  test('is told of where they do not show it, or AWS does not say what it does', () => {
    expect(told(key({ holds: undefined }))).toEqual([`${OTHER}:sub`]);
    expect(told(key({ key: 'elsewhere.example:sub' }))).toEqual(['elsewhere.example:sub']);
    expect(told(key({ key: `${ISSUER}:aud` }))).toEqual([`${ISSUER}:aud`]);
    expect(told(key(), { Principal: { Federated: [arnOf(ISSUER), arnOf('gone')] } })).toEqual([`${OTHER}:sub`]);
  });

  test('is not told of without its statement', () => {
    expect(told(key({ statement: 5 }))).toEqual([]);
  });
});

test('a statement of a role is found by its index', () => {
  const trustStatements = read([statement(), statement()]);
  const of = (role: string, index: number): unknown =>
    trustStatementOf({ evaluation: { trustStatements } }, role, index);
  expect([of('aws_iam_role.app', 1), of('aws_iam_role.app', 2)]).toEqual([trustStatements.all[1], undefined]);
});

test('a statement that need not be there is found by its index, and is none of those that a rule speaks of', () => {
  const role = { id: 'aws_iam_role.app', name: 'app', cloud: 'aws' } as unknown as Identity;
  const policy = parsePolicy({ Version: '2012-10-17', Statement: [statement(), statement()] });
  const [certain, perhaps] = policy.statements as [Statement, Statement];
  const trustStatements = readTrustStatements({
    model: { oidcProviders: [provider(ISSUER)] },
    policies: new Map([[role.id, { ...policy, statements: [certain], perhaps: [perhaps] }]]),
    identities: new IdentityIndex([role]),
    problems: [],
    clusterOfIssuer: new Map(),
  });
  expect(trustStatements.all.map((found) => found.statement)).toEqual([certain]);
  expect(trustStatements.webIdentity.map((found) => found.statement)).toEqual([certain]);
  expect(trustStatementOf({ evaluation: { trustStatements } }, role.id, 1)?.statement).toBe(perhaps);
});
