import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

const forgotten = podIdentity();
delete forgotten.resource.aws_eks_pod_identity_association;

export const example: RuleExample = {
  bad: [terraform(forgotten), manifests(serviceAccount(), deployment())],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
