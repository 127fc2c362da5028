import { decideWebIdentity, parsePolicy } from '../../../lib/proof/iam';
import { PERHAPS, perhaps } from '../../../lib/proof/model/perhaps';
import { symbolOf } from '../../../lib/proof/model/symbol';
import { CONTEXT, ISSUER, SUB, TODO_APP, admissionsOf, allow } from './trust';

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
    expect(decideWebIdentity(parsePolicy(policy), CONTEXT, token).admitted).toBeUndefined();
  });

  it('takes a statement that IAM would refuse for one that keeps out whom the others let in', () => {
    expect(rowsOf(allowing(TODO_APP), perhapsThere({ Effect: 'Perhaps' }))).toEqual([`todo/app (${DEPENDS})`]);
  });

  it('lets in perhaps whom a condition that need not be there leaves out', () => {
    const limits = { StringEquals: { [SUB]: [TODO_APP, JOB] }, StringNotEquals: { [perhaps('${var.x}', SUB)]: [JOB] } };
    expect(rowsOf(allow(limits))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
  });

  it('lets in perhaps whom a value that need not be there names', () => {
    expect(rowsOf(allowing(TODO_APP, perhaps('${var.x}', JOB)))).toEqual(['todo/app', `todo/job (${DEPENDS})`]);
    expect(rowsOf(allowing(TODO_APP, perhaps('${var.x}', TODO_APP)))).toEqual(['todo/app']);
  });

  it('lets in perhaps whom conditions leave that are not known', () => {
    expect(rowsOf(allow({ StringEquals: { [SUB]: TODO_APP }, [UNKNOWN]: UNKNOWN }))).toEqual([`todo/app (${DEPENDS})`]);
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
