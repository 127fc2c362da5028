import { isLookedUp } from '../../model/cluster/cluster';
import type { Cluster } from '../../model/cluster/cluster';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { Identity } from '../../model/identity/identity';
import { mayBeArnOf } from '../../model/identity/identity-index';
import type { Model } from '../../model/model';

/**
 * Why an EKS Pod Identity association that was not read may give a role to somebody, though none that was read does; nothing
 * where the input is whole, and makes the role and the cluster.
 */
export function associationElsewhere(
  model: Pick<Model, 'associations' | 'unreadModules' | 'elsewhere'>,
  role: Identity,
  cluster?: Cluster,
): string | undefined {
  const open = model.associations.find((one) => one.role === undefined && mayBeRole(one.roleText, role));
  if (open) return `whether ${open.roleText}, the role of ${open.id}, is ${role.id} is not known before apply`;
  const [module] = model.unreadModules;
  if (module !== undefined) return `${module} was not read, and may make an association for it`;
  const said = identityElsewhere(model, role);
  if (said !== undefined) return said;
  const others = [...(role.existing ? [role.id] : []), ...(cluster && isLookedUp(cluster) ? [cluster.id] : [])];
  return others.length === 0
    ? undefined
    : `${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} made outside of what was read, and so may associations be`;
}

/** Whether a text, its symbols described, may turn out to be the ARN of a role that it is not known to name. */
export function mayBeRole(roleText: string, role: Identity): boolean {
  return roleText.includes('${') || mayBeArnOf(roleText, role);
}
