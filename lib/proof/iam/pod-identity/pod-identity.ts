import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Admitted, ApplicableStatement } from '../region/admitted';
import { admittedBy, applicable, reasonsFor, unasked, uncertain } from '../region/admitted';
import type { Answer, TrustContext } from '../applies';
import { coversAction, coversService } from '../applies';
import type { Budget } from '../budget';
import { TOO_LARGE, newBudget, within } from '../budget';
import {
  ACCOUNT,
  CLUSTER_ARN,
  accountOfCluster,
  alignedArns,
  arnsOfAccount,
  arnsOfClusterName,
  isAnyCluster,
} from '../region/cluster-arn';
import type { KeyValue } from '../policy/condition';
import type { Glob } from '../region/glob';
import { RUN, isPattern, tidy } from '../region/glob';
import type { PodIdentityRequest } from './pod-identity-keys';
import { valueOfPodIdentityKey } from './pod-identity-keys';
import type { Statement } from '../../model/identity/statement';
import { assessedStatements } from '../policy/policy';
import type { TrustPolicy } from '../policy/policy';
import type { Box, Term } from '../region/region';
import { Region, compare } from '../region/region';
import { showGlob, sortedByText } from '../region/show';
import { NAMESPACE, SERVICE_ACCOUNT, lowerCaseNameGlob } from '../region/subject';

/** The two actions that EKS calls; both must be allowed, in one statement or in two. */
export const POD_IDENTITY_ACTIONS = ['sts:assumerole', 'sts:tagsession'] as const;

/** A pod's session as EKS Pod Identity opens it. */
export interface PodIdentitySession {
  readonly clusterArn: string;
  /** The account of the cluster. */
  readonly account: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Read from the ARN by default; to be given where the ARN is not known before apply. */
  readonly clusterName?: string;
  /**
   * Whether the association passes no session tags, so that no `aws:RequestTag` condition holds.
   *
   * @default false
   */
  readonly disableSessionTags?: boolean;
}

/** Patterns of sessions. `*` is any text, `?` any character. */
export interface PodIdentityPattern {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly clusterArn: string;
  readonly account: string;
}

/** Some sessions that a role's trust admits, if an association asks for them. */
export interface PodIdentityAdmission extends PodIdentityPattern {
  /** Whether this is one service account of one cluster and no pattern. */
  readonly exact: boolean;
  /** Whether nothing limits the cluster: any cluster of the account may use the role. */
  readonly anyCluster: boolean;
  readonly except: readonly PodIdentityPattern[];
  /** The statements that admit it, by index. */
  readonly because: readonly number[];
  /** Why it is not certain that these get in. Empty where it is certain. */
  readonly undecided: readonly string[];
  /** A session of this entry. */
  readonly example?: PodIdentitySession;
}

/** Who gets a role through EKS Pod Identity, as far as its trust goes. */
export interface PodIdentityAdmissions {
  /** Sorted. An entry that only may get in has `undecided`. */
  readonly admitted: readonly PodIdentityAdmission[];
  /** Whether an entry is open to any cluster of the account. */
  readonly openToAnyCluster: boolean;
  readonly undecided: readonly string[];
  /** Why IAM would refuse the document; then nobody gets in. */
  readonly refusals: readonly string[];
  /** Why nobody gets in although a statement names EKS Pod Identity. */
  readonly notes: readonly string[];
}

const DIMENSIONS = [NAMESPACE, SERVICE_ACCOUNT, CLUSTER_ARN, ACCOUNT];

function free(at: number, form: 'arn' | 'text', globsOf: (glob: Glob) => readonly Glob[]): KeyValue {
  const boxes = (glob: Glob): readonly Box[] =>
    globsOf(glob).map((one) => DIMENSIONS.map((_, index) => (index === at ? one : RUN)));
  return { kind: 'free', free: { boxes, isSettled: () => true, form } };
}

