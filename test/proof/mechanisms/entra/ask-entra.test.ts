import { askEntra } from '../../../../lib/proof/mechanisms/entra/ask-entra';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { EntraCredential } from '../../../../lib/proof/model/identity/entra-credential';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { equal } from '../../../../lib/proof/model/known/text';

const ISSUER = 'https://a.example/';
const SUBJECT = 'system:serviceaccount:shop:app';
const AUDIENCE = 'api://AzureADTokenExchange';
const UNKNOWN = symbolOf('var.x');
const place = { file: 'main.tf', pointer: '' };

const identity: Identity = {
  id: 'id-app',
  cloud: 'azure',
  kind: 'managed-identity',
  name: 'id-app',
  claimName: symbolOf('id-app.client_id'),
  trustAt: place,
  at: place,
};
const credential = (parts: Partial<EntraCredential> = {}): EntraCredential => ({
  id: 'fic',
  identity: 'id-app',
  parentText: 'id-app.id',
  issuer: ISSUER,
  subject: SUBJECT,
  audiences: [AUDIENCE],
  at: place,
  ...parts,
});

/** How shop/app fares with an identity of some credentials, of which some need not be made. */
function asked(credentials: readonly EntraCredential[], uncounted: readonly string[] = []): Outcome {
  return askEntra(
    identity,
    credentials,
    { issuer: ISSUER, subject: SUBJECT, audience: AUDIENCE },
    ({ issuer }, other) => equal(issuer, other),
    new Map(uncounted.map((id) => [id, `${id} need not be made`])),
  );
}

describe('a credential that takes one of several, and it is not known which', () => {
  const of = (...takes: readonly (readonly [issuer: string, subject: string])[]): Outcome =>
    asked([
      credential({
        issuer: UNKNOWN,
        subject: UNKNOWN,
        possible: { cause: '${var.x}', takes: takes.map(([issuer, subject]) => ({ issuer, subject })) },
      }),
    ]);
  const [OTHER, WEB] = ['https://b.example/', 'system:serviceaccount:shop:web'];

  test('lets in a token that all of them take, and refuses one that none does', () => {
    expect(of([ISSUER, SUBJECT], [ISSUER, SUBJECT]).admitted).toBe(true);
    expect(of([OTHER, SUBJECT], [ISSUER, WEB]).admitted).toBe(false);
    expect(of([OTHER, WEB]).admitted).toBe(false);
  });

  test('may let in a token that one of them takes, by what they differ in', () => {
    const may = (parts: string): Outcome => ({
      admitted: undefined,
      because: [`fic may take it: whether its ${parts} is the token’s is not known before apply`],
    });
    expect(of([ISSUER, SUBJECT], [OTHER, SUBJECT])).toEqual(may('issuer'));
    expect(of([ISSUER, WEB], [ISSUER, SUBJECT])).toEqual(may('subject'));
    expect(of([ISSUER, SUBJECT], [OTHER, WEB])).toEqual(may('issuer and its subject'));
  });
});

describe('a token gets in', () => {
  const accepts = `fic accepts it: its issuer, its subject "${SUBJECT}" and its audience "${AUDIENCE}" are the token’s`;

  test('by the credential that has its issuer, its subject and its audience, and that one is named', () => {
    expect(asked([credential({ id: 'other', issuer: 'https://b.example' }), credential()])).toEqual({
      admitted: true,
      because: [accepts],
    });
  });

  test('perhaps, where that credential need not be made', () => {
    expect(asked([credential()], ['fic'])).toEqual({ admitted: undefined, because: ['fic need not be made', accepts] });
  });

  test('for certain, where one of two such credentials is made', () => {
    expect(asked([credential(), credential({ id: 'second' })], ['fic']).admitted).toBe(true);
  });
});

describe('a token may get in', () => {
  test.each<[string, Partial<EntraCredential>]>([
    ['issuer', { issuer: `https://${UNKNOWN}` }],
    ['subject', { subject: UNKNOWN }],
    ['audience', { audiences: [UNKNOWN] }],
    ['issuer and its subject and its audience', { issuer: UNKNOWN, subject: UNKNOWN, audiences: [UNKNOWN] }],
  ])('by a credential whose %s is not known', (what, parts) => {
    expect(asked([credential(parts), credential({ subject: 'other' })])).toEqual({
      admitted: undefined,
      because: [`fic may take it: whether its ${what} is the token’s is not known before apply`],
    });
  });

  test('but not where another part is known to differ', () => {
    expect(asked([credential({ issuer: UNKNOWN, subject: 'other' })]).admitted).toBe(false);
  });
});

