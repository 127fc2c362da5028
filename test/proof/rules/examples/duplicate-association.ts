import { manifests, POD_IDENTITY_CONDITIONS, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

function twice(account: string): unknown {
  const program = podIdentity({ conditions: POD_IDENTITY_CONDITIONS.slice(2) });
  const associations = program.resource.aws_eks_pod_identity_association;
  associations.again = { ...associations.backend, service_account: account };
  return program;
}

export const example: RuleExample = {
  bad: [terraform(twice('backend')), manifests(serviceAccount(), serviceAccount({}, 'api'))],
  good: [terraform(twice('api')), manifests(serviceAccount(), serviceAccount({}, 'api'))],
};
