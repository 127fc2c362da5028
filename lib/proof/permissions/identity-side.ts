import { possibleStatements } from '../iam';
import { managedPolicyText } from '../model/identity/identity-policy';
import type { IdentityPolicy, PolicyDoubt } from '../model/identity/identity-policy';
import { all, and, isNo, isUnknown, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { whyPerhapsNone } from '../model/uncounted';
import type { Uncounted } from '../model/uncounted';
import { managedPolicy } from './managed-policy';
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
  readonly open: readonly string[];
}

/**
 * What an identity's policies make of a request: an explicit Deny in any of them, an Allow, and an Allow in each that limits it.
 *
 * @see IAM User Guide, "Policy evaluation logic"
 */
export function identitySide(own: OwnPolicies, request: PermissionRequest): IdentitySide {
  const of = (kind: IdentityPolicy['kind']): readonly IdentityPolicy[] =>
    own.policies.filter((one) => one.kind === kind && (kind !== 'session' || one.source === own.session));
  const giving = layerOf(of('permissions'), own.uncounted);
  const doubts = own.doubts.map(({ because }) => because);
  const layers = [
    { layer: { ...giving, open: [...giving.open, ...doubts] }, name: 'giving' },
    ...of('boundary').map((one) => ({ layer: layerOf([one], own.uncounted), name: 'its permissions boundary' })),
    ...of('session').map((one) => ({
      layer: layerOf([one], own.uncounted),
      name: `the session policy of ${one.source}`,
    })),
  ].map(({ layer, name }) => ({ layer, name, ...judge(layer, request) }));
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

function layerOf(policies: readonly IdentityPolicy[], uncounted: Uncounted): Layer {
  const sources: Source[] = [];
  const open: string[] = [];
  for (const { source, name, statements, version = '2012-10-17' } of policies) {
    const perhaps = whyPerhapsNone(uncounted, [source]);
    const managed = statements || name === undefined ? undefined : managedPolicy(name);
    if (statements) sources.push({ id: source, statements, version, perhaps });
    else if (managed) {
      const id = `${managedPolicyText(name!)}, which ${source} attaches`;
      sources.push({ id, statements: possibleStatements(managed), version: managed.version, perhaps });
    } else {
      const what =
        name === undefined ? `the policy of ${source}` : `${managedPolicyText(name)}, which ${source} attaches,`;
      open.push(`what ${what} says was not read`);
    }
  }
  return { sources, open };
}

interface Judged {
  readonly allows: Known;
  readonly denies: Known;
  readonly assessed: readonly SourcedAssessment[];
  readonly open: readonly string[];
}

function judge({ sources, open }: Layer, request: PermissionRequest): Judged {
  const assessed = assessAll(sources, request);
  const others = assessed ? open : [...open, 'its policies are too large or too intricate to be worked out'];
  const may: Known = others.length > 0 ? unknown(others[0]!) : false;
  return {
    allows: or(anyApplies(assessed ?? [], 'Allow'), may),
    denies: or(anyApplies(assessed ?? [], 'Deny'), may),
    assessed: assessed ?? [],
    open: others,
  };
}

function sayAllows({ allows, assessed, open }: Judged, none: string): readonly string[] {
  const of = (applies: boolean | undefined): readonly SourcedAssessment[] =>
    assessed.filter((one) => one.statement.effect === 'Allow' && one.applies === applies);
  if (isYes(allows)) return sayEach(of(true), 'allows it');
  if (isUnknown(allows)) return [...sayEach(of(undefined), 'may allow it'), ...open.map(describeSymbols)];
  return sayNone(assessed, none);
}

function sayDenies({ denies, assessed, open }: Judged): readonly string[] {
  const of = (applies: boolean | undefined): readonly SourcedAssessment[] =>
    assessed.filter((one) => one.statement.effect === 'Deny' && one.applies === applies);
  if (isYes(denies)) return sayEach(of(true), 'denies it');
  return isUnknown(denies) ? [...sayEach(of(undefined), 'may deny it'), ...open.map(describeSymbols)] : [];
}

/** Whether the identity's side alone allows the request: given, kept and not denied. */
export function allowedByIdentity({ given, kept }: Pick<IdentitySide, 'given' | 'kept'>): Known {
  return and(given, kept);
}
