import { parsePermissionPolicy, possibleStatements } from '../iam';
import type { Policy, Statement } from '../iam';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { hasSymbol } from '../model/known/symbol';

const OF_AWS = /^arn:([a-z-]+|\uE000[^\uE001]*\uE001):iam::aws:policy\/(.+)$/;
const parsed = new Map<string, Policy>();

/** A managed policy of AWS by its ARN, as of the day of the table; nothing where the table does not have it. */
export function managedPolicy(arn: string): Policy | undefined {
  const [, partition, name] = OF_AWS.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const known = parsed.get(arn);
  if (known) return known;
  const { MANAGED_POLICIES } = table();
  if (!Object.hasOwn(MANAGED_POLICIES, name)) return undefined;
  // What other partitions have under a name need not be the same, but for the one that allows everything.
  if (/^aws-/.test(partition!) && name !== 'AdministratorAccess') return undefined;
  const policy = parsePermissionPolicy({
    Version: '2012-10-17',
    Statement: inPartition(MANAGED_POLICIES[name], partition!),
  });
  parsed.set(arn, policy);
  return policy;
}

/** The content of a policy of an identity. */
export interface ReadContent {
  readonly statements: readonly Statement[];
  readonly version: Policy['version'];
  readonly isTable?: true;
}

/** What is known of it. */
export type PolicyContent =
  | ReadContent
  /** Whether it may deny an action is known of AWS' own policies by their names. */
  | { readonly unread: true; readonly mayDeny: boolean };

/** What a policy says: as the program has it, or AWS' table of a day; nothing where neither does. */
export function readContentOf({ statements, version = '2012-10-17', name }: IdentityPolicy): ReadContent | undefined {
  if (statements) return { statements, version };
  const managed = name === undefined ? undefined : managedPolicy(name);
  return managed && { statements: possibleStatements(managed), version: managed.version, isTable: true };
}

/** The same, and of what was not read whether it may deny an action. */
export function contentOf(policy: IdentityPolicy, action: string): PolicyContent {
  const { name } = policy;
  return readContentOf(policy) ?? { unread: true, mayDeny: name === undefined || mayDeny(name, action) };
}

/** Whether a policy of which only the ARN is known may deny an action. AWS' own deny nothing but for those that are listed. */
function mayDeny(arn: string, action: string): boolean {
  const [, , path] = OF_AWS.exec(arn) ?? [];
  if (path === undefined || hasSymbol(path)) return true;
  const name = path.split('/').at(-1)!;
  const services = table().MANAGED_POLICIES_THAT_DENY[name] ?? (/^AWSCompromisedKeyQuarantine/.test(name) ? ['*'] : []);
  return services.includes('*') || services.includes(action.split(':')[0]!.toLowerCase());
}

/** The day of which the policies of the table are. */
export function managedPoliciesOf(): string {
  return table().MANAGED_POLICIES_OF;
}

/** Read when the first is asked for. */
function table(): typeof import('./managed-policies') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./managed-policies') as typeof import('./managed-policies');
}

function inPartition(value: unknown, partition: string): unknown {
  if (partition === 'aws') return value;
  if (typeof value === 'string') return value.replace(/^arn:aws:/, `arn:${partition}:`);
  if (Array.isArray(value)) return value.map((one) => inPartition(one, partition));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inPartition(one, partition)]));
}
