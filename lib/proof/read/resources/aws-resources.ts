import { IdentityIndex } from '../../model/identity-index';
import { below } from '../../model/place';
import type { TargetRole } from '../../model/pod-identity-association';
import { describeSymbols, symbolOf } from '../../model/symbol';
import type { CloudParts } from '../cloud-parts';
import { asText, isUnknown } from '../expression/value';
import type { Value, ValueObject } from '../expression/value';
import type { Problems } from '../problems';
import {
  canonical,
  clusterIssuer,
  clusterIssuerText,
  EKS_ISSUER,
  issuerOf,
  oidcProviderIssuer,
} from '../configuration/computed-attribute';
import { instancesWith } from '../configuration/instances-with';
import type { Instance } from '../configuration/instance';
import type { TerraformProgram } from '../configuration/program';
import { AwsAccounts } from './aws-accounts';
import { attachedPolicy, policyPermissions } from './aws-permissions';

/** Namespaces of the EKS add-ons that do not live in kube-system. EKS user guide, "Amazon EKS add-ons". */
const ADDON_NAMESPACES: Readonly<Record<string, string>> = {
  adot: 'opentelemetry-operator-system',
  'amazon-cloudwatch-observability': 'amazon-cloudwatch',
  'aws-guardduty-agent': 'amazon-guardduty',
  'cert-manager': 'cert-manager',
  'external-dns': 'external-dns',
  'prometheus-node-exporter': 'prometheus-node-exporter',
};

/** Reads clusters, OIDC providers, roles, associations and permissions of AWS. */
export function readAwsResources(program: TerraformProgram, parts: CloudParts, problems: Problems): void {
  for (const instance of withDataSources(program, 'aws_eks_cluster')) {
    const issuer = clusterIssuer(program, instance, ['identity', 0, 'oidc', 0, 'issuer']);
    parts.clusters.push({
      id: instance.id,
      cloud: 'aws',
      issuer,
      issuerText: clusterIssuerText(issuer, `${instance.id}.${EKS_ISSUER}`),
      name: program.text(instance, 'name'),
      resourceId: asText(program.reference(instance, ['arn'])),
      at: instance.at,
    });
  }
  const accounts = new AwsAccounts(program);
  for (const instance of withDataSources(program, 'aws_iam_openid_connect_provider')) {
    const arn = String(program.reference(instance, ['arn']));
    parts.oidcProviders.push({
      id: instance.id,
      arn,
      account: accounts.ofInstance(instance, arn),
      issuer: oidcProviderIssuer(program, instance),
      audiences: audiencesOf(program.attribute(instance, 'client_id_list'), instance.block.mode),
      declared: instance.block.mode === 'managed' && !instance.lost,
      // In a state the list is what AWS made of it.
      emptyThumbprints: !instance.lost && isEmptyList(program.attribute(instance, 'thumbprint_list')),
      at: instance.at,
    });
  }
  const roles = withDataSources(program, 'aws_iam_role');
  for (const instance of roles) {
    const trust = program.attribute(instance, 'assume_role_policy');
    const isKnown = trust === undefined || (typeof trust === 'string' && !isUnknown(trust));
    // Where the argument itself could not be told, that is said already.
    const isSaid = instance.lost?.has('assume_role_policy') || trust === symbolOf(`${instance.id}.assume_role_policy`);
    if (!isKnown && !isSaid) {
      const because = isUnknown(trust)
        ? `its trust is not known before apply: ${describeSymbols(String(trust))}`
        : 'its trust is no text: an object needs jsonencode()';
      problems.add({ about: instance.id, because, at: below(instance.at, 'assume_role_policy') });
    }
    const arn = String(program.reference(instance, ['arn']));
    parts.identities.push({
      id: instance.id,
      cloud: 'aws',
      kind: 'iam-role',
      name: asText(program.reference(instance, ['name'])) ?? '',
      claimName: arn,
      account: accounts.ofInstance(instance, arn),
      path: program.text(instance, 'path') ?? '/',
      trustPolicy: typeof trust === 'string' && !isUnknown(trust) ? trust : undefined,
      trustAt: trust === undefined ? instance.at : below(instance.at, 'assume_role_policy'),
      at: instance.at,
    });
  }
  addNamedProviders(parts);
  const index = new IdentityIndex(parts.identities);
  readAssociations(program, parts, index);
  readPermissions(program, parts, index, roles, problems);
}

