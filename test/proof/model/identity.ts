import type { Identity } from '../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const at = { file: 'app.yaml', pointer: '' };

/** A managed identity of that id and name, whose client id is not known before apply unless it is said. */
export function managedIdentity(id: string, claimName = symbolOf(`${id}.client_id`)): Identity {
  return { id, cloud: 'azure', kind: 'managed-identity', name: id, claimName, trustAt: at, at };
}
