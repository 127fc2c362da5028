import type { TerraformProvider } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { PodtrustError, checkName } from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import type { AwsGrant } from '../../grants/grant';
import { permissionPolicyOf } from '../../grants/permission-policy';
import { checkPolicies, checkReach } from '../../identity/grant-reach';
import type { RoleHome } from '../../identity/role/role-home';
import { OF_ROLES, useName } from '../../name-uses';
import { checkTags } from '../../tags';

/** Kinds of objects of ACK, by their API group. */
export interface AckResourceType {
  /** Such as `s3.services.k8s.aws`. */
  readonly group: string;
  /** Such as `Bucket`. Default all of the group. */
  readonly kind?: string;
  /** Such as `v1alpha1`. Default all. */
  readonly version?: string;
}

/** Options of a role that ACK assumes for some namespaces. */
export interface AckRoleProps {
  /** The namespaces whose objects ACK makes with this role. */
  readonly namespaces: readonly string[];
  /** The kinds of objects that it is for. Default all. */
  readonly resourceTypes?: readonly AckResourceType[];
  /** What it may do. Default nothing. */
  readonly grants?: readonly AwsGrant[];
  /** The role's name, at most 64 characters. Default: Terraform makes one up. */
  readonly roleName?: string;
  /** The name of the IAMRoleSelector. Default the construct's id. */
  readonly selectorName?: string;
  /** ARN of the policy that bounds what the role may ever do. */
  readonly permissionsBoundary?: string;
  /** The AWS provider of another account, where ACK makes things there. Default the stack's. */
  readonly provider?: TerraformProvider;
  readonly tags?: Readonly<Record<string, string>>;
}

/** By which role ACK gets to another one. */
interface OwningCapability {
  readonly arn: string;
  readonly home: RoleHome;
}

/** An object that tells ACK to use a role for some namespaces, as plain data. */
export interface IamRoleSelector extends Readonly<Record<string, unknown>> {
  readonly apiVersion: 'services.k8s.aws/v1alpha1';
  readonly kind: 'IAMRoleSelector';
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * A role that the capability ACK assumes for some namespaces in place of its own. Made by `EksCapability.addRole`.
 *
 * It trusts the capability's role alone. With a provider of another account it is there, and ACK makes things there.
 */
export class AckRole extends Construct {
  public readonly resource: IamRole;
  public readonly arn: string;
  /** The inline policy of its grants; undefined without any. */
  public readonly policy?: IamRolePolicy;
  /** Apply it to the cluster: until then ACK uses the capability's own role, which may do nothing. */
  public readonly selector: IamRoleSelector;

  /**
   * @throws PodtrustError `capability-invalid` without a namespace, `name-invalid`, `partition-mismatch`, `account-mismatch`,
   *   `region-mismatch`, `inline-policy-over-limit`
   */
  public constructor(scope: Construct, id: string, props: AckRoleProps & { readonly capability: OwningCapability }) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { namespaces, resourceTypes = [], grants = [], provider, capability, permissionsBoundary, tags } = props;
    const selectorName = props.selectorName ?? id;
    checkNamespaces(namespaces, where);
    checkName('kubernetes-object', selectorName, where);
    if (props.roleName !== undefined) checkName('iam-role', props.roleName, where);
    useName(this, props.roleName, { ...OF_ROLES, provider });
    checkTags(tags, where);
    // In another account, which the provider's alone can tell, nothing is known of what is whose.
    const home = provider === undefined ? capability.home : { ...capability.home, account: undefined };
    checkReach(grants, home, where);
    if (permissionsBoundary !== undefined) checkPolicies([permissionsBoundary], home, where);
    this.resource = new IamRole(this, 'Resource', {
      name: props.roleName,
      description: `What ACK makes in ${namespaces.join(', ')}`,
      permissionsBoundary,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: capability.arn }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
        ],
      }),
      provider,
      tags,
    });
    this.arn = this.resource.arn;
    if (grants.length > 0) {
      const policy = permissionPolicyOf(grants, where);
      this.policy = new IamRolePolicy(this, 'policy', { role: this.resource.name, policy, provider });
    }
    this.selector = {
      apiVersion: 'services.k8s.aws/v1alpha1',
      kind: 'IAMRoleSelector',
      metadata: { name: selectorName },
      spec: {
        arn: this.arn,
        namespaceSelector: { names: [...namespaces] },
        ...(resourceTypes.length > 0
          ? {
              resourceTypeSelector: resourceTypes.map(({ group, kind = '', version = '' }) => ({
                group,
                kind,
                version,
              })),
            }
          : {}),
      },
    };
  }
}

function checkNamespaces(namespaces: readonly string[], where: string): void {
  if (namespaces.length === 0) {
    throw new PodtrustError({
      code: 'capability-invalid',
      where,
      what: 'a role of ACK is given no namespace',
      why: 'An IAMRoleSelector without one is for all namespaces: whoever makes an object of ACK anywhere gets the role.',
      remedy: 'Name the namespaces whose objects it is for.',
    });
  }
  namespaces.forEach((namespace) => checkName('namespace', namespace, where));
}