/** An OIDC provider's ARN written out in a policy; any part of it may be a symbol, which may hold what else would end it. */
const PROVIDER_ARN =
  /"(arn:(?:[^":\uE000]|\uE000[^\uE001]*\uE001)+:iam::(?:[^":\uE000]|\uE000[^\uE001]*\uE001)*:oidc-provider\/((?:[^"\uE000]|\uE000[^\uE001]*\uE001)+))"/g;

/** Providers that trusts name by an ARN written out, beside those that resources or data sources give. */
function addNamedProviders(parts: CloudParts): void {
  const arns = new Set(parts.oidcProviders.map(({ arn }) => arn));
  const byIssuer = new Map(parts.oidcProviders.map((provider) => [provider.issuer, provider]));
  for (const role of parts.identities) {
    for (const [, arn, bare] of role.trustPolicy?.matchAll(PROVIDER_ARN) ?? []) {
      if (arns.has(arn!)) continue;
      arns.add(arn!);
      const issuer = issuerOf(bare!);
      // A URL is registered once in an account: the provider of the program with this issuer is taken to be meant.
      const registered = byIssuer.get(issuer);
      parts.oidcProviders.push({
        id: registered?.id ?? describeSymbols(arn!),
        arn: arn!,
        issuer,
        audiences: registered?.audiences,
        declared: false,
        emptyThumbprints: false,
        at: registered?.at ?? role.trustAt,
      });
    }
  }
}

/** The resources of a type, and the data sources that read something outside the program. */
export function withDataSources(program: TerraformProgram, type: string): readonly Instance[] {
  const outside = program.instances(`data.${type}`).filter((instance) => canonical(program, instance) === instance);
  return [...program.instances(type), ...outside];
}

function isEmptyList(value: Value | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function audiencesOf(value: Value | undefined, mode: 'managed' | 'data'): readonly string[] | undefined {
  if (value === undefined) return mode === 'managed' ? [] : undefined;
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Value[]).map((item) => asText(item) ?? '');
}

/** The id of the cluster that an argument names. */
export function clusterOf(
  program: TerraformProgram,
  parts: CloudParts,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  if (target?.block.type === 'aws_eks_cluster') return canonical(program, target).id;
  const name = program.text(instance, argument);
  if (name === undefined) return undefined;
  const named = parts.clusters.filter((cluster) => cluster.cloud === 'aws' && cluster.name === name);
  // In another account or region the name may be taken as well, and a state has the names alone.
  const own = named.length > 1 ? named.filter(({ at }) => at.file === instance.at.file) : named;
  return own.length === 1 ? own[0]!.id : undefined;
}

function readAssociations(program: TerraformProgram, parts: CloudParts, index: IdentityIndex): void {
  for (const instance of program.instances('aws_eks_pod_identity_association')) {
    parts.associations.push({
      id: instance.id,
      cluster: clusterOf(program, parts, instance, 'cluster_name'),
      clusterText: describeSymbols(program.text(instance, 'cluster_name') ?? ''),
      namespace: program.text(instance, 'namespace') ?? '',
      serviceAccount: program.text(instance, 'service_account') ?? '',
      role: roleOf(program, index, instance, 'role_arn'),
      roleText: describeSymbols(program.text(instance, 'role_arn') ?? ''),
      target: targetOf(program, index, instance),
      sessionTags: program.attribute(instance, 'disable_session_tags') !== true,
      policy: program.text(instance, 'policy'),
      at: instance.at,
    });
  }
  for (const instance of program.instances('aws_eks_addon')) {
    const addon = program.text(instance, 'addon_name') ?? '';
    const cluster = clusterOf(program, parts, instance, 'cluster_name');
    const clusterText = describeSymbols(program.text(instance, 'cluster_name') ?? '');
    const chosen = asText(program.nested(instance, 'namespace_config')[0]?.namespace);
    const namespace = chosen ?? ADDON_NAMESPACES[addon] ?? 'kube-system';
    program.nested(instance, 'pod_identity_association').forEach((block: ValueObject, position) => {
      const roleText = asText(block.role_arn) ?? '';
      parts.associations.push({
        id: `${instance.id}.pod_identity_association[${position}]`,
        cluster,
        clusterText,
        namespace,
        serviceAccount: asText(block.service_account) ?? '',
        role: index.claimed(roleText)?.identity.id,
        roleText: describeSymbols(roleText),
        sessionTags: true,
        addon,
        at: below(instance.at, 'pod_identity_association'),
      });
    });
    const role = roleOf(program, index, instance, 'service_account_role_arn');
    if (role !== undefined) {
      parts.addonRoles.push({
        id: instance.id,
        addon,
        namespace,
        cluster,
        role,
        at: below(instance.at, 'service_account_role_arn'),
      });
    }
  }
}

