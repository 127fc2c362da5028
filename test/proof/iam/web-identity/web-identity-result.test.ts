import type { RegisteredProviders, TrustContext } from '../../../../lib/proof/iam';
import { parsePolicy, webIdentityAdmissions } from '../../../../lib/proof/iam';
import { TOO_LARGE } from '../../../../lib/proof/iam/budget';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { ACCOUNT, AUD, CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, admissionsOf, allow, deny, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const OTHER = {
  arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/other.example`,
  issuer: 'other.example',
  audiences: ['sts.amazonaws.com'],
};
const BOTH = { ...CONTEXT, providers: [PROVIDER, OTHER] };
const todoApp = { StringEquals: { [SUB]: TODO_APP } };
const perhaps = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };

describe('what is listed of a trust', () => {
  it('is in an order of its own, whatever order the trust has', () => {
    const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: ['c', 'a', 'b', 'a'] }] };
    const policy = policyOf(allow({ StringLike: { [AUD]: '*' } }), allow(todoApp), allow(todoApp));
    const { admitted, otherSubjects } = admissionsOf(policy, context);
    expect(admitted).toMatchObject([{ namespace: '*', audiences: ['a', 'b', 'c'], because: [0] }]);
    expect(otherSubjects).toMatchObject([{ audiences: ['a', 'b', 'c'] }]);
    expect(admitted[0]?.example?.aud).toBe('a');
    expect(otherSubjects[0]?.example?.aud).toBe('a');
    const reasons = {
      NumericNotEquals: { [SUB]: '1' },
      DateNotEquals: { [SUB]: '1' },
      BinaryEquals: { [SUB]: '1' },
    };
    const { undecided, admitted: open, otherSubjects: others } = admissionsOf(policyOf(allow(reasons)));
    for (const list of [undecided, open[0]!.undecided, others[0]!.undecided]) {
      expect(list).toHaveLength(3);
      expect(list).toEqual([...list].sort());
    }
  });

  it('names all statements that admit it, by their place', () => {
    const statements = [allow(todoApp), deny({ StringEquals: { [SUB]: 'x' } }), allow(todoApp), allow(todoApp)];
    expect(admissionsOf(policyOf(...statements)).admitted).toMatchObject([{ because: [0, 2, 3] }]);
  });

  it('is exact where it is one account or one subject, and nothing is taken out', () => {
    const exact = (condition: Json, ...more: readonly Json[]): readonly boolean[] => {
      const { admitted, otherSubjects } = admissionsOf(policyOf(allow(condition), ...more));
      return [...admitted, ...otherSubjects].map((entry) => entry.exact);
    };
    expect(exact(todoApp)).toEqual([true]);
    expect(exact({ StringEquals: { [SUB]: 'repo:a' } })).toEqual([true]);
    expect(exact({ StringLike: { [SUB]: 'repo:*' } })).toEqual([false]);
    expect(exact({ StringLike: { [SUB]: 'system:serviceaccount:todo:*' } })).toEqual([false]);
  });

  it('is one entry where it is certain and one where it only may be', () => {
    const { admitted } = admissionsOf(
      policyOf(allow(todoApp), allow({ ...perhaps, StringLike: { [SUB]: '*:todo:*' } })),
    );
    expect(admitted.map(({ serviceAccount, undecided }) => [serviceAccount, undecided.length > 0])).toEqual([
      ['*', true],
      ['app', false],
    ]);
  });

  it('is told apart by audience where a condition asks for one, also by a key that is not known', () => {
    const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: ['a', 'b'] }] };
    const { admitted } = admissionsOf(policyOf(allow({ StringEquals: { [symbolOf('var.key')]: 'a' } })), context);
    expect(admitted).toMatchObject([{ audiences: ['a', 'b'], undecided: [expect.anything()] }]);
    const byOne = admissionsOf(policyOf(allow({ StringEquals: { [AUD]: 'b' } })), context).admitted;
    expect(byOne).toMatchObject([{ audiences: ['b'] }]);
  });

  it('of a subject outside of Kubernetes may have any other claim', () => {
    const { otherSubjects, admitted } = admissionsOf(policyOf(allow({ StringEquals: { [`${ISSUER}:azp`]: 'x' } })));
    expect(admitted).toEqual([]);
    expect(otherSubjects).toMatchObject([
      { undecided: ['statement 0: a claim other than sub and aud is not known from the artefacts'] },
    ]);
  });
});

describe('a principal by which nobody gets in', () => {
  const notes = (
    principal: string,
    context: TrustContext = { ...CONTEXT, providers: [] },
    effect = 'Allow',
  ): unknown => {
    const result = admissionsOf(
      policyOf(allow(todoApp, { Principal: { Federated: principal }, Effect: effect })),
      context,
    );
    return [result.notes, result.undecided.length];
  };
  const note = (principal: string, more: Json = {}): unknown => [[{ statement: 0, principal, ...more }], 0];
  const registered: RegisteredProviders = {
    isAnother: () => false,
    isElsewhere: (arn) => arn === symbolOf('elsewhere'),
    somethingElse: (name) => (name === symbolOf('issuer') || name === ISSUER ? 'the issuer of a cluster' : undefined),
    isOfOther: () => false,
  };

  it('is named, with what it is where that is known', () => {
    const context = { ...CONTEXT, providers: [], registered };
    expect(notes(OTHER.arn)).toEqual(note(OTHER.arn));
    expect(notes(symbolOf('issuer'), context)).toEqual(
      note(symbolOf('issuer'), { somethingElse: 'the issuer of a cluster' }),
    );
    expect(notes(symbolOf('elsewhere'), context)).toEqual(note(symbolOf('elsewhere')));
    expect(notes(symbolOf('any'), context)).toEqual([[], 1]);
    expect(notes(OTHER.arn, { ...CONTEXT, providers: [] }, 'Deny')).toEqual([[], 0]);
  });

  it.each([
    'accounts.google.com',
    'cognito-identity.amazonaws.com',
    'graph.facebook.com',
    'www.amazon.com',
    `arn:aws:iam::${ACCOUNT}:saml-provider/idp`,
    symbolOf('aws_iam_saml_provider.idp.arn'),
    symbolOf('module.sso.aws_iam_saml_provider.idp.arn'),
  ])('is no matter of clusters where it is a provider of another kind: %s', (principal) => {
    expect(notes(principal)).toEqual([[], 0]);
  });

  it.each([
    'xaccounts.google.com',
    'accounts-google.com',
    'cognito-identity.amazonaws.com.x',
    'graph-facebook.com',
    'www-amazon.com',
    `xarn:aws:iam::${ACCOUNT}:saml-provider/idp`,
    `arn:aws:iam::${ACCOUNT}:saml-provider`,
  ])('is named where it only looks like one: %s', (principal) => expect(notes(principal)).toEqual(note(principal)));

  it.each([
    symbolOf('xaws_iam_saml_provider.idp.arn'),
    symbolOf('aws_iam_saml_providers'),
    `x${symbolOf('aws_iam_saml_provider.idp.arn')}`,
  ])('is not known where it only looks like one that is not known: %s', (principal) => {
    expect(notes(principal)).toEqual([[], 1]);
  });
});

describe('misnamed keys', () => {
  it('are those that are of no provider of the statement, in the order of the statements', () => {
    const everyone = { Principal: { Federated: [PROVIDER.arn, OTHER.arn] } };
    const key = 'third.example:sub';
    const result = admissionsOf(
      policyOf(
        allow({ StringEquals: { [key]: 'a' } }, { Principal: { Federated: OTHER.arn } }),
        allow({ StringEquals: { [SUB]: 'a', [`${OTHER.issuer}:sub`]: 'a' } }, everyone),
        deny({ StringNotEquals: { [key]: 'a' } }, { Principal: { Federated: PROVIDER.arn } }),
      ),
      BOTH,
    );
    expect(result.misnamedKeys).toEqual([
      { statement: 0, effect: 'Allow', operator: 'StringEquals', key, holds: false },
      { statement: 2, effect: 'Deny', operator: 'StringNotEquals', key, holds: true },
    ]);
  });

  it('are none where the statement may be about something else', () => {
    const foreign = { StringEquals: { 'third.example:sub': 'a' } };
    const misnamed = (action: string): readonly unknown[] =>
      admissionsOf(policyOf(allow(foreign, { Action: action }))).misnamedKeys;
    expect(misnamed('sts:Assume*')).toHaveLength(1);
    expect(misnamed(symbolOf('var.action'))).toEqual([]);
  });
});

test('a trust that is refused or not known lists nothing', () => {
  const nothing = { admitted: [], otherSubjects: [], notes: [], misnamedKeys: [] };
  expect(admissionsOf(symbolOf('trust'))).toEqual({
    ...nothing,
    refusals: [],
    undecided: ['the policy is ${trust}, unknown before apply'],
  });
  expect(admissionsOf('x')).toEqual({
    ...nothing,
    refusals: ['the policy is a string where an object is needed'],
    undecided: [],
  });
});

describe('nobody gets in by a token', () => {
  const NOBODY = { admitted: [], otherSubjects: [], undecided: [], refusals: [], notes: [], misnamedKeys: [] };

  it('where IAM refuses the document, or where it is not known, for that reason alone', () => {
    const refused = parsePolicy({ Statement: 'x' });
    expect(webIdentityAdmissions(refused, CONTEXT)).toEqual({ ...NOBODY, refusals: refused.refusals });
    const unknown = parsePolicy(symbolOf('local.trust'));
    expect(webIdentityAdmissions(unknown, CONTEXT)).toEqual({ ...NOBODY, undecided: unknown.unknown });
  });

  it('for certain where it is too much work', () => {
    const likes = Array.from({ length: 12 }, (_, at) => `*${String.fromCharCode(97 + at)}*`);
    const many = likes.map((like) => allow({ StringLike: { [SUB]: `system:serviceaccount:${like}:${like}` } }));
    const denied = likes.map((like) => deny({ StringNotLike: { [SUB]: `system:serviceaccount:${like}?*:?${like}` } }));
    expect(admissionsOf(policyOf(...many, ...denied))).toEqual({ ...NOBODY, undecided: [TOO_LARGE] });
  });
});

it('where other subjects are too much work, the service accounts still stand', () => {
  const long = 'r'.repeat(1_001);
  const other = { StringLike: { [SUB]: `${long}*` }, StringNotLike: { [SUB]: [long, `${long}x*`, `${long}a*`] } };
  const { admitted, otherSubjects, undecided } = admissionsOf(policyOf(allow(todoApp), allow(other)));
  expect(admitted).toMatchObject([{ namespace: 'todo' }]);
  expect(otherSubjects).toEqual([]);
  expect(undecided).toEqual([`${TOO_LARGE}, as far as subjects outside Kubernetes go`]);
});

describe('entries of several audiences', () => {
  const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: ['a', 'b'] }] };

  it('are told apart where one statement of several asks for an audience', () => {
    const { admitted } = admissionsOf(policyOf(allow(todoApp), deny({ StringEquals: { [AUD]: 'b' } })), context);
    expect(admitted).toMatchObject([{ audiences: ['a'] }]);
  });

  it('are two where the same accounts get in for certain with one and perhaps with another', () => {
    const { admitted } = admissionsOf(
      policyOf(
        allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'a' } }),
        allow({ ...perhaps, StringEquals: { [SUB]: TODO_APP, [AUD]: 'b' } }),
      ),
      context,
    );
    expect(admitted.map(({ audiences, undecided }) => [audiences, undecided.length])).toEqual([
      [['a'], 0],
      [['b'], 1],
    ]);
  });
});

it('a subject outside of Kubernetes with a part that is not known is listed, and undecided', () => {
  const { otherSubjects } = admissionsOf(
    policyOf(allow({ StringEquals: { [SUB]: `repo:${symbolOf('var.repo')}:x` } })),
  );
  expect(otherSubjects).toMatchObject([{ subject: 'repo:*:x', exact: false, undecided: [expect.anything()] }]);
});

it('a note of a principal has what else it is only where that is known', () => {
  const { notes } = admissionsOf(policyOf(allow(todoApp, { Principal: { Federated: 'x' } })));
  expect(notes.map((note) => Object.keys(note))).toEqual([['statement', 'principal']]);
});
