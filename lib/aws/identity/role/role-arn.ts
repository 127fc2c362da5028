import { PodtrustError, isKnown } from '../../../core';
import { isRoleArn } from '../../../core/aws/role-arn';

/**
 * Refuses what is not the ARN of a role. Tokens pass.
 *
 * @throws PodtrustError `role-arn-malformed`
 */
export function checkRoleArn(arn: string, where: string): void {
  if (typeof arn === 'string' && (!isKnown(arn) || isRoleArn(arn))) return;
  throw new PodtrustError({
    code: 'role-arn-malformed',
    where,
    what: `"${arn}" is not the ARN of an IAM role`,
    why: 'Nothing asks AWS whether there is such a role before the pod runs: STS refuses it then.',
    remedy: 'Give arn:aws:iam::<account>:role/<path and name>, or a token of it.',
  });
}
