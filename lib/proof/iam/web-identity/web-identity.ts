import { addToGroup } from '../../../core/groups';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { ApplicableStatement } from '../region/admitted';
import { admittedBy, applicable, reasonsFor, unasked, uncertain } from '../region/admitted';
import type { TrustContext, TrustedProvider } from '../applies';
import { coversAction, coversProvider, isElsewhere, isProvider } from '../applies';
import type { Budget } from '../budget';
import { TOO_LARGE, newBudget, spend, within } from '../budget';
import type { FreeKey, KeyValue } from '../policy/condition';
import { isTrueWhenMissing } from '../policy/condition';
import { isPattern } from '../region/glob';
import type { Statement } from '../../model/identity/statement';
import { assessedStatements, isCertain } from '../policy/policy';
import type { TrustPolicy } from '../policy/policy';
import type { Term } from '../region/region';
import { Region, compare, keyOf, merge } from '../region/region';
import { sessionNames } from '../region/session-name';
import { showGlob, sortedByText } from '../region/show';
import {
  NAMESPACE,
  OTHER_SUBJECT,
  SERVICE_ACCOUNT,
  isSettledSubject,
  kubernetesBoxes,
  otherSubjectBoxes,
} from '../region/subject';
import { isMisnamed, valueOfWebIdentityKey } from './web-identity-keys';

/** The action that exchanges a service account token for a role's credentials. Compared in lower case. */
export const WEB_IDENTITY_ACTION = 'sts:assumerolewithwebidentity';

/** The claims of a web identity token that a trust policy can ask for. */
export interface WebIdentityToken {
  /** The issuer's URL, with or without `https://`. */
  readonly iss: string;
  readonly sub: string;
  /** One audience. A Kubernetes token may carry several; what IAM does then is not documented. */
  readonly aud: string;
}

