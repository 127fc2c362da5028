import { EKS_ADDONS } from '../../../../core/kubernetes/addon-accounts';
import { EKS_KEYS } from '../../../../core/kubernetes/annotations';
import { partitionOfRegion } from '../../../../core/aws/aws-partition';
import { IdentityIndex } from '../../../model/identity/identity-index';
import type { AwsAccount } from '../../../model/aws-account';
import type { Cluster } from '../../../model/cluster/cluster';
import type { FargateProfile } from '../../../model/cluster/cluster-runtime';
import type { OidcProvider } from '../../../model/cluster/oidc-provider';
import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { describeSymbols, hasSymbol, symbolOf } from '../../../model/known/symbol';
import { attachedPolicy, policyPermissions, policyWith } from '../../aws/aws-permissions';
import type { NodeRoles } from '../../aws/ec2-nodes';
import type { CloudParts } from '../../cloud-parts';
import { withoutScheme } from '../../clusters/issuer';
import type { Problems } from '../../problems';
import type { EksctlConfig } from './eksctl-config';
import { eksctlNodes, makesNodeRoles } from './eksctl-nodes';
import { MadeAccounts } from './made-accounts';
import { isJsonObject, listOf, objectAt, objectsIn, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** What reading a ClusterConfig adds to. */
interface Into {
  readonly parts: CloudParts;
  /** All Kubernetes objects that were read; the service accounts that eksctl makes are added or changed. */
  readonly objects: DeclaredObject[];
  readonly accounts: MadeAccounts;
  readonly problems: Problems;
}

/** How a role that eksctl makes is described, for a service account and for an association alike. */
interface WrittenRole {
  readonly id: string;
  readonly name: string | undefined;
  readonly trust: object;
  readonly account: AwsAccount | undefined;
  readonly policyArns: unknown;
  readonly policy: unknown;
  readonly wellKnown: unknown;
  readonly boundary: unknown;
  readonly at: Place;
}

/**
 * Adds the clusters that ClusterConfigs of eksctl are about. One of a cluster that the program makes or looks up is about
 * that; of any other, only what is given is known: eksctl applies parts of such a file to a cluster that is there already.
 *
 * @see eksctl, “Config file schema”
 */
export function addEksctlClusters(
  objects: readonly { readonly object: JsonObject; readonly at: Place }[],
  parts: CloudParts,
): readonly EksctlConfig[] {
  const configs = objects
    .flatMap(({ object, at }) => objectsIn(object, at))
    .filter(({ object }) => object.kind === 'ClusterConfig' && String(object.apiVersion).startsWith('eksctl.io/'));
  const ofProgram = parts.clusters.filter(({ cloud }) => cloud === 'aws');
  const made = new Map<string, Cluster>();
  const ids = new Set<string>();
  return configs.map(({ object: config, at }): EksctlConfig => {
    const metadata = objectAt(config, ['metadata']);
    const name = textOf(metadata.name) ?? '';
    const region = textOf(metadata.region);
    const id = describeSymbols(`ClusterConfig/${name}`);
    const key = `${region ?? ''}/${name}`;
    const named = ofProgram.filter((one) => one.name === name);
    const known = made.get(key) ?? (named.length === 1 && !hasSymbol(name) ? named[0] : undefined);
    const cluster = known ?? clusterOf(ids.has(id) ? `${id} (${region ?? at.file})` : id, name, region, at);
    if (!known) parts.clusters.push(cluster);
    made.set(key, cluster);
    ids.add(cluster.id);
    return { id, config, cluster, at };
  });
}

function clusterOf(id: string, name: string, region: string | undefined, at: Place): Cluster {
  const partition = region === undefined ? undefined : partitionOfRegion(region);
  return {
    id,
    cloud: 'aws',
    issuer: `https://${symbolOf(`${id}.issuer`, 'issuer')}`,
    issuerText: `ref:${id}.issuer`,
    name,
    resourceId: symbolOf(`${id}.arn`),
    ...(partition === undefined ? {} : { partition }),
    existing: true,
    at,
  };
}

/**
 * Adds what eksctl makes by ClusterConfigs: service accounts with their roles, Pod Identity associations, nodes, Fargate
 * profiles.
 *
 * @returns the Fargate profiles
 */
export function readEksctlConfigs(
  configs: readonly EksctlConfig[],
  given: Omit<Into, 'accounts'>,
  nodeRoles: NodeRoles,
): readonly FargateProfile[] {
  if (configs.length === 0) return [];
  const into: Into = { ...given, accounts: new MadeAccounts(given.objects) };
  for (const one of configs) readServiceAccounts(one, into);
  for (const one of configs) readAssociations(one, into);
  for (const one of configs) given.parts.nodes.push(...eksctlNodes(one, nodeRoles));
  for (const one of configs) sayUnread(one, into.problems);
  return configs.flatMap(({ id, config, cluster, at }) =>
    listOf(config.fargateProfiles).map((profile, index): FargateProfile => ({
      id: `${id}/fargateProfiles/${textOf(profile.name) ?? index}`,
      cluster: cluster.id,
      selectors: listOf(profile.selectors).map(({ namespace, labels }) => ({
        namespace: textOf(namespace) ?? '',
        labels: textsOf(labels),
      })),
      at: below(at, 'fargateProfiles', index),
    })),
  );
}

function readServiceAccounts({ id: config, config: object, cluster, at }: EksctlConfig, into: Into): void {
  const iam = objectAt(object, ['iam']);
  const listed = listOf(iam.serviceAccounts);
  // eksctl refuses to make the roles where there is no provider, so one is there, whoever registers it.
  if (listed.length === 0 && iam.withOIDC !== true) return;
  const provider = providerOf(config, cluster, iam.withOIDC === true, into.parts, below(at, 'iam'));
  listed.forEach((entry, index) => {
    const { name: written, namespace: own, labels, annotations } = objectAt(entry, ['metadata']);
    const namespace = textOf(own) ?? 'default';
    const name = textOf(written) ?? '';
    const place = below(at, 'iam', 'serviceAccounts', index);
    const id = describeSymbols(`${config}/iam.serviceAccounts/${namespace}/${name}`);
    const existing = textOf(entry.attachRoleARN);
    if (existing === undefined) {
      const role = {
        id,
        name: textOf(entry.roleName),
        trust: trustOfAccount(provider, namespace, name, textOf(entry.subjectPattern)),
        account: provider.account,
        policyArns: entry.attachPolicyARNs,
        policy: entry.attachPolicy,
        wellKnown: entry.wellKnownPolicies,
        boundary: entry.permissionsBoundary,
        at: place,
      };
      addRole(role, into);
    }
    // With roleOnly eksctl makes the role alone.
    if (entry.roleOnly === true) return;
    const made = { [EKS_KEYS.roleArn]: existing ?? arnOf(id) };
    const metadata = { name, namespace, labels, annotations: { ...textsOf(annotations), ...made } };
    into.accounts.add({
      object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      clusters: [cluster.id],
      at: place,
    });
  });
}

/** The OIDC provider of a cluster, which is registered once in an account. */
function providerOf(
  config: string,
  cluster: Cluster,
  declared: boolean,
  { oidcProviders }: CloudParts,
  at: Place,
): OidcProvider {
  const known = oidcProviders.find(({ issuer, onlyNamed }) => issuer === cluster.issuer && !onlyNamed);
  if (known) return known;
  const id = `${config}/iam.withOIDC`;
  const account = {
    ...(cluster.partition === undefined ? {} : { partition: cluster.partition }),
    names: new Set<string>(),
  };
  const provider: OidcProvider = {
    id,
    arn: symbolOf(`${id}.arn`),
    account,
    issuer: cluster.issuer,
    audiences: ['sts.amazonaws.com'],
    declared,
    emptyThumbprints: false,
    at,
  };
  oidcProviders.push(provider);
  return provider;
}

function trustOfAccount(
  { arn, issuer }: OidcProvider,
  namespace: string,
  name: string,
  pattern: string | undefined,
): object {
  const key = withoutScheme(issuer);
  const audience = { [`${key}:aud`]: 'sts.amazonaws.com' };
  const subject = { [`${key}:sub`]: `system:serviceaccount:${namespace}:${pattern ?? name}` };
  return {
    Effect: 'Allow',
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Principal: { Federated: arn },
    Condition:
      pattern === undefined
        ? { StringEquals: { ...subject, ...audience } }
        : { StringLike: subject, StringEquals: audience },
  };
}

const TRUST_OF_PODS = {
  Effect: 'Allow',
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Principal: { Service: 'pods.eks.amazonaws.com' },
};

/** The ARN of a role that eksctl makes, which CloudFormation alone knows. */
function arnOf(id: string): string {
  return symbolOf(`${id}.arn`);
}

function addRole({ id, name, trust, account, at, ...written }: WrittenRole, { parts, problems }: Into): void {
  parts.identities.push({
    id,
    cloud: 'aws',
    kind: 'iam-role',
    name: name ?? symbolOf(`${id}.name`),
    claimName: arnOf(id),
    ...(account ? { account } : {}),
    path: '/',
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    trustAt: at,
    at,
  });
  const given = { identity: id, kind: 'permissions', source: id, at } as const;
  const attached = [
    ...(Array.isArray(written.policyArns) ? written.policyArns.flatMap((arn: unknown) => textOf(arn) ?? []) : []),
    ...Object.entries(isJsonObject(written.wellKnown) ? written.wellKnown : {})
      .filter(([, isOn]) => isOn === true)
      .map(([policy]) => `wellKnownPolicies.${policy} of eksctl`),
  ];
  for (const policy of attached) {
    parts.policies.push({ ...given, name: policy });
    parts.permissions.push(attachedPolicy(id, policy, id));
  }
  if (isJsonObject(written.policy)) {
    const policy = JSON.stringify(written.policy);
    const read = policyPermissions(id, policy, id);
    parts.policies.push(policyWith(given, read, policy));
    if (read.because === undefined) parts.permissions.push(...read.permissions);
    else problems.add({ about: id, because: `the policy of ${id} ${read.because}`, at });
  }
  const boundary = textOf(written.boundary);
  if (boundary !== undefined) parts.policies.push({ ...given, kind: 'boundary', name: boundary });
}

function readAssociations({ id: config, config: object, cluster, at }: EksctlConfig, into: Into): void {
  const own = listOf(objectAt(object, ['iam']).podIdentityAssociations).map((entry, index) => ({
    entry,
    addon: undefined as string | undefined,
    place: below(at, 'iam', 'podIdentityAssociations', index),
  }));
  const ofAddons = listOf(object.addons).flatMap((addon, position) =>
    listOf(addon.podIdentityAssociations).map((entry, index) => ({
      entry,
      addon: textOf(addon.name),
      place: below(at, 'addons', position, 'podIdentityAssociations', index),
    })),
  );
  const associations = [...own, ...ofAddons].map(({ entry, addon, place }) => {
    const namespace =
      textOf(entry.namespace) ??
      (addon === undefined ? 'default' : (EKS_ADDONS.get(addon)?.namespace ?? 'kube-system'));
    const name = textOf(entry.serviceAccountName) ?? '';
    const kind = addon === undefined ? 'iam' : `addons/${addon}`;
    const id = describeSymbols(`${config}/${kind}.podIdentityAssociations/${namespace}/${name}`);
    return { entry, addon, place, namespace, name, id, given: textOf(entry.roleARN) };
  });
  for (const { entry, place: at, id, given } of associations) {
    if (given !== undefined) continue;
    const written = {
      policyArns: entry.permissionPolicyARNs,
      policy: entry.permissionPolicy,
      wellKnown: entry.wellKnownPolicies,
      boundary: entry.permissionsBoundaryARN,
    };
    addRole({ id, name: textOf(entry.roleName), trust: TRUST_OF_PODS, account: undefined, ...written, at }, into);
  }
  const index = new IdentityIndex(into.parts.identities);
  for (const { entry, addon, place, namespace, name, id, given } of associations) {
    const role = given === undefined ? id : index.claimed(given)?.identity.id;
    const target = textOf(entry.targetRoleARN);
    into.parts.associations.push({
      id,
      cluster: cluster.id,
      clusterText: describeSymbols(cluster.name ?? ''),
      namespace,
      serviceAccount: name,
      role,
      roleText: describeSymbols(given ?? id),
      ...(target === undefined
        ? {}
        : {
            target: {
              role: index.claimed(target)?.identity.id,
              arn: target,
              externalId: symbolOf(`${id}.externalId`),
            },
          }),
      sessionTags: entry.disableSessionTags !== true,
      policy: textOf(entry.policy),
      ...(addon === undefined ? {} : { addon }),
      at: place,
    });
    if (entry.createServiceAccount === true) {
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
      into.accounts.add({ object: account, clusters: [cluster.id], at: place });
    }
  }
  listOf(object.addons).forEach((addon, position) => {
    const arn = textOf(addon.serviceAccountRoleARN);
    const name = textOf(addon.name) ?? '';
    const role = arn === undefined ? undefined : index.claimed(arn)?.identity.id;
    if (role === undefined) return;
    into.parts.addonRoles.push({
      id: `${config}/addons/${name}`,
      addon: name,
      namespace: EKS_ADDONS.get(name)?.namespace ?? 'kube-system',
      cluster: cluster.id,
      role,
      at: below(at, 'addons', position),
    });
  });
}

/** Says once which roles eksctl makes beside those that the file lists. */
function sayUnread({ id, config, at }: EksctlConfig, problems: Problems): void {
  const addons = listOf(config.addons);
  const makers = [
    ...(makesNodeRoles(config) ? ['its node groups'] : []),
    ...(objectAt(config, ['iam']).withOIDC === true ||
    addons.some((one) => one.attachPolicy ?? one.attachPolicyARNs ?? one.wellKnownPolicies)
      ? ['its add-ons']
      : []),
    ...(config.karpenter === undefined ? [] : ['Karpenter']),
    ...(listOf(config.capabilities).length > 0 ? ['its capabilities'] : []),
  ];
  if (makers.length === 0) return;
  const because = `the roles that eksctl itself makes for ${makers.join(' and ')} are not read: whom they let in, and to what, is not known`;
  problems.add({ about: id, because, at });
}
