import { isNo, isYes } from '../../../model/known/known';
import { piecesOf } from '../../../model/known/pattern';
import { describeSymbols, hasSymbol, isSymbol, shapeOf, symbolOf } from '../../../model/known/symbol';
import { endsWith, startsWith } from '../../../model/known/text';

/*
 * What Terraform's functions make of texts with symbols. The same text comes out the same way, however a program builds
 * it; where only apply will tell what comes out, nothing does.
 */

/** How a URL begins that somebody takes the beginning off. */
const HTTPS = 'https://';

/**
 * A text without its prefix; nothing where it is not known whether it has it.
 *
 * An unknown text that loses `https://` is one symbol, whichever way the program says it: issuers lose it by `replace`,
 * `trimprefix`, `split`, `regex` or `substr`, and all mean the same.
 */
export function withoutPrefix(text: string, prefix: string): string | undefined {
  const has = startsWith(text, prefix);
  if (isYes(has)) return text.slice(prefix.length);
  if (isNo(has)) return text;
  return prefix === HTTPS && isSymbol(text) ? withoutScheme(text) : undefined;
}

/** What a text that is one symbol, and a URL, has after its scheme. */
function withoutScheme(symbol: string): string {
  if (shapeOf(symbol)) return symbol;
  return symbolOf(`trimprefix(${describeSymbols(symbol)}, ${JSON.stringify(HTTPS)})`, 'location');
}

/** A text without its suffix; nothing where it is not known whether it has it. */
export function withoutSuffix(text: string, suffix: string): string | undefined {
  const has = endsWith(text, suffix);
  if (isYes(has)) return suffix === '' ? text : text.slice(0, -suffix.length);
  return isNo(has) ? text : undefined;
}

/** A text without the characters of a kind at its two ends; nothing where an unknown end may have some. */
export function trimmed(text: string, isTrimmed: (character: string) => boolean): string | undefined {
  const pieces = piecesOf(text);
  let start = 0;
  let end = pieces.length;
  while (start < end && isCharacter(pieces[start]!) && isTrimmed(pieces[start]!)) start++;
  while (end > start && isCharacter(pieces[end - 1]!) && isTrimmed(pieces[end - 1]!)) end--;
  if (end > start && (mayBegin(pieces[start]!, isTrimmed) || mayBegin(pieces[end - 1]!, isTrimmed))) return undefined;
  return pieces.slice(start, end).join('');
}

/** A text without the ends of lines at its end; nothing where an unknown end may have some. */
export function withoutLineEnd(text: string): string | undefined {
  // What is in front of it stays as it is.
  const found = trimmed(`-${text}`, (character) => character === '\n' || character === '\r');
  return found?.slice(1);
}

const isCharacter = (piece: string): boolean => !hasSymbol(piece);

/** Every character that trimming is ever about. */
const TRIMMED = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));

/** Whether a piece may begin or end with a character of a kind. */
function mayBegin(piece: string, isOfKind: (character: string) => boolean): boolean {
  if (isCharacter(piece)) return false;
  const shape = shapeOf(piece);
  return !shape || TRIMMED.some((character) => isOfKind(character) && shape.edge.test(character));
}

/**
 * The parts of a text between a separator; nothing where an unknown part may hold it, or the beginning or end of it.
 *
 * An unknown URL that is split where its scheme ends has two parts.
 */
export function splitText(separator: string, text: string): string[] | undefined {
  if (separator === '') return undefined;
  if (isSymbol(text) && !shapeOf(text)) {
    if (separator === '//') return ['https:', withoutScheme(text)];
    if (separator === '://') return ['https', withoutScheme(text)];
    return separator === HTTPS ? ['', withoutScheme(text)] : undefined;
  }
  const pieces = piecesOf(text).flatMap((piece) => (separator === '/' ? segmentsOf(piece) : [piece]));
  const parts: string[] = [];
  let part: string[] = [];
  for (let at = 0; at < pieces.length;) {
    if (isCharacter(pieces[at]!)) {
      if (pieces.slice(at, at + separator.length).join('') === separator) {
        parts.push(part.join(''));
        part = [];
        at += separator.length;
        continue;
      }
    } else if (mayHoldPartOf(separator, pieces, at)) return undefined;
    part.push(pieces[at]!);
    at++;
  }
  return [...parts, part.join('')];
}

