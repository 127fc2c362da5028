import { irsa } from '../../../../lib/proof/mechanisms/irsa/mechanism';
import { ToldTrusts } from '../../../../lib/proof/mechanisms/irsa/told-trusts';
import type { Program } from '../../../../lib/proof/mechanisms/mechanism';
import type { Question } from '../../../../lib/proof/mechanisms/question';
import { ResourceControls } from '../../../../lib/proof/mechanisms/irsa/resource-controls';
import { RoleAccounts } from '../../../../lib/proof/mechanisms/irsa/role-account';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import { AdmissionIndex } from '../../../../lib/proof/mechanisms/admission-index';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { admission } from '../admission';
import { claim } from '../claim';
import { forSessions, role, trust } from '../pod-identity/program';

const web = { Effect: 'Allow', Principal: { Federated: 'x' }, Action: 'sts:AssumeRoleWithWebIdentity' };
const token = { issuer: 'https://a.example/id', subject: 'system:serviceaccount:shop:app', audience: 'x' };
const PRESENTS =
  'the token presents the subject "system:serviceaccount:shop:app" from "https://a.example/id" with the audience "x"';

const programOf = (openToProviders: readonly string[] = [], providers: readonly OidcProvider[] = []): Program =>
  ({
    model: { uncounted: new Map() },
    clusters: new Map([['main', { id: 'main', issuer: token.issuer }]]),
    clusterOfIssuer: new Map(),
    unknownTrusts: new Set(),
    admissions: new AdmissionIndex([]),
    of: () => ({
      told: new ToldTrusts(new Map(), providers, new Map()),
      openToProviders: new Set(openToProviders),
      controls: new ResourceControls([]),
      accountsOfRoles: new RoleAccounts([]),
      addonClaims: new Set(['role.app\nmain']),
    }),
  }) as unknown as Program;

function asked(identity: Identity, kind: Question['kind']): readonly (readonly [boolean | undefined, string])[] {
  const question = { kind, identity, told: new ToldValues({}), token, subject: {}, session: {} } as unknown as Question;
  return irsa.ask(question, programOf()).map(({ admitted, because }) => [admitted, because.at(-1)!]);
}

describe('a web identity', () => {
  test('is refused by a trust that does not take it, and what it presents is said', () => {
    expect(asked(role('app', { trustPolicy: trust(web) }), 'token')).toEqual([[false, PRESENTS]]);
    expect(asked(role('app', { trustPolicy: trust(web, forSessions()) }), 'pod')).toEqual([[false, PRESENTS]]);
  });

  test('may be taken by a trust that nobody read', () => {
    for (const kind of ['token', 'pod'] as const) {
      expect(asked(role('app', { trustPolicy: undefined }), kind)).toEqual([[undefined, PRESENTS]]);
    }
  });

  test('of a pod is not held against a role for EKS Pod Identity alone; a token that is asked about is', () => {
    const forPods = role('app', { trustPolicy: trust(forSessions()) });
    expect(asked(forPods, 'pod')).toEqual([]);
    expect(asked(forPods, 'token')).toEqual([[false, PRESENTS]]);
    const forService = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(asked(role('app', { trustPolicy: trust(forService) }), 'pod')).toEqual([[false, PRESENTS]]);
  });

  test('is no session, and gets no identity that is no role', () => {
    expect(asked(role('app', { trustPolicy: trust(web) }), 'session')).toEqual([]);
    expect(asked(role('app', { kind: 'managed-identity' }), 'token')).toEqual([]);
  });
});

test('a role is in the partition that the question names it in, or else in its own', () => {
  const arn = 'arn:aws:iam::111122223333:oidc-provider/a.example/id';
  const account = { id: '111122223333', names: new Set<string>() };
  const main: OidcProvider = {
    ...{ id: 'main', arn, account, issuer: token.issuer, audiences: ['x'], declared: true, emptyThumbprints: false },
    at: { file: 'main.tf', pointer: '' },
  };
  const outcome = (partition: string | undefined, claimName: string) => {
    const identity = role('app', { claimName, trustPolicy: trust({ ...web, Principal: { Federated: arn } }) });
    const question = { kind: 'token', identity, told: new ToldValues({}), token, account: account.id, partition };
    const [{ admitted, assumes }] = irsa.ask(question as unknown as Question, programOf([], [main])) as [Outcome];
    return [admitted, assumes];
  };
  const unknown = symbolOf('aws_iam_role.app.arn');
  expect(outcome('aws', unknown)).toEqual([true, undefined]);
  expect(outcome(undefined, unknown)).toEqual([true, ['account-of-the-trust']]);
  expect(outcome(undefined, 'arn:aws:iam::111122223333:role/app')).toEqual([true, undefined]);
  expect(outcome(undefined, 'arn:aws-cn:iam::111122223333:role/app')).toEqual([false, undefined]);
});

describe('a claim of a role', () => {
  const verdict = (identity: Identity, open: readonly string[] = []) =>
    irsa.verdict!(claim({ mechanism: 'irsa', text: 'x', audience: 'x', identity }), identity, programOf(open));

  test('is undecided where nobody read its trust', () => {
    expect(verdict(role('app', { trustPolicy: undefined }))).toEqual({
      outcome: 'undecided',
      because: 'the role’s trust policy is not in the input',
    });
  });

  test('is refused by a trust that was read; by absence where a provider may be missing', () => {
    expect(verdict(role('app'))).toEqual({ outcome: 'refused', reason: { part: 'trust', admitted: [] } });
    expect(verdict(role('app'), ['role.app'])).toMatchObject({ reason: { assumes: ['nothing-elsewhere'] } });
  });
});

test('an add-on asks for the role that it names, in its cluster', () => {
  const isClaimed = (cluster: string) => irsa.isClaimed!(admission({ identity: 'role.app', cluster }), programOf());
  expect([isClaimed('main'), isClaimed('other')]).toEqual([true, false]);
});