/** A pair of patterns: which namespaces and which names in them. `*` is any text, `?` any character. */
export interface ServiceAccountPattern {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Some tokens that a role's trust admits. */
export interface WebIdentityAdmission extends ServiceAccountPattern {
  /** As condition keys name it, without `https://`. */
  readonly issuer: string;
  /** Sorted; each of them is admitted with each service account of this entry. */
  readonly audiences: readonly string[];
  /** Whether this is one service account and no pattern. */
  readonly exact: boolean;
  /** What Deny statements and negated conditions take out. */
  readonly except: readonly ServiceAccountPattern[];
  /** The statements that admit it, by index. */
  readonly because: readonly number[];
  /** Why it is not certain that these get in. Empty where it is certain. */
  readonly undecided: readonly string[];
  /** A token of this entry. */
  readonly example?: WebIdentityToken;
}

/** Tokens that a role's trust admits and whose subject is not a Kubernetes service account, such as a CI job's. */
export interface OtherSubjectAdmission {
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** `*` is any text, `?` any character; `${*}` and `${?}` are those characters themselves. */
  readonly subject: string;
  readonly exact: boolean;
  readonly except: readonly string[];
  readonly because: readonly number[];
  readonly undecided: readonly string[];
  readonly example?: WebIdentityToken;
}

/** Who gets a role through `sts:AssumeRoleWithWebIdentity`. */
export interface WebIdentityAdmissions {
  /** Every service account that gets in or may get in, and no other. Sorted. An entry that only may has `undecided`. */
  readonly admitted: readonly WebIdentityAdmission[];
  /** Subjects outside `system:serviceaccount:`, which matter where an issuer is not a cluster. Sorted. */
  readonly otherSubjects: readonly OtherSubjectAdmission[];
  /** What cannot be decided, and why. Where it is not empty, more may get in than the certain entries say. */
  readonly undecided: readonly string[];
  /** Why IAM would refuse the document; then nobody gets in. */
  readonly refusals: readonly string[];
  /** Principals by which a statement admits nobody. */
  readonly notes: readonly UnregisteredPrincipal[];
  /** Conditions on a `sub` or `aud` that no token for the statement's principal has. By statement. */
  readonly misnamedKeys: readonly MisnamedKey[];
}

/** A `Federated` principal of an Allow statement that no OIDC provider of the role's account is. */
export interface UnregisteredPrincipal {
  /** The statement's index. */
  readonly statement: number;
  /** As the policy writes it. */
  readonly principal: string;
  /** What it is instead, where that is known: `the issuer of aws_eks_cluster.main`. */
  readonly somethingElse?: string;
}

/** A condition that asks for the `sub` or `aud` of an issuer that its statement is not about. */
export interface MisnamedKey {
  /** The statement's index. */
  readonly statement: number;
  readonly effect: Statement['effect'];
  readonly operator: string;
  readonly key: string;
  /** Whether the condition holds for every token (negated, IfExists, ForAllValues) or for none; nothing where AWS does not tell. */
  readonly holds: boolean | undefined;
}

/** A kind of subject: its dimensions, and how a condition on `sub` becomes boxes of them. */
interface SubjectSpace {
  readonly region: (budget: Budget) => Region;
  readonly subject: FreeKey;
  readonly otherClaim: KeyValue;
}

const KUBERNETES: SubjectSpace = {
  region: (budget) => new Region([NAMESPACE, SERVICE_ACCOUNT], budget),
  subject: { boxes: kubernetesBoxes, isSettled: isSettledSubject, form: 'subject' },
  otherClaim: { kind: 'absent' },
};

const OTHER: SubjectSpace = {
  region: (budget) => new Region([OTHER_SUBJECT], budget),
  subject: {
    boxes: otherSubjectBoxes,
    isSettled: (glob) => !hasSymbol(glob),
    form: 'text',
  },
  otherClaim: { kind: 'unknown', why: 'a claim other than sub and aud is not known from the artefacts' },
};

/**
 * The exact set of tokens that a role's trust admits for `sts:AssumeRoleWithWebIdentity`.
 *
 * STS itself takes only the provider's client ids as audience, so a policy without a condition on `aud` admits these.
 * The same policy gives the same answer whatever the order of its statements.
 *
 * @param policy as {@link parsePolicy} gives it
 * @param context the role's account and its providers
 */
export function webIdentityAdmissions(policy: TrustPolicy, context: TrustContext): WebIdentityAdmissions {
  const nothing = { admitted: [], otherSubjects: [], refusals: [], notes: [], misnamedKeys: [] };
  if (policy.refusals.length > 0 || policy.unknown.length > 0) {
    return { ...nothing, undecided: policy.unknown, refusals: policy.refusals };
  }
  const evaluation = new WebIdentityEvaluation(policy, context, newBudget());
  return within(() => evaluation.run()) ?? { ...nothing, undecided: [TOO_LARGE] };
}

/** Terms of one issuer, gathered over its audiences. */
interface Gathered {
  readonly issuer: string;
  readonly term: Term;
  readonly region: Region;
  readonly audiences: Set<string>;
  because: readonly number[];
  readonly undecided: Set<string>;
}

/** The statements that are about those with a token of a provider. */
interface ForProvider {
  readonly provider: TrustedProvider;
  readonly statements: readonly ApplicableStatement[];
}

class WebIdentityEvaluation {
  private readonly undecided = new Set<string>();

  public constructor(
    private readonly policy: TrustPolicy,
    private readonly context: TrustContext,
    private readonly budget: Budget,
  ) {}

  public run(): WebIdentityAdmissions {
    const { budget, context } = this;
    const statements = applicable(
      unasked(assessedStatements(this.policy, 'Deny')),
      (statement) => coversAction(statement, WEB_IDENTITY_ACTION, budget),
      budget,
    );
    const about = context.providers.map((provider) => ({
      provider,
      statements: applicable(statements, (statement) => coversProvider(statement, provider, context, budget), budget),
    }));
    for (const why of this.policy.open.keys()) this.undecided.add(why);
    const kubernetes = this.gatherAll(KUBERNETES, about, budget);
    // Who else gets in matters less: where that is too much work, the service accounts still stand.
    const other = within(() => this.gatherAll(OTHER, about, newBudget()));
    if (!other) this.undecided.add(`${TOO_LARGE}, as far as subjects outside Kubernetes go`);
    const notes = this.notes(statements.map(({ statement }) => statement));
    const admitted = kubernetes.map((entry) => this.admission(entry));
    const otherSubjects = (other ?? []).map((entry) => this.otherAdmission(entry));
    return {
      admitted: sortedByText(admitted),
      otherSubjects: sortedByText(otherSubjects),
      undecided: [...this.undecided].map(describeSymbols).sort(compare),
      refusals: [],
      notes,
      misnamedKeys: this.misnamedKeys(about),
    };
  }