/** Every session. */
const ANY_SESSION: Omit<PodIdentityRequest, 'tags'> = {
  namespace: free(0, 'text', (glob) => [lowerCaseNameGlob(glob)]),
  serviceAccount: free(1, 'text', (glob) => [lowerCaseNameGlob(glob)]),
  clusterArn: free(2, 'arn', (glob) => alignedArns(tidy(glob))),
  clusterName: free(2, 'text', (name) => alignedArns(arnsOfClusterName(name))),
  account: free(3, 'text', (glob) => [lowerCaseNameGlob(glob)]),
};

/**
 * The exact set of sessions that a role's trust admits for EKS Pod Identity; an association has to ask for them as well.
 *
 * A role and its associations' clusters are in one account, so where `context.account` is known, so is the session's.
 *
 * @param policy as {@link parsePolicy} gives it
 */
export function podIdentityAdmissions(policy: TrustPolicy, context: SessionContext): PodIdentityAdmissions {
  const nothing = { admitted: [], openToAnyCluster: false, refusals: [], notes: [] };
  if (policy.refusals.length > 0 || policy.unknown.length > 0) {
    return { ...nothing, undecided: policy.unknown, refusals: policy.refusals };
  }
  return within(() => evaluate(policy, context, newBudget())) ?? { ...nothing, undecided: [TOO_LARGE] };
}

/** What sessions have in common that a policy is held against. */
export interface SessionContext extends Pick<TrustContext, 'account'> {
  /**
   * Whether the association passes session tags: without them EKS only calls `sts:AssumeRole`, and no tag is there to test.
   *
   * @default true
   */
  readonly sessionTags?: boolean;
}

/** Whether a statement is about EKS Pod Identity, by its principal. */
export function coversPodIdentity(statement: Statement, budget: Budget): Answer {
  return coversService(statement, POD_IDENTITY_SERVICE, budget);
}

function evaluate(policy: TrustPolicy, context: SessionContext, budget: Budget): PodIdentityAdmissions {
  // An account that is not known may be any; as a symbol it would be another one than each that is written out.
  const account = context.account === undefined || hasSymbol(context.account) ? RUN : context.account;
  const tags = context.sessionTags ?? true;
  const region = new Region(DIMENSIONS, budget, [RUN, RUN, RUN, account]);
  const valueOf = (key: string): KeyValue => valueOfPodIdentityKey(key, { ...ANY_SESSION, tags });
  const about = applicable(
    unasked(assessedStatements(policy, 'Deny')),
    (statement) => coversPodIdentity(statement, budget),
    budget,
  );
  const [forAssume, forTag] = POD_IDENTITY_ACTIONS.map((action) =>
    applicable(about, (statement) => coversAction(statement, action, budget), budget),
  ) as [readonly ApplicableStatement[], readonly ApplicableStatement[]];
  const evaluateFor = (statements: readonly ApplicableStatement[]): ForAction => ({
    statements,
    ...admittedBy(statements, policy.version, valueOf, region, budget),
  });
  const assume = evaluateFor(forAssume);
  const tag = !tags || isSame(forAssume, forTag) ? assume : evaluateFor(forTag);
  const both = tag === assume ? assume : meetActions(assume, tag, region);
  const undecided = new Set(policy.open.keys());
  const ofOneAccount = (terms: readonly Term[]): readonly Term[] =>
    terms.filter((term) => isOneAccount(term.box, region));
  const admitted = [
    ...ofOneAccount(both.certain).map((term) => admission(term, [], region)),
    ...ofOneAccount(uncertain(both, region)).map((term) => admission(term, reasonsFor(term, both), region)),
  ];
  for (const entry of admitted) {
    entry.undecided.forEach((reason) => undecided.add(reason));
    for (const value of [entry.namespace, entry.serviceAccount]) {
      if (hasSymbol(value)) undecided.add(describeSymbols(`${value} in an admitted session is not known before apply`));
    }
  }
  return {
    admitted: sortedByText(admitted),
    openToAnyCluster: admitted.some(({ anyCluster }) => anyCluster),
    undecided: [...undecided].sort(compare),
    refusals: [],
    notes: notes(assume, tag),
  };
}

