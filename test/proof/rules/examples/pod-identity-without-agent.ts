import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

function withoutAgent(): unknown {
  const { resource, data } = podIdentity();
  const others = Object.entries(resource).filter(([type]) => type !== 'aws_eks_addon');
  return { resource: Object.fromEntries(others), data };
}

export const example: RuleExample = {
  bad: [terraform(withoutAgent()), manifests(serviceAccount(), deployment())],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
