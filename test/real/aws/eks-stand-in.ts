import { randomBytes } from 'node:crypto';
import {
  refusedAccessEntry,
  refusedAccessPolicy,
  refusedCluster,
  refusedFargateProfile,
  refusedIdentityProvider,
} from './eks-refuses';
import { LOCAL_ACCOUNT } from './local-accounts';

/** A call of EKS, taken apart. */
export interface EksQuestion {
  readonly method: string;
  /** The decoded steps of the path, such as `clusters`, `todo`, `addons`. */
  readonly steps: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly region: string;
}

export interface EksAnswer {
  readonly status: number;
  readonly body: unknown;
  /** EKS' name of an error, such as `ResourceInUseException`. */
  readonly error?: string;
}

/** What this part asks of the parts that moto has. */
export interface MotoQueries {
  /** @param role its ARN */
  readonly roleExists: (role: string, region: string) => Promise<boolean>;
  readonly ec2: (
    region: string,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<{ status: number; body: string }>;
}

type Json = Record<string, unknown>;

interface Association extends Json {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly associationArn: string;
  readonly associationId: string;
  roleArn: string;
}

/** What moto keeps none of, for one cluster. */
interface Cluster {
  /** Attributes that moto drops, as they were asked for. */
  readonly attributes: Json;
  readonly addons: Map<string, Json>;
  readonly entries: Map<string, Json & { readonly policies: Map<string, Json> }>;
  readonly associations: Map<string, Association>;
  /** Identity providers for people, by name. */
  readonly identityProviders: Map<string, Json>;
  /** What node groups were asked for and moto drops, or answers otherwise. */
  readonly nodeGroups: Map<string, Json>;
  version?: string;
  securityGroupId?: string;
  /** Its issuer: moto gives all clusters the same. */
  issuer?: string;
}

const account = LOCAL_ACCOUNT;

/** Namespaces of the add-ons that take an identity. */
const addonNamespaces: Readonly<Record<string, string>> = { 'amazon-cloudwatch-observability': 'amazon-cloudwatch' };

/** Cluster attributes that moto drops, and what EKS makes of their absence. */
const clusterDefaults: Json = {
  accessConfig: { authenticationMode: 'CONFIG_MAP', bootstrapClusterCreatorAdminPermissions: true },
  upgradePolicy: { supportType: 'EXTENDED' },
  deletionProtection: false,
};

/**
 * The part of EKS that moto lacks: add-ons, access entries and their policies, pod identity associations, updates, and
 * the attributes of a cluster that moto drops. It refuses what EKS refuses for what the sample makes.
 */
export class EksStandIn {
  private readonly clusters = new Map<string, Cluster>();

  public constructor(private readonly moto: MotoQueries) {}

  /** What is left, one line each. */
  public left(): string[] {
    return [...this.clusters].flatMap(([name, { addons, entries, associations, identityProviders }]) => [
      `eks cluster ${name}`,
      ...[...addons.keys()].map((addon) => `eks add-on ${name}/${addon}`),
      ...[...entries.keys()].map((principal) => `eks access entry ${name}/${principal}`),
      ...[...associations.keys()].map((id) => `eks pod identity association ${name}/${id}`),
      ...[...identityProviders.keys()].map((id) => `eks identity provider ${name}/${id}`),
    ]);
  }

  /** Who has an association, in any cluster, as `namespace/name`. */
  public associated(): string[] {
    return [...this.clusters.values()].flatMap(({ associations }) =>
      [...associations.values()].map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
    );
  }

