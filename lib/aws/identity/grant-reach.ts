import { LIMITS, PodtrustError } from '../../core';
import { type Arn, checkArn, checkPartition, exactPart, readArn } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import type { AwsGrant } from '../grants/grant';
import type { RoleHome } from './role/role-home';

/**
 * Refuses grants on what a role cannot reach, or reaches only where that is said: what is in another partition, account or
 * region than the role. What is not known passes, and so do wildcards.
 *
 * @throws PodtrustError `partition-mismatch`, `account-mismatch`, `region-mismatch`
 */
export function checkReach(grants: readonly AwsGrant[], home: RoleHome, where: string): void {
  for (const { statements, crossAccount = false, crossRegion = false } of grants) {
    for (const { effect, resources } of statements) {
      if (effect === 'Deny') continue;
      for (const resource of resources) {
        const arn = readArn(resource);
        if (!arn) continue;
        checkPartition(resource, { name: 'the role', partition: home.partition }, where, arn);
        if (!crossAccount) checkAccount(resource, arn, home, where);
        if (!crossRegion) checkRegion(resource, arn, home, where);
      }
    }
  }
}

function checkAccount(resource: string, arn: Arn, { account }: RoleHome, where: string): void {
  const other = exactPart(arn.account);
  if (!other || account === undefined || other === 'aws' || other === account) return;
  throw new PodtrustError({
    code: 'account-mismatch',
    where,
    what: `a role of account ${account} is given ${resource}, which is in account ${other}`,
    why: 'AWS denies it until the policy of the resource allows the role too, and that policy belongs to the other account.',
    remedy: 'Say crossAccount: true where that is meant, or name the resource of the role’s own account.',
  });
}

function checkRegion(resource: string, arn: Arn, { regions }: RoleHome, where: string): void {
  const other = exactPart(arn.region);
  if (!other || regions === undefined || regions.has(other)) return;
  throw new PodtrustError({
    code: 'region-mismatch',
    where,
    what: `a role for pods in ${[...regions].sort().join(' and ')} is given ${resource}, which is in ${other}`,
    why: 'AWS SDKs call their own region and find nothing there, unless the program says otherwise.',
    remedy: 'Say crossRegion: true where that is meant, or name the resource of the pods’ own region.',
  });
}

/**
 * Refuses policies that IAM cannot attach to a role: they are AWS' own or of the role's account.
 *
 * @throws PodtrustError `policies-over-limit`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`, `account-mismatch`
 */
export function checkPolicies(arns: readonly string[], home: RoleHome, where: string): void {
  checkNumberOfPolicies(arns, where);
  for (const arn of arns) {
    checkArn(arn, ARN_KINDS.policy, where);
    checkPartition(arn, { name: 'the role', partition: home.partition }, where);
    const other = readArn(arn)!.account;
    if (!other || home.account === undefined || other === 'aws' || other === home.account) continue;
    throw new PodtrustError({
      code: 'account-mismatch',
      where,
      what: `a role of account ${home.account} is given the policy ${arn}, which is in account ${other}`,
      why: 'IAM attaches policies of AWS and of the role’s own account, and refuses all others.',
      remedy: 'Make the policy in the role’s account, and name it by its ARN there.',
    });
  }
}

function checkNumberOfPolicies(arns: readonly string[], where: string): void {
  const most = LIMITS.policiesOfRole;
  if (arns.length <= most) return;
  throw new PodtrustError({
    code: 'policies-over-limit',
    where,
    what: `${arns.length} managed policies`,
    why: `IAM attaches 10 to a role, and AWS raises an account’s quota to ${most} at most.`,
    remedy: 'Join them in fewer policies, or give grants, which are one inline policy.',
  });
}
