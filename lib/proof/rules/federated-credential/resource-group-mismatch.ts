import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const GROUP_OF_RESOURCE = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\//i;

export const resourceGroupMismatch: Rule = {
  slug: 'resource-group-mismatch',
  cloud: 'azure',
  level: 'error',
  effect:
    'azurerm takes the resource group from resource_group_name, not from parent_id: it looks for the identity there, and the apply fails, or the credential comes to an identity of the same name in that group.',
  fix: 'Take resource_group_name from the identity itself. azurerm 5 has no such argument: it takes all from the identity’s id.',
  sources: [
    'https://github.com/hashicorp/terraform-provider-azurerm/issues/30825',
    'https://github.com/hashicorp/terraform-provider-azurerm/pull/30860',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const { id, at, identity: owner, parentText, resourceGroup } of model.federatedCredentials) {
      const identity = owner === undefined ? undefined : evaluation.identities.get(owner);
      const own =
        GROUP_OF_RESOURCE.exec(parentText)?.[1] ??
        identity?.resourceGroup ??
        GROUP_OF_RESOURCE.exec(identity?.resourceId ?? '')?.[1];
      if (resourceGroup === undefined || own === undefined || hasSymbol(resourceGroup + own)) continue;
      // ARM does not tell upper from lower case in the name of a group.
      if (resourceGroup.toLowerCase() === own.toLowerCase()) continue;
      const whose = identity ? withPlace(identity.id, identity.at) : describeSymbols(parentText);
      findings.push(
        findingOf(resourceGroupMismatch, {
          message: `${withPlace(id, at)} has resource_group_name ${JSON.stringify(resourceGroup)}, but its identity, ${whose}, is in ${JSON.stringify(own)}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
