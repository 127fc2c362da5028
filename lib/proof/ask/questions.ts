import { EKS_KEYS } from '../../core/annotations';
import { ENTRA_AUDIENCE, POD_IDENTITY_SERVICE, STS_AUDIENCE } from '../../core/audience';
import { PodtrustError } from '../../core/errors';
import { subjectOf } from '../../core/subject';
import { Evaluation } from '../evaluate/evaluation';
import { parsePolicy } from '../iam';
import type { PodIdentitySession, TrustPolicy } from '../iam';
import { ProviderDirectory } from '../mechanisms/irsa/provider-directory';
import { isTrustedElsewhere } from '../model/declared-elsewhere';
import { saidElsewhere, trustElsewhere } from '../mechanisms/verdict';
import { accountIdIn } from '../model/aws-account';
import { clustersOfObjects } from '../model/cluster';
import type { Cluster } from '../model/cluster';
import { ClusterFinder } from '../model/cluster-finder';
import type { FederatedCredential } from '../model/federated-credential';
import { isOnlyReferredTo } from '../model/identity';
import type { Identity } from '../model/identity';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/oidc-provider';
import type { PodIdentityAssociation } from '../model/pod-identity-association';
import { otherThings } from '../model/other-things';
import { symbolOf } from '../model/symbol';
import { parseSymbolicJson } from '../model/symbolic-json';
import type { Finding } from '../rules/rule';
import { settledFindings } from '../settings/settled-findings';
import type { Settings } from '../settings/settings';
import { dayOf } from '../settings/today';
import { anyOf } from '../mechanisms/outcome';
import type { Outcome } from '../mechanisms/outcome';
import { answerOf } from './answer';
import type { Answer } from './answer';
import { askAadPodIdentity } from '../mechanisms/aad-pod-identity/ask-aad-pod-identity';
import { askIdentityBindings } from '../mechanisms/identity-binding/ask-identity-binding';
import { askEntra } from '../mechanisms/entra/ask-entra';
import { askFlexible } from '../mechanisms/entra/ask-flexible';
import { askNode } from '../mechanisms/node/ask-node';
import { associationElsewhere } from '../mechanisms/pod-identity/association-elsewhere';
import { askPodIdentity } from '../mechanisms/pod-identity/ask-pod-identity';
import { askWebIdentity } from '../mechanisms/irsa/ask-web-identity';
import { IdentityFinder } from './identity-finder';
import { KnownValues } from './known-values';
import { presentedText } from '../mechanisms/presented-token';
import type { PresentedToken } from '../mechanisms/presented-token';
import { ownFindings } from './own-findings';
import type { PodIdentityQuery, Query, SubjectQuery, TokenQuery } from './query';
import type { SameIssuer } from '../mechanisms/difference';
import { sameIssuer } from '../model/same-issuer';

/** Rules that tell of a trust why it is not what it looks like, which a refusal by itself cannot. */
const EXPLAINING: ReadonlySet<string> = new Set([
  'condition-key-duplicate',
  'federated-credential-parent-invalid',
  'provider-in-other-account',
  'resource-group-mismatch',
  'session-tags-disabled',
  'tag-session-missing',
]);

/** A token that may have several audiences, before each is asked for by itself. */
type TokenOfAudiences = Omit<PresentedToken, 'audience'> & { readonly audiences: readonly string[] };

/** Answers questions about one model; what several questions need is worked out once. */
export class Questions {
  private readonly identities: IdentityFinder;
  private readonly clusters: ClusterFinder;
  private readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  private readonly credentials = new Map<string, FederatedCredential[]>();
  private readonly policies = new Map<string, TrustPolicy | undefined>();
  private readonly providers = new Map<string, readonly OidcProvider[]>();
  private readonly directories = new Map<readonly OidcProvider[], ProviderDirectory>();
  private evaluated: Evaluation | undefined;
  private found: readonly Finding[] | undefined;

  /**
   * @param settings what the user decided, where there is a podtrust.yaml
   * @param today the day on which acceptances expire or do not
   */
  public constructor(
    private readonly model: Model,
    private readonly settings?: Settings,
    private readonly today = dayOf(undefined),
  ) {
    this.identities = new IdentityFinder(model.identities);
    this.clusters = new ClusterFinder(model.clusters);
    this.clusterOfIssuer = new Map(model.clusters.map((cluster) => [cluster.issuer, cluster]));
    for (const credential of model.federatedCredentials) {
      const { identity } = credential;
      if (identity === undefined) continue;
      this.credentials.set(identity, [...(this.credentials.get(identity) ?? []), credential]);
    }
  }

