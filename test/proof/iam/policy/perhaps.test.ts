import {
  decidePodIdentity,
  decideRoleAssumption,
  decideWebIdentity,
  parsePolicy,
  podIdentityAdmissions,
  possibleStatements,
  webIdentityAdmissions,
} from '../../../../lib/proof/iam';
import { PERHAPS, perhaps } from '../../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { ACCOUNT, AUD, CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, admissionsOf, allow, deny } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const UNKNOWN = symbolOf('var.x');

describe('a trust policy of which a part need not be there', () => {
  const allowing = (...subjects: readonly string[]): Json => allow({ StringEquals: { [SUB]: subjects } });
  const DEPENDS = 'what the trust policy holds depends on ${var.x}, which is not known before apply';
  const rowsOf = (...statements: readonly unknown[]): readonly string[] =>
    admissionsOf({ Version: '2012-10-17', Statement: statements }).admitted.map(
      ({ namespace, serviceAccount, undecided }) =>
        `${namespace}/${serviceAccount}${undecided.length === 0 ? '' : ` (${undecided.join('; ')})`}`,
    );
  const perhapsThere = (statement: Json): Json => ({ ...statement, [PERHAPS]: '${var.x}' });
  const JOB = 'system:serviceaccount:todo:job';

  it('tells of a statement of an organisation’s policy by its reason alone: it has no number in the trust', () => {
    const trust = parsePolicy({ Statement: allowing(TODO_APP) });
    const [denial] = parsePolicy({ Statement: deny() }).statements;
    const reasons = (of?: string): readonly string[] | undefined => {
      const statements = [...trust.statements, { ...denial!, of, perhaps: 'it need not be there' }];
      return webIdentityAdmissions({ ...trust, statements }, CONTEXT).admitted[0]?.undecided;
    };
    expect(reasons('aws_organizations_policy.guard')).toEqual(['it need not be there']);
    expect(reasons()).toEqual(['statement 0: it need not be there']);
  });

  it('has those statements apart from the others, and all of them in their order', () => {
    const policy = parsePolicy({
      Version: '2012-10-17',
      Statement: [
        perhapsThere(allowing(JOB)),
        allowing(JOB),
        allow({ StringEquals: { [perhaps('${var.x}', SUB)]: JOB } }),
        allowing(perhaps('${var.x}', JOB)),
        allowing(JOB, perhaps('${var.x}', JOB)),
      ],
    });
    const indices = (statements: readonly { readonly index: number }[]) => statements.map(({ index }) => index);
    expect(indices(policy.statements)).toEqual([1, 4]);
    expect(indices(policy.perhaps)).toEqual([0, 2, 3]);
    expect(indices(possibleStatements(policy))).toEqual([0, 1, 2, 3, 4]);
  });

  it('may have one of the same Sid as another', () => {
    const named = { ...allowing(JOB), Sid: 'Job' };
    const of = (...statements: readonly Json[]) => parsePolicy({ Version: '2012-10-17', Statement: statements });
    expect(of(named, perhapsThere(named)).refusals).toEqual([]);
    expect(of(named, named).refusals).toHaveLength(1);
  });

  it('lets in for certain whom a statement lets in that is there, and perhaps whom one lets in that need not be', () => {
    expect(rowsOf(allowing(TODO_APP), perhapsThere(allowing(JOB)))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
  });

  it('lets nobody in for certain whom a Deny that need not be there keeps out', () => {
    const deny = { ...allowing(JOB), Principal: '*', Effect: 'Deny' };
    expect(rowsOf(allowing(TODO_APP, JOB), perhapsThere(deny))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
  });

  it('lets nobody in for certain where nothing is known of a statement, and does not keep out whom none lets in', () => {
    const policy = { Version: '2012-10-17', Statement: [allowing(TODO_APP), UNKNOWN] };
    expect(rowsOf(allowing(TODO_APP), UNKNOWN)).toEqual([`todo/app (${DEPENDS})`]);
    const token = { iss: ISSUER, sub: JOB, aud: 'sts.amazonaws.com' };
    expect(decideWebIdentity(parsePolicy(policy), CONTEXT, token)).toEqual({
      admitted: undefined,
      because: [`statement 1 may allow it: ${DEPENDS}`, `statement 1 may deny it: ${DEPENDS}`],
    });
    const first = decideWebIdentity(
      parsePolicy({ ...policy, Statement: [UNKNOWN, allowing(TODO_APP)] }),
      CONTEXT,
      token,
    );
    expect(first.because[0]).toBe(`statement 0 may allow it: ${DEPENDS}`);
    const twice = parsePolicy({ ...policy, Statement: [UNKNOWN, allowing(TODO_APP), UNKNOWN] });
    expect(decideWebIdentity(twice, CONTEXT, token).because).toEqual(first.because);
  });

  it('takes a statement that IAM would refuse for one that keeps out whom the others let in', () => {
    for (const refused of [{ Effect: 'Perhaps' }, { ...allowing(JOB), Action: 's3:GetObject' }]) {
      expect(rowsOf(allowing(TODO_APP), perhapsThere(refused))).toEqual([`todo/app (${DEPENDS})`]);
    }
    const twice = allow({ StringEquals: { [SUB]: JOB, [SUB.toUpperCase()]: JOB } });
    expect(rowsOf(allowing(TODO_APP), perhapsThere(twice))).toEqual([`todo/app (${DEPENDS})`]);
  });

  it('lets in perhaps whom a condition that need not be there leaves out', () => {
    const limits = { StringEquals: { [SUB]: [TODO_APP, JOB] }, StringNotEquals: { [perhaps('${var.x}', SUB)]: [JOB] } };
    expect(rowsOf(allow(limits))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
  });

  it('lets in perhaps whom a value that need not be there names', () => {
    expect(rowsOf(allowing(TODO_APP, perhaps('${var.x}', JOB)))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
    expect(rowsOf(allowing(TODO_APP, perhaps('${var.x}', TODO_APP)))).toEqual(['todo/app']);
    expect(rowsOf(allowing(perhaps('${var.x}', JOB)))).toEqual([`todo/job (${DEPENDS})`]);
  });

  it('lets in perhaps a token that has what a value asks for that need not be there', () => {
    const asking = (...audiences: readonly string[]) =>
      rowsOf(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: audiences } }));
    expect(asking(perhaps('${var.x}', 'sts.amazonaws.com'))).toEqual([`todo/app (${DEPENDS})`]);
    expect(asking(perhaps('${var.x}', 'other'))).toEqual([]);
    expect(asking(perhaps('${var.x}', 'other'), 'sts.amazonaws.com')).toEqual(['todo/app']);
  });

  it('is not known, even where nobody is let in', () => {
    const forNodes = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const { admitted, undecided } = admissionsOf({ Version: '2012-10-17', Statement: [forNodes, UNKNOWN] });
    expect([admitted, undecided]).toEqual([[], [DEPENDS]]);
  });

  it('is the one reason that is told of a subject that is not known, and of a principal', () => {
    const undecidedBy = (...statements: readonly Json[]) => {
      const { undecided, notes } = admissionsOf({ Version: '2012-10-17', Statement: statements });
      return [undecided, notes.length];
    };
    const open = allowing(`system:serviceaccount:todo:${UNKNOWN}`);
    expect(undecidedBy(open)).toEqual([['${var.x} in an admitted subject is not known before apply'], 0]);
    expect(undecidedBy(perhapsThere(open))).toEqual([[DEPENDS], 0]);
    const away = { ...allowing(JOB), Principal: { Federated: PROVIDER.arn.replace('ABC', 'DEF') } };
    expect(undecidedBy(away)).toEqual([[], 1]);
    expect(undecidedBy(perhapsThere(away))).toEqual([[DEPENDS], 0]);
  });

  it('misnames no key for certain', () => {
    const misnamed = allow({ StringEquals: { [SUB]: JOB, 'a.example:sub': JOB } });
    const of = (statement: Json) => admissionsOf({ Version: '2012-10-17', Statement: [statement] }).misnamedKeys;
    expect(of(misnamed)).toHaveLength(1);
    expect(of(perhapsThere(misnamed))).toEqual([]);
  });

  it.each([
    ['EKS Pod Identity', 'statement 1 may allow it'],
    ['a further role', 'statement 1 may allow it'],
  ])('leaves open whether %s gets in, where nothing is known of a statement', (asker, may) => {
    const taking = { Effect: 'Allow', Principal: { Service: 'x.amazonaws.com' }, Action: 'sts:*' };
    const policy = parsePolicy({ Version: '2012-10-17', Statement: [taking, UNKNOWN] });
    const session = { clusterArn: 'x', account: ACCOUNT, namespace: 'todo', serviceAccount: 'app' };
    const { admitted, because } =
      asker === 'a further role'
        ? decideRoleAssumption(policy, {
            ...{ role: 'r', roleArn: 'r', account: ACCOUNT, externalId: '' },
            ...{ isCaller: () => false, isCallersAccount: () => false },
          })
        : decidePodIdentity(policy, {}, session);
    expect(admitted).toBeUndefined();
    expect(because.join('\n')).toContain(`${may}: ${DEPENDS}`);
    expect(because.join('\n')).toContain(`statement 1 may deny it: ${DEPENDS}`);
  });

  it('lets in perhaps the sessions that a statement takes, where another may deny them', () => {
    const taking = { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:*' };
    const policy = parsePolicy({ Version: '2012-10-17', Statement: [taking, UNKNOWN] });
    expect(podIdentityAdmissions(policy, {}).admitted.map(({ undecided }) => undecided)).toEqual([[DEPENDS]]);
  });

  it('lets in perhaps whom conditions leave that are not known', () => {
    const subject = { StringEquals: { [SUB]: TODO_APP } };
    for (const more of [
      { [UNKNOWN]: UNKNOWN },
      { StringLike: UNKNOWN },
      { StringLike: symbolOf('any key of var.x') },
    ]) {
      expect(rowsOf(allow({ ...subject, ...more }))).toEqual([`todo/app (${DEPENDS})`]);
    }
    expect(rowsOf(allowing(TODO_APP), { ...allowing(), Condition: UNKNOWN })).toEqual([`*/* (${DEPENDS})`, 'todo/app']);
  });

  it.each([
    [allowing(JOB), undefined],
    [{ ...allowing(TODO_APP), Effect: 'Deny', Principal: '*' }, undefined],
    [{ ...allowing(JOB), Effect: 'Deny', Principal: '*' }, true],
  ])('answers a question as far as it can: %j', (statement, admitted) => {
    const first = statement.Effect === 'Deny' ? [allowing(TODO_APP)] : [];
    const policy = parsePolicy({ Version: '2012-10-17', Statement: [...first, perhapsThere(statement)] });
    const sub = statement.Effect === 'Deny' ? TODO_APP : JOB;
    expect(decideWebIdentity(policy, CONTEXT, { iss: ISSUER, sub, aud: 'sts.amazonaws.com' }).admitted).toBe(admitted);
  });
});
