import type { AzureActions } from '../../model/identity/identity-policy';
import { and, any, not, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import type { CloudParts } from '../cloud-parts';
import type { Problems } from '../problems';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isObject } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { ofType, propertiesOf } from './azapi-resources';
import type { AzurePrincipals } from './azure-principals';

export const DENY_ASSIGNMENTS = 'microsoft.authorization/denyassignments';

/** The principal of a deny assignment that stands for everybody. Azure RBAC, "List Azure deny assignments". */
const EVERYBODY = '00000000-0000-0000-0000-000000000000';

/** Reads deny assignments, which azapi alone can write. Azure, `Microsoft.Authorization/denyAssignments`. */
export function readDenyAssignments(
  program: TerraformProgram,
  parts: CloudParts,
  principals: AzurePrincipals,
  problems: Problems,
): void {
  for (const instance of ofType(program, ['azapi_resource'], DENY_ASSIGNMENTS)) {
    const properties = propertiesOf(program, instance, problems);
    if (asText(properties.denyAssignmentEffect)?.toLowerCase() === 'audit') continue;
    const isOpen = Object.keys(properties).length === 0;
    const named = (list: Value | undefined, identity: string): Known => {
      if (list === undefined || list === null) return false;
      if (!Array.isArray(list)) return unknown(`whom ${instance.id} is for is not known`);
      return any(list as readonly Value[], (one): Known => {
        const id = isObject(one) ? asText(one.id) : undefined;
        return id === EVERYBODY ? true : principals.isGivenTo(id, identity);
      });
    };
    const condition = asText(properties.condition);
    parts.denyAssignments.push({
      id: instance.id,
      scope: asText(properties.scope) ?? program.text(instance, 'parent_id') ?? '',
      azure: deniedActions(properties.permissions),
      ...(condition === undefined ? {} : { condition }),
      ...(properties.doNotApplyToChildScopes === true ? { isOfScopeAlone: true as const } : {}),
      isFor: (identity) =>
        isOpen
          ? unknown(`whom ${instance.id} is for is not known`)
          : and(named(properties.principals, identity), not(named(properties.excludePrincipals, identity))),
    });
  }
}

/** Nothing where not all of it is known. */
function deniedActions(permissions: Value | undefined): readonly AzureActions[] | undefined {
  if (!Array.isArray(permissions)) return undefined;
  const blocks = permissions as readonly Value[];
  if (!blocks.every(isObject)) return undefined;
  const lists = blocks.map((block) =>
    ['actions', 'notActions', 'dataActions', 'notDataActions'].map((name) => block[name] ?? []),
  );
  if (
    !lists
      .flat()
      .every((list) => Array.isArray(list) && (list as readonly Value[]).every((one) => asText(one) !== undefined))
  ) {
    return undefined;
  }
  return lists.map((each) => {
    const [actions, notActions, dataActions, notDataActions] = each.map((list) =>
      (list as readonly Value[]).map(String),
    );
    return { actions: actions!, notActions: notActions!, dataActions: dataActions!, notDataActions: notDataActions! };
  });
}
