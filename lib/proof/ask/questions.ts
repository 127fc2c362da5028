import { EKS_KEYS } from '../../core/kubernetes/annotations';
import { partitionIn } from '../../core/aws/aws-partition';
import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../core/trust/audience';
import { IDENTITY_BINDING_SDKS, OLDEST_AZURE_SDKS } from '../../core/azure/azure-sdk-versions';
import { PodtrustError } from '../../core/errors';
import { subjectOf } from '../../core/trust/subject';
import type { Evaluation } from '../evaluate/evaluation';
import { entra } from '../mechanisms/entra/mechanism';
import { identityBinding } from '../mechanisms/identity-binding/mechanism';
import { MECHANISMS } from '../mechanisms/mechanisms';
import { anyOf, assumedBy } from '../mechanisms/outcome';
import type { Outcome } from '../mechanisms/outcome';
import { arnOf } from '../mechanisms/pod-identity/association-session';
import type { PresentedToken } from '../mechanisms/presented-token';
import type { PodQuestion, Question } from '../mechanisms/question';
import { ToldValues } from '../mechanisms/told-values';
import { accountIdIn } from '../model/aws-account';
import type { Cluster } from '../model/cluster/cluster';
import { ClusterFinder } from '../model/cluster/cluster-finder';
import { isTrustedElsewhere } from '../model/declared-elsewhere';
import type { Identity } from '../model/identity/identity';
import type { Model } from '../model/model';
import { describeSymbols, symbolOf } from '../model/known/symbol';
import { whyPerhapsNone } from '../model/uncounted';
import type { AboutIdentities, Finding } from '../rules/rule';
import { settledFindings } from '../settings/settled-findings';
import type { Settings } from '../settings/settings';
import { dayOf } from '../settings/today';
import { answerOf, answerWithAction } from './answer';
import type { Answer } from './answer';
import { clusterOfPod } from './cluster-of-pod';
import { IdentityFinder } from './identity-finder';
import { ownFindings } from './own-findings';
import { NOT_KNOWN, PermissionQuestions, actionOf } from './permission-questions';
import type { PodIdentityQuery, Query, SubjectQuery, TokenQuery } from './query';

/** Rules that tell of a trust why it is not what it looks like, which a refusal by itself cannot. */
const EXPLAINING: ReadonlySet<string> = new Set([
  'condition-key-duplicate',
  'federated-credential-parent-invalid',
  'provider-in-other-account',
  'resource-group-mismatch',
  'session-tags-disabled',
  'tag-session-missing',
]);

/** What code must have to be an identity of Entra by its pod’s token. */
const AZURE_NEEDS = [
  `its code needs an Azure Identity library that reads the token, at least ${OLDEST_AZURE_SDKS.map(
    ({ language, version }) => `${language} ${version}`,
  ).join(', ')}`,
];

/** And to be one through an identity binding. */
const IDENTITY_BINDING_NEEDS = [
  `its code needs a WorkloadIdentityCredential that goes to AKS’ token proxy, switched on by name, at least ${IDENTITY_BINDING_SDKS.map(
    ({ language, version, option }) => `${language} ${version} (${option})`,
  ).join(', ')}`,
];

/** A question and what decided it. */
interface Asked {
  readonly outcome: Outcome;
  readonly question: Question;
}

/** A token that may have several audiences, before each is asked for by itself. */
type TokenOfAudiences = Omit<PresentedToken, 'audience'> & { readonly audiences: readonly string[] };

/** Answers queries about one program: finds what they name, and puts the question to each mechanism. */
export class Questions {
  private readonly model: Model;
  private readonly identities: IdentityFinder;
  private readonly clusters: ClusterFinder;
  private permissions?: PermissionQuestions;
  private found: readonly (Finding & AboutIdentities)[] | undefined;

  /**
   * @param settings what the user decided, where there is a podtrust.yaml
   * @param today the day on which acceptances expire or do not
   */
  public constructor(
    private readonly evaluation: Evaluation,
    private readonly settings?: Settings,
    private readonly today = dayOf(undefined),
  ) {
    this.model = evaluation.model;
    this.identities = new IdentityFinder(this.model.identities);
    this.clusters = new ClusterFinder(this.model.clusters);
  }

  /**
   * @throws PodtrustError `identity-unknown`, `identity-ambiguous`, `cluster-unknown`, `cluster-ambiguous`,
   * `query-invalid` where the query does not say enough
   */
  public answer(query: Query): Answer {
    const identity = this.identities.find(query.identity);
    if ('token' in query) return this.withAction(query, this.token(identity, query));
    if ('podIdentity' in query) return this.withAction(query, this.podIdentity(identity, query));
    const { needs, ...asked } = this.subject(identity, query);
    const answer = this.withAction(query, asked);
    return answer.admitted && needs ? { ...answer, needs } : answer;
  }

