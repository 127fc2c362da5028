import type { ResourceControl } from '../../../lib/proof/model/identity/resource-control';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { mayBeRefusedByOrganisation } from '../../../lib/proof/permissions/organisation';
import { ACCOUNT, allow, deny } from './program';
import type { Json } from './program';

const OTHER = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const ARN = 'arn:aws:s3:::data/x';

const control = (id: string, statements: unknown, ...targets: string[]): ResourceControl => ({
  ...{ id, targets, at: { file: '', pointer: '' } },
  ...(statements !== undefined && { content: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }),
});
const text = (content: string): ResourceControl => ({ ...control('p', undefined, ACCOUNT), content });

/** What is said of service control policies, or of resource control policies, about a request of s3:GetObject. */
function said(controls: readonly ResourceControl[], kind: 'serviceControls' | 'resourceControls' = 'serviceControls') {
  return mayBeRefusedByOrganisation(
    { serviceControls: [], resourceControls: [], [kind]: controls },
    {
      request: {
        caller: {
          ...{ role: 'api', roleArn: ROLE, account: ACCOUNT, partition: 'aws' },
          isCaller: (name) => name === ROLE,
          isCallersAccount: (id) => id === ACCOUNT,
        },
        ...{
          action: 's3:GetObject',
          resource: ARN,
          told: new Map([['aws:userid', ['y'.repeat(5_000)]]]),
          write: (one: string) => one,
        },
      },
      role: { id: 'api', account: ACCOUNT },
      resource: { id: 'data', account: OTHER },
    },
  );
}

const DENIES =
  /^p, a service control policy, may deny it, unless 111122223333 is the organisation’s management account/;
const LEAVES_OUT =
  /^p, a service control policy, does not allow it, which counts where FullAWSAccess is not attached any more: /;
const INTRICATE = { Condition: { StringEquals: { 'aws:userid': `${symbolOf('var.id')}${'x'.repeat(5_000)}` } } };
const VPCE = { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } };

// AWS Organizations User Guide, "SCP evaluation", "SCP syntax".
test.each<[string, ResourceControl, RegExp | undefined]>([
  ['a Deny', control('p', [deny('s3:*')], ACCOUNT), DENIES],
  ['one statement that is no list', control('p', deny('s3:*'), ACCOUNT), DENIES],
  ['a Deny behind another statement', control('p', [deny('ec2:*'), deny('s3:*')], ACCOUNT), DENIES],
  ['a Deny of other actions', control('p', [deny('ec2:*')], ACCOUNT), undefined],
  ['a Deny of other resources', control('p', [deny('s3:*', 'arn:aws:s3:::other/*')], ACCOUNT), undefined],
  ['a Deny on what is not known', control('p', [deny('s3:*', '*', VPCE)], ACCOUNT), DENIES],
  ['a Deny without a resource', control('p', [{ Effect: 'Deny', Action: 's3:*' }], ACCOUNT), DENIES],
  ['a Deny in another account', control('p', [deny('s3:*')], OTHER), undefined],
  ['a text that is not known', control('p', undefined, ACCOUNT), DENIES],
  ['a statement that is not known', control('p', [symbolOf('var.statement')], ACCOUNT), DENIES],
  ['an action that is not known', control('p', [deny(symbolOf('var.action'))], ACCOUNT), DENIES],
  // What Organizations does not take as a policy, it does not attach; what cannot be read may be anything.
  ['what is no JSON', text('{'), DENIES],
  ['nothing', text('null'), undefined],
  ['a text that is no policy', text('"s3:*"'), undefined],
  [
    'a statement that is not known beside an Allow of it',
    control('p', [allow('s3:*'), symbolOf('var.statement')], ACCOUNT),
    DENIES,
  ],
  ['an Allow of it', control('p', [allow('s3:*')], ACCOUNT), undefined],
  ['an Allow of it beside one of others', control('p', [allow('ec2:*'), allow('s3:*')], ACCOUNT), undefined],
  ['an Allow of others', control('p', [allow('ec2:*')], ACCOUNT), LEAVES_OUT],
  ['an Allow of others, beside a Deny of others', control('p', [deny('iam:*'), allow('ec2:*')], ACCOUNT), LEAVES_OUT],
  ['an Allow on what is not known', control('p', [allow('s3:*', '*', VPCE)], ACCOUNT), LEAVES_OUT],
  ['an Allow of others that is attached nowhere', control('p', [allow('ec2:*')]), LEAVES_OUT],
  ['an Allow of it that is attached nowhere', control('p', [allow('s3:*')]), undefined],
  [
    'an Allow that is too intricate to be worked out',
    control('p', [allow('s3:*', '*', INTRICATE)], ACCOUNT),
    LEAVES_OUT,
  ],
  ['an Allow of others in another account', control('p', [allow('ec2:*')], OTHER), undefined],
])('a service control policy with %s', (_, policy, why) => {
  const found = said([policy]);
  if (why === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(why);
});

test('another policy at the same place may allow what one leaves out: at each place one has to', () => {
  const others = control('p', [allow('ec2:*')], ACCOUNT, 'ou-ab12-cd34ef56');
  const at = (...targets: string[]): string | undefined => said([others, control('q', [allow('s3:*')], ...targets)]);
  expect(at(ACCOUNT, 'ou-ab12-cd34ef56')).toBeUndefined();
  expect(at(ACCOUNT)).toMatch(LEAVES_OUT);
  expect(at('r-ab12')).toMatch(LEAVES_OUT);
});

test('a policy of another account, whatever it says, allows nothing in this one', () => {
  const others = control('p', [allow('ec2:*')], OTHER, ACCOUNT);
  expect(said([others, control('q', undefined, OTHER)])).toMatch(LEAVES_OUT);
});

// AWS Organizations User Guide, "RCP evaluation": they are for the resource's account, and RCPFullAWSAccess cannot be detached.
test('a resource control policy denies in the account of the resource, and leaves nothing out', () => {
  const everybody = (statement: Json): Json => ({ ...statement, Principal: '*' });
  const of = (statement: Json, target: string) => said([control('p', [statement], target)], 'resourceControls');
  expect(of(everybody(deny('s3:*')), OTHER)).toMatch(
    /^p, a resource control policy, may deny it, unless 444455556666 is the organisation’s management account/,
  );
  expect(of(everybody(deny('s3:*')), ACCOUNT)).toBeUndefined();
  expect(of(everybody(deny('ec2:*')), OTHER)).toBeUndefined();
  expect(of(everybody(allow('ec2:*')), OTHER)).toBeUndefined();
});
