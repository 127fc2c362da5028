import { partitionIn } from '../../../core/aws/aws-partition';
import { isOfOtherPartition } from '../../iam';
import { isOfPartitionOtherThan } from '../../mechanisms/irsa/role-account';
import { describeSymbols } from '../../model/known/symbol';
import { statementText, trustStatements } from '../../evaluate/trust-statements';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const partitionMismatch: Rule = {
  slug: 'partition-mismatch',
  cloud: 'aws',
  level: 'error',
  effect:
    'IAM answers MalformedPolicyDocument: Invalid principal in policy. In AWS GovCloud (US), China and the other partitions no ARN begins with arn:aws:, so nobody gets in by it.',
  fix: 'Take the partition from data.aws_partition.current.partition, or reference the arn of the OIDC provider.',
  sources: [
    'IAM User Guide, “IAM identifiers”, “IAM ARNs”',
    'https://github.com/terraform-aws-modules/terraform-aws-iam/pull/82',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, providers } of trustStatements(input)) {
      const account = input.evaluation.roleAccounts.get(role.id)!;
      const { federated, aws } = statement.principals;
      const written = [...federated, ...aws].find((one) => isOfOtherPartition(one, account));
      const made = providers.find((provider) => isOfPartitionOtherThan(account.partition, provider));
      const arn = written ?? made?.arn;
      if (arn === undefined) continue;
      findings.push(
        findingOf(partitionMismatch, {
          message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} names ${describeSymbols(arn)}, of the partition ${partitionIn(arn) ?? made?.account?.partition}, and the role is in ${account.partition}.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};
