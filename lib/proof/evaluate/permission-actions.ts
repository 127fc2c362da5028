import { addToGroup } from '../../core/groups';
import { coversAction } from '../iam';
import type { Statement } from '../iam';
import type { AdmissionIndex } from '../mechanisms/admission-index';
import type { NodeEvaluation } from '../mechanisms/node/nodes';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import type { Model } from '../model/model';
import { isYes } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { hasAction } from '../permissions/azure-actions';

/** What policies are chosen from. */
interface PolicyInput {
  readonly model: Pick<Model, 'policies'>;
  readonly admissions: AdmissionIndex;
  readonly nodes: Pick<NodeEvaluation, 'open'>;
  readonly identities: IdentityIndex;
}

/** What lets an identity do something, and to what; symbols described. */
export interface ActionGrant {
  /** The resource or scope; empty where it is not known. */
  readonly resource: string;
  readonly source: string;
  /** Whether it allows everything there is. */
  readonly everything: boolean;
}

/** The policies of each identity that some pod gets, by its id. */
export function policiesOfPods({
  model,
  admissions,
  nodes,
  identities,
}: PolicyInput): ReadonlyMap<string, readonly IdentityPolicy[]> {
  const found = new Map<string, IdentityPolicy[]>();
  for (const policy of model.policies) {
    const { identity, kind } = policy;
    // A session policy limits the pods of one association alone.
    if (kind === 'session') continue;
    const isOfPods = admissions.of(identity).length > 0 || nodes.open.has(identity);
    if (!isOfPods || !identities.get(identity)) continue;
    addToGroup(found, identity, policy);
  }
  return found;
}

/**
 * What certainly lets an identity take an action somewhere, in the order of its policies. What a Deny takes out everywhere
 * is not allowed, nor what a permissions boundary leaves out; a boundary that was not read is taken to allow it.
 */
export function grantsOf(policies: readonly IdentityPolicy[], action: string): readonly ActionGrant[] {
  if (isLimited(policies, action)) return [];
  // Actions of Azure are paths, those of AWS have a service before a colon: a NotAction of one says nothing of the other.
  const isOfAws = action.includes(':');
  return policies.flatMap((policy): readonly ActionGrant[] => {
    const { kind, statements, azure, source, scope = '' } = policy;
    if (kind === 'boundary') return [];
    const byIam = statements
      ?.filter((statement) => isOfAws && statement.effect === 'Allow' && coversAction(statement, action) === true)
      .flatMap((statement) =>
        statement.resources.map((resource) => ({
          resource: describeSymbols(statement.notResource ? `NotResource ${resource}` : resource),
          source,
          everything: !statement.notAction && statement.actions.includes('*'),
        })),
      );
    const byAzure = azure
      ?.filter((block) => isYes(hasAction(block, action, 'control')))
      .map((block) => ({ resource: describeSymbols(scope), source, everything: block.actions.includes('*') }));
    return [...(byIam ?? []), ...(byAzure ?? [])];
  });
}

/** Whether a Deny or a permissions boundary keeps an identity from an action, whatever else gives it. */
export function isLimited(policies: readonly IdentityPolicy[], action: string): boolean {
  return policies.some(({ kind, statements }) => {
    if (!statements) return false;
    if (statements.some((statement) => deniesEverywhere(statement, action))) return true;
    return (
      kind === 'boundary' &&
      !statements.some((statement) => statement.effect === 'Allow' && coversAction(statement, action) !== false)
    );
  });
}

function deniesEverywhere(statement: Statement, action: string): boolean {
  const { effect, resources, notResource, conditions } = statement;
  const everywhere = !notResource && resources.includes('*') && conditions.length === 0;
  return effect === 'Deny' && everywhere && coversAction(statement, action) === true;
}
