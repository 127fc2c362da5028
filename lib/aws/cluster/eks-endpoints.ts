import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct, type IConstruct } from 'constructs';
import { PodtrustError, type NamedCluster, describeProblem, isKnown, isSameCluster } from '../../core';
import { checkIpRange } from '../../core/public-access';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { PolicyStatement } from '../grants/grant';
import { endpointServiceName } from '../network/endpoint-service-name';
import { type EndpointServices, SERVICES_OF_CLUSTERS, servicesOfAction } from './endpoint-services';
import { checkTags } from '../tags';

/** A network as endpoints need it: an `EksNetwork`, or what you know of your own. */
export interface EndpointNetwork {
  readonly vpcId: string;
  /** The subnets that endpoints get an address in: one in each zone. */
  readonly subnetIds: readonly string[];
  /** The addresses that may call the endpoints: the VPC's ranges. */
  readonly cidrs: readonly string[];
  /** The tables of these subnets, for endpoints that are routes. Needed for S3 and DynamoDB. */
  readonly routeTableIds?: readonly string[];
  /** Services that it has an endpoint of already, such as `s3`: AWS refuses a second one. Default none. */
  readonly endpointServices?: readonly string[];
}

/** An identity, as endpoints are derived from it: a `PodRole`. */
export interface EndpointUser {
  readonly grants: readonly { readonly grant: { readonly statements: readonly PolicyStatement[] } }[];
}

/** Properties of {@link EksEndpoints}. */
export interface EksEndpointsProps {
  /** The cluster of the network, with its region. */
  readonly cluster: NamedCluster & { readonly region: string };
  readonly network: EndpointNetwork;
  /** The identities whose pods run here: what their grants reach gets an endpoint. Default none. */
  readonly roles?: readonly EndpointUser[];
  /** Further services, as AWS names their endpoints, such as `elasticloadbalancing`. Default none. */
  readonly services?: readonly string[];
  /**
   * Prefixes of actions that need none, such as `route53`, which has no endpoint and is called through the internet. Default
   * none.
   */
  readonly withoutEndpoint?: readonly string[];
  /** The `Name` tag of what is made. Default the construct's id. */
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * What a cluster without the internet reaches AWS by: VPC endpoints of the services that nodes and add-ons call, and of those
 * that the roles' grants reach. At synthesis it looks at every role of the program that trusts the cluster: one whose grants
 * need an endpoint that is not there is named.
 *
 * The endpoint of `eks` has private DNS, so that the issuer's address cannot be resolved inside the VPC: nothing of podtrust
 * reads it there. Who verifies tokens in the VPC needs the keys by another way.
 *
 * Source: EKS user guide, "Deploy private clusters with limited internet access".
 *
 * @throws PodtrustError `subnets-too-few`, `ip-range-invalid`, `route-tables-missing`, `endpoint-unknown`; at synthesis
 *   `endpoint-missing`
 */
export class EksEndpoints extends Construct {
  /** By service, such as `eks-auth`. */
  public readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  /** Who may call them: HTTPS from the network's addresses. */
  public readonly securityGroup: SecurityGroup;
  /** Every service that is reached, those among them that the network has an endpoint of. Sorted. */
  public readonly services: readonly string[];
  private readonly props: EksEndpointsProps;

