import { PodtrustError } from '../../core/errors';
import type { ActionQuery, Query } from './query';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A query as `podtrust ask --queries` has it, one JSON object a line.
 *
 * @param where file and line, for errors
 * @throws PodtrustError `query-invalid`
 */
export function parseQuery(line: string, where: string): Query {
  const refuse = (what: string): never => {
    throw new PodtrustError({
      code: 'query-invalid',
      where,
      what,
      remedy:
        'Each line is {"identity", "account"?, "cluster"?, "token": {"iss", "aud", "sub"}} or {"identity", "account"?, "podIdentity": {"clusterArn", "account", "namespace", "serviceAccount"}}.',
    });
  };
  const object = (value: unknown, name: string): Fields =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : refuse(`${name} is not a JSON object`);
  const text = (value: unknown, name: string): string =>
    typeof value === 'string' && !RESERVED.test(value) ? value : refuse(`${name} is not a text`);
  const optional = (value: unknown, name: string): string | undefined =>
    value === undefined || value === null ? undefined : text(value, name);

  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return refuse('it is not JSON');
  }
  const query = object(parsed, 'the query');
  const about = {
    identity: text(query.identity, 'identity'),
    account: optional(query.account, 'account'),
    cluster: optional(query.cluster, 'cluster'),
    ...(query.action === undefined ? {} : { action: text(query.action, 'action') }),
    ...(query.resource === undefined ? {} : { resource: text(query.resource, 'resource') }),
    // What is in it, checkQuery tells.
    ...(query.context === undefined ? {} : { context: object(query.context, 'context') as ActionQuery['context'] }),
  };
  if ((query.token === undefined) === (query.podIdentity === undefined)) {
    return refuse('it needs one of token and podIdentity');
  }
  if (query.token !== undefined) {
    const { iss, aud, sub } = object(query.token, 'token');
    const audiences = Array.isArray(aud) ? aud.map((one) => text(one, 'an audience of aud')) : text(aud, 'aud');
    return { ...about, token: { iss: optional(iss, 'iss'), aud: audiences, sub: text(sub, 'sub') } };
  }
  const { clusterArn, account, namespace, serviceAccount } = object(query.podIdentity, 'podIdentity');
  return {
    ...about,
    podIdentity: {
      clusterArn: optional(clusterArn, 'clusterArn'),
      account: optional(account, 'podIdentity.account'),
      namespace: text(namespace, 'namespace'),
      serviceAccount: text(serviceAccount, 'serviceAccount'),
    },
  };
}

/** Characters that stand for unknown values and wildcards inside the proof; no claim has them. */
const RESERVED = /[\uE000-\uE00F]/;
