import { PodtrustError, ask, askAll, prove } from '../../lib/proof';
import { matchers } from '../../lib/testing';

/** The error of a call as plain JavaScript may make it, which no compiler has checked. */
function errorOf(call: () => unknown): PodtrustError {
  try {
    call();
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const anything = (value: unknown): never => value as never;
const role = [{ file: 'main.tf.json', text: '{"resource":{"aws_iam_role":{"app":{"name":"app"}}}}' }];

test.each([undefined, 'cdktf.out', [null], [5], [{ file: 'a.json' }], [{ file: 'a.json', text: {} }]])(
  'prove refuses the input %j',
  (input) => {
    expect(errorOf(() => prove(anything(input)))).toMatchObject({ code: 'input-invalid', remedy: expect.any(String) });
  },
);

test.each([null, { clusterOfPath: { a: 'b' } }])('prove refuses the options %j', (options) => {
  expect(errorOf(() => prove(role, anything(options))).code).toBe('input-invalid');
});

test.each([
  [undefined, 'the query is not an object'],
  [{}, 'identity is not a text'],
  [{ identity: 5, subject: { namespace: 'a', name: 'b' } }, 'identity is not a text'],
  [{ identity: 'app' }, 'it needs one of subject, token and podIdentity'],
  [{ identity: 'app', subject: 'todo/api' }, 'subject is not an object'],
  [{ identity: 'app', subject: { name: 'api' } }, 'subject.namespace is not a text'],
  [{ identity: 'app', token: { sub: 'a', aud: 7 } }, 'token.aud is neither a text nor a list of texts'],
  [{ identity: 'app', podIdentity: { namespace: 'a' } }, 'podIdentity.serviceAccount is not a text'],
  [
    { identity: 'app', account: '12', subject: { namespace: 'a', name: 'b' } },
    'account is "12", and not the twelve digits of an AWS account',
  ],
])('ask refuses the query %j', (query, what) => {
  expect(errorOf(() => ask(role, anything(query)))).toMatchObject({ code: 'query-invalid', what });
});

test('askAll says of one query among others what is wrong with it, and refuses what is not a list', () => {
  expect(askAll(role, [anything(null)])).toEqual([
    { admitted: null, because: ['the query is not an object', expect.stringContaining('A query is')] },
  ]);
  expect(errorOf(() => askAll(role, anything({}))).code).toBe('query-invalid');
});

test.each([undefined, {}, Promise.resolve()])('a matcher says that it was given no inventory: %p', (received) => {
  expect(errorOf(() => matchers.toHaveNoAccessFindings(anything(received))).code).toBe('matcher-misused');
  expect(errorOf(() => matchers.toAdmitOnly(anything(received), [])).code).toBe('matcher-misused');
});

test('toAdmitOnly wants a list of lines', () => {
  expect(errorOf(() => matchers.toAdmitOnly(prove(role), anything('todo/api -> app'))).code).toBe('matcher-misused');
});