  /** @returns nothing where moto is to answer */
  public async answer(question: EksQuestion): Promise<EksAnswer | undefined> {
    const { steps, method, body, region } = question;
    if (steps[0] === 'addons' && steps[1] === 'supported-versions') return addonVersions(question);
    if (steps[0] === 'tags') return this.tags(question);
    if (steps[0] !== 'clusters') return undefined;
    const [, name, part] = steps;
    if (!name) return method === 'POST' ? refused(refusedCluster(body)) : undefined;
    const cluster = this.clusters.get(name);
    if (!part) {
      if (method !== 'DELETE' || !cluster) return undefined;
      return cluster.attributes.deletionProtection === true
        ? refusal(400, 'InvalidRequestException', 'Cluster has deletion protection enabled')
        : undefined;
    }
    if (part === 'updates') return this.update(question);
    if (part === 'fargate-profiles' && method === 'POST') return this.refusedProfile(body, region);
    if (part === 'node-groups' && method === 'POST' && steps.length === 3) {
      const role = String(body.nodeRole);
      return (await this.isPrincipal(role, region)) ? undefined : noSuchRole(role);
    }
    if (!['addons', 'access-entries', 'pod-identity-associations', 'identity-provider-configs'].includes(part)) {
      return undefined;
    }
    if (!cluster) return refusal(404, 'ResourceNotFoundException', `No cluster found for name: ${name}.`);
    if (part === 'addons') return this.addons(question, name, cluster);
    if (part === 'access-entries') return this.accessEntries(question, name, cluster);
    if (part === 'identity-provider-configs') return this.identityProviders(question, name, cluster);
    return this.associations(question, name, cluster);
  }

  /** Adds to moto's answer what moto has dropped of it. */
  public async complete(question: EksQuestion, answer: Json): Promise<Json> {
    const { steps, method, body, region } = question;
    const [, name, part] = steps;
    if (isObject(answer.nodegroup)) return { nodegroup: this.wholeNodeGroup(question, answer.nodegroup) };
    if (steps[0] !== 'clusters' || (part && part !== 'update-config') || !isObject(answer.cluster ?? answer.update)) {
      return answer;
    }
    if (!name) {
      // Created.
      const created = String(body.name);
      this.clusters.set(created, {
        attributes: { ...clusterDefaults, ...attributesIn(body) },
        addons: new Map(),
        entries: new Map(),
        associations: new Map(),
        identityProviders: new Map(),
        nodeGroups: new Map(),
      });
      return { ...answer, cluster: await this.whole(answer.cluster as Json, region) };
    }
    if (part) {
      const cluster = this.clusters.get(name);
      if (cluster) Object.assign(cluster.attributes, attributesIn(body));
      return { update: { ...(answer.update as Json), ...newUpdate('ConfigUpdate') } };
    }
    const whole = await this.whole(answer.cluster as Json, region);
    if (method === 'DELETE') {
      const group = this.clusters.get(name)?.securityGroupId;
      if (group) await this.moto.ec2(region, { Action: 'DeleteSecurityGroup', GroupId: group });
      this.clusters.delete(name);
    }
    return { ...answer, cluster: whole };
  }

  /** A node group as EKS describes it: moto gives every one an SSH key and a Kubernetes version of its own. */
  private wholeNodeGroup({ method, steps, body }: EksQuestion, nodeGroup: Json): Json {
    const cluster = this.clusters.get(steps[1]!);
    const name = String(nodeGroup.nodegroupName);
    if (method === 'POST') cluster?.nodeGroups.set(name, body);
    if (method === 'DELETE') cluster?.nodeGroups.delete(name);
    const asked = cluster?.nodeGroups.get(name) ?? {};
    const version = asked.version ?? cluster?.version;
    return {
      ...nodeGroup,
      remoteAccess: asked.remoteAccess,
      updateConfig: nodeGroup.updateConfig ?? asked.updateConfig,
      version,
      releaseVersion: asked.releaseVersion ?? `${String(version)}.0-20260101`,
    };
  }

