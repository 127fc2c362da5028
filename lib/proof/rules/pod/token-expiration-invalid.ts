import { wholeNumber } from '../../../admission/annotation-values';
import { AZURE_KEYS, EKS_KEYS } from '../../../core/kubernetes/annotations';
import { LIMITS } from '../../../core/limits';
import type { Place } from '../../model/place';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const tokenExpirationInvalid: Rule = {
  slug: 'token-expiration-invalid',
  level: 'error',
  mildest: 'warning',
  effect:
    'The Azure webhook refuses the pod outside 3600 to 86400 seconds. The EKS webhook raises less than 600 to 600 and ignores what is not a whole number, both silently.',
  fix: 'Write whole seconds in quotes: "3600" to "86400" for Azure, at least "600" for EKS.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const look = (annotations: Readonly<Record<string, string>>, source: string, at: Place): void => {
      for (const [key, azure] of [
        [AZURE_KEYS.tokenExpiration, true],
        [EKS_KEYS.tokenExpiration, false],
      ] as const) {
        const text = annotations[key];
        const wrong = text === undefined || hasSymbol(text) ? undefined : wrongIn(text, azure);
        if (wrong === undefined) continue;
        findings.push(
          findingOf(tokenExpirationInvalid, {
            level: azure ? 'error' : 'warning',
            message: `${withPlace(source, at)} has the annotation ${key}: ${JSON.stringify(text)}, ${wrong}.`,
            subject: source,
            at,
          }),
        );
      }
    };
    for (const { annotations, namespace, name, at } of model.serviceAccounts) {
      look(annotations, `ServiceAccount/${namespace}/${name}`, at);
    }
    for (const { podAnnotations, id, templateAt } of model.workloads) look(podAnnotations, id, templateAt);
    return { findings };
  },
};

function wrongIn(text: string, azure: boolean): string | undefined {
  // The Azure webhook takes an empty annotation for none.
  if (azure && text === '') return undefined;
  const seconds = wholeNumber(text);
  if (seconds === undefined)
    return azure ? 'which is not a whole number: the pod is refused' : 'which is not a whole number and is ignored';
  const { minimum, maximum } = LIMITS.azureTokenSeconds;
  if (azure) {
    return seconds < minimum || seconds > maximum ? `outside ${minimum} to ${maximum}: the pod is refused` : undefined;
  }
  return seconds < LIMITS.eksTokenSeconds.minimum ? `raised to ${LIMITS.eksTokenSeconds.minimum}` : undefined;
}
