import { AZURE_KEYS, EKS_KEYS } from '../../../core/kubernetes/annotations';
import { hasSymbol } from '../../model/known/symbol';
import { containerNames, skippedContainers } from '../../evaluate/pod-token';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const skipContainersUnmatched: Rule = {
  slug: 'skip-containers-unmatched',
  cloud: 'azure',
  level: 'warning',
  effect:
    'Nothing fails, and the container gets the token all the same. The EKS webhook wants commas without blanks, the Azure webhook semicolons: with the other’s separator the whole text is one name.',
  fix: 'Separate names as the webhook reads them, and write them as the containers have them.',
  sources: [
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
    'azure-workload-identity, “Service account labels and annotations”',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const workload of model.workloads) {
      for (const azure of [false, true]) {
        const skipped = skippedContainers(workload.podAnnotations, azure);
        if (!skipped) continue;
        const names = containerNames(workload);
        const unknown = skipped.filter((name) => name !== '' && !names.includes(name));
        if (unknown.length === 0 || [...unknown, ...names].some(hasSymbol)) continue;
        findings.push(
          findingOf(skipContainersUnmatched, {
            message: `${withPlace(workload.id, workload.templateAt)} skips ${unknown.map((name) => JSON.stringify(name)).join(', ')} by ${azure ? AZURE_KEYS.skipContainers : EKS_KEYS.skipContainers}, and has the containers ${names.join(', ')}.`,
            subject: workload.id,
            at: workload.templateAt,
          }),
        );
      }
    }
    return { findings };
  },
};
