import type { ITerraformDependable } from 'cdktf';
import type { AwsGrant } from '../../grants/grant';

/** An add-on's service account and the role that it gets by Pod Identity. */
export interface EksAddonIdentity {
  /** The name of the add-on's service account, such as `aws-node`. */
  readonly serviceAccount: string;
  readonly roleArn: string;
}

/** A role that is made for an add-on, and for nothing else. */
export interface EksAddonRole {
  /** How its pods become the role. Default `eks-pod-identity`; `irsa` where they run on Fargate. */
  readonly mechanism?: 'eks-pod-identity' | 'irsa';
  /** The add-on's service accounts that get it. Default those that podtrust knows of it. */
  readonly serviceAccounts?: readonly string[];
  /** ARNs of its policies. Default the one that AWS made for the add-on; none where {@link grants} are given. */
  readonly managedPolicyArns?: readonly string[];
  /** What it may do beside its policies. Default nothing. */
  readonly grants?: readonly AwsGrant[];
}

/** How an add-on is installed that the cluster makes by itself. */
export interface EksAddonSettings {
  /** Default: EKS chooses the one that fits the cluster's version. */
  readonly version?: string;
  /** What `aws eks describe-addon-configuration` lists. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Whether its objects stay in the cluster when the add-on is taken out. Default false. */
  readonly preserve?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The add-ons that every cluster with nodes of its own needs, each with what is to be other than usual. */
export interface EksNetworkAddons {
  readonly 'vpc-cni'?: EksAddonSettings & Pick<EksAddonProps, 'role' | 'identities' | 'serviceAccountRoleArn'>;
  readonly 'kube-proxy'?: EksAddonSettings;
  readonly coredns?: EksAddonSettings;
}

/** Properties of {@link EksCluster.addAddon}. */
export interface EksAddonProps extends EksAddonSettings {
  /**
   * The namespace of its service accounts, where the add-on is installed in another than its own. EKS keeps the one in which
   * an add-on is installed first.
   */
  readonly namespace?: string;
  /**
   * The role that is made for it; `none` for an add-on whose pods need nothing of AWS. Default for vpc-cni,
   * aws-ebs-csi-driver, aws-efs-csi-driver and amazon-cloudwatch-observability one with the policy that AWS made for it, by
   * EKS Pod Identity; for others none. An add-on never gets the nodes' role.
   */
  readonly role?: EksAddonRole | 'none';
  /** Roles that exist, by service account: the add-on makes the Pod Identity associations itself. In place of {@link role}. */
  readonly identities?: readonly EksAddonIdentity[];
  /** ARN of a role that exists, which the add-on's service accounts get by IRSA. In place of {@link role}. */
  readonly serviceAccountRoleArn?: string;
  /** Whether its pods are Deployments, which never get ready before there are nodes. Default by what is known of it. */
  readonly needsNodes?: boolean;
  readonly dependsOn?: readonly ITerraformDependable[];
}