  /** A cluster as EKS describes it: with the attributes that moto drops, and what EKS computes. */
  private async whole(cluster: Json, region: string): Promise<Json> {
    const own = this.clusters.get(String(cluster.name));
    if (!own) return cluster;
    own.issuer ??= `https://oidc.eks.${region}.amazonaws.com/id/${randomBytes(16).toString('hex').toUpperCase()}`;
    own.version = String(own.attributes.version ?? cluster.version);
    const vpcConfig = (cluster.resourcesVpcConfig ?? {}) as Json;
    const [subnet] = (vpcConfig.subnetIds ?? []) as string[];
    const vpcId = subnet && (await this.vpcOf(subnet, region));
    own.securityGroupId ??= vpcId && (await this.securityGroup(String(cluster.name), vpcId, region));
    const network = { ipFamily: 'ipv4', serviceIpv4Cidr: '172.20.0.0/16', elasticLoadBalancing: { enabled: false } };
    return {
      ...cluster,
      ...own.attributes,
      identity: { oidc: { issuer: own.issuer } },
      kubernetesNetworkConfig: { ...network, ...withoutNull(cluster.kubernetesNetworkConfig) },
      certificateAuthority: { data: Buffer.from(placeholderCertificate).toString('base64') },
      resourcesVpcConfig: {
        endpointPublicAccess: true,
        endpointPrivateAccess: false,
        publicAccessCidrs: vpcConfig.endpointPublicAccess === false ? [] : ['0.0.0.0/0'],
        securityGroupIds: [],
        ...withoutNull(vpcConfig),
        vpcId,
        clusterSecurityGroupId: own.securityGroupId,
      },
    };
  }

  private async vpcOf(subnetId: string, region: string): Promise<string | undefined> {
    const { body } = await this.moto.ec2(region, { Action: 'DescribeSubnets', 'SubnetId.1': subnetId });
    return /<vpcId>([^<]+)/.exec(body)?.[1];
  }

  /** The security group that EKS makes beside each cluster. */
  private async securityGroup(cluster: string, vpcId: string, region: string): Promise<string | undefined> {
    const { body } = await this.moto.ec2(region, {
      Action: 'CreateSecurityGroup',
      GroupName: `eks-cluster-sg-${cluster}`,
      GroupDescription: 'EKS created security group',
      VpcId: vpcId,
    });
    return /<groupId>([^<]+)/.exec(body)?.[1];
  }

  private async addons(question: EksQuestion, clusterName: string, cluster: Cluster): Promise<EksAnswer> {
    const { method, steps, body, region } = question;
    const [, , , addonName, action] = steps;
    if (!addonName) {
      if (method === 'GET') return { status: 200, body: { addons: [...cluster.addons.keys()] } };
      const name = String(body.addonName);
      if (cluster.addons.has(name)) return refusal(409, 'ResourceInUseException', 'Addon already exists.');
      const addon: Json = {
        addonName: name,
        clusterName,
        status: 'ACTIVE',
        health: { issues: [] },
        addonVersion: body.addonVersion ?? defaultAddonVersion,
        addonArn: arn(region, `addon/${clusterName}/${name}/${randomBytes(8).toString('hex')}`),
        createdAt: now(),
        modifiedAt: now(),
        serviceAccountRoleArn: body.serviceAccountRoleArn,
        configurationValues: body.configurationValues,
        tags: body.tags ?? {},
      };
      const refused = await this.associateAddon(addon, body.podIdentityAssociations, cluster, region);
      if (refused) return refused;
      cluster.addons.set(name, addon);
      return { status: 200, body: { addon } };
    }
    const addon = cluster.addons.get(addonName);
    if (!addon)
      return refusal(404, 'ResourceNotFoundException', `No addon: ${addonName} found in cluster: ${clusterName}`);
    if (method === 'DELETE') {
      this.dropAddonAssociations(addon, cluster);
      cluster.addons.delete(addonName);
      return { status: 200, body: { addon: { ...addon, status: 'DELETING' } } };
    }
    if (action === 'update') {
      const refused = await this.associateAddon(addon, body.podIdentityAssociations, cluster, region);
      if (refused) return refused;
      for (const field of ['addonVersion', 'serviceAccountRoleArn', 'configurationValues']) {
        if (body[field] !== undefined) addon[field] = body[field];
      }
      return { status: 200, body: { update: newUpdate('AddonUpdate') } };
    }
    return { status: 200, body: { addon } };
  }

