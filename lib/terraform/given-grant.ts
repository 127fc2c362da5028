import type { ITerraformDependable } from 'cdktf';
import type { Grant } from '../core';

/** A grant that an identity has: what workloads wait for. */
export interface GivenGrant<G extends Grant = Grant> {
  readonly grant: G;
  /** Who has it: the ARN of a role, or the object id of an identity's service principal. */
  readonly grantee: string;
  /** What carries it out. A workload that starts before them is refused. */
  readonly dependables: readonly ITerraformDependable[];
}
