import { TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { type Problem, PodtrustError, describeProblem, isKnown } from '../core';
import { findDefaultProvider } from '../terraform/default-provider';
import { accountOfRole } from './identity/issuers/provider-account';

/** Where a program says that something is; of the account nothing where it does not say it. */
interface Home {
  readonly region: string;
  readonly accountId?: string;
}

/**
 * Refuses what a program says of where something is where its stack's AWS provider says otherwise: at once, or at synthesis where the
 * provider is made after it.
 *
 * @throws PodtrustError `region-mismatch`, `account-mismatch`
 */
export function checkHome(scope: Construct, home: Home): void {
  const [problem] = problemsOf(scope, home);
  if (problem) throw new PodtrustError(problem);
  scope.node.addValidation({ validate: () => problemsOf(scope, home).map(describeProblem) });
}

function problemsOf(scope: IConstruct, { region, accountId }: Home): Problem[] {
  const provider = findDefaultProvider(TerraformStack.of(scope), 'aws');
  if (!provider) return [];
  const { region: made } = provider as { readonly region?: unknown };
  const account = accountOfRole(scope, [], { provider });
  const where = scope.node.path;
  const problems: Problem[] = [];
  if (typeof made === 'string' && [made, region].every(isKnown) && made !== region) {
    problems.push({
      code: 'region-mismatch',
      where,
      what: `region is "${region}", and the AWS provider of the stack makes it in ${made}`,
      why: 'ARNs, conditions of trusts and addresses of services would be those of another region, and nobody would get in.',
      remedy: `Say region: "${made}", or make it in a stack whose AWS provider has the region ${region}.`,
    });
  }
  if (accountId !== undefined && account !== undefined && isKnown(accountId) && accountId !== account) {
    problems.push({
      code: 'account-mismatch',
      where,
      what: `accountId is "${accountId}", and the AWS provider of the stack works in ${account} alone`,
      why: 'Trusts would ask for sessions of another account, and admit nobody.',
      remedy: `Say accountId: "${account}", or give the stack an AWS provider of ${accountId}.`,
    });
  }
  return problems;
}
