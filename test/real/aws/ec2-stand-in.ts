/** Asks moto's EC2, in the query protocol. */
type Ec2Query = (region: string, parameters: Readonly<Record<string, string>>) => Promise<{ readonly body: string }>;

/** A refusal of EC2. */
export interface Ec2Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * What moto lacks of EC2: it forgets the descriptions of rules between security groups, writes a launch template's own tags
 * into its data, and accepts a second endpoint of a service.
 */
export class Ec2StandIn {
  /** By the id of the rule. */
  private readonly descriptions = new Map<string, string>();

  public constructor(private readonly query: Ec2Query) {}

  /** What EC2 refuses, and moto accepts. */
  public async refused(parameters: URLSearchParams, region: string): Promise<Ec2Refusal | undefined> {
    if (parameters.get('Action') !== 'CreateVpcEndpoint') return undefined;
    const [vpc, service] = [parameters.get('VpcId') ?? '', parameters.get('ServiceName') ?? ''];
    const { body } = await this.query(region, {
      Action: 'DescribeVpcEndpoints',
      'Filter.1.Name': 'vpc-id',
      'Filter.1.Value.1': vpc,
    });
    const there = body
      .split('<item>')
      .some((one) => one.includes(`<serviceName>${service}</serviceName>`) && one.includes('<state>available</state>'));
    if (!there) return undefined;
    return parameters.get('VpcEndpointType') === 'Interface'
      ? {
          code: 'InvalidParameter',
          message: `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${vpc}`,
        }
      : { code: 'RouteAlreadyExists', message: `a route table already has a route to ${service}` };
  }

  /** Adds to moto's answer what moto has dropped of it, and takes away what EC2 has not. */
  public complete(parameters: URLSearchParams, body: string): string {
    const action = parameters.get('Action') ?? '';
    const description = parameters.get('IpPermissions.1.Groups.1.Description');
    if (/^AuthorizeSecurityGroup/.test(action) && description !== null) {
      for (const [, id] of body.matchAll(ruleId)) this.descriptions.set(id!, description);
    }
    return withoutTemplateTags(this.describing(body));
  }

  private describing(body: string): string {
    return body.replace(ruleId, (text, id: string) => {
      const description = this.descriptions.get(id);
      return description === undefined ? text : `${text}<description>${escaped(description)}</description>`;
    });
  }
}

const ruleId = /<securityGroupRuleId>([^<]+)<\/securityGroupRuleId>/g;

/** moto writes a launch template's own tags into its data as well, where EC2 has only those of instances and volumes. */
function withoutTemplateTags(body: string): string {
  if (!body.includes('<launchTemplateData>')) return body;
  return body.replace(/<item><resourceType>launch-template<\/resourceType><tagSet>.*?<\/tagSet><\/item>/gs, '');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
