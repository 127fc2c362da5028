import {
  condition,
  deployment,
  EKS_ISSUER,
  irsa,
  IRSA_CONDITIONS,
  irsaAccount,
  manifests,
  terraform,
} from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      irsa({
        conditions: [
          // In a policy document Terraform leaves &{…} as IAM's own ${…}.
          condition('StringEquals', `${EKS_ISSUER}:sub`, 'system:serviceaccount:&{aws:PrincipalTag/namespace}:backend'),
          IRSA_CONDITIONS[1],
        ],
      }),
    ),
    manifests(irsaAccount(), deployment()),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
