import { addToGroup } from '../../core/groups';
import type { Evaluation } from './evaluation';
import { matchesGlob } from '../model/glob';
import type { Model } from '../model/model';
import type { Permission } from '../model/permission';

/** The permissions of each identity that some pod gets, by its id. What a Deny takes out is not looked at. */
export function actionsOf(model: Model, evaluation: Evaluation): ReadonlyMap<string, readonly Permission[]> {
  const found = new Map<string, Permission[]>();
  for (const permission of model.permissions) {
    const { identity } = permission;
    const isOfPods = evaluation.admissions.of(identity).length > 0 || evaluation.nodes.open.has(identity);
    if (!isOfPods || !evaluation.identities.get(identity)) continue;
    addToGroup(found, identity, permission);
  }
  return found;
}

/** Whether an action as a policy writes it covers an action. Case does not count. */
export function coversPermission(written: string, action: string): boolean {
  return !written.startsWith('!') && matchesGlob(written.toLowerCase(), action.toLowerCase());
}
