import { audiencesNotKnown } from '../../../../lib/proof/iam';
import { OpenAudiences } from '../../../../lib/proof/mechanisms/irsa/open-audiences';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const at = { file: 'main.tf', pointer: '/resource/aws_iam_openid_connect_provider/main' };
const provider = (id: string, audiences?: readonly string[]): OidcProvider =>
  ({ id, arn: symbolOf(`${id}.arn`), audiences, at }) as unknown as OidcProvider;
const role = (id: string): Identity => ({ id }) as Identity;

const OPEN = provider('open', ['vault', symbolOf('var.audience'), symbolOf('var.other')]);
const WHOLE = provider('whole', ['sts.amazonaws.com']);
const UNREAD = provider('unread');

describe('providers whose client ids are not all known', () => {
  const audiences = new OpenAudiences([OPEN, WHOLE, UNREAD]);

  test('are those of which one is not', () => {
    expect([OPEN, WHOLE, UNREAD].map((one) => audiences.has(one))).toEqual([true, false, false]);
    expect(new OpenAudiences([WHOLE]).has(OPEN)).toBe(false);
  });

  test('are found by the reason for what they leave open, whichever statement it is of', () => {
    const reason = audiencesNotKnown(OPEN.arn);
    expect(audiences.saidBy(reason)).toBe(OPEN);
    expect(audiences.saidBy(`statement 12: ${reason}`)).toBe(OPEN);
    expect(audiences.saidBy(`but statement 1: ${reason}`)).toBeUndefined();
    expect(audiences.saidBy(audiencesNotKnown(WHOLE.arn))).toBeUndefined();
    expect(new OpenAudiences([WHOLE]).saidBy(reason)).toBeUndefined();
  });
});

test('what a provider’s client ids leave open is one problem, with the roles, and none where they leave nothing open', () => {
  const audiences = new OpenAudiences([OPEN, WHOLE]);
  expect(audiences.problems()).toEqual([]);
  audiences.add(OPEN, role('api'));
  audiences.add(OPEN, role('job'));
  audiences.add(OPEN, role('api'));
  expect(audiences.problems()).toEqual([
    {
      identity: 'open',
      kind: 'unknown',
      what: 'its client_id_list is not known before apply: ${var.audience}, ${var.other}',
      identities: ['api', 'job'],
      at: { file: at.file, pointer: `${at.pointer}/client_id_list` },
    },
  ]);
});
