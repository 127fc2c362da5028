import type { Assumption } from '../model/assumption';
import type { CloudResource } from '../model/cloud-resource';
import { and, any, isNo, isUnknown, isYes, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { hasSymbol } from '../model/known/symbol';
import { allowedByIdentity, identitySide } from './identity-side';
import type { IdentitySide, OwnPolicies } from './identity-side';
import { resourceSide } from './resource-side';
import type { ResourceSide, RoleFacts } from './resource-side';
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
  const resource = sideOf(asked, request, service, { isBounded: isBounded(own), uncounted: own.uncounted });
  const denied = or(identity.denied, resource.denied);
  // A role that was read has its trust: nobody assumes it whom that does not name.
  const isOfRole = asked.read !== undefined && /^sts:assumerole$/i.test(request.action);
  const given = together(identity, resource, asked.isOwn, service, isOfRole);
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
        ...resource.because.granted,
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
      ...resource.because.granted,
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

/** A boundary whose name is not known need not be there. */
function isBounded({ policies }: OwnPolicies): Known {
  return any(
    policies.filter(({ kind }) => kind === 'boundary'),
    ({ statements, name }): Known =>
      statements !== undefined || (name !== undefined && !hasSymbol(name)) || unknown('its boundary is not known'),
  );
}

function sideOf({ read, isOwn }: AskedResource, request: PermissionRequest, service: string, role: RoleFacts): Side {
  if (read) {
    const side = resourceSide(read, request, role);
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
      const leaves = `${read.id} has the default key policy, which leaves it to the account`;
      // AWS KMS, "Default key policy": to the account that owns the key.
      const because = { ...side.because, allowed: [leaves], mayAllow: [leaves] };
      return { ...side, byAccount: isOwn, byName: isOwn, missing: isNo(isOwn) ? [leaves] : [], because };
    }
    return { ...side, missing };
  }
  const none = { allowed: [], mayAllow: [], denied: [], granted: [] };
  if (WITHOUT_POLICIES.has(service) || request.resource === '*') {
    return { ...each(false), byGrant: false, denied: false, because: none, missing: [] };
  }
  const what = `the policy of ${request.resource} was not read`;
  const open = unknown(what);
  // Within the account what was read decides; a policy of the resource that gives more, or denies, would be elsewhere.
  const isElsewhere = isYes(isOwn) && service !== 'kms';
  return {
    ...each(isElsewhere ? false : open),
    byGrant: service === 'kms' ? open : false,
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
    unlimited: or(side.unlimited, open),
    byName: or(side.byName, open),
    byAccount: or(side.byAccount, open),
    byGrant: side.byGrant,
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

/** Every way in which a resource's policy may allow. */
function each(answer: Known): Pick<ResourceSide, 'byRole' | 'byEveryone' | 'unlimited' | 'byName' | 'byAccount'> {
  return { byRole: answer, byEveryone: answer, unlimited: answer, byName: answer, byAccount: answer };
}

/** Within an account either side, across accounts both; the policy of a key, and the trust of a role, has to name the role, or to leave it to the role's account. */
function together(
  identity: IdentitySide,
  resource: ResourceSide,
  isOwn: Known,
  service: string,
  isOfRole: boolean,
): Known {
  const own = allowedByIdentity(identity);
  const isByBoth = service === 'kms' || isOfRole;
  const delegated = and(own, resource.byAccount);
  const within = or(isByBoth ? delegated : own, directly(identity, resource), byGrant(identity, resource));
  const across = or(and(own, acrossAccounts(resource, service)), byGrantAcross(own, resource));
  if (isYes(isOwn)) return within;
  if (isNo(isOwn)) return across;
  if (isYes(within) && isYes(across)) return true;
  if (isNo(within) && isNo(across)) return false;
  return isUnknown(isOwn) ? isOwn : within;
}

/**
 * What a resource's policy leaves to another account. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage": a bucket
 * that is public by its policy is open to its own account alone where that is on, as it is for new buckets.
 */
function acrossAccounts({ byName, byEveryone, unlimited, byAccount }: ResourceSide, service: string): Known {
  if (service !== 's3' || !isYes(byEveryone) || isYes(unlimited)) return byAccount;
  return or(
    byName,
    unknown(
      'its policy is for everybody, and S3’s Block Public Access, which new buckets have, may keep other accounts out',
    ),
  );
}

/** A grant is a permission beside the key's policy. AWS KMS, "Grants in AWS KMS"; whether a boundary limits it AWS does not say. */
function byGrant({ kept }: IdentitySide, { byGrant: granted }: ResourceSide): Known {
  const limits: Known = isNo(kept)
    ? unknown('whether a permissions boundary or a session policy limits a grant of a key is not documented')
    : kept;
  return and(granted, limits);
}

function byGrantAcross(own: Known, { byGrant: granted }: ResourceSide): Known {
  const allowed: Known = isNo(own)
    ? unknown('whether a grant of a key of another account is enough by itself is not documented')
    : own;
  return and(granted, allowed);
}

/**
 * Whether the resource's policy is enough by itself. What names the role is limited by its boundary and the session's policy as any
 * other permission; what names a session, or everybody on a condition on the role's ARN, is not; whether what is for everybody is, AWS
 * does not say.
 *
 * @see IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access"
 */
function directly({ kept }: IdentitySide, { byRole, byEveryone, unlimited }: ResourceSide): Known {
  const everyone: Known = isNo(kept)
    ? unknown(
        'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
      )
    : kept;
  return or(unlimited, and(byRole, kept), and(byEveryone, everyone));
}