interface ForAction extends Admitted {
  readonly statements: readonly ApplicableStatement[];
}

function isSame(a: readonly ApplicableStatement[], b: readonly ApplicableStatement[]): boolean {
  return (
    a.length === b.length &&
    a.every((entry, index) => entry.statement === b[index]!.statement && !entry.unless && !b[index]!.unless)
  );
}

function meetActions(a: ForAction, b: ForAction, region: Region): Admitted {
  const certain = region.simplify(region.intersect(a.certain, b.certain, 'certain'));
  const isDecided = a.possible === a.certain && b.possible === b.certain;
  return {
    certain,
    possible: isDecided ? certain : region.simplify(region.intersect(a.possible, b.possible, 'possible')),
    doubts: new Map([...a.doubts, ...b.doubts]),
    symbols: new Map([...a.symbols, ...b.symbols]),
  };
}

/** Whether the cluster can be in the account. */
function isOneAccount([, , cluster, account]: Box, region: Region): boolean {
  if (cluster === RUN || account === RUN || hasSymbol(cluster!)) return true;
  if (!isPattern(cluster!) && !isPattern(account!) && !hasSymbol(account!))
    return accountOfCluster(cluster!) === account;
  return region.meetBoxes([RUN, RUN, cluster!, RUN], [RUN, RUN, arnsOfAccount(account!), RUN], 'possible').length > 0;
}

function admission(term: Term, undecided: Iterable<string>, region: Region): PodIdentityAdmission {
  return {
    ...pattern(term.box),
    // What has no pattern is left out as a whole or not at all.
    exact: !term.box.slice(0, 3).some(isPattern),
    anyCluster: isAnyCluster(term.box[2]!),
    except: term.except.map(pattern),
    because: term.because,
    undecided: [...undecided].map(describeSymbols).sort(compare),
    // Found when asked for: it takes a search, and a proof of many roles asks for none.
    get example() {
      return within(() => exampleOf(term, region));
    },
  };
}

function pattern([namespace, serviceAccount, clusterArn, account]: Box): PodIdentityPattern {
  return {
    namespace: showGlob(namespace!),
    serviceAccount: showGlob(serviceAccount!),
    clusterArn: showGlob(clusterArn!),
    account: account === RUN ? (accountOfCluster(clusterArn!) ?? '*') : showGlob(account!),
  };
}

/** An example whose cluster is in its account, where there is one, and in a partition and a region that there are. */
function exampleOf(term: Term, region: Region): PodIdentitySession | undefined {
  const account = term.box[3]!;
  const likely = [
    `arn:aws:eks:us-east-1:${isPattern(account) ? '111122223333' : account}:cluster/${RUN}`,
    arnsOfAccount(account),
  ];
  const boxes = likely.flatMap((arns) => region.meetBoxes(term.box, [RUN, RUN, arns, RUN], 'certain'));
  for (const box of [...boxes, term.box]) {
    const values = region.example({ ...term, box });
    if (!values) continue;
    const [namespace, serviceAccount, clusterArn, id] = values as [string, string, string, string];
    const own = isPattern(account) ? accountOfCluster(clusterArn) : undefined;
    return { clusterArn, account: own ?? id, namespace, serviceAccount };
  }
  return undefined;
}

function notes(assume: ForAction, tag: ForAction): readonly string[] {
  const allows = ({ statements }: ForAction): boolean =>
    statements.some(({ statement }) => statement.effect === 'Allow');
  if (allows(assume) && !allows(tag))
    return ['sts:AssumeRole is allowed to EKS Pod Identity, but sts:TagSession is not'];
  if (allows(tag) && !allows(assume))
    return ['sts:TagSession is allowed to EKS Pod Identity, but sts:AssumeRole is not'];
  return [];
}
