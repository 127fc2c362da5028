/** What AWS refuses beside EKS, and moto accepts: each answers with the code and message of AWS, or nothing. */
export interface AwsRefusal {
  readonly code: string;
  readonly message: string;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly NotPrincipal?: unknown;
}

/** Characters of a trust policy without white space. Source: IAM and STS quotas. */
const TRUST_POLICY_CHARACTERS = 2048;

/** What IAM counts. Source: IAM and STS quotas. */
const iamNameLimits: Readonly<Record<string, readonly [field: string, characters: number]>> = {
  CreateRole: ['RoleName', 64],
  CreatePolicy: ['PolicyName', 128],
  CreateInstanceProfile: ['InstanceProfileName', 128],
};

/** Source: IAM and STS quotas. */
export function refusedIamName(parameters: URLSearchParams): AwsRefusal | undefined {
  const [field, characters] = iamNameLimits[parameters.get('Action') ?? ''] ?? [];
  if (field === undefined || characters === undefined) return undefined;
  const name = parameters.get(field) ?? '';
  if (name.length <= characters) return undefined;
  return {
    code: 'ValidationError',
    message: `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: Member must have length less than or equal to ${characters}`,
  };
}

/** The trust policy that a call sets, where it sets one. */
export function trustPolicyIn(parameters: URLSearchParams): string | undefined {
  const action = parameters.get('Action') ?? '';
  if (!['CreateRole', 'UpdateAssumeRolePolicy'].includes(action)) return undefined;
  return parameters.get('AssumeRolePolicyDocument') ?? parameters.get('PolicyDocument') ?? undefined;
}

/** Source: IAM and STS quotas. */
export function refusedTrustSize(policy: string): AwsRefusal | undefined {
  if (policy.replace(/\s/g, '').length <= TRUST_POLICY_CHARACTERS) return undefined;
  return { code: 'LimitExceeded', message: `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_CHARACTERS}` };
}

/** The roles that a policy names as principals: IAM refuses one that is not there. */
export function rolesNamedIn(policy: string): string[] {
  const arns = statementsOf(policy).flatMap(({ Principal }) => {
    const principals = (Principal as { AWS?: string | string[] } | undefined)?.AWS ?? [];
    return typeof principals === 'string' ? [principals] : principals;
  });
  return arns.filter((arn) => /^arn:aws[a-z-]*:iam::\d{12}:role\//.test(arn));
}

/** Source: IAM user guide, "Troubleshoot IAM policies": a principal that does not exist. */
export function invalidPrincipal(arn: string): AwsRefusal {
  return { code: 'MalformedPolicyDocument', message: `Invalid principal in policy: "AWS":"${arn}"` };
}

/** Source: CloudTrail API, CreateTrail; "Amazon S3 bucket policy for CloudTrail". */
export function refusedTrailBucket(bucket: string, policy: string | undefined): AwsRefusal | undefined {
  const allowed = policy === undefined ? [] : actionsOf(policy, 'cloudtrail.amazonaws.com');
  if (['s3:GetBucketAcl', 's3:PutObject'].every((action) => allowed.includes(action))) return undefined;
  return {
    code: 'InsufficientS3BucketPolicyException',
    message: `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
  };
}

/** Source: CloudTrail API, CreateTrail; "Configure AWS KMS key policies for CloudTrail". */
export function refusedTrailKey(key: string, policy: string): AwsRefusal | undefined {
  const allowed = actionsOf(policy, 'cloudtrail.amazonaws.com');
  if (allowed.some((action) => /^kms:(GenerateDataKey|\*)/.test(action))) return undefined;
  return {
    code: 'InsufficientEncryptionPolicyException',
    message: `Insufficient permissions to access S3 bucket or KMS key ${key}.`,
  };
}

/** Source: CloudWatch Logs user guide, "Encrypt log data using AWS KMS". */
export function refusedLogsKey(key: string, policy: string, region: string): AwsRefusal | undefined {
  if (actionsOf(policy, `logs.${region}.amazonaws.com`).length > 0) return undefined;
  return {
    code: 'AccessDeniedException',
    message: `The specified KMS key does not exist or is not allowed to be used with LogGroup: ${key}`,
  };
}

/** Source: CloudWatch Logs quotas. */
export function refusedMetricFilters(there: number): AwsRefusal | undefined {
  return there < 100 ? undefined : { code: 'LimitExceededException', message: 'Resource limit exceeded.' };
}

/** Source: AWS Organizations, "RCP syntax" and quotas. */
export function refusedControlPolicy(content: string): AwsRefusal | undefined {
  const malformed = (message: string) => ({ code: 'MalformedPolicyDocumentException', message });
  if (content.length > 5120) {
    const message = 'You have exceeded the maximum size of a policy.';
    return { code: 'ConstraintViolationException', message };
  }
  for (const { Effect, Principal, NotAction, NotPrincipal } of statementsOf(content)) {
    if (Effect !== 'Deny')
      return malformed('The provided policy document does not meet the requirements: Effect is Deny.');
    if (Principal !== '*')
      return malformed('The provided policy document does not meet the requirements: Principal is *.');
    if (NotAction !== undefined || NotPrincipal !== undefined)
      return malformed('NotAction and NotPrincipal are not supported.');
  }
  return undefined;
}

/** What a policy allows a service, as written. */
function actionsOf(policy: string, service: string): string[] {
  return statementsOf(policy)
    .filter(({ Effect, Principal }) => {
      const named = (Principal as { Service?: string | string[] } | undefined)?.Service ?? [];
      return Effect === 'Allow' && [named].flat().includes(service);
    })
    .flatMap(({ Action = [] }) => Action);
}

function statementsOf(policy: string): Statement[] {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  return [Statement].flat();
}