  /** Gives an add-on the associations that it asks for, in the place of those that it has. */
  private async associateAddon(
    addon: Json,
    wanted: unknown,
    cluster: Cluster,
    region: string,
  ): Promise<EksAnswer | undefined> {
    if (!Array.isArray(wanted)) return undefined;
    this.dropAddonAssociations(addon, cluster);
    const arns: string[] = [];
    for (const { serviceAccount, roleArn } of wanted as { serviceAccount: string; roleArn: string }[]) {
      const namespace = addonNamespaces[String(addon.addonName)] ?? 'kube-system';
      const request = { namespace, serviceAccount, roleArn, ownerArn: addon.addonArn };
      const made = await this.associate(request, String(addon.clusterName), cluster, region);
      if ('error' in made) return made as EksAnswer;
      arns.push((made as Association).associationArn);
    }
    addon.podIdentityAssociations = arns;
    return undefined;
  }

  private dropAddonAssociations(addon: Json, cluster: Cluster): void {
    for (const [id, { ownerArn }] of cluster.associations) {
      if (ownerArn === addon.addonArn) cluster.associations.delete(id);
    }
  }

  private async accessEntries(question: EksQuestion, clusterName: string, cluster: Cluster): Promise<EksAnswer> {
    const { method, steps, body, region } = question;
    const [, , , principalArn, part, policyArn] = steps;
    if (!principalArn) {
      if (method === 'GET') return { status: 200, body: { accessEntries: [...cluster.entries.keys()] } };
      const principal = String(body.principalArn);
      const wrong = refused(refusedAccessEntry(body));
      if (wrong) return wrong;
      const mode = (cluster.attributes.accessConfig as Json).authenticationMode;
      if (mode === 'CONFIG_MAP') {
        const message =
          "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.";
        return refusal(400, 'InvalidRequestException', message);
      }
      if (cluster.entries.has(principal)) {
        const message = 'The specified access entry resource is already in use on this cluster.';
        return refusal(409, 'ResourceInUseException', message);
      }
      if (!(await this.isPrincipal(principal, region))) {
        return refusal(400, 'InvalidParameterException', 'The specified principalArn is invalid: invalid principal.');
      }
      const entry = {
        clusterName,
        principalArn: principal,
        kubernetesGroups: body.kubernetesGroups ?? [],
        accessEntryArn: arn(
          region,
          `access-entry/${clusterName}/${principal.split(':').pop()}/${randomBytes(8).toString('hex')}`,
        ),
        createdAt: now(),
        modifiedAt: now(),
        tags: body.tags ?? {},
        username: body.username ?? principal,
        type: body.type ?? 'STANDARD',
        policies: new Map<string, Json>(),
      };
      cluster.entries.set(principal, entry);
      return { status: 200, body: { accessEntry: { ...entry, policies: undefined } } };
    }
    const entry = cluster.entries.get(principalArn);
    if (!entry) {
      const message = `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.`;
      return refusal(404, 'ResourceNotFoundException', message);
    }
    if (part === 'access-policies') {
      if (method === 'POST') {
        const wrong = refused(refusedAccessPolicy(entry.type, body));
        if (wrong) return wrong;
        const policy = {
          policyArn: body.policyArn,
          accessScope: body.accessScope,
          associatedAt: now(),
          modifiedAt: now(),
        };
        entry.policies.set(String(body.policyArn), policy);
        return { status: 200, body: { clusterName, principalArn, associatedAccessPolicy: policy } };
      }
      if (method === 'DELETE') {
        if (entry.policies.delete(policyArn!)) return { status: 200, body: {} };
        return refusal(404, 'ResourceNotFoundException', 'The specified policyArn is not associated.');
      }
      return {
        status: 200,
        body: { clusterName, principalArn, associatedAccessPolicies: [...entry.policies.values()] },
      };
    }
    if (method === 'DELETE') {
      cluster.entries.delete(principalArn);
      return { status: 200, body: {} };
    }
    if (method === 'POST') {
      if (body.kubernetesGroups) entry.kubernetesGroups = body.kubernetesGroups;
      if (body.username) entry.username = body.username;
    }
    return { status: 200, body: { accessEntry: { ...entry, policies: undefined } } };
  }