  private gatherAll(space: SubjectSpace, about: readonly ForProvider[], budget: Budget): readonly Gathered[] {
    const found = new Map<string, Gathered>();
    for (const { provider, statements } of about) {
      if (!statements.some(({ statement }) => statement.effect === 'Allow')) continue;
      const asked = statements.map(({ statement }) => statement);
      const names = sessionNames(asked, this.policy.version, budget);
      for (const audiences of this.audienceGroups(statements, provider)) {
        for (const name of names) this.gather(space, provider, audiences, name, statements, found, budget);
      }
    }
    return [...found.values()];
  }

  /** A provider's audiences, those together that no condition can tell apart. */
  private audienceGroups(
    statements: readonly ApplicableStatement[],
    provider: TrustedProvider,
  ): readonly (readonly string[])[] {
    const audiences = withoutOpen([...new Set(provider.audiences)], statements);
    const areToldApart = statements.some(({ statement }) =>
      statement.conditions.some(({ key }) => /:aud$/i.test(key) || hasSymbol(key)),
    );
    if (areToldApart) return audiences.map((audience) => [audience]);
    return audiences.length > 0 ? [audiences] : [];
  }

  private gather(
    space: SubjectSpace,
    provider: TrustedProvider,
    audiences: readonly string[],
    sessionName: KeyValue,
    statements: readonly ApplicableStatement[],
    found: Map<string, Gathered>,
    budget: Budget,
  ): void {
    const { context } = this;
    const region = space.region(budget);
    const { version } = this.policy;
    const subject: KeyValue = { kind: 'free', free: space.subject };
    const audience = audiences[0]!;
    const request = { provider, context, audience, subject, otherClaim: space.otherClaim, sessionName };
    const valueOf = (key: string): KeyValue => valueOfWebIdentityKey(key, request, budget);
    const result = admittedBy(statements, version, valueOf, region, budget);
    const add = (term: Term, undecided: readonly string[]): void => {
      const key = `${provider.issuer}\uE00F${undecided.length > 0}\uE00F${keyOf(term)}`;
      const entry = found.get(key) ?? {
        issuer: provider.issuer,
        term,
        region,
        audiences: new Set(),
        because: term.because,
        undecided: new Set(),
      };
      audiences.forEach((one) => entry.audiences.add(one));
      entry.because = merge(entry.because, term.because);
      undecided.forEach((reason) => entry.undecided.add(reason));
      found.set(key, entry);
    };
    result.certain.forEach((term) => add(term, []));
    uncertain(result, region).forEach((term) => add(term, reasonsFor(term, result)));
  }

  private admission({ issuer, term, region, audiences, because, undecided }: Gathered): WebIdentityAdmission {
    const pair = ([namespace, serviceAccount]: readonly string[]): ServiceAccountPattern => ({
      namespace: showGlob(namespace!),
      serviceAccount: showGlob(serviceAccount!),
    });
    const audience = [...audiences].sort(compare)[0]!;
    return {
      issuer,
      audiences: [...audiences].sort(compare),
      ...pair(term.box),
      // What has no pattern is left out as a whole or not at all.
      exact: !term.box.some(isPattern),
      except: term.except.map(pair),
      because,
      undecided: this.note(undecided, term.box),
      // Found when asked for: it may take a search, and a proof of many roles asks for none.
      get example() {
        const values = within(() => region.example(term));
        return values && { iss: issuerUrl(issuer), sub: `system:serviceaccount:${values.join(':')}`, aud: audience };
      },
    };
  }

  private otherAdmission({ issuer, term, region, audiences, because, undecided }: Gathered): OtherSubjectAdmission {
    const audience = [...audiences].sort(compare)[0]!;
    const exact = !isPattern(term.box[0]!);
    return {
      issuer,
      audiences: [...audiences].sort(compare),
      subject: exact ? term.box[0]! : showGlob(term.box[0]!),
      exact,
      except: term.except.map(([subject]) => showGlob(subject!)),
      because,
      undecided: [...undecided].map(describeSymbols).sort(compare),
      get example() {
        const values = within(() => region.example(term));
        return values && { iss: issuerUrl(issuer), sub: values[0]!, aud: audience };
      },
    };
  }

