import { Fn } from 'cdktf';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import { PodtrustError, isKnown } from '../../core';
import { checkOneOf } from '../../core/given';
import { isIpRange } from '../../core/public-access';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkRegion } from '../cluster-home';
import { checkHome } from '../provider-home';
import { endpointServiceName } from './endpoint-service-name';
import { EksFlowLogs, type EksFlowLogsSettings } from './flow-logs';
import { checkTags } from '../tags';

export type { EksFlowLogs, EksFlowLogsSettings } from './flow-logs';

/** Sixteen subnets of equal size: eight for pods and nodes, eight for load balancers and NAT. */
const SUBNET_BITS = 4;
const MOST_ZONES = 8;

/** Properties of {@link EksNetwork}. */
export interface EksNetworkProps {
  /** Such as `eu-west-1`; the AWS provider's own. */
  readonly region: string;
  /** Two to eight. Default the region's zones a, b and c; name them where an account has others. */
  readonly availabilityZones?: readonly string[];
  /** The VPC's addresses, cut into sixteen subnets: an IPv4 range of /16 to /24. Default `10.0.0.0/16`. */
  readonly cidr?: string;
  /**
   * How private subnets reach the internet: `one` NAT gateway, the cheaper way, whose zone all others need;
   * `one-per-zone`; or `none`, for clusters that use VPC endpoints only. Default `one`.
   */
  readonly natGateways?: 'one' | 'one-per-zone' | 'none';
  /**
   * AWS services reached without the internet, such as `eks-auth` (which Pod Identity needs in a private cluster), `sts`,
   * `ecr.api`, `ecr.dkr`. Default none.
   */
  readonly interfaceEndpoints?: readonly string[];
  /** S3 and DynamoDB without the internet, free of charge. Default `['s3']`, where the registry keeps image layers. */
  readonly gatewayEndpoints?: readonly ('s3' | 'dynamodb')[];
  /**
   * Who sent packets to whom, in CloudWatch Logs for a year and under a key of the network's own. `false` for none: AWS
   * charges for them by the GB. Default on.
   */
  readonly flowLogs?: EksFlowLogsSettings | false;
  /** The `Name` tag of what is made. Default the construct's id. */
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A VPC for a cluster: private subnets for nodes and pods, public ones for load balancers and NAT, tagged so that EKS
 * finds them. The default security group lets nothing through, and flow logs say who sent packets to whom.
 *
 * @throws PodtrustError `region-mismatch`, `tags-invalid`, `region-invalid`, `zones-invalid`, `ip-range-invalid`, `log-retention-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`,
 *   `region-mismatch`
 */
export class EksNetwork extends Construct {
  /** The VPC. */
  public readonly resource: Vpc;
  public readonly privateSubnets: readonly Subnet[];
  public readonly publicSubnets: readonly Subnet[];
  public readonly natGateways: readonly NatGateway[];
  public readonly endpoints: readonly VpcEndpoint[];
  /** Undefined where `flowLogs` is false. */
  public readonly flowLogs?: EksFlowLogs;
  public readonly vpcId: string;
  /** Where nodes live: the private subnets. */
  public readonly subnetIds: readonly string[];
  public readonly publicSubnetIds: readonly string[];
  /** The VPC's addresses. */
  public readonly cidr: string;
  /** The VPC's addresses, as endpoints and rules ask for them. */
  public readonly cidrs: readonly string[];
  /** The tables of the private subnets. */
  public readonly routeTableIds: readonly string[];
  /** The services that it has an endpoint of, such as `s3`. */
  public readonly endpointServices: readonly string[];
  private readonly props: EksNetworkProps;

