import type { ITerraformDependable } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import { type Binding, PodtrustError, type ServiceAccountReference, isKnown } from '../../core';
import { isRoleArn } from '../../core/role-arn';
import { recordExisting, recordSourcePosition } from '../../terraform';
import {
  type PodRoleTrust,
  associate,
  bindingFor,
  bindingsOf,
  checkTrusts,
  useServiceAccounts,
} from './pod-role-trust';
import { checkAccounts } from './provider-account';
import { recordThoseOf } from './record-existing';

/** What {@link PodRole.fromAttributes} must know of a role. */
export interface ExistingPodRoleAttributes {
  readonly arn: string;
  /** The trusts that the role's policy has. They are bound and associated here; the policy itself is not touched. */
  readonly trusts: readonly PodRoleTrust[];
}

/**
 * An IAM role that somebody else made, bound to service accounts.
 *
 * @throws PodtrustError `role-arn-malformed`, `provider-in-other-account`, and those of its trusts as of `PodRole`
 */
export class ExistingPodRole extends Construct {
  public readonly arn: string;
  public readonly trusts: readonly PodRoleTrust[];
  public readonly associations: readonly EksPodIdentityAssociation[];
  /** What workloads in the same stack must wait for. */
  public readonly dependables: readonly ITerraformDependable[];
  private bound?: readonly Binding[];

  public constructor(scope: Construct, id: string, { arn, trusts }: ExistingPodRoleAttributes) {
    super(scope, id);
    recordSourcePosition(this);
    if (isKnown(arn) && !isRoleArn(arn)) {
      throw new PodtrustError({
        code: 'role-arn-malformed',
        where: this.node.path,
        what: `"${arn}" is not the ARN of an IAM role`,
        why: 'The webhook would inject it all the same, and STS refuse it when the pod runs.',
        remedy: 'Give arn:aws:iam::<account>:role/<path and name>.',
      });
    }
    checkTrusts(trusts, this.node.path);
    checkAccounts(this, trusts, { arn });
    useServiceAccounts(trusts, this.node.path);
    recordExisting(this, 'identities', { id: this.node.path, kind: 'iam-role', resourceId: arn });
    recordThoseOf(this, trusts);
    this.arn = arn;
    this.trusts = trusts;
    const { associations, agents } = associate(this, arn, trusts, []);
    this.associations = associations;
    this.dependables = [...associations, ...agents];
  }

  /** What service accounts and their pods carry, one for each trust that binds. */
  public get bindings(): readonly Binding[] {
    this.bound ??= bindingsOf(this.arn, this.trusts);
    return this.bound;
  }

  /** @throws PodtrustError `binding-missing` where the role binds no such service account */
  public bindingFor(serviceAccount: ServiceAccountReference): Binding {
    return bindingFor(this.bindings, serviceAccount, this.node.path);
  }
}