describe('a token is refused with the error that Entra answers', () => {
  const errorOf = (...all: Partial<EntraCredential>[]): string =>
    asked(all.map((parts) => credential(parts)))
      .because.find((text) => text.startsWith('Entra answers '))!
      .slice(14);
  const record = 'no matching federated identity record found for the presented assertion';

  test('and the refusal rests on what was read', () => {
    expect(asked([])).toEqual({
      admitted: false,
      because: [
        'id-app has no federated credential: give it one with the issuer, the subject and the audience of the token',
        `Entra answers AADSTS70021: ${record}`,
      ],
      assumes: ['nothing-elsewhere'],
    });
    expect(asked([credential({ subject: 'other' })]).assumes).toEqual(['nothing-elsewhere']);
  });

  test('AADSTS700211 where no credential has its issuer', () => {
    expect(errorOf({ issuer: 'https://a.example' }, { issuer: 'https://b.example' })).toBe(
      `AADSTS700211: ${record} issuer`,
    );
  });

  test('AADSTS700213 where none of its issuer has its subject', () => {
    expect(errorOf({ subject: 'other' }, { issuer: 'https://b.example' })).toBe(`AADSTS700213: ${record} subject`);
  });

  test('AADSTS7002138 where one of its issuer differs by the subject’s case', () => {
    expect(errorOf({ subject: 'other' }, { subject: SUBJECT.toUpperCase() })).toBe(
      'AADSTS7002138: the presented assertion subject differs in case only from that of a federated identity record',
    );
  });

  test('AADSTS700212 where one of its issuer and subject has another audience', () => {
    expect(errorOf({ subject: 'other' }, { audiences: ['api://Other'] })).toBe(`AADSTS700212: ${record} audience`);
    expect(errorOf({ audiences: [] })).toBe(`AADSTS700212: ${record} audience`);
    expect(errorOf({ audiences: [AUDIENCE, 'api://Other'] })).toBe(`AADSTS700212: ${record} audience`);
  });
});

describe('a refusal tells', () => {
  test('what differs from the nearest credential, and how to set its audience', () => {
    const { because } = asked([credential({ audiences: ['api://Other'] })]);
    expect(because[0]).toMatch(/^only the audience differs: fic accepts "api:\/\/Other", and the token presents /);
    expect(because[1]).toContain(`set the audience of fic to "${AUDIENCE}"`);
  });

  test('nothing that differs where only the number of audiences is wrong', () => {
    const { because } = asked([credential({ audiences: [AUDIENCE, 'api://Other'] })]);
    expect(because).toEqual([
      expect.stringContaining('AADSTS700212'),
      `fic accepts the subject "${SUBJECT}" from "${ISSUER}" with the audience "${AUDIENCE}", "api://Other"; Entra wants exactly one audience`,
    ]);
  });

  test('what each credential takes, and what is odd about it', () => {
    const textOf = (parts: Partial<EntraCredential>): string => asked([credential(parts)]).because.at(-1)!;
    expect(textOf({ subject: 'system:serviceaccount:shop:web' })).toBe(
      `fic accepts the subject "system:serviceaccount:shop:web" from "${ISSUER}" with the audience "${AUDIENCE}"`,
    );
    for (const subject of ['system:serviceaccount:shop:*', 'shop-?']) {
      expect(textOf({ subject })).toBe(
        `fic accepts the subject "${subject}" from "${ISSUER}" with the audience "${AUDIENCE}"; Entra reads * and ? in it as plain characters`,
      );
    }
    expect(textOf({ subject: 'shop/app' })).toContain(
      `"${AUDIENCE}"; no service account’s token has such a subject: it is system:serviceaccount:<namespace>:<name>`,
    );
    expect(textOf({ subject: 'shop/app', audiences: [] })).toMatch(
      /: it is system:serviceaccount:<namespace>:<name>; Entra wants exactly one audience$/,
    );
    expect(asked([credential({ subject: 'system:serviceaccount:shop:*' })]).because[0]).toMatch(
      /^only the service account differs: fic accepts "\*"/,
    );
    expect(textOf({ audiences: [] })).toContain('with the audience none; Entra wants exactly one audience');
  });

  test('five credentials, and how many more there are', () => {
    const many = (count: number): readonly string[] =>
      asked(
        Array.from({ length: count }, (_, index) =>
          credential({ id: `fic-${index}`, subject: 'system:serviceaccount:a:b' }),
        ),
      ).because;
    const shown = (count: number): number => many(count).filter((text) => / accepts the subject /.test(text)).length;
    expect(shown(5)).toBe(5);
    expect(many(5).join()).not.toContain('more federated credentials');
    expect(shown(7)).toBe(5);
    expect(many(7).at(-1)).toBe('2 more federated credentials do not take it either');
  });
});