  public constructor(scope: Construct, id: string, props: EksNetworkProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    this.props = props;
    this.cidr = props.cidr ?? '10.0.0.0/16';
    checkRegion(props.region, this.node.path);
    checkCidr(this.cidr, this.node.path);
    const zones = props.availabilityZones ?? ['a', 'b', 'c'].map((letter) => `${props.region}${letter}`);
    checkZones(zones, props.region, this.node.path);
    checkTags(props.tags, this.node.path);
    checkOneOf('natGateways', props.natGateways, ['one', 'one-per-zone', 'none'], this.node.path);
    const nat = props.natGateways ?? 'one';
    checkHome(this, { region: props.region });

    this.resource = new Vpc(this, 'Resource', {
      cidrBlock: this.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: this.tags(),
    });
    this.vpcId = this.resource.id;
    if (props.flowLogs !== false) {
      const { region, flowLogs } = props;
      this.flowLogs = new EksFlowLogs(this, 'flow-logs', { ...flowLogs, region, vpcId: this.vpcId, tags: this.tags() });
    }
    new DefaultSecurityGroup(this, 'default-security-group', { vpcId: this.vpcId, tags: this.tags('default') });

    this.privateSubnets = zones.map((zone, index) => this.makeSubnet('private', zone, index));
    this.publicSubnets = nat === 'none' ? [] : zones.map((zone, index) => this.makeSubnet('public', zone, index));
    this.natGateways = this.makeWayOut(nat);
    const privateTables = this.makePrivateTables();
    this.endpoints = [...this.makeGatewayEndpoints(privateTables), ...this.makeInterfaceEndpoints()];
    this.cidrs = [this.cidr];
    this.routeTableIds = privateTables.map(({ id: table }) => table);
    this.endpointServices = [...new Set([...(props.gatewayEndpoints ?? ['s3']), ...(props.interfaceEndpoints ?? [])])];
    this.subnetIds = this.privateSubnets.map((subnet) => subnet.id);
    this.publicSubnetIds = this.publicSubnets.map((subnet) => subnet.id);
  }

  private makeSubnet(kind: 'private' | 'public', zone: string, index: number): Subnet {
    const role = kind === 'private' ? 'kubernetes.io/role/internal-elb' : 'kubernetes.io/role/elb';
    return new Subnet(this, `${kind}-${index + 1}`, {
      vpcId: this.vpcId,
      availabilityZone: zone,
      cidrBlock: Fn.cidrsubnet(this.cidr, SUBNET_BITS, kind === 'private' ? index : MOST_ZONES + index),
      tags: { ...this.tags(`${kind}-${index + 1}`), [role]: '1' },
    });
  }

  /** The internet gateway, its routes, and the NAT gateways behind it. */
  private makeWayOut(nat: 'one' | 'one-per-zone' | 'none'): NatGateway[] {
    if (nat === 'none') return [];
    const internet = new InternetGateway(this, 'internet-gateway', { vpcId: this.vpcId, tags: this.tags() });
    const table = new RouteTable(this, 'public-routes', { vpcId: this.vpcId, tags: this.tags('public') });
    new Route(this, 'public-route', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internet.id,
    });
    this.associate(table, this.publicSubnets, 'public');
    return this.publicSubnets.slice(0, nat === 'one' ? 1 : undefined).map((subnet, index) => {
      const address = new Eip(this, `nat-address-${index + 1}`, { domain: 'vpc', tags: this.tags(`nat-${index + 1}`) });
      return new NatGateway(this, `nat-${index + 1}`, {
        allocationId: address.id,
        subnetId: subnet.id,
        tags: this.tags(`nat-${index + 1}`),
        dependsOn: [internet],
      });
    });
  }

  private makePrivateTables(): RouteTable[] {
    const perZone = this.natGateways.length > 1;
    const tables = (perZone ? this.privateSubnets : this.privateSubnets.slice(0, 1)).map((_, index) => {
      const table = new RouteTable(this, `private-routes-${index + 1}`, {
        vpcId: this.vpcId,
        tags: this.tags(`private-${index + 1}`),
      });
      const nat = this.natGateways[index];
      if (nat) {
        new Route(this, `private-route-${index + 1}`, {
          routeTableId: table.id,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId: nat.id,
        });
      }
      return table;
    });
    this.privateSubnets.forEach((subnet, index) =>
      this.associate(tables[perZone ? index : 0]!, [subnet], `private-${index + 1}`),
    );
    return tables;
  }

