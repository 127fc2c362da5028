import { parsePolicy } from '../../../../lib/proof/iam';
import { type ControlledRole, ResourceControls } from '../../../../lib/proof/mechanisms/irsa/resource-controls';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const OWN = '111122223333';
const OTHER = '444455556666';
const ARN = `arn:aws:iam::${OWN}:role/shop/role`;
const of = (account?: string, id = 'role'): ControlledRole => ({
  role: { id, kind: 'iam-role', cloud: 'aws', name: 'role', claimName: ARN, at, trustAt: at },
  account: { id: account, partition: 'aws' },
});
const at = { file: 'main.tf', pointer: '' };
const trust = parsePolicy({ Version: '2012-10-17', Statement: [] });
const deny = (more: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Resource: '*',
  ...more,
});

/** What may be denied to a role of an account by a policy that is attached to some targets. */
function denials(targets: readonly string[], content: string | undefined, account: string | null = OWN) {
  const controls = new ResourceControls([{ id: 'guard', targets, content, at }]);
  return controls.over(trust, of(account ?? undefined)).perhaps;
}
const written = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('why a resource control policy is not known to deny', () => {
  const management = 'the organisation’s management account, which such policies do not bind';
  test.each([
    ['the role’s own account', [OWN], OWN, `denies it, unless ${OWN} is ${management}`],
    ['the role’s own account and another', [OTHER, OWN], OWN, `denies it, unless ${OWN} is ${management}`],
    ['a unit', ['ou-1'], OWN, `if the account of role lies below ou-1 and is not ${management}`],
    ['two units', ['ou-1', 'ou-2'], OWN, `if the account of role lies below ou-1 or ou-2 and is not ${management}`],
    [
      'a unit and another account',
      [OTHER, 'ou-1'],
      OWN,
      `if the account of role lies below ou-1 and is not ${management}`,
    ],
    ['nothing that was read', [], OWN, 'lies below what it is attached to, which is not in the input, and'],
    ['something unnamed', [''], OWN, 'lies below what it is attached to, which is not in the input, and'],
    ['an account, where the role’s is not known', [OTHER], null, `lies below ${OTHER} and`],
  ])('attached to %s', (_, targets, account, because) => {
    const found = denials(targets, written(deny()), account);
    expect(found).toMatchObject([{ perhaps: expect.stringContaining(because), effect: 'Deny' }]);
    expect(found[0]!.perhaps).toMatch(/^guard, a resource control policy, /);
  });

  test('one that is attached to other accounts alone denies nothing', () => {
    expect(denials([OTHER], written(deny()))).toEqual([]);
  });
});