  /**
   * @throws PodtrustError `identity-unknown`, `identity-ambiguous`, `cluster-unknown`, `cluster-ambiguous`,
   * `query-invalid` where the query does not say enough
   */
  public answer(query: Query): Answer {
    const identity = this.identities.find(query.identity);
    if ('token' in query) return answerOf(this.token(identity, query));
    if ('podIdentity' in query) return answerOf(this.podIdentity(identity, query));
    return answerOf(this.subject(identity, query));
  }

  private token(identity: Identity, query: TokenQuery): Outcome {
    const { iss, aud, sub } = query.token;
    const cluster = query.cluster === undefined ? undefined : this.clusters.find(query.cluster);
    if (iss === undefined && !cluster) {
      throw new PodtrustError({
        code: 'query-invalid',
        what: 'the token has no issuer (iss), and no cluster is named',
        remedy: 'Give iss as the token has it, or cluster: the id of the cluster that issued it.',
      });
    }
    const known = new KnownValues({ account: accountOf(identity, query), of: identity.account, cluster, issuer: iss });
    const audiences = typeof aud === 'string' ? [aud] : [...new Set(aud)];
    const issuer = known.write(iss ?? cluster!.issuer);
    return this.presented(
      identity,
      { issuer, cluster: cluster ?? this.clusterOfIssuer.get(issuer), subject: sub, audiences },
      query,
      known,
    );
  }

  private podIdentity(identity: Identity, query: PodIdentityQuery): Outcome {
    const { namespace, serviceAccount, account, clusterArn } = query.podIdentity;
    const cluster = query.cluster === undefined ? undefined : this.clusters.find(query.cluster);
    if (clusterArn === undefined && !cluster) {
      throw new PodtrustError({
        code: 'query-invalid',
        what: 'the session has no clusterArn, and no cluster is named',
        remedy: 'Give clusterArn, or cluster: the id of the cluster.',
      });
    }
    const own = accountOf(identity, query);
    const known = new KnownValues({ account: own, of: identity.account, cluster, clusterArn });
    const arn = clusterArn ?? arnOf(cluster!);
    return this.session(identity, own, known, {
      namespace,
      serviceAccount,
      clusterArn: arn,
      clusterName: cluster?.name,
      account: account ?? accountIdIn(arn) ?? own ?? symbolOf(`the account of ${arn}`),
    });
  }

  private subject(identity: Identity, query: SubjectQuery): Outcome {
    const { subject, issuer } = query;
    const cluster =
      issuer !== undefined && query.cluster === undefined
        ? this.clusterOfIssuer.get(issuer)
        : this.clusterOfPod(query.cluster, subject);
    const known = new KnownValues({ account: accountOf(identity, query), of: identity.account, cluster, issuer });
    const token: TokenOfAudiences = {
      issuer: known.write(issuer ?? cluster!.issuer),
      cluster,
      subject: subjectOf(subject),
      audiences: [query.audience ?? this.usualAudience(identity, cluster, subject)],
    };
    const byToken = this.presented(identity, token, query, known);
    const byNode = cluster ? askNode(identity, cluster, subject, this.evaluation) : [];
    if (identity.kind !== 'iam-role') {
      const byCluster = cluster
        ? [
            ...askIdentityBindings(identity, cluster, subject, this.model, this.evaluation),
            ...askAadPodIdentity(identity, cluster, subject, this.evaluation),
          ]
        : [];
      return this.withFindings(anyOf([byToken, ...byCluster, ...byNode]), cluster, subject, identity);
    }
    const bySession = this.sessionsOf(identity, query, cluster, known);
    // A role for EKS Pod Identity alone has nothing to say to a web identity, and the reverse.
    const ways = [
      ...(bySession.length > 0 && !this.takesWebIdentity(identity, known) ? [] : [byToken]),
      ...bySession,
      ...byNode,
    ];
    return this.withFindings(anyOf(ways), cluster, subject, identity);
  }

  /** Asks for each audience by itself: what a cloud makes of a token with several is not documented. */
  private presented(
    identity: Identity,
    { audiences, ...token }: TokenOfAudiences,
    query: Query,
    known: KnownValues,
  ): Outcome {
    if (audiences.length === 0) {
      return {
        admitted: false,
        because: ['the token has no audience (aud): neither STS nor Entra takes such a token'],
      };
    }
    const outcomes = audiences.map((audience) => this.oneToken(identity, { ...token, audience }, query, known));
    const first = outcomes[0]!;
    if (outcomes.every(({ admitted }) => admitted === first.admitted)) {
      return { admitted: first.admitted, because: outcomes.flatMap(({ because }) => because) };
    }
    return {
      admitted: undefined,
      because: [
        'the token has several audiences, and it is not documented which of them counts: ask for a token with one',
        ...outcomes.flatMap(({ because }) => because),
      ],
    };
  }

