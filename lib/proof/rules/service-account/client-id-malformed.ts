import { AZURE_KEYS } from '../../../core/annotations';
import { describeSymbols, hasSymbol } from '../../model/symbol';
import { findingOf } from '../rule';
import type { Evaluation } from '../../evaluate/evaluation';
import { identityNamed } from '../../model/service-account';
import type { ServiceAccount } from '../../model/service-account';
import type { Workload } from '../../model/workload';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const clientIdMalformed: Rule = {
  slug: 'client-id-malformed',
  cloud: 'azure',
  level: 'error',
  effect:
    'The webhook injects it as it is; Entra answers AADSTS700016 or AADSTS90002: application or tenant not found.',
  fix: 'Write the client id of the managed identity or application; it is neither its name nor its principal or resource id.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'azure-workload-identity, “Troubleshooting”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const account of model.serviceAccounts) {
      const { namespace, name, at } = account;
      for (const key of [AZURE_KEYS.clientId, AZURE_KEYS.tenantId]) {
        const value = valueOf(account, key, evaluation);
        if (value === undefined || mayBeGuid(value)) continue;
        const id = `ServiceAccount/${namespace}/${name}`;
        findings.push(
          findingOf(clientIdMalformed, {
            message: `${withPlace(id, at)} has the annotation ${key}: ${JSON.stringify(describeSymbols(value))}, which is not a GUID${key === AZURE_KEYS.clientId ? admittingText(account, evaluation) : ''}.`,
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

/** What an annotation has for the webhook; nothing where it has none, or an empty one that no pod has anything of. */
function valueOf(account: ServiceAccount, key: string, evaluation: Evaluation): string | undefined {
  const { annotations, clusters, namespace, name } = account;
  const isAsking = (): boolean =>
    identityNamed(account, AZURE_KEYS.clientId) !== undefined ||
    clusters.some((cluster) => evaluation.accounts.of(cluster, namespace, name).workloads.some(isLabelled));
  // An empty tenant keeps that of the cluster from the pods.
  return key === AZURE_KEYS.tenantId && isAsking() ? annotations[key] : identityNamed(account, key);
}

function isLabelled({ podLabels }: Workload): boolean {
  return podLabels[AZURE_KEYS.useLabel] === 'true';
}

/** What is not known yet may be a GUID, or a part of one: what stands beside it must be one too. */
function mayBeGuid(value: string): boolean {
  if (!hasSymbol(value)) return GUID.test(value);
  return /^[0-9a-f-]*$/i.test(value.replace(/\uE000[^\uE001]*\uE001?/g, ''));
}

/** The identity whose client id is probably meant: the first that admits the account. */
function admittingText({ clusters, namespace, name }: ServiceAccount, evaluation: Evaluation): string {
  const admission = clusters
    .flatMap((cluster) => evaluation.admissions.naming(cluster, namespace, name))
    .find(({ mechanism }) => mechanism === 'entra-workload-identity');
  const identity = admission && evaluation.identities.get(admission.identity);
  return identity ? `; the identity that admits it is ${withPlace(identity.id, identity.at)}` : '';
}