describe('what a resource control policy denies', () => {
  test('is each statement that denies, by its own name', () => {
    const content = written(deny({ Sid: 'First' }), { ...deny(), Effect: 'Allow' }, deny());
    expect(denials([OWN], content).map(({ sid }) => sid)).toEqual(['First of guard', 'guard']);
  });

  const [other, unknown] = ['arn:aws:iam::*:role/other', symbolOf('aws_iam_role.x.arn')];
  test.each<[string, object, 'yes' | 'no' | 'perhaps']>([
    ['every resource', {}, 'yes'],
    ['the role', { Resource: ARN }, 'yes'],
    ['roles like it', { Resource: [other, 'arn:aws:iam::*:role/shop/*'] }, 'yes'],
    ['other roles', { Resource: [other] }, 'no'],
    ['resources of another service', { Resource: 'arn:aws:s3:::*' }, 'no'],
    ['all but it', { Resource: undefined, NotResource: [other, ARN] }, 'no'],
    ['all but others', { Resource: undefined, NotResource: [other] }, 'yes'],
    ['a role that is not known', { Resource: unknown }, 'perhaps'],
    ['all but a role that is not known', { Resource: undefined, NotResource: unknown }, 'perhaps'],
    ['resources that are not known', { Resource: { not: 'text' } }, 'perhaps'],
    ['other roles, and what is no text', { Resource: [other, { not: 'text' }] }, 'perhaps'],
    ['no resource that is written', { Resource: undefined }, 'perhaps'],
  ])('is for the role or not, as its resources say: %s', (_, more, expected) => {
    const content = written(deny(more));
    const control = { id: 'guard', targets: [OWN], content, at };
    const certain = new ResourceControls([control]).enforced(trust, control, of(OWN)).statements;
    expect(denials([OWN], content)).toHaveLength(expected === 'no' ? 0 : 1);
    expect(certain).toHaveLength(expected === 'yes' ? 1 : 0);
  });

  test('is perhaps for a role of which neither ARN nor account is known, where it is for roles of one account', () => {
    const content = written(deny({ Resource: `arn:aws:iam::${OWN}:role/*` }));
    const control = { id: 'guard', targets: ['ou-1'], content, at };
    const { role, account } = of(undefined);
    const controlled = { role: { ...role, claimName: symbolOf('role.arn') }, account };
    const controls = new ResourceControls([control]);
    expect(controls.over(trust, controlled).perhaps).toHaveLength(1);
    expect(controls.enforced(trust, control, controlled).statements).toEqual([]);
  });

  test('is one statement too, outside of a list', () => {
    expect(denials([OWN], JSON.stringify({ Version: '2012-10-17', Statement: deny() }))).toHaveLength(1);
  });

  test.each([
    ['where its text is not known', undefined],
    ['where a part of its text is not known', symbolOf('var.policy')],
    [
      'where a statement of it is not known',
      `{"Version":"2012-10-17","Statement":[${JSON.stringify(symbolOf('var.more'))}]}`,
    ],
    [
      'where one beside it is not known',
      `{"Version":"2012-10-17","Statement":[${JSON.stringify(deny())},${JSON.stringify(symbolOf('var.more'))}]}`,
    ],
  ])('may be everything to everybody %s', (_, content) => {
    expect(denials([OWN], content)).toMatchObject([
      {
        effect: 'Deny',
        sid: 'guard',
        principals: { everyone: true, aws: [], federated: [], service: [] },
        actions: ['*'],
        actionsAsWritten: ['*'],
        resources: [],
        notResource: false,
        notAction: false,
        conditions: [],
      },
    ]);
  });

  test.each(['no JSON', '"text"', 'null', '[]', '{"Version":"2012-10-17","Statement":[null]}'])(
    'is nothing where Organizations would refuse it: %s',
    (content) => {
      expect(denials([OWN], content)).toEqual([]);
    },
  );

  test('of two policies is told by each', () => {
    const controls = new ResourceControls([
      { id: 'one', targets: [OWN], content: written(deny()), at },
      { id: 'two', targets: [OWN], content: written(deny(), deny({ Sid: 'Second' })), at },
    ]);
    const { perhaps } = controls.over(trust, of(OWN));
    expect(perhaps.map(({ sid }) => sid)).toEqual(['one', 'two', 'Second of two']);
    expect(controls.over(trust, of(OTHER, 'other')).perhaps).toEqual([]);
  });
});

test('what a policy may allow is none of what it denies', () => {
  const allows = `{"Effect":"Allow","Principal":"*","Action":"sts:*","Condition":${JSON.stringify(symbolOf('var.when'))}}`;
  expect(denials([OWN], `{"Version":"2012-10-17","Statement":[${allows},${JSON.stringify(deny())}]}`)).toMatchObject([
    { sid: 'guard', effect: 'Deny' },
  ]);
});

test('what a policy denies for certain is a statement of the trust beside its own, where it is taken to be for the account', () => {
  const conditional = `{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":${JSON.stringify(symbolOf('var.when'))}}`;
  const content = `{"Version":"2012-10-17","Statement":[${JSON.stringify(deny({ Sid: 'First' }))},${conditional}]}`;
  const control = { id: 'guard', targets: [OWN], content, at };
  const own = parsePolicy({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Own', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  });
  const { statements } = new ResourceControls([control]).enforced(own, control, of(OWN));
  expect(statements.map(({ sid, of }) => [sid, of])).toEqual([
    ['Own', undefined],
    ['First', 'guard'],
  ]);
});
