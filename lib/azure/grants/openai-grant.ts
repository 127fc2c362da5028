import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Grants on the models of Azure OpenAI. The role as in "Role-based access control for Azure OpenAI". */
export const openaiGrant = {
  /** Calls the models that are deployed in an account. */
  use(account: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'openaiGrant.use', role: 'Cognitive Services OpenAI User', verb: 'use models of' } as const;
    return grantOfRole({ ...role, kinds: [RESOURCE_KINDS.cognitiveAccount] }, account, options);
  },
};
