import { PodtrustError } from '../../core/errors';
import type { TokenQuery } from './query';

/**
 * The claims that a trust asks for, of a service account's token or of its claims alone. The signature is not looked at,
 * and no message repeats any part of the token.
 *
 * @param text a JWT, or its claims as JSON
 * @param where the file, for errors
 * @throws PodtrustError `token-invalid`
 */
export function parseToken(text: string, where: string): TokenQuery['token'] {
  const refuse = (what: string): never => {
    throw new PodtrustError({
      code: 'token-invalid',
      where,
      what,
      remedy: 'Give a service account’s token, or its claims as JSON: {"iss", "aud", "sub"}.',
    });
  };
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(trimmed)?.[1];
  if (payload === undefined && !trimmed.startsWith('{')) return refuse('it is neither a JWT nor JSON');
  let claims: unknown;
  try {
    claims = JSON.parse(payload === undefined ? trimmed : Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return refuse(payload === undefined ? 'it is not JSON' : 'what is between its dots is not JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return refuse('it holds no claims');
  const { iss, aud, sub } = claims as Readonly<Record<string, unknown>>;
  const audiences: unknown[] = Array.isArray(aud) ? aud : aud === undefined ? [] : [aud];
  if (iss !== undefined && !isClaim(iss)) return refuse('its iss is not a text');
  if (!isClaim(sub)) return refuse('it has no sub, or one that is not a text');
  if (!audiences.every(isClaim)) return refuse('its aud is neither a text nor a list of texts');
  return { iss, aud: audiences, sub };
}

/** Private-use characters stand for unknown values inside the proof; no claim has them. */
function isClaim(value: unknown): value is string {
  return typeof value === 'string' && !/[\uE000-\uE00F]/.test(value);
}
