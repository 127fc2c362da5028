import { PodtrustError } from '../../core';
import type { AwsGrant, PolicyStatement } from './grant';

/** Options of {@link statementGrant}. */
export interface StatementGrantOptions extends PolicyStatement {
  /** In words. Default the actions. */
  readonly description?: string;
  /** Accepts actions such as `s3:Get*`, which AWS widens whenever it adds an operation. Default false. */
  readonly allowWildcardActions?: boolean;
}

/**
 * A grant of a statement of your own, where no typed grant fits.
 *
 * @throws PodtrustError `statement-empty` without an action or resource, `action-wildcard` where an action holds `*` or `?`
 */
export function statementGrant(options: StatementGrantOptions): AwsGrant {
  const { description, allowWildcardActions = false, ...statement } = options;
  if (statement.actions.length === 0 || statement.resources.length === 0) {
    throw new PodtrustError({
      code: 'statement-empty',
      what: 'a statement needs at least one action and one resource',
      why: 'IAM refuses a policy with an empty list.',
      remedy: 'Name the actions and the ARNs that they are for.',
    });
  }
  const wildcard = statement.actions.find((action) => /[*?]/.test(action));
  if (wildcard !== undefined && statement.effect !== 'Deny' && !allowWildcardActions) {
    throw new PodtrustError({
      code: 'action-wildcard',
      what: `the action "${wildcard}" holds a wildcard`,
      why: 'It covers operations that AWS adds later, so the grant widens without a change of yours.',
      remedy: 'List the actions, or say allowWildcardActions: true.',
    });
  }
  return { description: description ?? statement.actions.join(', '), statements: [statement] };
}
