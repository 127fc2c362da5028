import { parsePermissionPolicy } from '../iam';
import type { Policy } from '../iam';

const OF_AWS = /^arn:(aws|\uE000[^\uE001]*\uE001):iam::aws:policy\/(.+)$/;
const parsed = new Map<string, Policy>();

/** A managed policy of AWS by its ARN, as of the day of the table; nothing where the table does not have it. */
export function managedPolicy(arn: string): Policy | undefined {
  const [, partition, name] = OF_AWS.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const known = parsed.get(arn);
  if (known) return known;
  const { MANAGED_POLICIES } = table();
  if (!Object.hasOwn(MANAGED_POLICIES, name)) return undefined;
  const policy = parsePermissionPolicy({
    Version: '2012-10-17',
    Statement: inPartition(MANAGED_POLICIES[name], partition!),
  });
  parsed.set(arn, policy);
  return policy;
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
