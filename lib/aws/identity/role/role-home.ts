import { type TerraformProvider, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isKnown } from '../../../core';
import { partitionIn, partitionOfRegion } from '../../../core/aws/aws-partition';
import { accountOfRole, awsProviderOf } from '../issuers/provider-account';
import type { PodRoleTrust } from './pod-role-trust';

/** Where a role is, as far as a program tells. */
export interface RoleHome {
  /** Such as `aws`. */
  readonly partition?: string;
  /** Twelve digits. */
  readonly account?: string;
  /** Those of the clusters whose pods become the role; nothing where one of them is not known, or there are none. */
  readonly regions?: ReadonlySet<string>;
}

/**
 * Where a role is.
 *
 * @param of a role that exists, by its ARN, or the AWS provider that makes it; the stack's own where none is given
 */
export function roleHome(
  scope: IConstruct,
  trusts: readonly PodRoleTrust[],
  of: { readonly arn?: string; readonly provider?: TerraformProvider },
): RoleHome {
  const regions = trusts.map((trust) => (trust.mechanism === 'irsa' ? trust.region : trust.cluster.region));
  return {
    partition: partitionOfRole(scope, trusts, of),
    account: accountOfRole(scope, trusts, of),
    regions: regions.length > 0 && regions.every(isKnown) ? new Set(regions) : undefined,
  };
}

function partitionOfRole(
  scope: IConstruct,
  trusts: readonly PodRoleTrust[],
  { arn, provider }: { readonly arn?: string; readonly provider?: TerraformProvider },
): string | undefined {
  if (arn !== undefined) return partitionIn(arn);
  // A pod of one partition never becomes a role of another, so that the cluster of a trust tells too.
  const known = trusts.flatMap((trust) => {
    if (trust.mechanism === 'irsa') return [trust.oidcProvider && partitionIn(trust.oidcProvider.arn)];
    return [partitionIn(trust.cluster.arn), partitionOfRegion(trust.cluster.region)];
  });
  const { region } = (awsProviderOf(provider, TerraformStack.of(scope)) ?? {}) as { readonly region?: unknown };
  const made = typeof region === 'string' ? partitionOfRegion(region) : undefined;
  return [...known, made].find((partition) => partition !== undefined);
}
