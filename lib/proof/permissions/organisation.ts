import { coversAction, parseResourcePolicy, possibleStatements } from '../iam';
import type { ResourceControl } from '../model/identity/resource-control';
import { parseSymbolicJson } from '../model/known/symbolic-json';

/**
 * Why a policy of the organisation that the program makes may deny an action; nothing where none does. Which accounts it is for no program
 * says: neither which is the management account, nor what lies below a unit.
 */
export function mayBeDeniedByOrganisation(controls: readonly ResourceControl[], action: string): string | undefined {
  const found = controls.find(({ content }) => content === undefined || mayDeny(content, action));
  if (!found) return undefined;
  return `${found.id}, a policy of the organisation, may deny it: which accounts it is for is not known`;
}

function mayDeny(content: string, action: string): boolean {
  let document: unknown;
  try {
    document = parseSymbolicJson(content);
  } catch {
    return true;
  }
  const policy = parseResourcePolicy(withPrincipals(document));
  if (policy.unknown.length > 0 || policy.open.size > 0) return true;
  // One that Organizations refuses denies nothing.
  return possibleStatements(policy).some(
    (statement) => statement.effect === 'Deny' && coversAction(statement, action) !== false,
  );
}

/** A service control policy names no principals: it is about all of the account. */
function withPrincipals(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return document;
  const { Statement: written } = document;
  const statements: readonly unknown[] = Array.isArray(written) ? written : [written];
  return {
    ...document,
    Statement: statements.map((one) =>
      typeof one === 'object' && one !== null && !('NotPrincipal' in one) ? { Principal: '*', ...one } : one,
    ),
  };
}
