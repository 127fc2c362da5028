/** What a message tells of the request that was refused. What it leaves out, or masks, is not there. */
export interface Facts {
  /** Who signed the token that was presented: a URL, as the message has it. */
  readonly issuer?: string;
  /** Whom the token is of: `system:serviceaccount:<namespace>:<name>`. */
  readonly subject?: string;
  /** What the token is for. */
  readonly audience?: string;
  /** The client id that was asked for. */
  readonly clientId?: string;
  /** The Entra tenant that was asked, by id or by name. */
  readonly tenant?: string;
  /** Who called AWS: the ARN of a role's session, of a user or of a role. */
  readonly caller?: string;
  /** What the caller may not do: `s3:GetObject`, or an action of Azure. */
  readonly action?: string;
  /** On what: an ARN, or a scope of Azure. */
  readonly resource?: string;
  /** Until when the token was valid. */
  readonly expired?: string;
  /** When the cloud looked at it. */
  readonly now?: string;
}

/** The fields of {@link Facts}, in the order in which they are shown. */
export const FACT_NAMES = [
  'issuer',
  'subject',
  'audience',
  'clientId',
  'tenant',
  'caller',
  'action',
  'resource',
  'expired',
  'now',
] as const satisfies readonly (keyof Facts)[];

/** How long a fact may be: Entra's fields are at most 600 characters, ARNs and scopes stay below that too. */
const LONGEST = 1200;

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const quoted = `['"]([^'"]{1,${LONGEST}})['"]`;
const ARN = `(arn:aws[a-z-]*:[^\\s"',]{1,${LONGEST}})`;

/**
 * Where each fact stands in a message, the surest first. Entra: "No matching federated identity record found", in its older
 * form with all three facts and in its newer ones with one. IAM: "Troubleshoot access denied error messages".
 */
const PLACES: Readonly<Record<keyof Facts, readonly RegExp[]>> = {
  issuer: [
    new RegExp(`assertion issuer:? ${quoted}`, 'i'),
    /No OpenIDConnect provider found in your account for (https?:\/\/[^\s"'\\,]{1,600})/i,
    /metadata of identity provider (https?:\/\/[^\s"'\\,]{1,600}?)\.?(?=\s|$)/i,
  ],
  subject: [new RegExp(`assertion subject:? ${quoted}`, 'i'), /\b(system:serviceaccount:[a-z0-9.-]+:[a-z0-9.-]+)/],
  audience: [new RegExp(`assertion audience:? ${quoted}`, 'i')],
  clientId: [
    new RegExp(`Application with identifier ${quoted}`, 'i'),
    new RegExp(`(?:for|to) app ${quoted}`, 'i'),
    new RegExp(`The client ${quoted} with object id`, 'i'),
    new RegExp(`client[_ ]?id["']?\\s?[=:]\\s?["']?(${GUID})`, 'i'),
  ],
  tenant: [
    new RegExp(`Tenant ${quoted} not found`, 'i'),
    new RegExp(`tenant identifier ${quoted}`, 'i'),
    new RegExp(`was not found in the directory ${quoted}`, 'i'),
    new RegExp(`https://login\\.[a-z.]+/+(${GUID})`, 'i'),
  ],
  caller: [new RegExp(`User: ${ARN} is not authorized`, 'i')],
  action: [
    /is not authorized to perform:? ([A-Za-z0-9-]{1,64}:[A-Za-z0-9*]{1,128})/i,
    /Not authorized to perform ([a-z0-9-]{1,64}:[A-Za-z0-9]{1,128})/i,
    new RegExp(`authorization to perform action ${quoted}`, 'i'),
    new RegExp(`\\bAction: ${quoted}`, 'i'),
  ],
  resource: [
    new RegExp(`is not authorized to perform:? \\S{1,200} on resource:? ["']?${ARN}`, 'i'),
    new RegExp(`over scope ${quoted}`, 'i'),
    new RegExp(`\\bResource: ${quoted}`, 'i'),
  ],
  expired: [/expiry time of assertion ([0-9T:.-]{19,40}Z?)/i, /must be before the expiration date\/time ?(\d{9,11})/i],
  now: [/Current time: ([0-9T:.-]{19,40}Z?)/i, /current date\/time ?(\d{9,11})/i],
};

/** A value that a log has masked says nothing: `***`, `<redacted>`, `XXXX`. */
const MASKED = /\*{2,}|^<[^>]*>$|redacted|^\{[^}]*\}$|x{6,}/i;

/**
 * What a message tells, as it is written there. A text with several messages gives the first of each fact.
 *
 * @param text in one of the forms of {@link plain}
 */
export function factsIn(text: string): Facts {
  const facts: { -readonly [K in keyof Facts]: Facts[K] } = {};
  for (const name of FACT_NAMES) {
    for (const place of PLACES[name]) {
      const value = place.exec(text)?.[1]?.trim();
      if (value === undefined || value === '' || MASKED.test(value)) continue;
      facts[name] = value;
      break;
    }
  }
  return facts;
}

/** A message as a person reads it: logs write it as JSON, or JSON within JSON, whose quotes and line ends are escaped. */
export function plain(text: string): string {
  let read = text;
  // As often as loggers nest one in another.
  for (let depth = 0; depth < 4 && /\\["'\\nrtu/]/.test(read); depth++) {
    read = read.replace(/\\(?:u([0-9a-fA-F]{4})|(["'\\/])|[nrt])/g, (_, code?: string, character?: string) =>
      code === undefined ? (character ?? ' ') : String.fromCharCode(parseInt(code, 16)),
    );
  }
  return read
    .replace(/&#0?39;|&apos;|[\u2018\u2019]/g, "'")
    .replace(/&quot;|&#34;|[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ');
}