/** Whether an occurrence of a separator may lie wholly or partly in the symbol at a place. */
function mayHoldPartOf(separator: string, pieces: readonly string[], at: number): boolean {
  const shape = shapeOf(pieces[at]!);
  if (!shape) return true;
  const isInside = [...separator].every((character) => shape.characters.test(character));
  if (isInside && !shape.never.some((never) => separator.includes(never))) return true;
  for (let length = 1; length < separator.length; length++) {
    const [head, tail] = [separator.slice(0, length), separator.slice(length)];
    const before = pieces.slice(Math.max(0, at - head.length), at).join('');
    if (shape.edge.test(tail[0]!) && mayEndIn(before, head)) return true;
    const after = pieces.slice(at + 1, at + 1 + tail.length).join('');
    if (shape.edge.test(head.at(-1)!) && mayBeginWith(after, tail)) return true;
  }
  return false;
}

function mayEndIn(text: string, end: string): boolean {
  return hasSymbol(text) || text === end;
}

function mayBeginWith(text: string, beginning: string): boolean {
  return hasSymbol(text) || text === beginning;
}

/** How many parts the path of a cluster's issuer has, its host included. */
const SEGMENTS = 3;

/** The part of a cluster's issuer at a place, as `split("/", …)` of the URL counts them. */
function segment(issuer: string, index: number): string {
  return symbolOf(`split("/", ${issuer})[${index + 2}]`, 'segment');
}

/** A cluster's issuer between its slashes; any other piece as it is. */
function segmentsOf(piece: string): string[] {
  if (!piece.startsWith('\uE000issuer:')) return [piece];
  const issuer = describeSymbols(piece);
  return Array.from({ length: SEGMENTS }, (_, index) => segment(issuer, index)).flatMap((part, index) =>
    index === 0 ? [part] : ['/', part],
  );
}

const FIRST_SEGMENT = /\uE000segment:split\("\/", \$\{([^\uE001]*)\}\)\[2\]\uE001/g;

/** A text that is put together, with the parts of a cluster's issuer, where they meet again, as the whole. */
export function joinedText(text: string): string {
  if (!text.includes('\uE000segment:')) return text;
  let whole = text;
  for (const [, reference] of text.matchAll(FIRST_SEGMENT)) {
    const issuer = symbolOf(reference!, 'issuer');
    whole = whole.replaceAll(segmentsOf(issuer).join(''), issuer);
  }
  return whole;
}

/** A text with each occurrence of another one replaced; nothing where an unknown part may hold it. */
export function replacedText(text: string, search: string, replacement: string): string | undefined {
  if (search === HTTPS && replacement === '' && text.startsWith(HTTPS)) return replacedRest(text.slice(HTTPS.length));
  if (search === HTTPS && replacement === '') return withoutPrefix(text, HTTPS);
  const parts = splitText(search, text);
  return parts && joinedText(parts.join(replacement));
}

/** What a URL has after its scheme: what is not known of it has no second one. */
function replacedRest(text: string): string {
  return text.split(HTTPS).join('');
}

/** A pattern that stands for a few texts: characters, some of which may be left out, at the beginning, the end or anywhere. */
const PLAIN_PATTERN = /^(\^?)((?:(?:[^\\^$.*+?()[\]{}|]|\\[./:_-])\??)*)(\$?)$/;

/** The texts that a plain pattern stands for, the longest first. */
function alternativesOf(body: string): readonly string[] {
  let texts = [''];
  for (const [, escaped, character, optional] of body.matchAll(/(?:\\(.)|([^]))(\?)?/g)) {
    const one = escaped ?? character!;
    texts = texts.flatMap((text) => (optional === undefined ? [text + one] : [text + one, text]));
    if (texts.length > 16) return [];
  }
  return texts.sort((a, b) => b.length - a.length);
}