  private withAction(query: Query, { outcome, question }: Asked): Answer {
    const asked = actionOf(query);
    if (!asked) return answerOf(outcome);
    this.permissions ??= new PermissionQuestions(this.evaluation);
    return answerWithAction(outcome, this.permissions.decide(question, asked), NOT_KNOWN);
  }

  /** What the code of a pod needs that gets in by its token; nothing where AWS or the node lets it in. */
  private needsOf(question: PodQuestion): readonly string[] | undefined {
    const isBy = ({ ask }: Pick<typeof entra, 'ask'>) =>
      ask(question, this.evaluation).some(({ admitted }) => admitted === true);
    if (isBy(entra)) return AZURE_NEEDS;
    return isBy(identityBinding) ? IDENTITY_BINDING_NEEDS : undefined;
  }

  private token(identity: Identity, query: TokenQuery): Asked {
    const { iss, aud, sub } = query.token;
    const cluster = query.cluster === undefined ? undefined : this.clusters.find(query.cluster);
    if (iss === undefined && !cluster) {
      throw new PodtrustError({
        code: 'query-invalid',
        what: 'the token has no issuer (iss), and no cluster is named',
        remedy: 'Give iss as the token has it, or cluster: the id of the cluster that issued it.',
      });
    }
    const account = this.accountOf(identity, query);
    const told = new ToldValues({ account, of: identity.account, cluster, issuer: iss });
    const issuer = told.write(iss ?? cluster!.issuer);
    const token: TokenOfAudiences = {
      issuer,
      cluster: cluster ?? this.evaluation.clusterOfIssuer.get(issuer),
      subject: sub,
      audiences: typeof aud === 'string' ? [aud] : [...new Set(aud)],
    };
    const about = { identity, account, ...partitionOf(query), told } as const;
    const questionOf = (one: PresentedToken) => ({ kind: 'token', ...about, token: one }) as const;
    const { audiences, ...rest } = token;
    return {
      outcome: forEachAudience(token, (one) => this.put(questionOf(one))),
      question: questionOf({ ...rest, audience: audiences[0] ?? '' }),
    };
  }

  private podIdentity(identity: Identity, query: PodIdentityQuery): Asked {
    const { namespace, serviceAccount, account, clusterArn } = query.podIdentity;
    const cluster = query.cluster === undefined ? undefined : this.clusters.find(query.cluster);
    if (clusterArn === undefined && !cluster) {
      throw new PodtrustError({
        code: 'query-invalid',
        what: 'the session has no clusterArn, and no cluster is named',
        remedy: 'Give clusterArn, or cluster: the id of the cluster.',
      });
    }
    const own = this.accountOf(identity, query);
    const told = new ToldValues({ account: own, of: identity.account, cluster, clusterArn });
    const arn = clusterArn ?? arnOf(cluster!);
    const session = {
      namespace,
      serviceAccount,
      clusterArn: arn,
      clusterName: cluster?.name,
      account: account ?? accountIdIn(arn) ?? own ?? symbolOf(`the account of ${arn}`),
    };
    const question = { kind: 'session', identity, account: own, ...partitionOf(query), told, session } as const;
    return { outcome: this.put(question), question };
  }

  /** How a pod fares with its own token, or as a role that gets on into the identity. */
  private subject(identity: Identity, query: SubjectQuery): Asked & { readonly needs?: readonly string[] } {
    const { subject, issuer } = query;
    const cluster =
      issuer !== undefined && query.cluster === undefined
        ? this.evaluation.clusterOfIssuer.get(issuer)
        : clusterOfPod(this.model, this.clusters, query.cluster, subject);
    const account = this.accountOf(identity, query);
    const told = new ToldValues({ account, of: identity.account, cluster, issuer });
    const token = {
      issuer: told.write(issuer ?? cluster!.issuer),
      cluster,
      subject: subjectOf(subject),
      audience: query.audience ?? this.usualAudience(identity, cluster, subject),
    };
    const about = { identity, account, ...partitionOf(query), told } as const;
    const question = { kind: 'pod', ...about, token, subject, cluster, issuer } as const;
    const own = this.put(question);
    const outcome = anyOf([own, ...this.asRoles(question)]);
    return {
      outcome: this.withFindings(outcome, cluster, subject, identity),
      question,
      needs: own.admitted === true ? this.needsOf(question) : undefined,
    };
  }

