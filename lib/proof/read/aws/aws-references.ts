import type { IdentityIndex } from '../../model/identity/identity-index';
import { isNo } from '../../model/known/known';
import { hasSymbol } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';

/** The id of the cluster that an argument names. */
export function clusterOf(
  program: TerraformProgram,
  parts: CloudParts,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  if (target?.block.type === 'aws_eks_cluster') return program.canonical(target).id;
  const name = program.text(instance, argument);
  if (name === undefined) return undefined;
  const named = parts.clusters.filter((cluster) => cluster.cloud === 'aws' && cluster.name === name);
  // In another account or region the name may be taken as well, and a state has the names alone.
  const own = named.length > 1 ? named.filter(({ at }) => at.file === instance.at.file) : named;
  return own.length === 1 ? own[0]!.id : undefined;
}

/** The ids of the clusters that an argument may name, where it is not known which: a name of either is not. */
export function possibleClustersOf(
  program: TerraformProgram,
  parts: CloudParts,
  instance: Instance,
  argument: string,
): readonly string[] {
  const text = program.text(instance, argument);
  if (text === undefined || clusterOf(program, parts, instance, argument) !== undefined) return [];
  return parts.clusters
    .filter(({ cloud, name }) => cloud === 'aws' && name !== undefined && hasSymbol(name + text))
    .filter(({ name }) => !isNo(equal(name!, text)))
    .map(({ id }) => id);
}

/** Arguments that name a role by its name. */
const BY_NAME = ['role', 'role_name'];

/** The id of the role that an argument names, by its ARN or, as `role` and `role_name`, by its name. */
export function roleOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  if (target?.block.type === 'aws_iam_role') return program.canonical(target).id;
  const text = program.text(instance, argument);
  if (text === undefined) return undefined;
  return (
    index.claimed(text)?.identity.id ??
    (BY_NAME.includes(argument) ? index.byRoleName(text, instance.at)?.id : undefined)
  );
}
