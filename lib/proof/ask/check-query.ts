import { PodtrustError } from '../../core/errors';
import { actionOf } from './permission-questions';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether a question of a program that no compiler has checked is one: what is missing would be asked for as `undefined`.
 *
 * @throws PodtrustError `query-invalid`
 */
export function checkQuery(query: unknown): void {
  const about = fieldsOf(query, 'the query');
  checkTexts(about, '', ['identity'], ['account', 'cluster', 'issuer', 'audience', 'action', 'resource']);
  actionOf(about);
  if (about.context !== undefined) checkContext(fieldsOf(about.context, 'context'));
  if (about.account !== undefined && !/^\d{12}$/.test(about.account as string)) {
    refuse(`account is ${JSON.stringify(about.account)}, and not the twelve digits of an AWS account`);
  }
  const asked = ['subject', 'token', 'podIdentity'].filter((name) => about[name] !== undefined);
  if (asked.length !== 1) refuse('it needs one of subject, token and podIdentity');
  const fields = fieldsOf(about[asked[0]!], asked[0]!);
  if (asked[0] === 'subject') return checkTexts(fields, 'subject.', ['namespace', 'name'], []);
  if (asked[0] === 'podIdentity') {
    return checkTexts(fields, 'podIdentity.', ['namespace', 'serviceAccount'], ['clusterArn', 'account']);
  }
  checkTexts(fields, 'token.', ['sub'], ['iss']);
  const audiences: readonly unknown[] = Array.isArray(fields.aud) ? fields.aud : [fields.aud];
  if (!audiences.every((one) => typeof one === 'string')) refuse('token.aud is neither a text nor a list of texts');
}

function checkContext(context: Fields): void {
  for (const [key, value] of Object.entries(context)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0 || !values.every((one) => typeof one === 'string')) {
      refuse(`context has for ${JSON.stringify(key)} neither a text nor a list of texts`);
    }
  }
}

function checkTexts(fields: Fields, path: string, needed: readonly string[], optional: readonly string[]): void {
  const wrong =
    needed.find((name) => typeof fields[name] !== 'string') ??
    optional.find((name) => fields[name] !== undefined && typeof fields[name] !== 'string');
  if (wrong !== undefined) refuse(`${path}${wrong} is not a text`);
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} is not an object`);
  return value as Fields;
}

function refuse(what: string): never {
  throw new PodtrustError({
    code: 'query-invalid',
    what,
    remedy:
      'A query is {identity, account?, cluster?, action?, resource?, context?} with one of subject: {namespace, name}, token: {iss, aud, sub} and podIdentity: {clusterArn, account, namespace, serviceAccount}.',
  });
}
