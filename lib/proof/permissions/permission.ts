import type { Assumption } from '../model/assumption';
import type { CloudResource } from '../model/cloud-resource';
import { and, isNo, isUnknown, isYes, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { allowedByIdentity, identitySide } from './identity-side';
import type { IdentitySide, OwnPolicies } from './identity-side';
import { resourceSide } from './resource-side';
import type { ResourceSide } from './resource-side';
import { whyOf } from './statements';
import type { PermissionRequest } from './statements';

/** Whether a request is allowed, and what decided it. */
export interface PermissionDecision {
  readonly allowed: Known;
  /** Sentences for people: statement by statement. */
  readonly because: readonly string[];
  readonly assumes: readonly Assumption[];
}

/** The resource of a request, as far as it was read. */
export interface AskedResource {
  /** The one that was read; nothing where none was. */
  readonly read?: CloudResource;
  /** Whether it is in the role's account; unknown with its reason. */
  readonly isOwn: Known;
  /** Set where nothing speaks of its account, as of a bucket that was not read: it is taken to be the role's. */
  readonly isOwnAssumed?: true;
}

/** Services of which a resource has no policy of its own. AWS, "AWS services that work with IAM". */
const WITHOUT_POLICIES: ReadonlySet<string> = new Set([
  ...['autoscaling', 'cloudformation', 'cloudwatch', 'ec2', 'ecs', 'eks', 'elasticache', 'elasticloadbalancing'],
  ...['pricing', 'rds', 'rds-db', 'route53', 'tag', 'xray'],
]);

/** What SNS’ default policy of a topic allows, on a condition that AWS does not describe. Amazon SNS, "Identity and access management". */
const BY_DEFAULT_OF_SNS =
  /^sns:(gettopicattributes|settopicattributes|addpermission|removepermission|deletetopic|subscribe|listsubscriptionsbytopic|publish)$/;

/**
 * Whether a role's session may do something to a resource: the identity's policies and those of the resource together.
 *
 * Within an account either is enough, but what the boundary and the session's policy do not allow is not, unless the answer depends on
 * whom AWS counts as named; across accounts both have to allow. A key needs its own policy. A Deny of any of them is one.
 *
 * @see IAM User Guide, "Policy evaluation logic"; AWS KMS, "Key policies in AWS KMS"
 */
export function decidePermission(
  own: OwnPolicies,
  asked: AskedResource,
  request: PermissionRequest,
): PermissionDecision {
  const service = request.action.split(':')[0]!.toLowerCase();
  const identity = identitySide(own, request);
  const resource = sideOf(asked, request, service);
  const denied = or(identity.denied, resource.denied);
  const given = together(identity, resource, asked.isOwn, service === 'kms');
  const allowed = and(not(denied), given);
  if (isYes(allowed)) {
    const isByIdentity = isYes(allowedByIdentity(identity));
    const assumed = asked.isOwnAssumed
      ? [`assumed: ${request.resource} is in the account of ${request.caller.role}`]
      : [];
    return {
      allowed,
      because: [
        ...(isByIdentity ? [...identity.because.given, ...identity.because.kept] : []),
        ...(isYes(resource.byAccount) ? resource.because.allowed : []),
        ...assumed,
      ],
      assumes: asked.isOwnAssumed ? ['resource-of-own-account'] : [],
    };
  }
  if (isNo(allowed)) {
    if (isYes(denied)) {
      const by = isYes(identity.denied) ? identity.because.denied : [];
      return { allowed, because: [...by, ...(isYes(resource.denied) ? resource.because.denied : [])], assumes: [] };
    }
    return {
      allowed,
      because: [...sayIdentity(identity), ...resource.missing],
      // What was not read may allow it.
      assumes: ['nothing-elsewhere'],
    };
  }
  return {
    allowed,
    because: [
      ...whyOf(allowed),
      ...(isUnknown(denied) ? [...identity.because.denied, ...resource.because.denied] : []),
      ...sayIdentity(identity),
      ...(isYes(resource.byAccount)
        ? resource.because.allowed
        : isUnknown(resource.byAccount)
          ? resource.because.mayAllow
          : resource.missing),
    ],
    assumes: [],
  };
}

/** What stands in an identity's way, or may; what it allows where nothing does. */
function sayIdentity({ given, kept, because }: IdentitySide): readonly string[] {
  if (isNo(given)) return because.given;
  return isYes(kept) ? because.given : [...because.given, ...because.kept];
}

type Side = ResourceSide & { readonly missing: readonly string[] };

function sideOf({ read, isOwn }: AskedResource, request: PermissionRequest, service: string): Side {
  if (read) {
    const side = resourceSide(read, request);
    const unread = read.declared
      ? undefined
      : `other policies of ${read.id}, which the program does not make, were not read`;
    const missing = isNo(side.byAccount)
      ? [
          read.policies.length > 0
            ? `no statement of the policy of ${read.id} allows it`
            : `${read.id} has no policy of its own`,
        ]
      : [];
    const open = isByDefault(read, request, service) ?? unread;
    if (open !== undefined) return { ...openTo(side, open), missing };
    if (service === 'kms' && read.policies.length === 0) {
      return {
        ...side,
        byAccount: true,
        missing: [],
        because: {
          ...side.because,
          allowed: [`${read.id} has the default key policy, which leaves it to the account`],
        },
      };
    }
    return { ...side, missing };
  }
  const none = { allowed: [], mayAllow: [], denied: [] };
  if (WITHOUT_POLICIES.has(service) || request.resource === '*') {
    return { byRole: false, byEveryone: false, byAccount: false, denied: false, because: none, missing: [] };
  }
  const what = `the policy of ${request.resource} was not read`;
  const open = unknown(what);
  // Within the account what was read decides; a policy of the resource that gives more, or denies, would be elsewhere.
  const isElsewhere = isYes(isOwn) && service !== 'kms';
  return {
    byRole: isElsewhere ? false : open,
    byEveryone: isElsewhere ? false : open,
    byAccount: isElsewhere ? false : open,
    denied: false,
    because: { ...none, mayAllow: [what] },
    missing: [`${what}: it is taken not to allow it`],
  };
}

/** A side of which more may be there than was read. */
function openTo(side: ResourceSide, why: string): ResourceSide {
  const open = unknown(why);
  return {
    byRole: or(side.byRole, open),
    byEveryone: or(side.byEveryone, open),
    byAccount: or(side.byAccount, open),
    denied: side.denied,
    because: { ...side.because, mayAllow: [...side.because.mayAllow, why] },
  };
}

function isByDefault(
  { id, policies }: CloudResource,
  { action }: PermissionRequest,
  service: string,
): string | undefined {
  if (service !== 'sns' || policies.length > 0 || !BY_DEFAULT_OF_SNS.test(action.toLowerCase())) return undefined;
  return `${id} has the default policy of SNS, on whose condition on AWS:SourceOwner AWS does not say who meets it`;
}

/** Within an account either side, across accounts both; a key's policy has to name the role, or to leave it to the role's account. */
function together(identity: IdentitySide, resource: ResourceSide, isOwn: Known, isOfKey: boolean): Known {
  const own = allowedByIdentity(identity);
  const across = and(own, resource.byAccount);
  const within = or(isOfKey ? across : own, directly(identity, resource));
  if (isYes(isOwn)) return within;
  if (isNo(isOwn)) return across;
  if (isYes(within) && isYes(across)) return true;
  if (isNo(within) && isNo(across)) return false;
  return isUnknown(isOwn) ? isOwn : within;
}

/**
 * Whether the resource's policy is enough by itself. What names the role is limited by its boundary and the session's policy as any
 * other permission; whether what names everybody is, AWS does not say.
 */
function directly({ kept }: IdentitySide, { byRole, byEveryone }: ResourceSide): Known {
  const everyone: Known = isNo(kept)
    ? unknown(
        'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
      )
    : kept;
  return or(and(byRole, kept), and(byEveryone, everyone));
}
