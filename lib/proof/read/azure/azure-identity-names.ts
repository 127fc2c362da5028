import type { AzureIdentity } from '../../model/kubernetes/aad-pod-identity';
import type { Identity } from '../../model/identity/identity';
import { IdentityIndex } from '../../model/identity/identity-index';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import type { Problems } from '../problems';
import type { NamedAzureIdentity } from '../kubernetes/objects/aad-pod-identity-objects';

/**
 * Finds the identity that each AzureIdentity names; one that no resource makes is added to the identities.
 *
 * A user-assigned identity is named twice: MIC assigns it to the nodes by its resource id, NMI asks for its token by its
 * client id.
 */
export function joinAzureIdentities(
  named: readonly NamedAzureIdentity[],
  identities: Identity[],
  problems: Problems,
): AzureIdentity[] {
  if (named.length === 0) return [];
  const index = new IdentityIndex(identities);
  const added = new Map<string, Identity>();
  const joined = named.map((one): AzureIdentity => {
    const byResource = one.resourceId === undefined ? undefined : index.byResourceId(one.resourceId)?.identity;
    const byClient = one.clientId === undefined ? undefined : index.claimed(one.clientId)?.identity;
    const known = byClient ?? byResource;
    if (known) {
      const other = byClient && byResource && byClient !== byResource ? byResource.id : undefined;
      return { ...one, identity: known.id, otherIdentity: other };
    }
    const identity = identityOutside(one);
    added.set(identity.id, added.get(identity.id) ?? identity);
    const possible = one.resourceId === undefined ? [] : index.possibleByResourceId(one.resourceId).map(({ id }) => id);
    if (possible.length === 0) return { ...one, identity: identity.id };
    const because = `whether it is ${possible.join(' or ')} is not known before apply: its resource id is ${describeSymbols(one.resourceId!)}`;
    problems.add({ about: `AzureIdentity/${one.namespace}/${one.name}`, because, at: one.at });
    return { ...one, identity: identity.id, possibleIdentities: possible };
  });
  identities.push(...added.values());
  return joined;
}

/** An identity that is known only by what an AzureIdentity says of it. */
function identityOutside({ type, resourceId, clientId, namespace, name, at }: NamedAzureIdentity): Identity {
  const principal = type === 'service-principal' || type === 'certificate';
  const text = principal ? clientId : (resourceId ?? clientId);
  // ARM ignores case, and its own answers differ in it (resourcegroups, resourceGroups).
  const id =
    text === undefined
      ? `AzureIdentity/${namespace}/${name}`
      : hasSymbol(text)
        ? describeSymbols(text)
        : text.toLowerCase();
  return {
    id,
    cloud: 'azure',
    kind: principal ? 'entra-application' : 'managed-identity',
    name: principal ? name : (resourceId?.split('/').at(-1) ?? name),
    claimName: clientId ?? symbolOf(`${id}.client_id`),
    resourceId,
    existing: true,
    trustAt: at,
    at,
  };
}