  /** The roles by which a pod gets on into an identity of Entra, where it gets them: outbound federation. */
  private asRoles(question: PodQuestion): readonly Outcome[] {
    const { identity, subject, cluster, issuer, token } = question;
    return this.evaluation.outboundFederation.flatMap((onward): readonly Outcome[] => {
      const role = this.evaluation.identities.get(onward.role);
      if (onward.identity !== identity.id || onward.admitted === false || !role) return [];
      const account = this.evaluation.accountsOfRoles.of(role).id;
      const told = new ToldValues({ account, of: role.account, cluster, issuer });
      const audience = this.usualAudience(role, cluster, subject);
      const entry = this.put({ ...question, identity: role, account, told, token: { ...token, audience } });
      if (entry.admitted === false) return [];
      const way = `as ${role.id} it gets on into it, by a token of its AWS account for ${describeSymbols(onward.audience)}, which ${onward.source} accepts`;
      const because = [way, ...(onward.because === undefined ? [] : [onward.because]), ...entry.because];
      return [{ ...entry, admitted: onward.admitted && entry.admitted, because }];
    });
  }

  /** One way in is enough. */
  private put(question: Question): Outcome {
    const outcome = this.ifMade(
      question.identity,
      anyOf(MECHANISMS.flatMap((mechanism) => mechanism.ask(question, this.evaluation))),
    );
    if (outcome.admitted !== false || !outcome.assumes || !isTrustedElsewhere(this.model, question.identity))
      return outcome;
    const elsewhere = `podtrust.yaml says that ${question.identity.id} is trusted elsewhere`;
    return { admitted: undefined, because: [elsewhere, ...outcome.because] };
  }

  /** Nobody gets what need not be there. */
  private ifMade({ id }: Identity, outcome: Outcome): Outcome {
    const because = outcome.admitted ? whyPerhapsNone(this.model.uncounted, [id]) : undefined;
    return because === undefined ? outcome : { admitted: undefined, because: [because, ...outcome.because] };
  }

  /** What the proof finds about the pod's own side, which a trust cannot see. */
  private withFindings(
    outcome: Outcome,
    cluster: Cluster | undefined,
    { namespace, name }: SubjectQuery['subject'],
    identity: Identity,
  ): Outcome {
    if (!cluster) return outcome;
    const { admitted, because } = outcome;
    const findings = this.findings().filter(({ level }) => level !== 'note');
    const credentials = this.evaluation.credentialsOfIdentity.get(identity.id) ?? [];
    const trusts = new Set([identity.id, ...credentials.map(({ id }) => id)]);
    const found = [
      ...ownFindings(findings, { identity, cluster, namespace, name }, this.model),
      ...(admitted ? [] : findings.filter(({ rule, subject }) => trusts.has(subject) && EXPLAINING.has(rule))),
    ];
    // What the answer has said already.
    const more = found.filter(
      ({ rule, identities }) => rule !== 'claim-not-admitted' || !identities?.includes(identity.id),
    );
    return {
      ...outcome,
      because: [...because, ...more.map(({ rule, message, help }) => `${rule}: ${message} ${help}`)],
    };
  }

  /** What the proof finds and nobody has accepted. */
  private findings(): readonly (Finding & AboutIdentities)[] {
    this.found ??= settledFindings(this.model, this.evaluation, this.settings, this.today).findings.filter(
      ({ accepted }) => !accepted,
    );
    return this.found;
  }

  /** The account of an identity: what the query tells, else what the proof holds its trust against. */
  private accountOf(identity: Identity, query: Query): string | undefined {
    return query.account ?? accountIdIn(query.identity) ?? this.evaluation.accountsOfRoles.of(identity).id;
  }

  private usualAudience(identity: Identity, cluster: Cluster | undefined, subject: SubjectQuery['subject']): string {
    if (identity.kind !== 'iam-role') return ENTRA_AUDIENCE;
    const declared = this.model.serviceAccounts.find(
      ({ clusters, namespace, name }) =>
        namespace === subject.namespace && name === subject.name && (!cluster || clusters.includes(cluster.id)),
    );
    return declared?.annotations[EKS_KEYS.audience] ?? STS_AUDIENCE;
  }
}

/** The partition of the ARN by which a query names its identity. */
function partitionOf({ identity }: Query): { readonly partition?: string } {
  const partition = partitionIn(identity);
  return partition === undefined ? {} : { partition };
}

/** Asks for each audience by itself: what a cloud makes of a token with several is not documented. */
function forEachAudience({ audiences, ...token }: TokenOfAudiences, ask: (token: PresentedToken) => Outcome): Outcome {
  if (audiences.length === 0) {
    return {
      admitted: false,
      because: ['the token has no audience (aud): neither STS nor Entra accepts such a token'],
    };
  }
  const outcomes = audiences.map((audience) => ask({ ...token, audience }));
  const first = outcomes[0]!;
  if (outcomes.every(({ admitted }) => admitted === first.admitted)) {
    return { ...first, ...assumedBy(outcomes), because: outcomes.flatMap(({ because }) => because) };
  }
  return {
    admitted: undefined,
    because: [
      'the token has several audiences, and it is not documented which of them counts: ask for a token with one',
      ...outcomes.flatMap(({ because }) => because),
    ],
  };
}
