import { AZURE_KEYS, PODTRUST_KEYS } from '../../../core/kubernetes/annotations';
import { asksElsewhere, clientIdElsewhere } from '../../evaluate/asks-elsewhere';
import type { Evaluation } from '../../evaluate/evaluation';
import { BY_ABSENCE } from '../../model/assumption';
import { CARRIED } from '../../mechanisms/claims';
import type { ClaimedMechanism } from '../../mechanisms/claims';
import type { TrustAdmission } from '../../mechanisms/trust';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import type { Model } from '../../model/model';
import { NO_CLUSTER } from '../../model/cluster/cluster';
import { furtherClientIds, identityNamed } from '../../model/kubernetes/service-account';
import type { ServiceAccount } from '../../model/kubernetes/service-account';
import type { Workload } from '../../model/kubernetes/workload';
import type { Undecided } from '../../model/undecided';
import type { Found, Rule, RuleOutput } from '../rule';
import { accountText, admissionsText, withPlace } from '../words';

export const annotationMissing: Rule = {
  slug: 'annotation-missing',
  level: 'error',
  mildest: 'note',
  effect:
    'The webhook sets no AZURE_CLIENT_ID or AWS_ROLE_ARN, and the SDK falls back to the identity of the node or finds none.',
  fix: 'Annotate the service account with the client id or the ARN of the identity that admits it.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'https://github.com/Azure/azure-workload-identity/issues/1185',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model, evaluation }) => {
    const labelled = labelledWithoutClient(model, evaluation);
    const admitted = admittedWithoutAnnotation(evaluation);
    const told = new Set(labelled.findings.map(causeOf));
    return {
      findings: [...labelled.findings, ...admitted.findings.filter((finding) => !told.has(causeOf(finding)))],
      undecided: [...labelled.undecided, ...admitted.undecided],
    };
  },
};

function causeOf({ subject, cause }: Found): string {
  return `${subject}\n${cause}`;
}

/** Whether an account has an annotation that names nothing: it may be one that something was to fill in. */
function isEmptied({ annotations }: ServiceAccount, annotation: string): boolean {
  return annotations[annotation] === '';
}

type Output = Required<RuleOutput>;

/** Pods that carry the label for a token, and have no client id to use it for. */
function labelledWithoutClient(model: Model, evaluation: Evaluation): Output {
  const findings: Found[] = [];
  const undecided: Undecided[] = [];
  for (const workload of model.workloads) {
    const { clusters, namespace, serviceAccount, id, templateAt } = workload;
    if (workload.podLabels[AZURE_KEYS.useLabel] !== 'true' || workload.environment.AZURE_CLIENT_ID !== undefined)
      continue;
    if (workload.isPartial) continue;
    const accounts = evaluation.accounts.runAs(workload);
    const account = accounts[0];
    // An undeclared service account is another rule's matter; "default" is there without being declared.
    if (!account && (serviceAccount !== 'default' || clusters.includes(NO_CLUSTER))) continue;
    if (accounts.some((one) => identityNamed(one, AZURE_KEYS.clientId) !== undefined)) continue;
    // What names the identity for it is an object of its own.
    if (isAskedForByObject(workload, evaluation)) continue;
    // What declares it as well may annotate it.
    if (isDeclaredElsewhere(model, namespace, serviceAccount)) continue;
    const subject = `ServiceAccount/${namespace}/${serviceAccount}`;
    const at = account?.at ?? templateAt;
    const open = accounts.some(({ openAnnotations }) => openAnnotations)
      ? 'the annotations of its service account are not known before apply'
      : undefined;
    const elsewhere = open ?? clientIdElsewhere(workload);
    if (elsewhere !== undefined) {
      const because = `${id} has the label ${AZURE_KEYS.useLabel} and no client id by an annotation: ${elsewhere}`;
      undecided.push({ about: subject, because, at });
      continue;
    }
    const waiting = clusters
      .flatMap((cluster) => evaluation.admissions.naming(cluster, namespace, serviceAccount))
      .filter(({ mechanism }) => mechanism === 'entra-workload-identity');
    const identities = [...new Set(waiting.map(({ identity }) => identity))];
    const who = account
      ? withPlace(accountText(namespace, serviceAccount), account.at)
      : accountText(namespace, serviceAccount);
    const which = account && isEmptied(account, AZURE_KEYS.clientId) ? 'an empty' : 'no';
    const unless = workload.mountsSettings ? ', unless a ConfigMap or a Secret that it mounts has the client id' : '';
    findings.push({
      rule: annotationMissing.slug,
      level: workload.mountsSettings ? 'warning' : 'error',
      message: `${withPlace(id, templateAt)} has the label ${AZURE_KEYS.useLabel}, but its service account ${who} has ${which} annotation ${AZURE_KEYS.clientId}; ${identities.length > 0 ? `${identities.join(' and ')} admits ${admissionsText(waiting)}` : 'no identity that was read admits it'}.`,
      subject,
      at,
      help: `The webhook sets no AZURE_CLIENT_ID, and the SDK finds no identity${unless}. Annotate the service account with ${AZURE_KEYS.clientId}: the client id of the identity.`,
      cause: AZURE_KEYS.clientId,
      ...BY_ABSENCE,
      identities,
    });
  }
  return { findings, undecided };
}

/** Whether an object of a controller or a driver has the token of the workload's account exchanged. */
function isAskedForByObject({ clusters, namespace, serviceAccount }: Workload, evaluation: Evaluation): boolean {
  return clusters.some((cluster) =>
    evaluation.accounts
      .of(cluster, namespace, serviceAccount)
      .claims.some(({ mechanism, object }) => object && mechanism === 'entra-workload-identity'),
  );
}

