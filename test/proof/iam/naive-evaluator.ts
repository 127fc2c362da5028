/**
 * A second opinion for the property tests: evaluates a trust policy for one request at a time, written straight from the
 * IAM User Guide ("Policy evaluation logic", "Condition operators", "Condition") and sharing nothing with lib. It is slow
 * and takes valid documents only.
 */

export interface NaivePolicy {
  readonly Version?: string;
  readonly Statement: readonly NaiveStatement[];
}

export interface NaiveStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly [kind: string]: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

export interface NaiveContext {
  readonly providers: readonly {
    readonly arn: string;
    readonly issuer: string;
    readonly audiences: readonly string[];
  }[];
}

/** What the artefacts do not tell: other keys of the request, and how AWS reads what it does not document. */
export interface Circumstances {
  readonly keys: { readonly [lowerCaseKey: string]: string };
  readonly sessionName: string;
  readonly undocumented: boolean;
}

interface Request {
  readonly action: string;
  readonly principal: { readonly kind: 'Federated' | 'Service'; readonly name: string };
  readonly keys: { readonly [lowerCaseKey: string]: string | readonly string[] };
  readonly undocumented: boolean;
}

export function naivelyAdmitsToken(
  policy: NaivePolicy,
  context: NaiveContext,
  token: { readonly iss: string; readonly sub: string; readonly aud: string },
  circumstances: Circumstances,
): boolean {
  const issuer = token.iss.replace('https://', '');
  const provider = context.providers.find((one) => one.issuer === issuer);
  if (!provider || !provider.audiences.includes(token.aud)) return false;
  return isAllowed(policy, {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'Federated', name: provider.arn },
    keys: {
      ...circumstances.keys,
      'sts:rolesessionname': circumstances.sessionName,
      [`${issuer.toLowerCase()}:sub`]: token.sub,
      [`${issuer.toLowerCase()}:aud`]: token.aud,
    },
    undocumented: circumstances.undocumented,
  });
}

export function naivelyAdmitsSession(
  policy: NaivePolicy,
  session: {
    readonly clusterArn: string;
    readonly account: string;
    readonly namespace: string;
    readonly serviceAccount: string;
  },
  circumstances: Omit<Circumstances, 'sessionName'>,
): boolean {
  const tags: { [tag: string]: string } = {
    'eks-cluster-arn': session.clusterArn,
    'eks-cluster-name': session.clusterArn.split('/')[1]!,
    'kubernetes-namespace': session.namespace,
    'kubernetes-service-account': session.serviceAccount,
    'kubernetes-pod-name': 'pod',
    'kubernetes-pod-uid': 'uid',
  };
  const keys: { [key: string]: string | readonly string[] } = {
    ...circumstances.keys,
    'aws:sourceaccount': session.account,
    'aws:sourcearn': session.clusterArn,
    'aws:tagkeys': Object.keys(tags),
  };
  for (const [tag, value] of Object.entries(tags)) keys[`aws:requesttag/${tag}`] = value;
  return ['sts:AssumeRole', 'sts:TagSession'].every((action) =>
    isAllowed(policy, {
      action,
      principal: { kind: 'Service', name: 'pods.eks.amazonaws.com' },
      keys,
      undocumented: circumstances.undocumented,
    }),
  );
}

function isAllowed(policy: NaivePolicy, request: Request): boolean {
  const applying = policy.Statement.filter((statement) => applies(statement, policy, request));
  if (applying.some((statement) => statement.Effect === 'Deny')) return false;
  return applying.some((statement) => statement.Effect === 'Allow');
}

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

function applies(statement: NaiveStatement, policy: NaivePolicy, request: Request): boolean {
  const names = (patterns: string | readonly string[]): boolean =>
    listOf(patterns).some((pattern) => wildcardExpression(pattern.toLowerCase()).test(request.action.toLowerCase()));
  if (statement.Action !== undefined ? !names(statement.Action) : names(statement.NotAction!)) return false;
  if (!isPrincipal(statement.Principal, request)) return false;
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      if (!conditionHolds(operator, key, listOf(values), policy.Version === '2012-10-17', request)) return false;
    }
  }
  return true;
}

