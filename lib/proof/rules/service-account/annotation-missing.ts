import { AZURE_KEYS, EKS_KEYS } from '../../../core/annotations';
import { asksElsewhere, clientIdElsewhere } from '../../evaluate/asks-elsewhere';
import type { Evaluation } from '../../evaluate/evaluation';
import { BY_ABSENCE } from '../../model/assumption';
import type { TrustAdmission } from '../../mechanisms/trust';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import type { Model } from '../../model/model';
import { NO_CLUSTER } from '../../model/cluster';
import type { Workload } from '../../model/workload';
import type { Undecided } from '../../model/undecided';
import type { Found, Rule, RuleOutput } from '../rule';
import { accountText, admissionsText, withPlace } from '../words';

export const annotationMissing: Rule = {
  slug: 'annotation-missing',
  level: 'error',
  effect:
    'The webhook sets no AZURE_CLIENT_ID or AWS_ROLE_ARN, and the SDK falls back to the identity of the node or finds none.',
  fix: 'Annotate the service account with the client id or the ARN of the identity that admits it.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'https://github.com/Azure/azure-workload-identity/issues/1185',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model, evaluation }) => {
    const outputs = [labelledWithoutClient(model, evaluation), admittedWithoutAnnotation(evaluation)];
    return {
      findings: outputs.flatMap(({ findings }) => findings),
      undecided: outputs.flatMap(({ undecided }) => undecided),
    };
  },
};

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
    if (accounts.some(({ annotations }) => annotations[AZURE_KEYS.clientId] !== undefined)) continue;
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
    const unless = workload.mountsSettings ? ', unless a ConfigMap or a Secret that it mounts has the client id' : '';
    findings.push({
      rule: annotationMissing.slug,
      level: workload.mountsSettings ? 'warning' : 'error',
      message: `${withPlace(id, templateAt)} has the label ${AZURE_KEYS.useLabel}, but its service account ${who} has no annotation ${AZURE_KEYS.clientId}; ${identities.length > 0 ? `${identities.join(' and ')} admits ${admissionsText(waiting)}` : 'no identity that was read admits it'}.`,
      subject,
      at,
      help: `The webhook sets no AZURE_CLIENT_ID, and the SDK finds no identity${unless}. Annotate the service account with ${AZURE_KEYS.clientId}: the client id of the identity.`,
      cause: AZURE_KEYS.clientId,
      ...BY_ABSENCE,
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

/** Service accounts that an identity names and that do not ask for it. */
function admittedWithoutAnnotation(evaluation: Evaluation): Output {
  const findings: Found[] = [];
  const undecided: Undecided[] = [];
  for (const admission of evaluation.admissions.all) {
    const { cluster, namespace, serviceAccount, mechanism, identity, at } = admission;
    if (admission.pattern || evaluation.isClaimed(admission)) continue;
    const { declared, claims, workloads } = evaluation.accounts.of(cluster, namespace, serviceAccount);
    const account = declared[0];
    if (!account || isDeclaredElsewhere(evaluation.model, namespace, serviceAccount)) continue;
    const annotation = mechanism === 'irsa' ? EKS_KEYS.roleArn : AZURE_KEYS.clientId;
    const other = claims.find((claim) => claim.mechanism === mechanism);
    // A name that is of no identity, or of another, is what other rules tell.
    if (other && !other.identity) continue;
    const open = account.openAnnotations ? 'its annotations are not known before apply' : undefined;
    const elsewhere = other ? undefined : (open ?? asksElsewhere(workloads, mechanism));
    if (elsewhere !== undefined) {
      undecided.push({
        about: `ServiceAccount/${namespace}/${serviceAccount}`,
        because: `whether its pods ask for ${identity}, which admits it, is not known: ${elsewhere}`,
        identities: [identity],
        at: account.at,
      });
      continue;
    }
    const way = other ? undefined : otherWay(evaluation, admission);
    findings.push({
      rule: annotationMissing.slug,
      level: way ? 'note' : 'warning',
      message: `${withPlace(identity, at)} admits ${withPlace(accountText(namespace, serviceAccount), account.at)} of ${cluster}${way ? ` by ${mechanism}` : ''}, which ${other ? `asks for ${other.identity?.id ?? 'something else'} instead` : `has no annotation ${annotation}`}${way ? ` and gets the same identity by ${way.mechanism}` : ''}.`,
      subject: `ServiceAccount/${namespace}/${serviceAccount}`,
      at: account.at,
      help: way
        ? `New pods get the identity by ${way.mechanism}. Take this trust away once the pods that were made before have rolled.`
        : `Its pods do not get this identity: the SDK falls back to the node’s. Annotate the service account with ${annotation}, or take the trust away.`,
      cause: annotation,
      ...BY_ABSENCE,
      identities: [identity, ...(other?.identity ? [other.identity.id] : [])],
    });
  }
  return { findings, undecided };
}

/** How the pods of an admission get the same identity without it: as in a move from one mechanism to another. */
function otherWay(evaluation: Evaluation, admission: TrustAdmission): TrustAdmission | undefined {
  const { cluster, namespace, serviceAccount, mechanism, identity } = admission;
  return evaluation.admissions
    .naming(cluster, namespace, serviceAccount)
    .find((one) => one.identity === identity && one.mechanism !== mechanism && evaluation.isClaimed(one));
}
