import fc from 'fast-check';
import { CODES } from '../../lib/core/codes';
import { explain } from '../../lib/explain/explain';
import { MESSAGES } from '../../lib/explain/messages';
import { RULES } from '../../lib/proof/rules/rules';
import { EXAMPLES } from './examples';

describe('each message is known by the words in which it comes', () => {
  test.each(EXAMPLES.map((example) => [example.id, example] as const))('%s', (id, { text, facts = {} }) => {
    const explanation = explain(text);
    expect(explanation.messages.map((message) => message.id)).toEqual([id]);
    expect(explanation.facts).toEqual(facts);
    expect(explanation.unknownCodes).toEqual([]);
  });

  test('and each that is known has an example here', () => {
    expect([...new Set(EXAMPLES.map(({ id }) => id))].sort()).toEqual(MESSAGES.map(({ id }) => id).sort());
  });
});

describe('every message', () => {
  test.each(MESSAGES.map((message) => [message.id, message] as const))('%s is whole', (_, message) => {
    expect(message.causes.length).toBeGreaterThan(0);
    expect(message.sources.length).toBeGreaterThan(0);
    for (const { cause, fix } of message.causes) {
      expect(cause).toMatch(/[^.]$/);
      expect(fix).toMatch(/^[A-Z].*\.$|^See .*|^The /);
    }
    expect(message.means).toMatch(/[^.]$/);
  });

  test('names rules that there are', () => {
    const slugs = RULES.map(({ slug }) => slug as string);
    const unknown = MESSAGES.flatMap(({ rules }) => rules).filter((rule) => !slugs.includes(rule));
    expect(unknown).toEqual([]);
    expect(Object.keys(CODES)).toEqual(expect.arrayContaining([...new Set(MESSAGES.flatMap(({ rules }) => rules))]));
  });
});

describe('a text is read', () => {
  const AADSTS =
    "AADSTS700213: No matching federated identity record found for presented assertion subject 'system:serviceaccount:shop:api'.";

  test.each([
    ['as JSON', JSON.stringify({ msg: AADSTS })],
    ['as JSON in JSON', JSON.stringify({ msg: JSON.stringify({ error_description: AADSTS }) })],
    ['as .NET writes JSON', `{"error_description":"${AADSTS.replaceAll("'", '\\u0027')}"}`],
    ['with the quotes of HTML', AADSTS.replaceAll("'", '&#39;')],
    ['with typographic quotes', AADSTS.replace("'", '‘').replace("'", '’')],
    ['broken into lines', AADSTS.replaceAll(' ', '\n')],
    ['amid other lines', `2026-11-29 INFO start\n${AADSTS}\n2026-11-29 INFO end`],
  ])('%s', (_, text) => {
    const { messages, facts } = explain(text);
    expect(messages.map(({ id }) => id)).toEqual(['AADSTS700213']);
    expect(facts.subject).toBe('system:serviceaccount:shop:api');
  });

  test('by the code alone, as error_codes or in the address of the page', () => {
    expect(explain('{"error_codes":[700213]}').messages[0]!.id).toBe('AADSTS700213');
    expect(explain('https://login.microsoftonline.com/error?code=700016').messages[0]!.id).toBe('AADSTS700016');
  });

  test('and what it masks is not taken for a fact', () => {
    const masked = explain(
      "AADSTS700213: No matching federated identity record found for presented assertion subject '***'. AADSTS700211: … presented assertion issuer 'https://oidc.prod-aks.azure.com/XXXXXX/'",
    );
    expect(masked.facts).toEqual({});
    expect(masked.messages.map(({ id }) => id)).toEqual(['AADSTS700213', 'AADSTS700211']);
  });
});

describe('what only passes another message on', () => {
  test('is left out beside it', () => {
    const text =
      'DefaultAzureCredential failed to retrieve a token from the included credentials. ManagedIdentityCredential authentication unavailable. WorkloadIdentityCredential: AADSTS700016: Application with identifier';
    expect(explain(text).messages.map(({ id }) => id)).toEqual(['AADSTS700016']);
  });

  test('is told where there is nothing else', () => {
    expect(explain('DefaultAzureCredential failed to retrieve a token').messages.map(({ id }) => id)).toEqual([
      'default-azure-credential',
    ]);
  });
});

describe('the causes', () => {
  const causesOf = (text: string): readonly string[] => explain(text).messages[0]!.causes.map(({ cause }) => cause);

  test('begin with the one that the message itself tells', () => {
    const own = "AADSTS70021: Assertion Issuer: 'https://kubernetes.default.svc.cluster.local'.";
    expect(causesOf(own)[0]).toContain('in the name of the API server');
    expect(causesOf(own).join()).not.toContain('slash');
    expect(causesOf("AADSTS700213: assertion subject 'repo:shop/app:ref:refs/heads/main'")[0]).toContain(
      'not a service account’s',
    );
  });

  test('tell a node from a pod by the session’s name', () => {
    const denied = (session: string): string =>
      `User: arn:aws:sts::111122223333:assumed-role/role/${session} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k`;
    expect(causesOf(denied('i-0123456789abcdef0'))[0]).toContain('the caller is a node');
    expect(causesOf(denied('botocore-session-1')).join()).not.toContain('node');
  });
});

test('an unknown code of Entra is named, and nothing is made up', () => {
  expect(explain('AADSTS1234567: something new')).toMatchObject({ messages: [], unknownCodes: ['AADSTS1234567'] });
  expect(explain('the weather is fine').messages).toEqual([]);
});

test('a code is not found in a longer number', () => {
  expect(explain('AADSTS7002131: x').messages).toEqual([]);
  expect(explain('request 700213').messages).toEqual([]);
});

test('any text has an explanation, and the same one each time', () => {
  const pieces = fc.constantFrom(...EXAMPLES.map(({ text }) => text), '\\u', "'", '"', '\\', '\u202e', '{', '');
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 6 }), (parts) => {
      const text = parts.join(' ');
      expect(explain(text)).toEqual(explain(text));
    }),
  );
});

test('a long log is read in a time that grows with it', () => {
  const line =
    'open read(ing) /var/run/secrets/ AADSTS AssumeRoleWithWebIdentity AccessDenied 169.254.170.23 \\\\\\\\ ';
  const timeOf = (times: number): number => {
    const text = line.repeat(times);
    const start = performance.now();
    explain(text);
    return performance.now() - start;
  };
  timeOf(2_000);
  expect(timeOf(40_000)).toBeLessThan(Math.max(timeOf(4_000), 20) * 40);
});
