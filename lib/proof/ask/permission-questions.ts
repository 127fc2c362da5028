import { PodtrustError } from '../../core/errors';
import { partitionIn } from '../../core/aws/aws-partition';
import { grouped } from '../../core/groups';
import type { Evaluation } from '../evaluate/evaluation';
import { callerOf } from '../mechanisms/pod-identity/caller';
import type { Question } from '../mechanisms/question';
import { accountIdIn } from '../model/aws-account';
import { identityElsewhere } from '../model/declared-elsewhere';
import type { CloudResource } from '../model/cloud-resource';
import type { Identity } from '../model/identity/identity';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { isNo, isUnknown, isYes, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import { checkAction } from '../permissions/action';
import { decideOnAzure } from '../permissions/azure';
import { mayBeRefusedByOrganisation } from '../permissions/organisation';
import { decidePermission } from '../permissions/permission';
import type { AskedResource, PermissionDecision } from '../permissions/permission';
import type { PermissionRequest } from '../permissions/statements';
import type { PodSession } from './pod-sessions';
import { sessionsOf } from './pod-sessions';
import type { ActionQuery } from './query';
import { ResourceFinder } from './resource-finder';
import type { FoundResource } from './resource-finder';

/** What is said once of every answer. */
export const NOT_KNOWN =
  'not known, and taken to allow it: SCPs, RCPs, deny assignments and policies of VPC endpoints that the program does not make';

/** Answers whether whoever has an identity may do something. */
export class PermissionQuestions {
  private readonly resources: ResourceFinder;
  private readonly managementGroups: readonly CloudResource[];
  private policies?: ReadonlyMap<string, readonly IdentityPolicy[]>;

  public constructor(private readonly evaluation: Evaluation) {
    const { resources } = evaluation.model;
    this.resources = new ResourceFinder(resources);
    this.managementGroups = resources.filter(({ service }) => service === 'managementGroup');
  }

  /**
   * Whether the pod, the session or the token of a question may do something, if it gets the identity.
   *
   * @throws PodtrustError `action-unknown`, `resource-unknown`
   */
  public decide(question: Question, asked: ActionQuery): PermissionDecision {
    const { identity } = question;
    checkAction(asked.action, identity.cloud);
    if (identity.cloud !== 'aws') return this.onAzure(question, asked);
    const named = this.resources.find(asked.resource);
    const resource = this.behindAlias(named, asked.action);
    if (!resource) {
      const why = `which key ${named.arn} is an alias of is not known, and policies speak of the key`;
      return { allowed: unknown(why), because: [describeSymbols(why)], assumes: [] };
    }
    if (resource.arn.startsWith('/')) {
      throw new PodtrustError({
        code: 'resource-unknown',
        what: `${JSON.stringify(asked.resource)} is nothing of AWS, where ${identity.id} is`,
        remedy: 'Give an ARN, or the address of a resource of AWS.',
      });
    }
    const sessions = sessionsOf(question, this.evaluation);
    const decisions = (sessions.length > 0 ? sessions : [{ by: 'in any way' }]).map((session) => ({
      session,
      decision: this.inSession(identity, session, resource, asked, question),
    }));
    const [first] = decisions;
    const same = decisions.every(({ decision }) => isSame(decision.allowed, first!.decision.allowed));
    if (same) return first!.decision;
    const why = 'the pod gets it in several ways, and they differ: which of them its SDK takes is not known';
    return {
      allowed: unknown(why),
      because: [
        why,
        ...decisions.flatMap(({ session, decision }) => decision.because.map((one) => `${session.by}: ${one}`)),
      ],
      assumes: [],
    };
  }

  /**
   * The key behind an alias, of which a request is but for those that change the alias; nothing where it is not known.
   *
   * @see AWS KMS, "Controlling access to aliases"
   */
  private behindAlias(found: FoundResource, action: string): FoundResource | undefined {
    if (!ALIAS.test(found.arn) || !/^kms:/i.test(action) || /^kms:\w+Alias$/i.test(action)) return found;
    const key = found.resource?.aliasOf;
    return key?.startsWith('arn:') || (key !== undefined && hasSymbol(key)) ? this.resources.ofKey(key) : undefined;
  }

  private onAzure({ identity, told }: Question, { action, resource }: ActionQuery): PermissionDecision {
    const { model } = this.evaluation;
    const found = this.resources.find(resource);
    if (!found.arn.startsWith('/')) {
      throw new PodtrustError({
        code: 'resource-unknown',
        what: `${JSON.stringify(resource)} is nothing of Azure, where ${identity.id} is`,
        remedy: 'Give a resource id (/subscriptions/…), or the address of a resource of azurerm.',
      });
    }
    const write = (text: string): string => told.write(found.write(text));
    this.policies ??= grouped(model.policies, (policy) => policy.identity);
    const decision = decideOnAzure(
      {
        identity: identity.id,
        policies: this.policies.get(identity.id) ?? [],
        open: model.openAssignments,
        denials: model.denyAssignments,
        uncounted: model.uncounted,
        managementGroups: this.managementGroups,
      },
      { action, resource: write(found.arn), read: found.resource, write },
    );
    const elsewhere = identity.existing
      ? 'it is made outside of what was read, and so may its role assignments be'
      : identityElsewhere(model, identity);
    if (elsewhere === undefined || !isNo(decision.allowed)) return decision;
    const because = [`${identity.id}: ${elsewhere}`, ...decision.because];
    return { allowed: unknown(elsewhere), because, assumes: [] };
  }

  private inSession(
    identity: Identity,
    session: PodSession,
    found: FoundResource,
    asked: ActionQuery,
    { told }: Question,
  ): PermissionDecision {
    const { model, identities, accountsOfRoles } = this.evaluation;
    const caller = callerOf(identity, { identities, accounts: accountsOfRoles });
    const write = (text: string): string => told.write(found.write(text));
    const arn = told.write(found.arn);
    const own = { ...caller, account: write(caller.account), roleArn: write(caller.roleArn) };
    const partition = partitionIn(arn);
    if (partition !== undefined && own.partition !== undefined && partition !== own.partition) {
      const why = `${arn} is in the partition ${partition}, and ${identity.id} in ${own.partition}: no credentials are valid in both`;
      return { allowed: false, because: [describeSymbols(why)], assumes: [] };
    }
    const resource = this.resourceOf(found, arn, own.account, identity);
    const parts = arn.split(':');
    this.policies ??= grouped(model.policies, (policy) => policy.identity);
    const request: PermissionRequest = {
      ...{ caller: own, tags: session.tags, action: asked.action, resource: arn, write },
      roleTags: model.roleTags.get(identity.id),
      region: parts.length > 5 && parts[3] !== '' && !hasSymbol(parts[3]!) ? parts[3] : undefined,
      resourceAccount: resource.account,
      told: toldOf(asked),
    };
    const decision = decidePermission(
      {
        policies: this.policies.get(identity.id) ?? [],
        doubts: model.policyDoubts.filter((doubt) => doubt.identity === undefined || doubt.identity === identity.id),
        uncounted: model.uncounted,
        session: session.association,
      },
      resource,
      request,
    );
    return this.withDoubts(decision, identity, session, request, resource.read?.id ?? arn);
  }

  /** What may turn an answer round that the policies themselves give. */
  private withDoubts(
    decision: PermissionDecision,
    identity: Identity,
    { unclear }: PodSession,
    request: PermissionRequest,
    resource: string,
  ): PermissionDecision {
    const { allowed } = decision;
    const { action, caller } = request;
    // IAM User Guide, "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".
    const isTrustAsked = /^sts:(?:assumerole|tagsession$|setsourceidentity$)/i.test(action);
    const knownOf = (account: string | undefined): { readonly account?: string } =>
      account === undefined || hasSymbol(account) ? {} : { account };
    const why =
      (identity.existing && 'it is made outside of what was read, and so may its policies be') ||
      (isNo(allowed) && identityElsewhere(this.evaluation.model, identity)) ||
      (isTrustAsked && 'the trust of the role that is assumed decides too: ask whether it admits the caller') ||
      (isYes(allowed) && unclear) ||
      (isYes(allowed) &&
        mayBeRefusedByOrganisation(this.evaluation.model, {
          request,
          role: { id: identity.id, ...knownOf(caller.account) },
          resource: { id: resource, ...knownOf(request.resourceAccount) },
        })) ||
      undefined;
    const isDenied = isNo(allowed) && decision.assumes.length === 0;
    if (why === undefined || isUnknown(allowed) || isDenied) return decision;
    return {
      allowed: unknown(why),
      because: [describeSymbols(`${identity.id}: ${why}`), ...decision.because],
      assumes: [],
    };
  }

  private resourceOf(
    { resource, possible }: FoundResource,
    arn: string,
    account: string,
    identity: Identity,
  ): AskedResource & { readonly account?: string } {
    const written = accountIdIn(arn) ?? accountPart(arn);
    if (arn === '*') return { isOwn: true, account };
    if (resource) {
      const own = resource.account;
      const isOwn: Known =
        own !== undefined && own === identity.account
          ? true
          : own?.id !== undefined
            ? equal(own.id, account)
            : written === undefined
              ? unknown(`whether ${resource.id} is in the account of ${identity.id} is not known`)
              : equal(written, account);
      return { read: resource, isOwn, account: isYes(isOwn) ? account : (own?.id ?? written) };
    }
    if (possible.length > 0) {
      return { isOwn: unknown(`whether ${arn} is ${possible.slice(0, 3).join(' or ')} is not known before apply`) };
    }
    if (written === undefined) return { isOwn: true, isOwnAssumed: true };
    const isOwn = equal(written, account);
    return { isOwn, account: written };
  }
}

/** The ARN of an alias of a key. */
const ALIAS = /^arn:[^:]*:kms:.*:alias\//;

/** The account in an ARN, known or not; nothing where the ARN has none. */
function accountPart(arn: string): string | undefined {
  const parts = arn.replace(/\uE000[^\uE001]*\uE001/g, (symbol) => symbol.replaceAll(':', '\uE006')).split(':');
  const part = parts[4]?.replaceAll('\uE006', ':');
  return part === undefined || part === '' ? undefined : part;
}

function toldOf({ context = {} }: ActionQuery): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
}

function isSame(one: Known, other: Known): boolean {
  return isUnknown(one) ? isUnknown(other) : one === other;
}

/** @throws PodtrustError `query-invalid` where one of the two is missing */
export function actionOf(query: Partial<ActionQuery>): ActionQuery | undefined {
  const { action, resource, context } = query;
  if (action === undefined && resource === undefined && context === undefined) return undefined;
  if (action === undefined || resource === undefined) {
    throw new PodtrustError({
      code: 'query-invalid',
      what: `a question about what an identity may do has ${action === undefined ? 'no action' : 'no resource'}`,
      remedy: 'Give both: an action, and a resource, or * for an action that has none.',
    });
  }
  return { action, resource, ...(context === undefined ? {} : { context }) };
}
