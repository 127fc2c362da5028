import { PodtrustError } from './errors';
import { isKnown } from './unknown';

interface NameRule {
  /** What the name belongs to, as a message shows it. */
  readonly of: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
}

const RFC_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const RFC_1123_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * What each kind of name may be. The clouds' rules are those of their resource naming pages, Kubernetes' those of RFC 1123.
 */
const NAME_RULES = {
  namespace: {
    of: 'Kubernetes namespace',
    minimum: 1,
    maximum: 63,
    pattern: RFC_1123_LABEL,
    allowed: 'lower-case letters, digits and -, starting and ending with a letter or digit',
  },
  container: {
    of: 'container',
    minimum: 1,
    maximum: 63,
    pattern: RFC_1123_LABEL,
    allowed: 'lower-case letters, digits and -, starting and ending with a letter or digit',
  },
  'service-account': {
    of: 'Kubernetes service account',
    minimum: 1,
    maximum: 253,
    pattern: RFC_1123_SUBDOMAIN,
    allowed: 'lower-case letters, digits, - and ., each part starting and ending with a letter or digit',
  },
  'kubernetes-object': {
    of: 'Kubernetes object',
    minimum: 1,
    maximum: 253,
    pattern: RFC_1123_SUBDOMAIN,
    allowed: 'lower-case letters, digits, - and ., each part starting and ending with a letter or digit',
  },
  'label-value': {
    of: 'Kubernetes label',
    minimum: 1,
    maximum: 63,
    pattern: /^[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/,
    allowed: 'letters, digits, -, _ and ., starting and ending with a letter or digit',
  },
  'canary-job': {
    // A pod has its Job's name as a label, of 63 characters at most; a hash of 10 and a hyphen follow this part.
    of: 'canary Job',
    minimum: 1,
    maximum: 52,
    pattern: RFC_1123_LABEL,
    allowed: 'lower-case letters, digits and -, starting and ending with a letter or digit',
  },
  'helm-release': {
    of: 'Helm release',
    minimum: 1,
    maximum: 53,
    pattern: RFC_1123_SUBDOMAIN,
    allowed: 'lower-case letters, digits, - and ., each part starting and ending with a letter or digit',
  },
  'iam-role': {
    of: 'IAM role',
    minimum: 1,
    maximum: 64,
    pattern: /^[\w+=,.@-]+$/,
    allowed: 'letters, digits and _+=,.@-',
  },
  'iam-role-prefix': {
    of: 'IAM role name prefix',
    minimum: 1,
    maximum: 38,
    pattern: /^[\w+=,.@-]+$/,
    allowed: 'letters, digits and _+=,.@-',
  },
  'iam-policy': {
    of: 'IAM policy',
    minimum: 1,
    maximum: 128,
    pattern: /^[\w+=,.@-]+$/,
    allowed: 'letters, digits and _+=,.@-',
  },
  cloudtrail: {
    of: 'CloudTrail trail',
    minimum: 3,
    maximum: 128,
    pattern: /^[A-Za-z0-9](?!.*[-._]{2})[\w.-]*[A-Za-z0-9]$/,
    allowed: 'letters, digits and single ., - and _, starting and ending with a letter or digit',
  },
  'organizations-policy': {
    of: 'AWS Organizations policy',
    minimum: 1,
    maximum: 128,
    pattern: /^[ -~]+$/,
    allowed: 'printable ASCII',
  },
  'iam-path': {
    of: 'IAM path',
    minimum: 1,
    maximum: 512,
    pattern: /^\/([!-.0-~]+\/)*$/,
    allowed: 'parts of printable ASCII between slashes, beginning and ending with /',
  },
  'eks-cluster': {
    of: 'EKS cluster',
    minimum: 1,
    maximum: 100,
    pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'eks-capability': {
    of: 'EKS capability',
    minimum: 1,
    maximum: 100,
    pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'eks-node-group': {
    of: 'EKS node group',
    minimum: 1,
    maximum: 63,
    pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'eks-fargate-profile': {
    of: 'EKS Fargate profile',
    minimum: 1,
    maximum: 100,
    pattern: /^(?!eks-)[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit and not with eks-',
  },
  'eks-identity-provider': {
    of: 'EKS identity provider configuration',
    minimum: 1,
    maximum: 100,
    pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'aks-cluster': {
    of: 'AKS cluster',
    minimum: 1,
    maximum: 63,
    pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$/,
    allowed: 'letters, digits, - and _, starting and ending with a letter or digit',
  },
  'aks-dns-prefix': {
    of: 'AKS DNS prefix',
    minimum: 1,
    maximum: 54,
    pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-a-zA-Z0-9]{0,52}[a-zA-Z0-9]$/,
    allowed: 'letters, digits and -, starting and ending with a letter or digit',
  },
  'aks-linux-node-pool': {
    of: 'AKS Linux node pool',
    minimum: 1,
    maximum: 12,
    pattern: /^[a-z][a-z\d]{0,11}$/,
    allowed: 'lower-case letters and digits, starting with a letter',
  },
  'identity-binding': {
    // AKS' API (2026-04-01) says ^[a-z][a-z0-9]{0,63}$, and its documentation makes names with hyphens.
    of: 'AKS identity binding',
    minimum: 1,
    maximum: 63,
    pattern: /^[a-z][a-z0-9-]*$/,
    allowed: 'lower-case letters, digits and -, starting with a letter',
  },
  'managed-identity': {
    of: 'user-assigned managed identity',
    minimum: 3,
    maximum: 128,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'entra-application': {
    of: 'Entra application',
    minimum: 1,
    maximum: 120,
    pattern: /^[^\s<>;&%\p{Cc}]([^<>;&%\p{Cc}]*[^\s<>;&%\p{Cc}])?$/u,
    allowed: 'any characters but <, >, ;, &, % and control characters, without blanks around them',
  },
  'federated-credential': {
    of: 'federated credential',
    minimum: 3,
    maximum: 120,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, starting with a letter or digit',
  },
  'resource-group': {
    of: 'Azure resource group',
    minimum: 1,
    maximum: 90,
    pattern: /^[-\w.()]*[-\w()]$/,
    allowed: 'letters, digits, -, _, ., ( and ), not ending in .',
  },
  'key-vault': {
    of: 'Key Vault',
    minimum: 3,
    maximum: 24,
    pattern: /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]*[a-zA-Z0-9]$/,
    allowed: 'letters, digits and single -, starting with a letter and ending with a letter or digit',
  },
  'storage-account': {
    of: 'Azure storage account',
    minimum: 3,
    maximum: 24,
    pattern: /^[a-z0-9]+$/,
    allowed: 'lower-case letters and digits',
  },
  'cosmosdb-account': {
    of: 'Cosmos DB account',
    minimum: 3,
    maximum: 44,
    pattern: /^[a-z0-9][a-z0-9-]*$/,
    allowed: 'lower-case letters, digits and -, starting with a letter or digit',
  },
  'service-bus-namespace': {
    of: 'Service Bus namespace',
    minimum: 6,
    maximum: 50,
    pattern: /^[a-zA-Z](?!.*-(sb|mgmt)$)[-a-zA-Z0-9]*[a-zA-Z0-9]$/,
    allowed: 'letters, digits and -, starting with a letter, ending with a letter or digit, and not with -sb or -mgmt',
  },
  'service-bus-queue': {
    of: 'Service Bus queue',
    minimum: 1,
    maximum: 260,
    pattern: /^[a-zA-Z0-9]([-\w./]*[a-zA-Z0-9])?$/,
    allowed: 'letters, digits, ., -, _ and /, starting and ending with a letter or digit',
  },
  'container-registry': {
    of: 'Azure container registry',
    minimum: 5,
    maximum: 50,
    pattern: /^[a-zA-Z0-9]+$/,
    allowed: 'letters and digits',
  },
  's3-bucket': {
    of: 'S3 bucket',
    minimum: 3,
    maximum: 63,
    pattern: /^[a-z0-9](?!.*\.\.)[a-z0-9.-]*[a-z0-9]$/,
    allowed: 'lower-case letters, digits, - and single ., starting and ending with a letter or digit',
  },
  'dynamodb-table': {
    of: 'DynamoDB table',
    minimum: 3,
    maximum: 255,
    pattern: /^[\w.-]+$/,
    allowed: 'letters, digits, _, - and .',
  },
  'sqs-queue': {
    of: 'SQS queue',
    minimum: 1,
    maximum: 80,
    pattern: /^[\w-]+(\.fifo)?$/,
    allowed: 'letters, digits, - and _, and the ending .fifo of a FIFO queue',
  },
} as const satisfies Record<string, NameRule>;

/** A kind of name that has a rule. */
export type NameKind = keyof typeof NAME_RULES;

/** Whether a known name keeps its rule. A token's value is unknown, and counts as valid. */
export function isValidName(kind: NameKind, name: string): boolean {
  const rule: NameRule = NAME_RULES[kind];
  return (
    typeof name === 'string' &&
    (!isKnown(name) || (name.length >= rule.minimum && name.length <= rule.maximum && rule.pattern.test(name)))
  );
}

/**
 * Refuses a name that its cloud would refuse. Tokens pass: their value is not known yet.
 *
 * @param where the construct's path or the file to name
 * @param code `subject-invalid` for the parts of a service account that is trusted
 * @throws PodtrustError `name-invalid`, or the given code
 */
export function checkName(
  kind: NameKind,
  name: string,
  where?: string,
  code: 'name-invalid' | 'subject-invalid' = 'name-invalid',
): void {
  if (isValidName(kind, name)) return;
  const rule: NameRule = NAME_RULES[kind];
  const length = typeof name === 'string' ? ` (${name.length} character${name.length === 1 ? '' : 's'})` : '';
  throw new PodtrustError({
    code,
    where,
    what: `${JSON.stringify(name) ?? 'nothing'}${length} cannot name ${withArticle(rule.of)}`,
    why: `The name of ${withArticle(rule.of)} has ${rule.minimum} to ${rule.maximum} characters: ${rule.allowed}; the API refuses anything else.`,
    remedy: 'Choose a name that keeps this rule.',
  });
}

/** With its article, by how it is spoken: an EKS cluster, an S3 bucket, a user-assigned managed identity. */
function withArticle(noun: string): string {
  return `${/^([AEIO]|S3|SQS)/.test(noun) ? 'an' : 'a'} ${noun}`;
}
