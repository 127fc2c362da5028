import { EKS_ADDONS, EKS_OWN_ACCOUNTS } from '../../../../core/kubernetes/addon-accounts';
import type { AksAddon } from '../../../../core/kubernetes/addon-accounts';
import type { AccountMaker } from '../../../model/kubernetes/account-maker';
import { hasSymbol } from '../../../model/known/symbol';
import { clusterOf } from '../../aws/aws-references';
import { addonsOf, addonsOfApi, addonsOfAutomatic, extensionOf } from '../../azure/aks-addons';
import { CLUSTERS, aksClusterOf, isAutomatic, ofType, propertiesOf } from '../../azure/azapi-resources';
import type { CloudParts } from '../../cloud-parts';
import type { Problems } from '../../problems';
import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import type { ClusterMembership } from '../cluster-membership';

/** Resources that have something else apply objects to any namespace, and how people call them. */
const APPLIERS: readonly (readonly [string, string])[] = [
  ['flux_bootstrap_git', 'a repository that Flux applies'],
  ['argocd_application', 'an Argo CD application'],
  ['argocd_application_set', 'an Argo CD application set'],
  ['rancher2_app_v2', 'an app of Rancher'],
];

/** Modules that are known by their source to make nothing in a cluster. */
export const WITHOUT_OBJECTS =
  /(^|[/-])(vpc|subnets?|network|vnet|iam|s3(-bucket)?|rds|aurora|kms|ecr|acr|acm|dns|route53|security-group|label|naming|resource-group|key-?vault|storage(-account)?|ec2-instance|autoscaling|alb|nlb|sqs|sns|dynamodb(-table)?|lambda|cloudwatch|efs|msk)(\/|$|\?)|\/iam\/aws\/\/|terraform-null-label/i;

/** What the program's own resources make in the clusters beside what is read: releases, add-ons, extensions, modules. */
export function readTerraformMakers(
  program: TerraformProgram,
  parts: CloudParts,
  membership: ClusterMembership,
  problems: Problems,
): AccountMaker[] {
  const makers: AccountMaker[] = [];
  for (const instance of program.instances('helm_release')) {
    const namespace = program.text(instance, 'namespace') ?? 'default';
    const where = { clusters: membership.ofInstance(instance), namespace: knownOnly(namespace) };
    makers.push({ ...where, source: instance.id, kind: 'a Helm release' });
  }
  for (const [type, kind] of APPLIERS) {
    for (const { id } of program.instances(type)) makers.push({ clusters: membership.all, source: id, kind });
  }
  makers.push(...ofEks(program, parts, membership), ...ofAks(program, parts, membership, problems));
  for (const { id, source } of program.unreadModules()) {
    if (WITHOUT_OBJECTS.test(source)) continue;
    makers.push({ clusters: membership.all, source: id, kind: 'a module that was not read' });
  }
  return makers;
}

function ofEks(program: TerraformProgram, parts: CloudParts, { all }: ClusterMembership): AccountMaker[] {
  const clusters = (instance: Instance): readonly string[] => {
    const cluster = clusterOf(program, parts, instance, 'cluster_name');
    return cluster === undefined ? all : [cluster];
  };
  const own = program
    .instances('aws_eks_cluster')
    .map(({ id }): AccountMaker => ({ clusters: [id], ...EKS_OWN_ACCOUNTS, source: id, kind: 'the cluster itself' }));
  const addons = program.instances('aws_eks_addon').map((instance): AccountMaker => {
    const name = program.text(instance, 'addon_name') ?? '';
    const known = EKS_ADDONS.get(name) ?? { namespace: 'kube-system' };
    const chosen = program.nested(instance, 'namespace_config')[0]?.namespace;
    return {
      clusters: clusters(instance),
      ...known,
      namespace: typeof chosen === 'string' ? knownOnly(chosen) : hasSymbol(name) ? undefined : known.namespace,
      source: instance.id,
      kind: 'an EKS add-on',
    };
  });
  const capabilities = program.instances('aws_eks_capability').map((instance): AccountMaker => ({
    clusters: clusters(instance),
    source: instance.id,
    kind: 'an EKS capability, which applies what others declare,',
  }));
  return [...own, ...addons, ...capabilities];
}

function ofAks(
  program: TerraformProgram,
  parts: CloudParts,
  { all }: ClusterMembership,
  problems: Problems,
): AccountMaker[] {
  const clusters = (instance: Instance): readonly string[] => {
    const cluster = aksClusterOf(program, parts, instance, 'cluster_id');
    return cluster ? [cluster.id] : all;
  };
  const made = (addon: AksAddon, id: string): AccountMaker => ({
    clusters: [id],
    namespace: addon.namespace,
    accounts: addon.accounts,
    source: id,
    kind: `the AKS add-on ${addon.name}`,
  });
  const withAccounts = (addon: AksAddon): boolean => addon.namespace !== undefined;
  const addons = program.instances('azurerm_kubernetes_cluster').flatMap((instance) =>
    addonsOf(program, instance)
      .filter(withAccounts)
      .map((addon) => made(addon, instance.id)),
  );
  const ofAutomatic = program.instances('azurerm_kubernetes_automatic_cluster').flatMap((instance) =>
    addonsOfAutomatic(program, instance)
      .filter(withAccounts)
      .map((addon) => made(addon, instance.id)),
  );
  const byAzapi = ofType(program, ['azapi_resource'], CLUSTERS).flatMap((instance) =>
    addonsOfApi(propertiesOf(program, instance, problems), isAutomatic(program, instance))
      .filter(withAccounts)
      .map((addon) => made(addon, instance.id)),
  );
  const extensions = program.instances('azurerm_kubernetes_cluster_extension').map((instance): AccountMaker => {
    const { namespace, accounts } = extensionOf(program, instance);
    return { clusters: clusters(instance), accounts, namespace, source: instance.id, kind: 'a cluster extension' };
  });
  const repositories = program.instances('azurerm_kubernetes_flux_configuration').map((instance): AccountMaker => {
    const isOfNamespace = (program.text(instance, 'scope') ?? 'namespace') === 'namespace';
    return {
      clusters: clusters(instance),
      namespace: isOfNamespace ? knownOnly(program.text(instance, 'namespace') ?? '') : undefined,
      source: instance.id,
      kind: 'a repository that Flux applies',
    };
  });
  return [...addons, ...ofAutomatic, ...byAzapi, ...extensions, ...repositories];
}

function knownOnly(text: string): string | undefined {
  return hasSymbol(text) || text === '' ? undefined : text;
}
