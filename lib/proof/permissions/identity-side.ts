import { managedPolicyText } from '../model/identity/identity-policy';
import type { IdentityPolicy, PolicyDoubt } from '../model/identity/identity-policy';
import { all, and, isNo, isUnknown, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { whyPerhapsNone } from '../model/uncounted';
import type { Uncounted } from '../model/uncounted';
import { contentOf } from './managed-policy';
import { anyApplies, assessAll, sayEach, sayNone } from './statements';
import type { PermissionRequest, Source, SourcedAssessment } from './statements';

/** What an identity's own policies make of a request. */
export interface IdentitySide {
  /** Whether a policy that gives allows it. */
  readonly given: Known;
  /** Whether the permissions boundary and the session's policy allow it, as where there are none. */
  readonly kept: Known;
  /** Whether a Deny of any of them refuses it. */
  readonly denied: Known;
  /** Statement by statement, what decided each of the three. */
  readonly because: {
    readonly given: readonly string[];
    readonly kept: readonly string[];
    readonly denied: readonly string[];
  };
}

/** The policies of an identity. */
export interface OwnPolicies {
  /** All of the identity; of session policies those of other sessions too. */
  readonly policies: readonly IdentityPolicy[];
  readonly doubts: readonly PolicyDoubt[];
  readonly uncounted: Uncounted;
  /** The id of the association whose session asks; nothing where no session policy limits it. */
  readonly session?: string;
}

/** Documents of one layer, and why others may be in it. */
interface Layer {
  readonly sources: readonly Source[];
  readonly open: readonly Open[];
}

/** Why there may be other statements than those that were read. */
interface Open {
  readonly why: string;
  /** Unless it is known that they deny nothing of the action. */
  readonly mayDeny: boolean;
}

/**
 * What an identity's policies make of a request: an explicit Deny in any of them, an Allow, and an Allow in each that limits it.
 *
 * @see IAM User Guide, "Policy evaluation logic"
 */
export function identitySide(own: OwnPolicies, request: PermissionRequest): IdentitySide {
  const of = (kind: IdentityPolicy['kind']): readonly IdentityPolicy[] =>
    own.policies.filter((one) => one.kind === kind && (kind !== 'session' || one.source === own.session));
  const layerOf = (policies: readonly IdentityPolicy[]): Layer => layer(policies, own.uncounted, request.action);
  const giving = layerOf(of('permissions'));
  const doubts = own.doubts.map(({ because }): Open => ({ why: because, mayDeny: true }));
  const layers = [
    { layer: { ...giving, open: [...giving.open, ...doubts] }, name: 'giving' },
    ...of('boundary').map((one) => ({ layer: layerOf([one]), name: 'its permissions boundary' })),
    ...of('session').map((one) => ({
      layer: layerOf([one]),
      name: `the session policy of ${one.source}`,
    })),
  ].map(({ layer: one, name }) => ({ name, ...judge(one, request) }));
  const [first, ...limits] = layers;
  const kept = all(limits, ({ allows }) => allows);
  const decisive = isNo(kept) ? limits.filter(({ allows }) => isNo(allows)) : limits;
  return {
    given: first!.allows,
    kept,
    denied: or(...layers.map(({ denies }) => denies)),
    because: {
      given: sayAllows(first!, 'none of its policies'),
      kept: decisive.flatMap((limit) => [
        ...(isNo(limit.allows) ? [`${limit.name} does not allow it`] : []),
        ...sayAllows(limit, limit.name),
      ]),
      denied: layers.flatMap((one) => sayDenies(one)),
    },
  };
}

function layer(policies: readonly IdentityPolicy[], uncounted: Uncounted, action: string): Layer {
  const sources: Source[] = [];
  const open: Open[] = [];
  for (const policy of policies) {
    const { source, name } = policy;
    const content = contentOf(policy, action);
    if ('unread' in content) {
      const what =
        name === undefined ? `the policy of ${source}` : `${managedPolicyText(name)}, which ${source} attaches,`;
      open.push({ why: `what ${what} says was not read`, mayDeny: content.mayDeny });
      continue;
    }
    const { statements, version, isTable } = content;
    const id = isTable ? `${managedPolicyText(name!)}, which ${source} attaches` : source;
    sources.push({ id, statements, version, perhaps: whyPerhapsNone(uncounted, [source]) });
  }
  return { sources, open };
}

interface Judged {
  readonly allows: Known;
  readonly denies: Known;
  readonly assessed: readonly SourcedAssessment[];
  readonly open: readonly Open[];
}

function judge({ sources, open }: Layer, request: PermissionRequest): Judged {
  const assessed = assessAll(sources, request);
  const tooLarge = { why: 'its policies are too large or too intricate to be worked out', mayDeny: true };
  const others = assessed ? open : [...open, tooLarge];
  const may = (some: readonly Open[]): Known => (some.length > 0 ? unknown(some[0]!.why) : false);
  return {
    allows: or(anyApplies(assessed ?? [], 'Allow'), may(others)),
    denies: or(anyApplies(assessed ?? [], 'Deny'), may(others.filter(({ mayDeny }) => mayDeny))),
    assessed: assessed ?? [],
    open: others,
  };
}

function sayAllows({ allows, assessed, open }: Judged, none: string): readonly string[] {
  const of = (applies: boolean | undefined): readonly SourcedAssessment[] =>
    assessed.filter((one) => one.statement.effect === 'Allow' && one.applies === applies);
  if (isYes(allows)) return sayEach(of(true), 'allows it');
  if (isUnknown(allows))
    return [...sayEach(of(undefined), 'may allow it'), ...open.map(({ why }) => describeSymbols(why))];
  return sayNone(assessed, none);
}

function sayDenies({ denies, assessed, open }: Judged): readonly string[] {
  const of = (applies: boolean | undefined): readonly SourcedAssessment[] =>
    assessed.filter((one) => one.statement.effect === 'Deny' && one.applies === applies);
  if (isYes(denies)) return sayEach(of(true), 'denies it');
  if (!isUnknown(denies)) return [];
  const unread = open.filter(({ mayDeny }) => mayDeny).map(({ why }) => describeSymbols(why));
  return [...sayEach(of(undefined), 'may deny it'), ...unread];
}

/** Whether the identity's side alone allows the request: given, kept and not denied. */
export function allowedByIdentity({ given, kept }: Pick<IdentitySide, 'given' | 'kept'>): Known {
  return and(given, kept);
}
