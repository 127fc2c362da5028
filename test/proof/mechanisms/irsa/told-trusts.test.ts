import { POD_IDENTITY_SERVICE } from '../../../../lib/core/trust/audience';
import { parsePolicy } from '../../../../lib/proof/iam';
import {
  ToldTrusts,
  isForSessions,
  mayTakeWebIdentity,
  trustPolicyIn,
  unreadTrust,
} from '../../../../lib/proof/mechanisms/irsa/told-trusts';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const CALLER = symbolOf('data.aws_caller_identity.me.account_id');
const place = { file: 'main.tf', pointer: '' };
const statement = (principal: unknown): unknown => ({
  Effect: 'Allow',
  Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
  Principal: principal,
});
const text = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [statement({ Federated: `arn:aws:iam::${account}:oidc-provider/a.example` })],
  });
const role = (trustPolicy: string | undefined): Identity => ({
  id: 'aws_iam_role.app',
  cloud: 'aws',
  kind: 'iam-role',
  name: 'app',
  claimName: 'app',
  trustPolicy,
  trustAt: place,
  at: place,
});
const NOTHING_TOLD = new ToldValues({});
const told = (account: string): ToldValues => new ToldValues({ account });

describe('a trust policy’s text', () => {
  test('that is not JSON is refused by IAM', () => {
    const policy = trustPolicyIn('{');
    expect(policy).toMatchObject({ version: '2008-10-17', statements: [], refusals: ['it is not JSON'], unknown: [] });
  });

  test('that is not JSON as far as it is known may still become JSON', () => {
    const policy = trustPolicyIn(`{ ${symbolOf('var.rest')}`);
    expect(policy).toMatchObject({
      version: '2008-10-17',
      statements: [],
      refusals: [],
      unknown: ['whether its text is JSON is not known before apply'],
    });
  });
});

describe('the trust policy that a question is held against', () => {
  const own = trustPolicyIn(text(CALLER));
  const trusts = (): ToldTrusts => new ToldTrusts(new Map([['aws_iam_role.app', own]]), [], new Map());

  test('is nothing where it was not read', () => {
    expect(trusts().policyOf(role(undefined), NOTHING_TOLD)).toBeUndefined();
  });

  test('is the one that was evaluated where the question tells nothing new of it', () => {
    expect(trusts().policyOf(role(text(CALLER)), NOTHING_TOLD)).toBe(own);
  });

  test('has what the question tells in it, read once for each such text', () => {
    const all = trusts();
    const one = all.policyOf(role(text(CALLER)), told('111122223333'));
    expect(one?.statements[0]?.principals.federated).toEqual(['arn:aws:iam::111122223333:oidc-provider/a.example']);
    expect(all.policyOf(role(text(CALLER)), told('111122223333'))).toBe(one);
    const other = all.policyOf(role(text(CALLER)), told('999988887777'));
    expect(other?.statements[0]?.principals.federated).toEqual(['arn:aws:iam::999988887777:oidc-provider/a.example']);
  });

  test('is read where nobody evaluated it', () => {
    const none = new ToldTrusts(new Map(), [], new Map());
    expect(none.policyOf(role(text('111122223333')), NOTHING_TOLD)?.statements).toHaveLength(1);
  });
});

test('the OIDC providers that a question is held against have what it tells in ARN and issuer, written once', () => {
  const provider: OidcProvider = {
    id: 'aws_iam_openid_connect_provider.main',
    arn: `arn:aws:iam::${CALLER}:oidc-provider/a.example`,
    issuer: `https://a.example/${CALLER}`,
    audiences: ['sts.amazonaws.com'],
    declared: true,
    emptyThumbprints: false,
    at: place,
  };
  const trusts = new ToldTrusts(new Map(), [provider], new Map());
  const { all } = trusts.providersFor(told('111122223333'));
  expect(all).toMatchObject([
    { arn: 'arn:aws:iam::111122223333:oidc-provider/a.example', issuer: 'https://a.example/111122223333' },
  ]);
  expect(trusts.providersFor(told('111122223333')).all).toBe(all);
  expect(trusts.providersFor(NOTHING_TOLD).all).toEqual([provider]);
});

describe('a trust speaks', () => {
  const trust = (...principals: unknown[]): ReturnType<typeof parsePolicy> =>
    parsePolicy({ Version: '2012-10-17', Statement: principals.map(statement) });
  const service = { Service: POD_IDENTITY_SERVICE };
  const federated = { Federated: 'arn:aws:iam::111122223333:oidc-provider/a.example' };

  test('of web identities where one of its statements names a provider, or everybody', () => {
    expect(mayTakeWebIdentity(trust(service))).toBe(false);
    expect(mayTakeWebIdentity(trust(federated))).toBe(true);
    expect(mayTakeWebIdentity(trust('*'))).toBe(true);
    expect(mayTakeWebIdentity(trust(service, federated))).toBe(true);
  });

  test('of web identities perhaps, where one of its statements is not known', () => {
    const policy = parsePolicy({ Version: '2012-10-17', Statement: [statement(service), symbolOf('var.more')] });
    expect(mayTakeWebIdentity(policy)).toBe(true);
  });

  test('of sessions where one of its statements names the service of EKS Pod Identity', () => {
    expect(isForSessions(undefined)).toBe(false);
    expect(isForSessions(trust(federated))).toBe(false);
    expect(isForSessions(trust({ Service: 'ec2.amazonaws.com' }))).toBe(false);
    expect(isForSessions(trust(federated, service))).toBe(true);
  });
});

test('a trust that nobody read decides nothing, and is named, with what became of it', () => {
  expect(unreadTrust(role(undefined))).toEqual({
    admitted: undefined,
    because: ['the trust policy of aws_iam_role.app is not in the input'],
  });
  expect(unreadTrust({ ...role(undefined), isTrustOpen: true }).because).toEqual([
    'the trust policy of aws_iam_role.app is not known before apply',
  ]);
});