/** Service accounts that an identity admits and that do not ask for it: by name, or by a pattern those that may want to. */
function admittedWithoutAnnotation(evaluation: Evaluation): Output {
  const findings: Found[] = [];
  const undecided: Undecided[] = [];
  for (const [admission, account] of unasked(evaluation)) {
    const { cluster, mechanism, identity, at } = admission;
    const { namespace, name } = account;
    const { claims, workloads } = evaluation.accounts.of(cluster, namespace, name);
    if (isDeclaredElsewhere(evaluation.model, namespace, name)) continue;
    const { annotation } = CARRIED[mechanism];
    const other = claims.find((claim) => claim.mechanism === mechanism);
    // A name that is of no identity, or of another, is what other rules tell.
    if (other && !other.identity) continue;
    // The application asks for it by its client id, as the account says.
    if (isNamedAsFurther(evaluation.model, account, identity)) continue;
    const open = account.openAnnotations ? 'its annotations are not known before apply' : undefined;
    const elsewhere = other ? undefined : (open ?? asksElsewhere(workloads, mechanism, evaluation.model));
    if (elsewhere !== undefined) {
      undecided.push({
        about: `ServiceAccount/${namespace}/${name}`,
        because: `whether its pods ask for ${identity}, which admits it, is not known: ${elsewhere}`,
        identities: [identity],
        at: account.at,
      });
      continue;
    }
    const way = other ? undefined : otherWay(evaluation, admission);
    const emptied = isEmptied(account, annotation);
    findings.push({
      rule: annotationMissing.slug,
      level: way ? 'note' : emptied && isCertain(admission) ? 'error' : 'warning',
      message: `${withPlace(identity, at)} admits ${withPlace(accountText(namespace, name), account.at)} of ${cluster}${way ? ` by ${mechanism}` : ''}, which ${other ? `asks for ${other.identity?.id ?? 'something else'} instead` : `has ${emptied ? 'an empty' : 'no'} annotation ${annotation}`}${way ? ` and gets the same identity by ${way.mechanism}` : ''}.`,
      subject: `ServiceAccount/${namespace}/${name}`,
      at: account.at,
      help: way
        ? `New pods get the identity by ${way.mechanism}. Take this trust away once the pods that were made before have rolled.`
        : `${emptied ? 'The webhook takes an empty annotation for none. ' : ''}Its pods do not get this identity: the SDK falls back to the node’s. Annotate the service account with ${annotation}, or take the ${admission.pattern ? 'annotation' : 'trust'} away.${other && mechanism === 'entra-workload-identity' ? ` Where the application asks for it by its client id, say so with ${PODTRUST_KEYS.furtherClientIds}.` : ''}`,
      cause: annotation,
      ...BY_ABSENCE,
      identities: [identity, ...(other?.identity ? [other.identity.id] : [])],
    });
  }
  return { findings, undecided };
}

function isNamedAsFurther({ identities }: Model, account: ServiceAccount, id: string): boolean {
  const named = furtherClientIds(account).map((one) => one.toLowerCase());
  return named.length > 0 && named.includes(identities.find((one) => one.id === id)?.claimName.toLowerCase() ?? '');
}

/** An admission by a mechanism that an account asks for with an annotation alone. */
type ByAnnotation = TrustAdmission & { readonly mechanism: ClaimedMechanism };

function isByAnnotation(admission: TrustAdmission): admission is ByAnnotation {
  return admission.mechanism in CARRIED;
}

/** Whether an admission is there for one account, whatever else turns out. */
function isCertain({ pattern, uncertain }: TrustAdmission): boolean {
  return !pattern && uncertain === undefined;
}

/**
 * Admissions that nobody claims, with the declared account. A pattern means nobody by name: of those that it lets in, one
 * whose annotation is empty may have been meant, and is told once, if no trust names it.
 */
function* unasked(evaluation: Evaluation): Iterable<readonly [ByAnnotation, ServiceAccount]> {
  const { admissions, accounts } = evaluation;
  const told = new Set<string>();
  const key = (account: ServiceAccount, mechanism: ClaimedMechanism): string =>
    [mechanism, account.at.file, account.at.pointer].join('\n');
  const patterns: ByAnnotation[] = [];
  // Who gets in by another mechanism asks in another way.
  for (const admission of admissions.all.filter(isByAnnotation)) {
    if (admission.pattern) patterns.push(admission);
    if (admission.pattern || evaluation.isClaimed(admission)) continue;
    const account = accounts.of(admission.cluster, admission.namespace, admission.serviceAccount).declared[0];
    if (!account) continue;
    told.add(key(account, admission.mechanism));
    yield [admission, account];
  }
  const emptied = evaluation.model.serviceAccounts.some((account) =>
    Object.values(CARRIED).some(({ annotation }) => isEmptied(account, annotation)),
  );
  if (!emptied) return;
  for (const admission of patterns) {
    const { mechanism, uncertain } = admission;
    if (uncertain !== undefined) continue;
    for (const { declared } of accounts.admittedBy(admission)) {
      const account = declared[0];
      if (!account || !isEmptied(account, CARRIED[mechanism].annotation) || told.has(key(account, mechanism))) continue;
      told.add(key(account, mechanism));
      yield [admission, account];
    }
  }
}

/** How the pods of an admission get the same identity without it: as in a move from one mechanism to another. */
function otherWay(evaluation: Evaluation, admission: TrustAdmission): TrustAdmission | undefined {
  const { cluster, namespace, serviceAccount, mechanism, identity } = admission;
  return evaluation.admissions
    .naming(cluster, namespace, serviceAccount)
    .find((one) => one.identity === identity && one.mechanism !== mechanism && evaluation.isClaimed(one));
}
