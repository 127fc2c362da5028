/** `arn:<partition>:iam::<account>:<resource>`; partition and account may be symbols. */
const IAM_ARN = /^arn:([a-z-]+|\uE000[^\uE001]*\uE001):iam::(\d{12}|\uE000[^\uE001]*\uE001):(.+)$/;

/** The partition and the account of an IAM ARN, and what it names there. */
export interface IamArn {
  readonly partition: string;
  readonly account: string;
  readonly resource: string;
}

/** The parts of an IAM ARN; nothing where they are not to be told from the text. */
export function readIamArn(arn: string): IamArn | undefined {
  const parts = IAM_ARN.exec(arn);
  return parts ? { partition: parts[1]!, account: parts[2]!, resource: parts[3]! } : undefined;
}

const PROVIDER = 'oidc-provider/';

/** An OIDC provider's ARN. */
export interface ProviderArn extends Omit<IamArn, 'resource'> {
  readonly issuer: string;
}

/** The parts of an OIDC provider's ARN. */
export function readProviderArn(arn: string): ProviderArn | undefined {
  const parts = readIamArn(arn);
  if (!parts?.resource.startsWith(PROVIDER) || parts.resource.length === PROVIDER.length) return undefined;
  const { partition, account, resource } = parts;
  return { partition, account, issuer: resource.slice(PROVIDER.length) };
}
