import { ask } from '../../../lib/proof';
import type { Answer, InMemoryDocument, SubjectQuery } from '../../../lib/proof';

export type Json = Record<string, unknown>;

export const ACCOUNT = '111122223333';
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';

/** The trust of a role that a service account gets by a token. */
export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:api', [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      },
    },
  ],
});

export const POD_IDENTITY_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
});

/** A policy's text. */
export function policy(...statements: Json[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export const allow = (action: string | string[], resource: string | string[] = '*', more: Json = {}): Json => ({
  ...{ Effect: 'Allow', Action: action, Resource: resource, ...more },
});
export const deny = (action: string | string[], resource: string | string[] = '*', more: Json = {}): Json => ({
  ...{ Effect: 'Deny', Action: action, Resource: resource, ...more },
});

/** A program with the role `api`, which pods of `shop/api` get, and what else a test gives it. */
export function program(resources: Json, role: Json = {}): InMemoryDocument[] {
  const own = {
    aws_iam_openid_connect_provider: { main: { url: `https://${ISSUER}`, client_id_list: ['sts.amazonaws.com'] } },
    ...resources,
    aws_iam_role: { api: { name: 'api', assume_role_policy: TRUST, ...role }, ...(resources.aws_iam_role as Json) },
  };
  const provider = { aws: { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] } };
  return [{ file: 'main.tf.json', text: JSON.stringify({ provider, resource: own }) }];
}

/** With an inline policy. */
export function withPolicy(text: string, more: Json = {}, role: Json = {}): InMemoryDocument[] {
  return program(
    { ...more, aws_iam_role_policy: { api: { role: '${aws_iam_role.api.name}', name: 'api', policy: text } } },
    role,
  );
}

export type Asked = Pick<SubjectQuery, 'action' | 'resource'> & Partial<SubjectQuery>;

/** Whether pods of `shop/api` may do something as the role `api`. */
export function may(
  documents: InMemoryDocument[],
  action: string,
  resource: string,
  more: Partial<SubjectQuery> = {},
): Answer {
  return ask(documents, {
    ...{ identity: 'aws_iam_role.api', issuer: `https://${ISSUER}`, subject: { namespace: 'shop', name: 'api' } },
    ...{ action, resource, ...more },
  } as SubjectQuery);
}
