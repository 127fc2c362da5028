import { PodtrustError, isKnown } from '../../core';
import { readArn } from '../arn';
import type { AwsGrant, PolicyStatement } from './grant';

/** Options of {@link statementGrant}. */
export interface StatementGrantOptions extends PolicyStatement {
  /** In words. Default the actions. */
  readonly description?: string;
  /** Accepts actions such as `s3:Get*`, which AWS widens whenever it adds an operation. Default false. */
  readonly allowWildcardActions?: boolean;
  /** Accepts resources of another account than the role's. Default false. */
  readonly crossAccount?: boolean;
  /** Accepts resources of another region than the clusters whose pods become the role. Default false. */
  readonly crossRegion?: boolean;
}

/**
 * A grant of a statement of your own, where no typed grant fits.
 *
 * @throws PodtrustError `statement-empty` without an action or resource, `action-malformed` where an action is not of the form
 *   `service:Action`, `arn-malformed` where a resource is neither an ARN nor `*`, `action-wildcard` where an action holds `*`
 *   or `?`
 */
export function statementGrant(options: StatementGrantOptions): AwsGrant {
  const { description, allowWildcardActions = false, crossAccount, crossRegion, ...statement } = options;
  if (statement.actions.length === 0 || statement.resources.length === 0) {
    throw new PodtrustError({
      code: 'statement-empty',
      where: 'statementGrant',
      what: 'a statement needs at least one action and one resource',
      why: 'IAM refuses a policy with an empty list.',
      remedy: 'Name the actions and the ARNs that they are for.',
    });
  }
  const malformed = statement.actions.find((action) => isKnown(action) && !/^([a-z0-9-]+:[\w*?]+|\*)$/i.test(action));
  if (malformed !== undefined) {
    throw new PodtrustError({
      code: 'action-malformed',
      where: 'statementGrant',
      what: `"${malformed}" is not an action of IAM`,
      why: 'IAM refuses a policy with it, or knows no such action and allows nothing by it.',
      remedy: 'Give service:Action, such as s3:GetObject.',
    });
  }
  const other = statement.resources.find((resource) => resource !== '*' && !readArn(resource));
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'arn-malformed',
      where: 'statementGrant',
      what: `"${other}" is neither an ARN nor *`,
      why: 'IAM refuses a policy with such a resource.',
      remedy: 'Give an ARN such as arn:aws:s3:::reports/*, or a token of one.',
    });
  }
  const wildcard = statement.actions.find((action) => /[*?]/.test(action));
  if (wildcard !== undefined && statement.effect !== 'Deny' && !allowWildcardActions) {
    throw new PodtrustError({
      code: 'action-wildcard',
      where: 'statementGrant',
      what: `the action "${wildcard}" holds a wildcard`,
      why: 'It covers operations that AWS adds later, so the grant widens without a change of yours.',
      remedy: 'List the actions, or say allowWildcardActions: true.',
    });
  }
  return {
    description: description ?? statement.actions.join(', '),
    statements: [statement],
    ...(crossAccount ? { crossAccount } : {}),
    ...(crossRegion ? { crossRegion } : {}),
  };
}
