import { EKS_ADDONS } from '../../../core/kubernetes/addon-accounts';
import type { IdentityIndex } from '../../model/identity/identity-index';
import { below } from '../../model/place';
import type { TargetRole } from '../../model/identity/pod-identity-association';
import { describeSymbols } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';
import type { ValueObject } from '../terraform/expression/value';
import { clusterOf, roleOf } from './aws-references';

/** Reads which accounts get roles by Pod Identity: associations, and what EKS add-ons are given. */
export function readAssociations(program: TerraformProgram, parts: CloudParts, index: IdentityIndex): void {
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
    const namespace = chosen ?? EKS_ADDONS.get(addon)?.namespace ?? 'kube-system';
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