/**
 * A text with what a regular expression finds replaced; nothing where that is not known.
 *
 * @param pattern RE2's, without the slashes around it
 */
export function replacedByPattern(text: string, pattern: string, replacement: string): string | undefined {
  if (replacement.includes('$')) return undefined;
  if (replacement === '' && isUpToProvider(pattern)) return afterProvider(text);
  const plain = PLAIN_PATTERN.exec(withScheme(pattern, text));
  if (!plain) return undefined;
  const [, start, body, end] = plain;
  const texts = alternativesOf(body!);
  if (start && end) return undefined;
  if (start || end) return replacedOnce(text, texts, start ? 'start' : 'end', replacement);
  if (texts.includes(HTTPS) && replacement === '') return replacedText(text, HTTPS, '');
  return texts.length === 1 && texts[0] !== '' ? replacedText(text, texts[0]!, replacement) : undefined;
}

/** The first of some texts that another begins or ends with, replaced. */
function replacedOnce(
  text: string,
  texts: readonly string[],
  at: 'start' | 'end',
  replacement: string,
): string | undefined {
  const has = at === 'start' ? startsWith : endsWith;
  for (const one of texts) {
    if (one === '') return at === 'start' ? replacement + text : text + replacement;
    const answer = has(text, one);
    if (isYes(answer))
      return at === 'start' ? replacement + text.slice(one.length) : text.slice(0, -one.length) + replacement;
    if (isNo(answer)) continue;
    // What a URL loses is its scheme, and that of an issuer is https.
    return at === 'start' && replacement === '' && texts.includes(HTTPS) ? withoutPrefix(text, HTTPS) : undefined;
  }
  return text;
}

/** `.*`, `.+` or what has no slash, in a group or not, up to the end. */
const REST = /(\()?(\.[*+]|\[\^\/\][*+])\)?(\$?)$/;

/**
 * What a regular expression finds in a text: the rest, in a list where it is a group of the expression. Nothing where that
 * is not known. Understood is what cuts off a known beginning: `https://(.*)`, `^https?://(.+)$`, `oidc-provider/(.*)`,
 * `[^/]+$`.
 */
export function foundByPattern(pattern: string, text: string): string | string[] | undefined {
  const rest = REST.exec(pattern);
  if (!rest) return undefined;
  const isGroup = rest[1] !== undefined;
  const found = afterPattern(
    withScheme(pattern.slice(0, rest.index), text),
    { noSlash: rest[2]!.startsWith('['), toEnd: rest[3] !== '' },
    text,
  );
  if (!found || found.rest === '') return undefined;
  if (isGroup) return [found.rest];
  return found.isWhole ? found.head + found.rest : undefined;
}

/** What a pattern finds up to its last part, and what that part finds. */
interface Found {
  readonly head: string;
  readonly rest: string;
  /** Whether head and rest are all that is found. */
  readonly isWhole: boolean;
}

function afterPattern(
  before: string,
  { noSlash, toEnd }: { readonly noSlash: boolean; readonly toEnd: boolean },
  text: string,
): Found | undefined {
  if (before === '' || before === '/') {
    const last = noSlash && toEnd ? splitText('/', text)?.at(-1) : undefined;
    return last === undefined ? undefined : { head: before, rest: last, isWhole: true };
  }
  const isGreedy = /^\^?\.\*/.test(before);
  const plain = PLAIN_PATTERN.exec(before.replace(/^\^?\.\*/, ''));
  if (!plain || plain[3]) return undefined;
  const isAnchored = plain[1] !== '';
  for (const head of alternativesOf(plain[2]!)) {
    if (head === '') return undefined;
    const found = isGreedy ? afterLast(head, text) : afterFirst(head, text, isAnchored);
    if (found === undefined) continue;
    const parts = noSlash ? splitText('/', found) : [found];
    if (!parts || (toEnd && parts.length > 1)) return undefined;
    return { head, rest: joinedText(parts[0]!), isWhole: !isGreedy };
  }
  return undefined;
}

