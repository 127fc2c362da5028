/** What EKS refuses, and moto takes: each answers with the message of EKS, or nothing. */

type Json = Record<string, unknown>;

/** Source: CreateCluster, `name`. */
function refusedName({ name }: Json): string | undefined {
  if (/^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/.test(String(name))) return undefined;
  return `The cluster name "${name}" must have 1 to 100 characters, begin with a letter or digit, and hold only letters, digits, - and _`;
}

/** Compute, block storage and load balancing go together. Source: Amazon EKS user guide, "Enable EKS Auto Mode". */
function refusedAutoMode({ computeConfig, storageConfig, kubernetesNetworkConfig }: Json): string | undefined {
  const compute = (computeConfig ?? {}) as { enabled?: boolean; nodePools?: string[]; nodeRoleArn?: string };
  const storage = (storageConfig as { blockStorage?: { enabled?: boolean } } | undefined)?.blockStorage?.enabled;
  const balancing = (kubernetesNetworkConfig as { elasticLoadBalancing?: { enabled?: boolean } } | undefined)
    ?.elasticLoadBalancing?.enabled;
  const on = [compute.enabled, storage, balancing].filter((one) => one === true).length;
  if (on !== 0 && on !== 3) {
    return 'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.';
  }
  const { nodePools = [], nodeRoleArn } = compute;
  if (nodePools.length > 0 !== (nodeRoleArn !== undefined)) {
    return 'When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided, and the other way round.';
  }
  const other = nodePools.find((pool) => !['general-purpose', 'system'].includes(pool));
  return other && `The node pool ${other} is not one of general-purpose, system.`;
}

/** Source: EKS API, RemoteNodeNetwork. */
function refusedRemoteNetworks({ remoteNetworkConfig }: Json): string | undefined {
  const { remoteNodeNetworks = [], remotePodNetworks = [] } = (remoteNetworkConfig ?? {}) as Record<
    string,
    { cidrs?: string[] }[]
  >;
  const ranges = [...remoteNodeNetworks, ...remotePodNetworks].flatMap(({ cidrs = [] }) => cidrs);
  const other = ranges.find((range) => !/^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/.test(range));
  return other && `The CIDR ${other} is not within an RFC-1918 range.`;
}

/** What is wrong with a cluster that is to be made. */
export function refusedCluster(body: Json): string | undefined {
  return refusedName(body) ?? refusedAutoMode(body) ?? refusedRemoteNetworks(body);
}

/** Source: Amazon EKS user guide, "Create access entries". */
export function refusedAccessEntry(body: Json): string | undefined {
  const {
    principalArn,
    type = 'STANDARD',
    kubernetesGroups = [],
    username,
  } = body as {
    principalArn: string;
    type?: string;
    kubernetesGroups?: string[];
    username?: string;
  };
  if (principalArn.includes(':role/aws-service-role/')) {
    return 'The specified principalArn is invalid: service-linked roles are not supported.';
  }
  if (type !== 'STANDARD' && (kubernetesGroups.length > 0 || username !== undefined)) {
    return `An access entry of type ${type} cannot have kubernetesGroups or a username.`;
  }
  const group = kubernetesGroups.find((one) => one.startsWith('system:'));
  if (group) return `The kubernetes group name ${group} is invalid, it cannot start with system:`;
  if (/^(system|eks|aws|amazon|iam):/.test(username ?? '')) return `The username ${username} is invalid.`;
  return undefined;
}

/** Source: Amazon EKS user guide, "Associate access policies with access entries". */
export function refusedAccessPolicy(type: unknown, { policyArn, accessScope }: Json): string | undefined {
  const policy = String(policyArn).split('/').at(-1);
  if (type !== 'STANDARD' && !(type === 'EC2' && policy === 'AmazonEKSAutoNodePolicy')) {
    return `The policy ${policy} cannot be associated with an access entry of type ${type}.`;
  }
  const { type: scope, namespaces = [] } = (accessScope ?? {}) as { type?: string; namespaces?: string[] };
  return scope === 'namespace' && namespaces.length === 0 ? 'namespaces must not be empty.' : undefined;
}

/** Source: CreateFargateProfile; eksctl's reserved prefix. */
export function refusedFargateProfile({ fargateProfileName, selectors, subnets }: Json): string | undefined {
  const list = (selectors ?? []) as { namespace?: string; labels?: object }[];
  if (String(fargateProfileName).startsWith('eks-')) return 'The Fargate profile name cannot start with eks-';
  if (list.length < 1 || list.length > 5) return 'A Fargate profile has 1 to 5 selectors.';
  if (list.some(({ labels = {} }) => Object.keys(labels).length > 5)) return 'A selector has 5 labels at most.';
  if (list.some(({ namespace }) => !namespace)) return 'Each selector has a namespace.';
  return (subnets as string[] | undefined)?.length ? undefined : 'A Fargate profile has subnets.';
}

/** Source: AssociateIdentityProviderConfig; terraform-aws-eks #3135. */
export function refusedIdentityProvider(oidc: Json, ownIssuer: unknown): string | undefined {
  if (oidc.issuerUrl === ownIssuer) return 'The issuer URL is the one of the cluster itself.';
  const prefix = [oidc.usernamePrefix, oidc.groupsPrefix].find((one) => /system:/.test(String(one ?? '')));
  return prefix === undefined ? undefined : `The prefix ${prefix} cannot contain system:`;
}
