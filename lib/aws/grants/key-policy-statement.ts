import type { GivenGrant } from '../../terraform';
import type { AwsGrant } from './grant';
import { escapeVariables } from './permission-policy';

/** A statement of a key's own policy, as JSON has it. */
export interface KeyPolicyStatement {
  readonly Effect: 'Allow';
  readonly Principal: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: '*';
  readonly Condition?: unknown;
}

/**
 * What the policy of a key must say for a role that was given the use of it: the key's side of the grant, to be put beside
 * the statement for administrators.
 *
 * Needed where the key's policy does not leave it to IAM policies (AWS' own default does, by a statement for the account's
 * `root`), and always where the key is in another account than the role. Terraform has no circle by it: the key waits for
 * the role, and the role's policy for the key.
 *
 * @param given what `addGrant` returned, or one of the role's `grants`: `kmsGrant`, or any with an `encryptionKey`
 */
export function keyPolicyStatements({ grant, grantee }: GivenGrant<AwsGrant>): readonly KeyPolicyStatement[] {
  return grant.statements
    .filter(({ actions }) => actions.every((action) => action.startsWith('kms:')))
    .map(({ actions, conditions }) => ({
      Effect: 'Allow',
      Principal: { AWS: grantee },
      Action: actions,
      Resource: '*',
      ...(conditions ? { Condition: JSON.parse(escapeVariables(JSON.stringify(conditions))) } : {}),
    }));
}
