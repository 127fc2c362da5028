import { addToGroup } from '../../core/groups';
import type { AdmissionIndex } from '../mechanisms/admission-index';
import type { NodeEvaluation } from '../mechanisms/node/nodes';
import type { IdentityIndex } from '../model/identity-index';
import { matchesGlob } from '../model/glob';
import type { Model } from '../model/model';
import type { Permission } from '../model/permission';

/** What permissions are chosen from. */
interface PermissionInput {
  readonly model: Pick<Model, 'permissions'>;
  readonly admissions: AdmissionIndex;
  readonly nodes: Pick<NodeEvaluation, 'open'>;
  readonly identities: IdentityIndex;
}

/** The permissions of each identity that some pod gets, by its id. What a Deny takes out is not looked at. */
export function permissionsOfPods({
  model,
  admissions,
  nodes,
  identities,
}: PermissionInput): ReadonlyMap<string, readonly Permission[]> {
  const found = new Map<string, Permission[]>();
  for (const permission of model.permissions) {
    const { identity } = permission;
    const isOfPods = admissions.of(identity).length > 0 || nodes.open.has(identity);
    if (!isOfPods || !identities.get(identity)) continue;
    addToGroup(found, identity, permission);
  }
  return found;
}

/** Whether an action as a policy writes it covers an action. Case does not count. */
export function coversPermission(written: string, action: string): boolean {
  return !written.startsWith('!') && matchesGlob(written.toLowerCase(), action.toLowerCase());
}
