import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount(), deployment())],
  good: [
    terraform({
      ...irsa({
        more: {
          kubernetes_manifest: {
            account: { manifest: irsaAccount({ 'eks.amazonaws.com/role-arn': '${aws_iam_role.backend.arn}' }) },
          },
        },
      }),
    }),
  ],
};