  private oneToken(identity: Identity, token: PresentedToken, query: Query, known: KnownValues): Outcome {
    const outcome = this.tokenAtCloud(identity, token, query, known);
    return outcome.admitted ? outcome : { ...outcome, because: [...outcome.because, presentedText(token)] };
  }

  private tokenAtCloud(identity: Identity, token: PresentedToken, query: Query, known: KnownValues): Outcome {
    const isSame: SameIssuer = (one, issuer) => sameIssuer(this.clusterOfIssuer, one, issuer);
    if (identity.kind !== 'iam-role') {
      const credentials = (this.credentials.get(identity.id) ?? []).map((credential) => ({
        ...credential,
        issuer: known.write(credential.issuer),
      }));
      const flexible = this.model.flexibleCredentials.filter((credential) => credential.identity === identity.id);
      const isBound = this.model.identityBindings.some((binding) => binding.identity === identity.id);
      if (isOnlyReferredTo(identity) && !isBound && credentials.length + flexible.length === 0) {
        return anyOf([
          { admitted: undefined, because: [trustElsewhere(identity)] },
          ...this.ownerless(identity, token, known),
        ]);
      }
      const isSaidElsewhere = isTrustedElsewhere(this.model, identity);
      return anyOf([
        ...(isSaidElsewhere ? [{ admitted: undefined, because: [saidElsewhere(identity)] }] : []),
        ...(credentials.length > 0 || flexible.length === 0 ? [askEntra(identity, credentials, token, isSame)] : []),
        ...flexible.map((credential) => askFlexible(credential, token, isSame)),
        ...this.ownerless(identity, token, known),
      ]);
    }
    const policy = this.policyOf(identity, known);
    if (!policy) return unreadTrust(identity);
    const providers = this.providersWith(known);
    return askWebIdentity(
      {
        role: identity,
        policy,
        account: accountOf(identity, query),
        providers,
        directory: this.directoryOf(providers),
      },
      token,
      isSame,
    );
  }

  /** Credentials that would take the token, or may, and of which only apply will tell whose they are. */
  private ownerless(identity: Identity, token: PresentedToken, known: KnownValues): readonly Outcome[] {
    const isSame: SameIssuer = (one, issuer) => sameIssuer(this.clusterOfIssuer, one, issuer);
    return this.model.federatedCredentials
      .filter((credential) => credential.identity === undefined && credential.parentText.includes('${'))
      .flatMap((credential): Outcome[] => {
        const written = { ...credential, issuer: known.write(credential.issuer) };
        const { admitted } = askEntra(identity, [written], token, isSame);
        if (admitted === false) return [];
        const takes = `${credential.id} ${admitted ? 'takes' : 'may take'} such a token`;
        const whose = `whether ${credential.parentText} is ${identity.id} is not known before apply`;
        return [{ admitted: undefined, because: [`${takes}, and ${whose}`] }];
      });
  }

  private session(
    role: Identity,
    account: string | undefined,
    known: KnownValues,
    session: PodIdentitySession,
  ): Outcome {
    if (role.kind !== 'iam-role') {
      return { admitted: false, because: [`${role.id} is no IAM role: EKS Pod Identity gives roles only`] };
    }
    const policy = this.policyOf(role, known);
    return policy ? askPodIdentity(role, policy, account, session) : unreadTrust(role);
  }

