import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { PodtrustError, isKnown, isKnownNumber } from '../../core';
import { isExact, isIpRange } from '../../core/public-access';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkTags } from '../tags';

/** Whom pods call, or who calls them: a security group or a range of addresses, and a TCP port. */
export type PodSecurityGroupRule = {
  /** 1 to 65535. */
  readonly port: number;
  /** What it is for; AWS shows it. */
  readonly description?: string;
} & ({ readonly securityGroupId: string } | { readonly cidr: string });

/** A rule as no compiler has checked it. */
type Whole = {
  readonly port: number;
  readonly description?: string;
  readonly cidr?: string;
  readonly securityGroupId?: string;
};

/** Amazon EC2 API, IpRange. */
const DESCRIPTION = /^[\w .\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** Properties of {@link PodSecurityGroup}. */
export interface PodSecurityGroupProps {
  readonly vpcId: string;
  /** The cluster's security group, which nodes, the control plane and CoreDNS have: `clusterSecurityGroupId` of an `EksCluster`. */
  readonly clusterSecurityGroupId: string;
  /** TCP ports at which the kubelet probes the pods. Default none. */
  readonly probePorts?: readonly number[];
  /** Whom the pods may call besides DNS, such as the group of a database. Default nobody. */
  readonly egress?: readonly PodSecurityGroupRule[];
  /** Who may call the pods besides probes. Default nobody. */
  readonly ingress?: readonly PodSecurityGroupRule[];
  /** The `Name` tag. Default the construct's id. */
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A security group for pods, with the rules without which none works: the pods ask the cluster's DNS, which accepts them, and
 * nodes reach the ports that the kubelet probes. All else is closed until a rule says so.
 *
 * Source: EKS user guide, "Assign security groups to individual Pods".
 *
 * @throws PodtrustError `port-invalid`, `ip-range-invalid`, `security-group-rule-invalid`, `tags-invalid`
 */
export class PodSecurityGroup extends Construct {
  /** The security group. */
  public readonly resource: SecurityGroup;
  /** Its id, for a `SecurityGroupPolicy` and for the rules of others. */
  public readonly securityGroupId: string;

  public constructor(scope: Construct, id: string, props: PodSecurityGroupProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { clusterSecurityGroupId: cluster, probePorts = [], egress = [], ingress = [] } = props;
    for (const port of probePorts) this.checkRule({ port, securityGroupId: cluster });
    for (const rule of [...egress, ...ingress]) this.checkRule(rule);
    this.checkTwice('egress', egress);
    this.checkTwice('ingress', ingress);
    checkTags(props.tags, this.node.path);
    const name = props.name ?? this.node.id;
    this.resource = new SecurityGroup(this, 'Resource', {
      description: `Pods: ${name}`,
      vpcId: props.vpcId,
      tags: { ...props.tags, Name: name },
    });
    this.securityGroupId = this.resource.id;
    const group = this.securityGroupId;
    for (const protocol of ['tcp', 'udp'] as const) {
      const dns = { ipProtocol: protocol, fromPort: 53, toPort: 53 };
      new VpcSecurityGroupEgressRule(this, `dns-${protocol}`, {
        ...dns,
        securityGroupId: group,
        referencedSecurityGroupId: cluster,
        description: 'DNS of the cluster',
      });
      new VpcSecurityGroupIngressRule(this, `cluster-dns-${protocol}`, {
        ...dns,
        securityGroupId: cluster,
        referencedSecurityGroupId: group,
        description: `DNS for the pods of ${name}`,
      });
    }
    [...new Set(probePorts)].forEach((port, index) => {
      const id = isKnownNumber(port) ? `probe-${port}` : `probe-token-${index + 1}`;
      new VpcSecurityGroupIngressRule(this, id, {
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        securityGroupId: group,
        referencedSecurityGroupId: cluster,
        description: 'Probes of the kubelet',
      });
    });
    egress.forEach((rule, index) => {
      new VpcSecurityGroupEgressRule(this, `egress-${index + 1}`, { securityGroupId: group, ...config(rule) });
    });
    ingress.forEach((rule, index) => {
      new VpcSecurityGroupIngressRule(this, `ingress-${index + 1}`, { securityGroupId: group, ...config(rule) });
    });
  }

  private checkTwice(direction: string, rules: readonly PodSecurityGroupRule[]): void {
    const seen = new Set<string>();
    for (const rule of rules) {
      const { port, cidr, securityGroupId } = rule as Whole;
      const key = `${port} ${cidr ?? securityGroupId}`;
      if (seen.has(key)) {
        this.refuse(
          `${direction} has the port ${port} of ${cidr ?? securityGroupId} twice`,
          'AWS refuses the second with InvalidPermission.Duplicate, whatever its description.',
          'Leave one of them out.',
        );
      }
      seen.add(key);
    }
  }

  private refuse(what: string, why: string, remedy: string): never {
    throw new PodtrustError({ code: 'security-group-rule-invalid', where: this.node.path, what, why, remedy });
  }

  private checkRule(rule: PodSecurityGroupRule): void {
    const { port } = rule;
    if (isKnownNumber(port) && (!Number.isInteger(port) || port < 1 || port > 65535)) {
      throw new PodtrustError({
        code: 'port-invalid',
        where: this.node.path,
        what: `the port ${port}`,
        why: 'AWS accepts whole numbers of 1 to 65535.',
        remedy: 'Give the port that the container listens on.',
      });
    }
    const { cidr, securityGroupId, description } = rule as Whole;
    if ((cidr === undefined) === (securityGroupId === undefined)) {
      this.refuse(
        `a rule with ${cidr === undefined ? 'neither a securityGroupId nor a cidr' : 'a securityGroupId and a cidr'}`,
        'A rule of AWS has one of the two.',
        'Give each a rule of its own.',
      );
    }
    if (description !== undefined && isKnown(description) && !DESCRIPTION.test(description)) {
      this.refuse(
        `the description ${JSON.stringify(description)}`,
        'AWS accepts 255 characters: letters of English, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *',
        'Give another one.',
      );
    }
    if (cidr === undefined || !isKnown(cidr) || (cidr.includes('/') && isIpRange(cidr, true) && isExact(cidr))) return;
    throw new PodtrustError({
      code: 'ip-range-invalid',
      where: this.node.path,
      what: `cidr is "${cidr}"`,
      why: 'Terraform’s provider refuses what is no range of addresses, or does not begin with the first of them.',
      remedy: 'Give it like 10.0.0.0/16, or the id of a security group.',
    });
  }
}

function config(rule: PodSecurityGroupRule) {
  const { port, description } = rule;
  const whom =
    'cidr' in rule
      ? rule.cidr.includes(':')
        ? { cidrIpv6: rule.cidr }
        : { cidrIpv4: rule.cidr }
      : { referencedSecurityGroupId: rule.securityGroupId };
  return { ipProtocol: 'tcp', fromPort: port, toPort: port, description, ...whom };
}
