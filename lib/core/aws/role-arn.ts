const ROLE_ARN = /^arn:aws[a-z0-9-]*:iam::\d{12}:role\/[\w\-/.@+=,]+$/;

/** Whether a text looks as a role's ARN must. The EKS webhook only logs one that does not, and injects it all the same. */
export function isRoleArn(text: string): boolean {
  return ROLE_ARN.test(text);
}