function afterFirst(head: string, text: string, isAnchored: boolean): string | undefined {
  if (text.startsWith(head)) return text.slice(head.length);
  if (isAnchored) return head === HTTPS && isSymbol(text) ? withoutPrefix(text, HTTPS) : undefined;
  const parts = splitText(head, text);
  return parts && parts.length > 1 ? parts.slice(1).join(head) : undefined;
}

function afterLast(head: string, text: string): string | undefined {
  const parts = splitText(head, text);
  return parts && parts.length > 1 ? parts.at(-1) : undefined;
}

/** A part of a text by offset and length, `-1` being the rest; nothing where it is not within what is known. */
export function substring(text: string, offset: number, length: number): string | undefined {
  const pieces = piecesOf(text);
  const start = offset < 0 ? pieces.length + offset : offset;
  const end = length < 0 ? pieces.length : start + length;
  if (start < 0 || start > pieces.length) return undefined;
  if (offset < 0) return pieces.slice(start).every(isCharacter) ? pieces.slice(start, end).join('') : undefined;
  if (!pieces.slice(0, start).every(isCharacter)) return undefined;
  return length < 0 || pieces.slice(start, end).every(isCharacter) ? pieces.slice(start, end).join('') : undefined;
}

/** A known text in lower or upper case, letter by letter as Go does it: what would be several letters stays as it is. */
export function withCase(text: string, name: 'lower' | 'upper'): string {
  const letters = [...text].map((letter) => {
    const changed = name === 'lower' ? letter.toLowerCase() : letter.toUpperCase();
    return changed.length === letter.length ? changed : letter;
  });
  return letters.join('');
}

/** A text in lower or upper case: of what is unknown, a symbol of its own. */
export function inCase(text: string, name: 'lower' | 'upper'): string {
  const change = (piece: string): string => withCase(piece, name);
  if (!hasSymbol(text)) return change(text);
  return piecesOf(text)
    .map((piece) => {
      if (isCharacter(piece)) return change(piece);
      const shape = shapeOf(piece);
      if (shape?.samples.every((sample) => change(sample) === sample)) return piece;
      const inner = describeSymbols(piece).replace(/^\$\{(?:lower|upper)\((.*)\)\}$/, '$1');
      return symbolOf(`${name}(${inner})`);
    })
    .join('');
}

/** Whether a pattern of `replace` takes all up to `provider/`: the issuer out of a provider’s ARN, as IAM’s modules do. */
function isUpToProvider(pattern: string): boolean {
  return /^\^?\(?(?:\.[*+]\??|\[\^\/\][*+]|arn:[^()|]*)(?::?oidc-)?provider\\?\/\)?$/.test(pattern);
}

/** What stands for the scheme of any URL at the beginning of a pattern: `\\w+://`, `[a-z]+://`, `[^/]+//`, `.*://`. */
const ANY_SCHEME = /^\^?(?:(?:\\w|\[a-z\]|\[\^:\])\+:|(?:\[\^\/\]|\.)[*+]:?)(?:\\?\/){2}/;

/** A pattern with the scheme that URLs have in place of one for any: no other `//` is in a URL that nobody has read. */
function withScheme(pattern: string, text: string): string {
  return text.startsWith(HTTPS) || isSymbol(text) ? pattern.replace(ANY_SCHEME, `^${HTTPS}`) : pattern;
}

/**
 * What stands behind `oidc-provider/` in an ARN: the issuer without its scheme. Nothing where the text has no such part
 * outside of its unknown ones.
 */
export function afterProvider(text: string): string | undefined {
  const marker = 'oidc-provider/';
  const known = text.replace(/\uE000[^\uE001]*\uE001?/g, (symbol) => ' '.repeat(symbol.length));
  const position = known.indexOf(marker);
  return position < 0 ? undefined : text.slice(position + marker.length);
}
