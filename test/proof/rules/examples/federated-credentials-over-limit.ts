import { credential, entra, terraform } from '../example';
import type { RuleExample } from '../example';

function withCredentials(count: number): unknown {
  const one = { ...credential('worker-${count.index}'), count };
  return { azurerm_federated_identity_credential: { worker: one } };
}

export const example: RuleExample = {
  bad: [terraform(entra({ more: withCredentials(21) }))],
  good: [terraform(entra({ more: withCredentials(20) }))],
};