  private async associations(question: EksQuestion, clusterName: string, cluster: Cluster): Promise<EksAnswer> {
    const { method, steps, body, query, region } = question;
    const [, , , id] = steps;
    if (!id) {
      if (method === 'GET') {
        const associations = [...cluster.associations.values()].filter(
          ({ namespace, serviceAccount }) =>
            (query.get('namespace') ?? namespace) === namespace &&
            (query.get('serviceAccount') ?? serviceAccount) === serviceAccount,
        );
        return { status: 200, body: { associations } };
      }
      const made = await this.associate(body, clusterName, cluster, region);
      return 'error' in made ? (made as EksAnswer) : { status: 200, body: { association: made } };
    }
    const association = cluster.associations.get(id);
    if (!association) {
      const message = `No pod identity association found with id: ${id}`;
      return refusal(404, 'ResourceNotFoundException', message);
    }
    if (method === 'DELETE') cluster.associations.delete(id);
    if (method === 'POST') {
      const roleArn = body.roleArn ?? association.roleArn;
      if (!(await this.isPrincipal(String(roleArn), region))) return noSuchRole(String(roleArn));
      Object.assign(association, { ...withoutNull(body), roleArn, modifiedAt: now() });
    }
    return { status: 200, body: { association } };
  }

  private async associate(
    request: Json,
    clusterName: string,
    cluster: Cluster,
    region: string,
  ): Promise<Association | EksAnswer> {
    const { namespace, serviceAccount, roleArn } = request as Record<string, string>;
    if (!/^.{1,63}$/.test(namespace ?? '') || !/^.{1,253}$/.test(serviceAccount ?? '')) {
      return refusal(
        400,
        'InvalidParameterException',
        `The namespace ${namespace} or the service account ${serviceAccount} is not a valid name.`,
      );
    }
    for (const other of cluster.associations.values()) {
      if (other.namespace === namespace && other.serviceAccount === serviceAccount) {
        const message = `Association already exists: ${other.associationId}`;
        return refusal(409, 'ResourceInUseException', message);
      }
    }
    if (!(await this.isPrincipal(roleArn!, region))) return noSuchRole(roleArn!);
    const associationId = `a-${randomBytes(9).toString('hex').slice(0, 17)}`;
    const association: Association = {
      clusterName,
      namespace: namespace!,
      serviceAccount: serviceAccount!,
      roleArn: roleArn!,
      associationId,
      associationArn: arn(region, `podidentityassociation/${clusterName}/${associationId}`),
      tags: request.tags ?? {},
      createdAt: now(),
      modifiedAt: now(),
      ownerArn: request.ownerArn,
      disableSessionTags: request.disableSessionTags ?? false,
      targetRoleArn: request.targetRoleArn,
      ...(request.targetRoleArn
        ? { externalId: `${region}/${account}/${clusterName}/${namespace}/${serviceAccount}` }
        : {}),
    };
    cluster.associations.set(associationId, association);
    return association;
  }

