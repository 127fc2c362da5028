import type { Permission } from '../../model/permission';
import { matchesGlob } from '../../model/glob';

/** Whether permissions allow an action on a role, and why not. */
export interface PermissionVerdict {
  /** Nothing where it cannot be told. */
  readonly allowed: boolean | undefined;
  readonly because: string;
}

/** Managed policies of AWS that allow everything. */
const ADMINISTRATOR = 'AdministratorAccess';

/**
 * Whether a role's own permissions let it do something to another role: an explicit Deny, then an Allow, else not.
 *
 * @param permissions all of the calling role, as they are written
 * @param isTarget whether a resource, as a policy writes it, is the other role; nothing where it cannot be told
 */
export function mayDoTo(
  action: string,
  permissions: readonly Permission[],
  isTarget: (resource: string) => boolean | undefined,
): PermissionVerdict {
  let allowed = false;
  let mayAllow: string | undefined;
  let mayDeny: string | undefined;
  for (const { actions, role, resource, source, conditions = [] } of permissions) {
    if (role !== null) {
      if (role === ADMINISTRATOR) allowed = true;
      else mayAllow ??= `what the attached policy ${role} allows was not read`;
      continue;
    }
    const covered = coversAction(actions, action) && isTarget(resource);
    if (covered === false) continue;
    const isDeny = actions.some((one) => one.startsWith('!'));
    const isCertain = covered === true && conditions.length === 0;
    if (isDeny && isCertain) return { allowed: false, because: `${source} denies it` };
    if (isDeny) mayDeny ??= `${source} may deny it`;
    else if (isCertain) allowed = true;
    else mayAllow ??= `${source} may allow it`;
  }
  if (allowed && mayDeny === undefined) return { allowed: true, because: '' };
  const possible = allowed ? mayDeny : mayAllow;
  return possible === undefined
    ? { allowed: false, because: 'none of its policies allows it' }
    : { allowed: undefined, because: possible };
}

/** `NotAction` and Deny are marked in front of each action. */
function coversAction(actions: readonly string[], action: string): boolean {
  const covers = (written: string): boolean => matchesGlob(written.toLowerCase(), action.toLowerCase());
  const plain = actions.map((one) => one.replace(/^!/, ''));
  const left = plain.filter((one) => one.startsWith('NotAction '));
  if (left.length > 0) return !left.some((one) => covers(one.slice('NotAction '.length)));
  return plain.some(covers);
}
