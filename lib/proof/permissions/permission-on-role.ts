import { coversAction } from '../iam';
import type { Statement } from '../iam';
import { all, and, any, isNo, isUnknown, isYes, not, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { managedPolicyText } from '../model/identity/identity-policy';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { describeSymbols } from '../model/known/symbol';
import { contentOf } from './managed-policy';

/** Whether policies allow an action on a role, and why not. */
export interface PermissionVerdict {
  /** Nothing where it cannot be told. */
  readonly allowed: boolean | undefined;
  /** Whether a Deny refuses it, which counts whatever else allows it; nothing where it cannot be told. */
  readonly denied: boolean | undefined;
  /**
   * Whether its permissions boundary allows it, as where it has none; nothing where it cannot be told. It also limits what the
   * trust of another role gives to a role by its ARN.
   *
   * @see IAM User Guide, "Permissions boundaries for IAM entities", "Resource-based policies"
   */
  readonly kept: boolean | undefined;
  readonly because: string;
}

/**
 * Whether a role's own policies let it do something to another role: an explicit Deny, then an Allow, which a permissions
 * boundary has to allow as well, else not.
 *
 * @param policies all of the calling role
 * @param isTarget whether a resource, as a policy writes it with symbols described, is the other role; nothing where it
 * cannot be told
 * @param meets whether the request meets a statement's conditions, where more is known of it than whom it is about
 */
export function mayDoTo(
  action: string,
  policies: readonly IdentityPolicy[],
  isTarget: (resource: string) => Known,
  meets?: (statement: Statement) => Known,
): PermissionVerdict {
  const own = policies.filter(({ kind }) => kind === 'permissions');
  const boundaries = policies.filter(({ kind }) => kind === 'boundary');
  const about =
    (effect: Statement['effect'], does: string, whereUnread: (policy: IdentityPolicy, mayDeny: boolean) => Known) =>
    (policy: IdentityPolicy): Known => {
      const content = contentOf(policy, action);
      if ('unread' in content) return whereUnread(policy, content.mayDeny);
      return any(
        content.statements.filter((statement) => statement.effect === effect),
        (statement) => holdsFor(statement, action, isTarget, `${policy.source} ${does}`, meets),
      );
    };
  const denies = about(
    'Deny',
    'may deny it',
    (policy, mayDeny) => mayDeny && unknown(`what ${describeSymbols(nameOf(policy))} says was not read`),
  );
  const denied = any([...own, ...boundaries], denies);
  if (isYes(denied)) {
    const by = [...own, ...boundaries].find((policy) => isYes(denies(policy)))!;
    return { allowed: false, denied: true, kept: undefined, because: `${by.source} denies it` };
  }
  const given = any(own, about('Allow', 'may allow it', whyUnread));
  const kept = all(
    boundaries,
    about('Allow', 'may allow it', (policy) =>
      unknown(`its permissions boundary ${describeSymbols(nameOf(policy))} was not read`),
    ),
  );
  const allowed = and(given, kept, not(denied));
  if (isYes(allowed)) return { allowed: true, denied: false, kept: true, because: '' };
  const isDenied = isNo(denied) ? false : undefined;
  const isKept = isYes(kept) ? true : isNo(kept) ? false : undefined;
  if (!isNo(allowed)) return { allowed: undefined, denied: isDenied, kept: isKept, because: allowed.why };
  const because = isNo(given) ? 'none of its policies allows it' : 'its permissions boundary does not allow it';
  return { allowed: false, denied: isDenied, kept: isKept, because };
}

function nameOf({ name, source }: IdentityPolicy): string {
  return name ?? source;
}

/** What a policy that was not read allows. */
function whyUnread({ name, source }: IdentityPolicy): Known {
  if (name === undefined) return unknown(`what the policy of ${source} allows is not known`);
  return unknown(`what the attached policy ${managedPolicyText(name)} allows was not read`);
}

/** Whether a statement is about the action on the target; one whose conditions decide it may be, for the reason given. */
function holdsFor(
  statement: Statement,
  action: string,
  isTarget: (resource: string) => Known,
  why: string,
  meets = hasNoCondition,
): Known {
  const { resources, notResource } = statement;
  const named = any(resources, isTarget);
  const met = meets(statement);
  const answer = and(coversAction(statement, action), notResource ? not(named) : named, met);
  if (!isUnknown(answer)) return answer;
  return unknown(isUnknown(met) ? `${why}: ${met.why}` : why);
}

function hasNoCondition({ conditions }: Statement): Known {
  return conditions.length === 0 || unknown('it depends on its conditions');
}