  private associate(table: RouteTable, subnets: readonly Subnet[], id: string): void {
    subnets.forEach((subnet, index) => {
      new RouteTableAssociation(this, subnets.length === 1 ? `${id}-association` : `${id}-association-${index + 1}`, {
        routeTableId: table.id,
        subnetId: subnet.id,
      });
    });
  }

  private makeGatewayEndpoints(tables: readonly RouteTable[]): VpcEndpoint[] {
    return [...new Set(this.props.gatewayEndpoints ?? ['s3'])].map(
      (service) =>
        new VpcEndpoint(this, `endpoint-${service}`, {
          vpcId: this.vpcId,
          serviceName: endpointServiceName(this.props.region, service, 'Gateway'),
          vpcEndpointType: 'Gateway',
          routeTableIds: tables.map((table) => table.id),
          tags: this.tags(service),
        }),
    );
  }

  private makeInterfaceEndpoints(): VpcEndpoint[] {
    const services = [...new Set(this.props.interfaceEndpoints)];
    if (services.length === 0) return [];
    const group = new SecurityGroup(this, 'endpoints', {
      description: 'HTTPS from the VPC to AWS services',
      vpcId: this.vpcId,
      ingress: [
        { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: [this.cidr], description: 'HTTPS from the VPC' },
      ],
      tags: this.tags('endpoints'),
    });
    return services.map(
      (service) =>
        new VpcEndpoint(this, `endpoint-${service}-interface`, {
          vpcId: this.vpcId,
          serviceName: endpointServiceName(this.props.region, service, 'Interface'),
          vpcEndpointType: 'Interface',
          privateDnsEnabled: true,
          subnetIds: this.privateSubnets.map((subnet) => subnet.id),
          securityGroupIds: [group.id],
          tags: this.tags(service),
        }),
    );
  }

  private tags(part?: string): Record<string, string> {
    const name = this.props.name ?? this.node.id;
    return { ...this.props.tags, Name: part ? `${name}-${part}` : name };
  }
}

function checkZones(zones: readonly string[], region: string, where: string): void {
  const other = zones.find((zone) => [zone, region].every(isKnown) && !zone.startsWith(region));
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'zones-invalid',
      where,
      what: `the availability zone ${other} in the region ${region}`,
      why: 'AWS makes no subnet in a zone of another region.',
      remedy: `Name zones of ${region}, such as ${region}a, or give the other region.`,
    });
  }
  if (zones.length >= 2 && zones.length <= MOST_ZONES && new Set(zones).size === zones.length) return;
  throw new PodtrustError({
    code: 'zones-invalid',
    where,
    what: `the availability zones ${zones.join(', ') || '(none)'}`,
    why: `EKS needs subnets in two different zones at least, and the VPC is cut for ${MOST_ZONES} at most.`,
    remedy: `Name two to ${MOST_ZONES} different zones.`,
  });
}

/** AWS accepts VPCs of /16 to /28 and subnets of /28 at least; the provider refuses an address that is not the network's first. */
function checkCidr(cidr: string, where: string): void {
  if (!isKnown(cidr)) return;
  const [address = '', length = ''] = cidr.split('/');
  const bits = Number(length);
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const fits = isIpRange(cidr, false) && bits >= 16 && bits <= 28 - SUBNET_BITS && value % 2 ** (32 - bits) === 0;
  if (fits) return;
  throw new PodtrustError({
    code: 'ip-range-invalid',
    where,
    what: `cidr is "${cidr}", which cannot be a VPC’s addresses`,
    why: `AWS accepts IPv4 ranges of /16 to /28 that begin with the network’s own address, and this one is cut into sixteen subnets, each of /28 at least.`,
    remedy: 'Give it like 10.0.0.0/16, with a length of 16 to 24.',
  });
}
