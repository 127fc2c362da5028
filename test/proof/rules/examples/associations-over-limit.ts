import { POD_IDENTITY_CONDITIONS, podIdentity, terraform } from '../example';
import type { RuleExample } from '../example';

function withAssociations(count: number): unknown {
  const program = podIdentity({ conditions: POD_IDENTITY_CONDITIONS.slice(2) });
  const association = program.resource.aws_eks_pod_identity_association.backend;
  program.resource.aws_eks_pod_identity_association.backend = {
    ...association,
    count,
    service_account: 'worker-${count.index}',
  };
  return program;
}

export const example: RuleExample = {
  bad: [terraform(withAssociations(1001))],
  good: [terraform(withAssociations(1000))],
};
