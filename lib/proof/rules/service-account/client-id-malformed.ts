import { AZURE_KEYS, IMAGE_PULL_KEYS } from '../../../core/kubernetes/annotations';
import { mayBeGuid } from '../../model/known/guid';
import { mayPullBy } from '../../model/cluster/image-pull-profile';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Evaluation } from '../../evaluate/evaluation';
import { identityNamed } from '../../model/kubernetes/service-account';
import type { ServiceAccount } from '../../model/kubernetes/service-account';
import type { Workload } from '../../model/kubernetes/workload';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const clientIdMalformed: Rule = {
  slug: 'client-id-malformed',
  cloud: 'azure',
  level: 'error',
  effect:
    'The webhook injects it as it is, and the kubelet pulls images by it; Entra answers AADSTS700016 or AADSTS90002: application or tenant not found.',
  fix: 'Write the client id of the managed identity or application; it is neither its name nor its principal or resource id.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'azure-workload-identity, “Troubleshooting”',
    'cloud-provider-azure, credential provider, GetIdentityBindingsTokenCredential',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const account of model.serviceAccounts) {
      const { namespace, name, at } = account;
      for (const key of KEYS) {
        const value = valueOf(account, key, evaluation);
        if (value === undefined || mayBeGuid(value)) continue;
        const id = `ServiceAccount/${namespace}/${name}`;
        findings.push(
          findingOf(clientIdMalformed, {
            message: `${withPlace(id, at)} has the annotation ${key}: ${JSON.stringify(describeSymbols(value))}, which is not a GUID${CLIENT_IDS.has(key) ? admittingText(account, evaluation) : ''}.`,
            subject: id,
            at,
            cause: key,
          }),
        );
      }
    }
    return { findings };
  },
};

const CLIENT_IDS: ReadonlySet<string> = new Set([AZURE_KEYS.clientId, IMAGE_PULL_KEYS.acrClient]);
const KEYS = [...CLIENT_IDS, AZURE_KEYS.tenantId, IMAGE_PULL_KEYS.acrTenant];

/** What an annotation has for the webhook, or for the kubelet; nothing where it has none, or an empty one that no pod has anything of. */
function valueOf(account: ServiceAccount, key: string, evaluation: Evaluation): string | undefined {
  const { annotations, clusters, namespace, name } = account;
  if (key === IMAGE_PULL_KEYS.acrClient || key === IMAGE_PULL_KEYS.acrTenant) {
    if (!clusters.some((cluster) => mayPullBy('entra-workload-identity', evaluation.clusters.get(cluster))))
      return undefined;
    // An empty client id is read as well, and stands in the way of the cluster's default.
    return key === IMAGE_PULL_KEYS.acrClient || annotations[IMAGE_PULL_KEYS.acrClient] ? annotations[key] : undefined;
  }
  const isAsking = (): boolean =>
    identityNamed(account, AZURE_KEYS.clientId) !== undefined ||
    clusters.some((cluster) => evaluation.accounts.of(cluster, namespace, name).workloads.some(isLabelled));
  // An empty tenant keeps that of the cluster from the pods.
  return key === AZURE_KEYS.tenantId && isAsking() ? annotations[key] : identityNamed(account, key);
}

function isLabelled({ podLabels }: Workload): boolean {
  return podLabels[AZURE_KEYS.useLabel] === 'true';
}

/** The identity whose client id is probably meant: the first that admits the account. */
function admittingText({ clusters, namespace, name }: ServiceAccount, evaluation: Evaluation): string {
  const admission = clusters
    .flatMap((cluster) => evaluation.admissions.naming(cluster, namespace, name))
    .find(({ mechanism }) => mechanism === 'entra-workload-identity');
  const identity = admission && evaluation.identities.get(admission.identity);
  return identity ? `; the identity that admits it is ${withPlace(identity.id, identity.at)}` : '';
}
