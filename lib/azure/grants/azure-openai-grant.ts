import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { typedRoleGrant } from './typed-role-grant';

/** Grants on the models of Azure OpenAI. The role as in "Role-based access control for Azure OpenAI". */
export const azureOpenAiGrant = {
  /** Calls the models that are deployed in an account. */
  use(account: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'azureOpenAiGrant.use', role: 'Cognitive Services OpenAI User', verb: 'use models of' } as const;
    return typedRoleGrant({ ...role, kinds: [RESOURCE_KINDS.cognitiveAccount] }, account, options);
  },
};
