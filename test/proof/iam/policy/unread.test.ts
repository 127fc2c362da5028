import { parsePermissionPolicy, parseResourcePolicy, unreadInPart } from '../../../../lib/proof/iam';
import { PERHAPS, perhaps } from '../../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

type Json = Readonly<Record<string, unknown>>;

const UNKNOWN = symbolOf('var.x');
const WHOLE = `whole ${UNKNOWN}`;
const GET: Json = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const PUT: Json = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };

function unread(policy: unknown, parse = parsePermissionPolicy) {
  const { statements, rest, depends } = unreadInPart('is not known', policy, WHOLE, parse);
  return { statements: statements.map(({ actions }) => actions.join()), rest, depends };
}

const AS_WHOLE = { statements: [], rest: ['whole ${var.x}'], depends: [] };

describe('of a policy that is not wholly known', () => {
  test('the known statements are told apart from the text of the others', () => {
    const open = { ...PUT, [UNKNOWN]: 'x' };
    expect(unread({ Statement: [open, GET, UNKNOWN] })).toEqual({
      statements: ['s3:getobject'],
      rest: [JSON.stringify({ ...PUT, '${var.x}': 'x' }), '${var.x}'],
      depends: [],
    });
  });

  test('one that stands alone is its only statement', () => {
    expect(unread({ Statement: { ...GET, [PERHAPS]: '${var.x}' } })).toEqual({
      statements: ['s3:getobject'],
      rest: [],
      depends: ['${var.x}'],
    });
    expect(unread({ Statement: UNKNOWN })).toEqual({ statements: [], rest: ['${var.x}'], depends: [] });
  });

  test('nothing is said in part where all of its statements are not known but as objects', () => {
    expect(unread({ Statement: [{ ...PUT, [UNKNOWN]: 'x' }] })).toEqual(AS_WHOLE);
    expect(unread({ Statement: [UNKNOWN, { ...PUT, [UNKNOWN]: 'x' }] })).toEqual(AS_WHOLE);
  });

  test('nor where the cloud refuses it', () => {
    expect(unread({ Statement: [UNKNOWN, 5] })).toEqual(AS_WHOLE);
    expect(unread({ Statement: [GET, 'none'] })).toEqual(AS_WHOLE);
    expect(unread({ Statement: [GET, { ...PUT, Effect: 'Maybe' }, UNKNOWN] })).toEqual(AS_WHOLE);
  });

  test('whom a statement is for belongs to a resource’s policy, and is refused in an identity’s', () => {
    const policy = { Statement: [{ ...GET, Principal: '*' }, UNKNOWN] };
    expect(unread(policy, parseResourcePolicy)).toEqual({
      statements: ['s3:getobject'],
      rest: ['${var.x}'],
      depends: [],
    });
    expect(unread(policy, parsePermissionPolicy)).toEqual(AS_WHOLE);
  });

  test('what decides whether a statement, or a condition of it, is there is told once, in order', () => {
    const condition = (cause: string): Json => ({ StringEquals: { 'aws:SourceVpc': perhaps(cause, 'vpc-1') } });
    const policy = {
      Statement: [
        { ...GET, [PERHAPS]: '${var.z}' },
        { ...PUT, [PERHAPS]: '${var.z}', Condition: condition('${var.a}') },
        { ...GET, Effect: UNKNOWN },
      ],
    };
    expect(unread(policy).depends).toEqual(['${var.a}', '${var.x}', '${var.z}']);
  });

  test('what decides whether one is there that is not known in another way is part of its text alone', () => {
    const policy = { Statement: [GET, { ...PUT, [UNKNOWN]: 'x', [PERHAPS]: '${var.z}' }] };
    const { statements, depends } = unread(policy);
    expect([statements, depends]).toEqual([['s3:getobject'], []]);
  });
});