function targetOf(program: TerraformProgram, index: IdentityIndex, association: Instance): TargetRole | undefined {
  const arn = program.text(association, 'target_role_arn');
  if (arn === undefined || arn === '') return undefined;
  const externalId = asText(program.reference(association, ['external_id'])) ?? '';
  return { role: roleOf(program, index, association, 'target_role_arn'), arn, externalId };
}

function roleOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  if (target?.block.type === 'aws_iam_role') return canonical(program, target).id;
  const text = program.text(instance, argument);
  if (text === undefined) return undefined;
  return (
    index.claimed(text)?.identity.id ?? (argument === 'role' ? index.byRoleName(text, instance.at)?.id : undefined)
  );
}

function readPermissions(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  roles: readonly Instance[],
  problems: Problems,
): void {
  const add = (identity: string | undefined, policy: Value | undefined, source: Instance): void => {
    if (identity === undefined) return;
    const given = policyPermissions(identity, policy, source.id);
    if (given.permissions) parts.permissions.push(...given.permissions);
    else problems.add({ about: identity, because: `the policy of ${source.id} ${given.because}`, at: source.at });
  };
  const elsewhere = attachedByResources(program, index);
  for (const instance of roles) {
    for (const { name, policy } of program.nested(instance, 'inline_policy')) {
      if (instance.lost && elsewhere.has(`${instance.id} ${asText(name) ?? ''}`)) continue;
      if (policy !== undefined && policy !== null) add(instance.id, policy, instance);
    }
    const managed = program.attribute(instance, 'managed_policy_arns');
    for (const arn of Array.isArray(managed) ? (managed as readonly Value[]) : []) {
      if (instance.lost && elsewhere.has(`${instance.id} ${asText(arn) ?? ''}`)) continue;
      parts.permissions.push(attachedPolicy(instance.id, asText(arn) ?? '', instance.id));
    }
  }
  for (const instance of program.instances('aws_iam_role_policy')) {
    add(roleOf(program, index, instance, 'role'), program.attribute(instance, 'policy'), instance);
  }
  for (const instance of program.instances('aws_iam_role_policy_attachment')) {
    const identity = roleOf(program, index, instance, 'role');
    const policy = program.target(instance, 'policy_arn')?.instance ?? policyByArn(program, instance);
    if (policy?.block.type === 'aws_iam_policy' && policy.block.mode === 'managed') {
      add(identity, program.attribute(policy, 'policy'), policy);
    } else if (identity !== undefined) {
      parts.permissions.push(attachedPolicy(identity, program.text(instance, 'policy_arn') ?? '', instance.id));
    }
  }
}

/** What resources of their own attach to roles, by role and name or ARN: in a plan or a state the role shows it once more. */
function attachedByResources(program: TerraformProgram, index: IdentityIndex): ReadonlySet<string> {
  const names = { aws_iam_role_policy: 'name', aws_iam_role_policy_attachment: 'policy_arn' };
  return new Set(
    Object.entries(names).flatMap(([type, name]) =>
      program
        .instances(type)
        .filter(({ lost }) => lost)
        .map((one) => `${roleOf(program, index, one, 'role') ?? ''} ${program.text(one, name) ?? ''}`),
    ),
  );
}

/** The policy that a known ARN names, as a state has it. */
function policyByArn(program: TerraformProgram, attachment: Instance): Instance | undefined {
  const arn = attachment.lost && program.text(attachment, 'policy_arn');
  const own = { name: 'arn', of: (policy: Instance) => program.text(policy, 'arn') };
  return arn === undefined ? undefined : instancesWith(program, 'aws_iam_policy', own, arn)[0];
}