function isPrincipal(principal: NaiveStatement['Principal'], request: Request): boolean {
  if (principal === '*') return request.principal.kind === 'Federated' || request.undocumented;
  if (listOf(principal['AWS'] ?? []).includes('*') && request.undocumented) return true;
  return listOf(principal[request.principal.kind] ?? []).includes(request.principal.name);
}

function conditionHolds(
  operator: string,
  key: string,
  values: readonly string[],
  variables: boolean,
  request: Request,
): boolean {
  let name = operator;
  let set = '';
  if (name.includes(':')) [set, name] = name.split(':') as [string, string];
  const ifExists = name.endsWith('IfExists');
  if (ifExists) name = name.slice(0, -'IfExists'.length);
  const found = request.keys[key.toLowerCase()];

  if (name === 'Null') return values.includes(found === undefined ? 'true' : 'false');
  const negated = name.includes('Not');
  if (found === undefined) {
    if (set === 'ForAllValues') return true;
    if (set === 'ForAnyValue') return ifExists ? request.undocumented : false;
    return ifExists || negated;
  }
  const one = (actual: string): boolean => {
    const matches = values.some((value) => compare(name.replace('Not', ''), value, actual, variables, request));
    return negated ? !matches : matches;
  };
  if (typeof found === 'string') return one(found);
  if (set === 'ForAllValues') return found.every(one);
  if (set === 'ForAnyValue') return found.some(one);
  return request.undocumented;
}

function compare(operator: string, written: string, actual: string, variables: boolean, request: Request): boolean {
  const value = variables ? withVariables(written, request) : written;
  // A variable without a value is null, and nothing is equal to that or like it.
  if (value === undefined) return false;
  const literal = variables ? value.replace(/\$\{([*?$])\}/g, '$1') : value;
  switch (operator) {
    case 'StringEquals':
      return literal === actual;
    case 'StringEqualsIgnoreCase':
      return literal.toLowerCase() === actual.toLowerCase();
    case 'StringLike':
      return wildcardExpression(value, variables).test(actual);
    case 'ArnEquals':
    case 'ArnLike': {
      const wanted = value.split(':');
      const given = actual.split(':');
      if (wanted.length < 6 || given.length < 6 || given[0] !== 'arn') {
        return request.undocumented && wildcardExpression(value, variables).test(actual);
      }
      const parts = (all: string[]): string[] => [...all.slice(0, 5), all.slice(5).join(':')];
      return parts(wanted).every((part, index) => wildcardExpression(part, variables).test(parts(given)[index]!));
    }
    case 'NumericEquals':
      return isNumber(value) && isNumber(actual) ? Number(value) === Number(actual) : false;
    case 'NumericLessThan':
      return isNumber(value) && isNumber(actual) ? Number(actual) < Number(value) : false;
    case 'Bool':
      return value === actual;
    case 'IpAddress':
      return actual.startsWith(value.split('.')[0] + '.');
    default:
      throw new Error(`the naive evaluator knows no ${operator}`);
  }
}

/** Policy variables replaced by their values or defaults; nothing where one has neither. */
function withVariables(text: string, request: Request): string | undefined {
  let known = true;
  const replaced = text.replace(/\$\{([a-zA-Z0-9:/-]{2,})(?:, '([^']*)')?\}/g, (_, key: string, byDefault?: string) => {
    const value = request.keys[key.toLowerCase()] ?? byDefault;
    if (typeof value !== 'string') known = false;
    return String(value);
  });
  return known ? replaced : undefined;
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function wildcardExpression(pattern: string, variables = false): RegExp {
  let expression = '';
  for (let at = 0; at < pattern.length; at++) {
    const escape = variables && /^\$\{([*?$])\}/.exec(pattern.slice(at));
    if (escape) {
      expression += `\\${escape[1]}`;
      at += 3;
    } else if (pattern[at] === '*') expression += '[^]*';
    else if (pattern[at] === '?') expression += '[^]';
    else expression += pattern[at]!.replace(/[\\^$.|+()[\]{}/-]/g, '\\$&');
  }
  return new RegExp(`^${expression}$`);
}