  public constructor(scope: Construct, id: string, props: EksEndpointsProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    this.props = props;
    const { network, services = [] } = props;
    checkTags(props.tags, this.node.path);
    const found = [SERVICES_OF_CLUSTERS, ...(props.roles ?? []).flatMap((role) => this.servicesOf(role))];
    const there = new Set(network.endpointServices);
    const gateways = sortedOnce(found.flatMap((one) => one.gateways));
    const interfaces = sortedOnce([...found.flatMap((one) => one.interfaces), ...services]).filter(
      (service) => !gateways.includes(service as 's3'),
    );
    this.services = sortedOnce([...gateways, ...interfaces, ...there]);
    this.check(gateways.filter((service) => !there.has(service)));
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      description: 'HTTPS from the VPC to AWS services',
      vpcId: network.vpcId,
      ingress: [
        {
          protocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [...network.cidrs],
          description: 'HTTPS from the VPC',
        },
      ],
      tags: this.tags('endpoints'),
    });
    const made = [
      ...gateways
        .filter((service) => !there.has(service))
        .map((service): [string, VpcEndpoint] => [service, this.makeGateway(service)]),
      ...interfaces
        .filter((service) => !there.has(service))
        .map((service): [string, VpcEndpoint] => [service, this.makeInterface(service)]),
    ];
    this.endpoints = new Map(made);
    this.node.addValidation({ validate: () => this.missing() });
  }

  private makeGateway(service: string): VpcEndpoint {
    const { network, cluster } = this.props;
    return new VpcEndpoint(this, `gateway-${service}`, {
      vpcId: network.vpcId,
      serviceName: endpointServiceName(cluster.region, service, 'Gateway'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...network.routeTableIds!],
      tags: this.tags(service),
    });
  }

  private makeInterface(service: string): VpcEndpoint {
    const { network, cluster } = this.props;
    return new VpcEndpoint(this, `interface-${service}`, {
      vpcId: network.vpcId,
      serviceName: endpointServiceName(cluster.region, service, 'Interface'),
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: [...network.subnetIds],
      securityGroupIds: [this.securityGroup.id],
      tags: this.tags(service),
    });
  }

  /** What the actions of a role are reached by. */
  private servicesOf({ grants }: EndpointUser): EndpointServices[] {
    const actions = [...new Set(grants.flatMap(({ grant }) => grant.statements.flatMap((one) => one.actions)))];
    const { withoutEndpoint = [] } = this.props;
    const called = actions.filter((action) => !withoutEndpoint.includes(serviceOf(action)));
    const unknown = called.filter((action) => servicesOfAction(action) === undefined);
    if (unknown.length > 0) {
      const services = sortedOnce(unknown.map(serviceOf));
      const one = services.length === 1;
      throw new PodtrustError({
        code: 'endpoint-unknown',
        where: this.node.path,
        what: `a grant has ${unknown.length === 1 ? 'the action' : 'the actions'} ${unknown.join(', ')}, and which ${one ? 'endpoint its service has' : 'endpoints their services have'} is not known here`,
        why: 'In a network without the internet a call without an endpoint hangs until it times out.',
        remedy: `Name the ${one ? 'endpoint' : 'endpoints that there are'} in services, and ${services.join(', ')} in withoutEndpoint.`,
      });
    }
    return called.flatMap((action) => servicesOfAction(action) ?? []);
  }

  private check(gateways: readonly string[]): void {
    const { network } = this.props;
    if (network.subnetIds.length === 0) {
      throw new PodtrustError({
        code: 'subnets-too-few',
        where: this.node.path,
        what: 'no subnet',
        why: 'An interface endpoint gets an address in each subnet that it is given, and AWS asks for one at least.',
        remedy: 'Give the private subnets of the cluster, one in each zone.',
      });
    }
    if (network.cidrs.length === 0) {
      throw new PodtrustError({
        code: 'ip-range-invalid',
        where: this.node.path,
        what: 'cidrs is an empty list',
        why: 'The endpoints would accept calls from nowhere, and every call would hang until it times out.',
        remedy: 'Give the ranges of addresses of the VPC, such as 10.0.0.0/16.',
      });
    }
    for (const cidr of network.cidrs) checkIpRange('cidrs', cidr, this.node.path);
    if (gateways.length === 0 || (network.routeTableIds ?? []).length > 0) return;
    throw new PodtrustError({
      code: 'route-tables-missing',
      where: this.node.path,
      what: `no route table is given, and ${gateways.join(' and ')} ${gateways.length > 1 ? 'are' : 'is'} reached by a route`,
      why: 'AWS makes a gateway endpoint without one, and nothing reaches it: no image could be pulled.',
      remedy:
        'Give routeTableIds, the tables of the private subnets, or name the service in endpointServices where it has an endpoint.',
    });
  }

  /** The roles of the program that trust the cluster and reach what has no endpoint here. */
  private missing(): string[] {
    const services = new Set(this.services);
    return this.node.root.node.findAll().flatMap((one) => {
      if (!isRole(one) || !one.trusts.some(({ cluster }) => cluster && isSameCluster(cluster, this.props.cluster))) {
        return [];
      }
      let found: EndpointServices[];
      try {
        found = this.servicesOf(one);
      } catch (error) {
        if (PodtrustError.is(error)) return [error.message];
        throw error;
      }
      const missing = sortedOnce(found.flatMap(({ interfaces, gateways }) => [...interfaces, ...gateways])).filter(
        (service) => isKnown(service) && !services.has(service),
      );
      if (missing.length === 0) return [];
      return [
        describeProblem({
          code: 'endpoint-missing',
          where: this.node.path,
          what: `the pods of ${one.node.path} reach ${missing.join(', ')}, which ${missing.length > 1 ? 'have' : 'has'} no endpoint`,
          why: 'In a network without the internet their calls hang until they time out.',
          remedy: 'Give the role in roles, or the services in services.',
        }),
      ];
    });
  }

  private tags(part: string): Record<string, string> {
    return { ...this.props.tags, Name: `${this.props.name ?? this.node.id}-${part}` };
  }
}

/** The service of an action, as IAM names it. */
function serviceOf(action: string): string {
  return action.split(':')[0]!;
}

/** Not by class: it may come of another copy of this package. */
function isRole(
  construct: IConstruct,
): construct is IConstruct & EndpointUser & { readonly trusts: readonly { readonly cluster?: NamedCluster }[] } {
  const { trusts, grants } = construct as { trusts?: unknown; grants?: unknown };
  if (!Array.isArray(trusts) || !Array.isArray(grants)) return false;
  return grants.every((one: unknown) =>
    Array.isArray((one as { grant?: { statements?: unknown } } | null)?.grant?.statements),
  );
}

function sortedOnce<T extends string>(items: readonly T[]): T[] {
  return [...new Set(items)].sort();
}
