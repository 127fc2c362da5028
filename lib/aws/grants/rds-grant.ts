import { Fn } from 'cdktf';
import { PodtrustError, isKnown } from '../../core';
import { checkArn } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import { awsGrant } from './grant-of-statements';
import type { AwsGrantOptions } from './grant-options';
import type { AwsGrant } from './grant';

/** Who a program signs in as. */
export interface RdsGrantOptions extends Pick<AwsGrantOptions, 'whereSessionTag' | 'crossRegion'> {
  /** The database's own user, which it must let in by IAM (`GRANT rds_iam TO …` in PostgreSQL). */
  readonly user: string;
}

/**
 * A database by `arn:<partition>:rds-db:<region>:<account>:dbuser:<resource id>`, or as it is: a `DbInstance` or an
 * `RdsCluster`. Its own ARN does not do: IAM names a database by the resource id.
 */
export type RdsDatabaseLike =
  | string
  | { readonly arn: string; readonly resourceId: string }
  | { readonly arn: string; readonly clusterResourceId: string };

/** Grants on a database of RDS or Aurora that authenticates by IAM. */
export const rdsGrant = {
  /**
   * Signs in as one user, with a token of IAM for a password.
   *
   * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`, `name-invalid` without a user or with a pattern for one
   */
  connect(database: RdsDatabaseLike, options: RdsGrantOptions): AwsGrant {
    const { user } = options;
    if (isKnown(user) && !/^[^\s*?/]+$/.test(user)) {
      throw new PodtrustError({
        code: 'name-invalid',
        where: 'rdsGrant.connect',
        what: `"${user}" is not the name of one user of a database`,
        why: 'A pattern would let the pods sign in as every user that it fits, administrators included.',
        remedy: 'Name the one user that the pods sign in as.',
      });
    }
    const arn = `${userArnOf(database)}/${user}`;
    const grant = awsGrant(`sign in as ${arn}`, [{ actions: ['rds-db:connect'], resources: [arn] }], options);
    const needs = `The database must let its user ${user} in by IAM: enable IAM authentication, and GRANT rds_iam TO the user (PostgreSQL) or create it with AWSAuthenticationPlugin (MySQL).`;
    return { ...grant, deploymentNeeds: [needs] };
  },
};

/** What IAM names the database by, but for the user. */
function userArnOf(database: RdsDatabaseLike): string {
  if (typeof database === 'string') {
    checkArn(database, ARN_KINDS.databaseUser, 'rdsGrant.connect');
    return database;
  }
  const arn = database?.arn;
  checkArn(arn, [ARN_KINDS.database, ARN_KINDS.databaseCluster], 'rdsGrant.connect');
  const id = 'resourceId' in database ? database.resourceId : database.clusterResourceId;
  const place = isKnown(arn)
    ? arn.replace(/:rds:([^:]*:[^:]*):.*/, ':rds-db:$1:dbuser:')
    : Fn.replace(arn, '/:rds:([^:]*:[^:]*):.*/', ':rds-db:$1:dbuser:');
  return `${place}${id}`;
}