  /** The sessions that associations of the pod's service account open. */
  private sessionsOf(
    role: Identity,
    query: SubjectQuery,
    cluster: Cluster | undefined,
    known: KnownValues,
  ): readonly Outcome[] {
    const { namespace, name } = query.subject;
    const associations = this.model.associations.filter(
      (association) =>
        association.namespace === namespace &&
        association.serviceAccount === name &&
        (association.cluster === undefined || association.cluster === cluster?.id),
    );
    const giving = associations.filter((association) => association.role === role.id);
    if (giving.length > 0 && cluster) {
      return giving.map((association) => this.association(role, association, query, cluster, known));
    }
    const leading = associations.filter((association) => association.target?.role === role.id);
    if (leading.length > 0 && cluster) {
      return leading.map((association) => this.chain(role, association, query, cluster, known));
    }
    const other = associations.find((association) => association.role !== role.id);
    if (other) {
      return [{ admitted: false, because: [`${other.id} gives the service account another role: ${other.roleText}`] }];
    }
    if (!this.takesPodIdentity(role, known)) return [];
    const others = this.model.associations.filter((association) => association.role === role.id);
    const whom = others.map(
      (association) => `${association.namespace}/${association.serviceAccount} of ${association.clusterText}`,
    );
    const elsewhere = associationElsewhere(this.model, role.id);
    return [
      {
        admitted: elsewhere === undefined ? false : undefined,
        because: [
          ...(elsewhere === undefined ? [] : [elsewhere]),
          `no EKS Pod Identity association gives ${role.id} to ${namespace}/${name}${whom.length > 0 ? `, but to ${whom.slice(0, 3).join(', ')}` : ''}: without one the pod gets no credentials`,
        ],
      },
    ];
  }

  private association(
    role: Identity,
    association: PodIdentityAssociation,
    query: SubjectQuery,
    cluster: Cluster,
    known: KnownValues,
  ): Outcome {
    const { id, namespace, serviceAccount, sessionTags } = association;
    if (association.cluster === undefined) {
      return { admitted: undefined, because: [`the cluster of ${id} is not in the input`] };
    }
    const clusterArn = arnOf(cluster);
    const account = accountOf(role, query) ?? accountIdIn(clusterArn);
    // An association takes a role of its cluster's own account only, so both accounts are one, known or not.
    const own = account ?? symbolOf(`the account of ${cluster.id}`);
    const inOwn = new KnownValues({ account: own, of: role.account, cluster, issuer: query.issuer });
    const outcome = this.session(role, own, account === undefined ? inOwn : known, {
      namespace,
      serviceAccount,
      clusterArn,
      clusterName: cluster?.name,
      account: own,
      disableSessionTags: !sessionTags,
    });
    // The proof tells the ARNs of two clusters of the program apart, though neither is known.
    const verdict = this.evaluation.associationVerdicts.get(association);
    const admitted = outcome.admitted ?? verdict?.admitted;
    const told = outcome.admitted === undefined && verdict?.admitted === false;
    return {
      admitted,
      because: [
        ...(told ? [`${role.id} admits through EKS Pod Identity: ${verdict.because}`] : []),
        ...(admitted
          ? [`${id} gives it the role`]
          : [`${id} gives it the role, and its trust has to admit the session`]),
        ...outcome.because,
        ...(association.target && association.role === role.id && admitted !== false
          ? [
              `the pod itself gets the credentials of ${association.target.role ?? association.target.arn}, its target role`,
            ]
          : []),
      ],
    };
  }

  /** The way to a role that is the target of an association: by the association's role, whose credentials EKS uses for it. */
  private chain(
    role: Identity,
    association: PodIdentityAssociation,
    query: SubjectQuery,
    cluster: Cluster,
    known: KnownValues,
  ): Outcome {
    const first = association.role === undefined ? undefined : this.evaluation.identities.get(association.role);
    const way = `${association.id} leads to it by ${association.roleText}`;
    if (!first) {
      return { admitted: undefined, because: [`${way}, which is not in the input`] };
    }
    const entry = this.association(first, association, { ...query, account: undefined }, cluster, known);
    if (entry.admitted === false) return { admitted: false, because: [way, ...entry.because] };
    const verdict = this.evaluation.targetVerdicts.get(association);
    const admitted = verdict?.admitted;
    return {
      admitted: admitted === true ? entry.admitted : admitted,
      because: [
        way,
        ...(entry.admitted ? [] : entry.because),
        ...(verdict ? [admitted ? `${role.id} takes it: ${verdict.because}` : verdict.because] : []),
      ],
    };
  }

  /** What the proof finds about the pod's own side, which a trust cannot see. */
  private withFindings(
    { admitted, because }: Outcome,
    cluster: Cluster | undefined,
    { namespace, name }: SubjectQuery['subject'],
    identity: Identity,
  ): Outcome {
    if (!cluster) return { admitted, because };
    const findings = this.findings().filter(({ level }) => level !== 'note');
    const trusts = new Set([identity.id, ...(this.credentials.get(identity.id) ?? []).map(({ id }) => id)]);
    const found = [
      ...ownFindings(findings, { identity, cluster, namespace, name }, this.model),
      ...(admitted ? [] : findings.filter(({ rule, subject }) => trusts.has(subject) && EXPLAINING.has(rule))),
    ];
    // What the answer has said already.
    const more = found.filter(({ rule, message }) => rule !== 'claim-not-admitted' || !message.includes(identity.id));
    return { admitted, because: [...because, ...more.map(({ rule, message, help }) => `${rule}: ${message} ${help}`)] };
  }