  /** Takes an entry's doubts into the whole result's. */
  private note(undecided: ReadonlySet<string>, box: readonly string[]): readonly string[] {
    undecided.forEach((reason) => this.undecided.add(reason));
    // The reasons say it already of a subject that is not known at all.
    if (undecided.size === 0) {
      for (const glob of box.filter(hasSymbol)) {
        this.undecided.add(`${glob} in an admitted subject is not known before apply`);
      }
    }
    return [...undecided].map(describeSymbols).sort(compare);
  }

  private misnamedKeys(about: readonly ForProvider[]): readonly MisnamedKey[] {
    const { budget, context } = this;
    const named = new Map<Statement, TrustedProvider[]>();
    for (const { provider, statements } of about) {
      for (const { statement } of statements) {
        addToGroup(named, statement, provider);
      }
    }
    const misnamed: MisnamedKey[] = [];
    for (const [statement, providers] of named) {
      // What need not be there, or need not be about web identities, says nothing for certain.
      if (!isCertain(statement) || coversAction(statement, WEB_IDENTITY_ACTION, budget) !== true) continue;
      for (const condition of statement.conditions) {
        const { key, operator } = condition;
        spend(budget, 2 * providers.length);
        if (!providers.every((provider) => isMisnamed(key, provider, context, budget))) continue;
        const holds = isTrueWhenMissing(condition);
        misnamed.push({ statement: statement.index, effect: statement.effect, operator: operator.name, key, holds });
      }
    }
    return misnamed.sort((a, b) => a.statement - b.statement);
  }

  /** Allow statements whose principal is not a provider of the account. */
  private notes(statements: readonly Statement[]): readonly UnregisteredPrincipal[] {
    const { context, budget } = this;
    const notes: UnregisteredPrincipal[] = [];
    for (const statement of statements) {
      const { effect, index, principals, perhaps } = statement;
      if (effect !== 'Allow') continue;
      for (const principal of principals.federated) {
        if (context.providers.some((provider) => isProvider(principal, provider, context, budget) !== false)) continue;
        if (OTHER_FEDERATION.test(principal)) continue;
        if (perhaps !== undefined) {
          this.undecided.add(perhaps);
          continue;
        }
        const somethingElse = context.registered?.somethingElse(principal);
        if (hasSymbol(principal) && somethingElse === undefined && !isElsewhere(principal, context))
          this.undecided.add(`statement ${index} trusts ${principal}, which is not known before apply`);
        else notes.push({ statement: index, principal, ...(somethingElse === undefined ? {} : { somethingElse }) });
      }
    }
    return notes;
  }
}

/**
 * The audiences of a provider without those that are not known, where each statement asks for others, all of which are listed
 * for certain: then no other one gets in, whatever it is.
 */
function withoutOpen(audiences: readonly string[], statements: readonly ApplicableStatement[]): readonly string[] {
  if (!audiences.some(hasSymbol)) return audiences;
  const certain = audiences.filter((audience) => !hasSymbol(audience));
  const asksForCertain = ({ statement: { effect, conditions } }: ApplicableStatement): boolean =>
    effect === 'Deny' ||
    conditions.some(
      ({ operator, key, values, perhaps }) =>
        /:aud$/i.test(key) &&
        perhaps === undefined &&
        (operator.name === 'StringEquals' || operator.name === 'StringLike') &&
        values.every((value) => certain.includes(value) && !/[*?]/.test(value)),
    );
  return statements.every(asksForCertain) ? certain : audiences;
}

/** Providers that every account has, and those of SAML: no token of a cluster is theirs. IAM User Guide, "Principal". */
const OTHER_FEDERATION =
  /^(accounts\.google\.com|cognito-identity\.amazonaws\.com|graph\.facebook\.com|www\.amazon\.com|arn:[^]*:saml-provider\/[^]*|\uE000[a-z]+:[^\uE001]*\baws_iam_saml_provider\.[^\uE001]*\uE001)$/;

function issuerUrl(issuer: string): string {
  return hasSymbol(issuer) ? issuer : `https://${issuer}`;
}
