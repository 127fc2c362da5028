import { parsePolicy } from '../../../../lib/proof/iam';
import { newBudget } from '../../../../lib/proof/iam/budget';
import { sessionNames } from '../../../../lib/proof/iam/region/session-name';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { SUB, allow, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const KEY = 'sts:RoleSessionName';

function namesUnder(...conditions: readonly Json[]): unknown {
  const { statements, version } = parsePolicy(policyOf(...conditions.map((condition) => allow(condition))));
  return sessionNames(statements, version, newBudget()).map((value) => {
    if (value.kind === 'known') expect(value.list).toBe(false);
    return value.kind === 'known' ? value.values[0] : value;
  });
}

describe('the role session names that a policy can tell apart', () => {
  it('are not asked for where no condition is on them', () => {
    const nobody = [{ kind: 'unknown', why: 'no condition asks for the role session name' }];
    expect(namesUnder()).toEqual(nobody);
    expect(namesUnder({ StringEquals: { [SUB]: 'a' } })).toEqual(nobody);
  });

  it('are one that fits and one that does not, whatever other keys are asked for', () => {
    expect(namesUnder({ StringLike: { [KEY]: 'ci-*' } })).toEqual([
      expect.stringMatching(/^(?!ci-)[\w+=,.@-]{2,64}$/),
      expect.stringMatching(/^ci-/),
    ]);
    expect(namesUnder({ StringEquals: { [KEY.toUpperCase()]: 'ci', [SUB]: 'a' } })).toEqual([
      expect.stringMatching(/^(?!ci$)/),
      'ci',
    ]);
    expect(namesUnder({ StringEquals: { [KEY]: 'ab' } }, { StringEquals: { [KEY]: 'cd' } })).toHaveLength(3);
  });

  it.each(['a', 'a b', 'é'.repeat(2), 'a/b', 'x'.repeat(65), ''])('are never %j, which STS refuses', (name) => {
    expect(namesUnder({ StringEquals: { [KEY]: name } })).toEqual([expect.stringMatching(/^[\w+=,.@-]{2,64}$/)]);
  });

  it.each(['x_+=,.@-', 'AB', 'x'.repeat(64), '00'])('may be %j', (name) => {
    expect(namesUnder({ StringEquals: { [KEY]: name } })).toContain(name);
  });

  it('are any where only their presence is asked for', () => {
    expect(namesUnder({ Null: { [KEY]: 'false' } })).toEqual([expect.stringMatching(/^[\w+=,.@-]{2,64}$/)]);
  });

  it('are the caller’s choice where they are compared as something else than text, or with an unknown text', () => {
    const chosen = [{ kind: 'unknown', why: 'the caller chooses sts:RoleSessionName' }];
    expect(namesUnder({ NumericLessThan: { [KEY]: '7' } })).toEqual(chosen);
    expect(namesUnder({ StringLike: { [KEY]: 'a*' }, NumericLessThan: { [KEY]: '7' } })).toEqual(chosen);
    expect(namesUnder({ StringLike: { [KEY]: ['a*', symbolOf('var.name')] } })).toEqual(chosen);
  });

  it('are found though most that begin like it are taken', () => {
    const letters = [...'xyzabcdefghijklmnopqrstuvw'].map((letter) => `${letter}*`);
    expect(namesUnder({ StringLike: { [KEY]: letters } })).toContainEqual(expect.stringMatching(/^[^a-z]/));
  });
});