  /** What the proof finds and nobody has accepted. */
  private findings(): readonly Finding[] {
    this.found ??= settledFindings(this.model, this.evaluation, this.settings, this.today).findings.filter(
      ({ accepted }) => !accepted,
    );
    return this.found;
  }

  private clusterOfPod(id: string | undefined, { namespace, name }: SubjectQuery['subject']): Cluster {
    if (id !== undefined) return this.clusters.find(id);
    const all = clustersOfObjects(this.model.clusters);
    const declaring = all.filter((cluster) =>
      this.model.serviceAccounts.some(
        (account) => account.namespace === namespace && account.name === name && account.clusters.join() === cluster.id,
      ),
    );
    const only = all.length === 1 ? all[0] : declaring.length === 1 ? declaring[0] : undefined;
    if (only) return only;
    throw new PodtrustError({
      code: all.length === 0 ? 'cluster-unknown' : 'cluster-ambiguous',
      what:
        all.length === 0
          ? 'no cluster and no issuer was read, so nobody knows who signs the pod’s token'
          : `${namespace}/${name} may be in any of the clusters ${all.map((cluster) => cluster.id).join(', ')}`,
      remedy: 'Say which: --cluster ID, or --issuer URL for one that is not in the input.',
    });
  }

  private usualAudience(identity: Identity, cluster: Cluster | undefined, subject: SubjectQuery['subject']): string {
    if (identity.kind !== 'iam-role') return ENTRA_AUDIENCE;
    const declared = this.model.serviceAccounts.find(
      ({ clusters, namespace, name }) =>
        namespace === subject.namespace && name === subject.name && (!cluster || clusters.includes(cluster.id)),
    );
    return declared?.annotations[EKS_KEYS.audience] ?? STS_AUDIENCE;
  }

  private providersWith(known: KnownValues): readonly OidcProvider[] {
    let providers = this.providers.get(known.key);
    if (!providers) {
      providers = this.model.oidcProviders.map((provider) => ({
        ...provider,
        arn: known.write(provider.arn),
        issuer: known.write(provider.issuer),
      }));
      this.providers.set(known.key, providers);
    }
    return providers;
  }

  private directoryOf(providers: readonly OidcProvider[]): ProviderDirectory {
    let directory = this.directories.get(providers);
    if (!directory)
      this.directories.set(providers, (directory = new ProviderDirectory(providers, otherThings(this.model))));
    return directory;
  }

  private policyOf(role: Identity, known: KnownValues): TrustPolicy | undefined {
    const key = `${role.id}\n${known.key}`;
    if (!this.policies.has(key)) this.policies.set(key, readPolicy(role, known));
    return this.policies.get(key);
  }

  private takesWebIdentity(role: Identity, known: KnownValues): boolean {
    const statements = this.policyOf(role, known)?.statements ?? [];
    return statements.some(({ principals }) => principals.everyone || principals.federated.length > 0);
  }

  private takesPodIdentity(role: Identity, known: KnownValues): boolean {
    const statements = this.policyOf(role, known)?.statements ?? [];
    return statements.some(({ principals }) => principals.service.includes(POD_IDENTITY_SERVICE));
  }

  private get evaluation(): Evaluation {
    this.evaluated ??= new Evaluation(this.model);
    return this.evaluated;
  }
}

function readPolicy({ trustPolicy }: Identity, known: KnownValues): TrustPolicy | undefined {
  if (trustPolicy === undefined) return undefined;
  try {
    return parsePolicy(parseSymbolicJson(known.write(trustPolicy)));
  } catch {
    return { version: '2008-10-17', statements: [], refusals: ['it is not JSON'], unknown: [] };
  }
}

function unreadTrust({ id }: Identity): Outcome {
  return {
    admitted: undefined,
    because: [`the trust policy of ${id} is not in the input, or not known before apply`],
  };
}

function accountOf(identity: Identity, query: Query): string | undefined {
  return query.account ?? accountIdIn(query.identity) ?? accountIdIn(identity.claimName) ?? identity.account?.id;
}

function arnOf(cluster: Cluster): string {
  return cluster.resourceId ?? symbolOf(`${cluster.id}.arn`);
}
