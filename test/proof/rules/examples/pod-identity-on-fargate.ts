import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

function profile(selector: unknown): unknown {
  return { aws_eks_fargate_profile: { todo: { cluster_name: '${aws_eks_cluster.main.name}', selector } } };
}

export const example: RuleExample = {
  bad: [terraform(podIdentity({ more: profile({ namespace: 'todo' }) })), manifests(serviceAccount(), deployment())],
  good: [
    terraform(podIdentity({ more: profile({ namespace: 'todo', labels: { compute: 'fargate' } }) })),
    manifests(serviceAccount(), deployment()),
  ],
};