  /** Whether an ARN names a role that is there. A user is taken at its word. */
  private async isPrincipal(principalArn: string, region: string): Promise<boolean> {
    if (/^arn:aws[a-z-]*:iam::\d{12}:role\//.test(principalArn)) return this.moto.roleExists(principalArn, region);
    return /^arn:aws[a-z-]*:iam::\d{12}:/.test(principalArn);
  }

  private async refusedProfile(body: Json, region: string): Promise<EksAnswer | undefined> {
    const role = String(body.podExecutionRoleArn);
    return (
      refused(refusedFargateProfile(body)) ?? ((await this.isPrincipal(role, region)) ? undefined : noSuchRole(role))
    );
  }

  /** Associates, describes and takes away the identity provider for people, of which a cluster has one. */
  private identityProviders(
    { steps, method, body, region }: EksQuestion,
    clusterName: string,
    cluster: Cluster,
  ): EksAnswer {
    const [, , , action] = steps;
    const providers = cluster.identityProviders;
    if (method === 'GET') {
      const identityProviderConfigs = [...providers.keys()].map((name) => ({ name, type: 'oidc' }));
      return { status: 200, body: { identityProviderConfigs } };
    }
    if (action === 'associate') {
      const oidc = body.oidc as Json;
      const wrong = refused(refusedIdentityProvider(oidc, cluster.issuer));
      if (wrong) return wrong;
      if (providers.size > 0)
        return refusal(409, 'ResourceInUseException', 'An identity provider is associated already.');
      const name = String(oidc.identityProviderConfigName);
      const identityProviderConfigArn = arn(region, `identityproviderconfig/${clusterName}/oidc/${name}/1`);
      const tags = body.tags ?? {};
      providers.set(name, { ...oidc, clusterName, identityProviderConfigArn, status: 'ACTIVE', tags });
      return { status: 200, body: { update: newUpdate('AssociateIdentityProviderConfig'), tags } };
    }
    const name = String((body.identityProviderConfig as Json).name);
    const provider = providers.get(name);
    if (!provider) return refusal(404, 'ResourceNotFoundException', `No identity provider config: ${name}.`);
    if (action === 'describe') return { status: 200, body: { identityProviderConfig: { oidc: provider } } };
    providers.delete(name);
    return { status: 200, body: { update: newUpdate('DisassociateIdentityProviderConfig') } };
  }

  private update({ method, steps, body }: EksQuestion): EksAnswer {
    const [, name, , id] = steps;
    // A new Kubernetes version of the cluster; everything else asks how an update went.
    if (method === 'POST') this.clusters.get(name!)!.attributes.version = body.version;
    return {
      status: 200,
      body: { update: { ...newUpdate('VersionUpdate'), ...(id ? { id } : {}), status: 'Successful' } },
    };
  }

  /** Tags of what moto does not have. */
  private tags({ method, steps, body, query }: EksQuestion): EksAnswer | undefined {
    const wanted = steps.slice(1).join('/');
    const tagged = [...this.clusters.values()]
      .flatMap(({ addons, entries, associations }) => [
        ...addons.values(),
        ...entries.values(),
        ...associations.values(),
      ])
      .find((item) => [item.addonArn, item.accessEntryArn, item.associationArn].includes(wanted));
    if (!tagged) return undefined;
    const tags = tagged.tags as Json;
    if (method === 'POST') Object.assign(tags, body.tags);
    if (method === 'DELETE') query.getAll('tagKeys').forEach((key) => delete tags[key]);
    return { status: 200, body: method === 'GET' ? { tags } : {} };
  }
}

/** Of no use to anybody: the workloads are sent to a real API server, which has a certificate of its own. */
const placeholderCertificate = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';

const defaultAddonVersion = 'v1.3.4-eksbuild.1';

function addonVersions({ query }: EksQuestion): EksAnswer {
  const compatibility = {
    clusterVersion: query.get('kubernetesVersion') ?? '*',
    platformVersions: ['*'],
    defaultVersion: true,
  };
  const versions = [
    { addonVersion: defaultAddonVersion, architecture: ['amd64', 'arm64'], compatibilities: [compatibility] },
  ];
  return { status: 200, body: { addons: [{ addonName: query.get('addonName'), addonVersions: versions }] } };
}

/** The answer to what EKS refuses; nothing where it does not. */
function refused(message: string | undefined): EksAnswer | undefined {
  return message === undefined ? undefined : refusal(400, 'InvalidParameterException', message);
}

function attributesIn(body: Json): Json {
  const known = [
    'accessConfig',
    'upgradePolicy',
    'deletionProtection',
    'zonalShiftConfig',
    'computeConfig',
    'storageConfig',
    'remoteNetworkConfig',
    'controlPlaneScalingConfig',
  ];
  return Object.fromEntries(known.filter((key) => key in body).map((key) => [key, body[key]]));
}

function noSuchRole(roleArn: string): EksAnswer {
  return refusal(400, 'InvalidParameterException', `Role provided in the request does not exist: ${roleArn}`);
}

function refusal(status: number, error: string, message: string): EksAnswer {
  return { status, error, body: { __type: error, message } };
}

function newUpdate(type: string): Json {
  return { id: randomBytes(16).toString('hex'), status: 'InProgress', type, params: [], createdAt: now(), errors: [] };
}

function arn(region: string, resource: string): string {
  return `arn:aws:eks:${region}:${account}:${resource}`;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function withoutNull(value: unknown): Json {
  return Object.fromEntries(
    Object.entries((value ?? {}) as Json).filter(([, entry]) => entry !== null && entry !== undefined),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
