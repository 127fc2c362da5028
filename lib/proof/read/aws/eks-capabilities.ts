import type { IdentityIndex } from '../../model/identity/identity-index';
import { describeSymbols } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import type { TerraformProgram } from '../terraform/configuration/program';
import { clusterOf, roleOf } from './aws-references';

/** Reads the capabilities of EKS clusters, and their roles. */
export function readEksCapabilities(program: TerraformProgram, parts: CloudParts, index: IdentityIndex): void {
  for (const instance of program.instances('aws_eks_capability')) {
    parts.capabilities.push({
      id: instance.id,
      cluster: clusterOf(program, parts, instance, 'cluster_name'),
      clusterText: describeSymbols(program.text(instance, 'cluster_name') ?? ''),
      type: program.text(instance, 'type') ?? '',
      role: roleOf(program, index, instance, 'role_arn'),
      roleText: describeSymbols(program.text(instance, 'role_arn') ?? ''),
      at: instance.at,
    });
  }
}
