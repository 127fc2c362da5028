import { PodtrustError, isKnown } from '../../../core';
import { checkRegion } from '../../cluster-home';
import { checkExternalId } from './external-id';
import { checkRoleArn } from './role-arn';

/** Options of {@link chainedProfile}. */
export interface ChainedProfileOptions {
  /** ARN of the role that the service account gets by IRSA, or a token of it. */
  readonly roleArn: string;
  /** ARN of the role that is assumed through it, such as that of a `TargetRole`, or a token of it. */
  readonly targetRoleArn: string;
  /** What the target role asks for, where it does. */
  readonly externalId?: string;
  /** Whose STS is called, such as `eu-west-1`. */
  readonly region: string;
  /** The name of the profile. Default `target`. */
  readonly profile?: string;
}

/** Where the EKS webhook mounts the token. amazon-eks-pod-identity-webhook. */
const TOKEN_FILE = '/var/run/secrets/eks.amazonaws.com/serviceaccount/token';

/**
 * The text of an AWS config file by which an SDK gets the first role by the pod's token and the target role through it. Mount
 * it, and set `AWS_CONFIG_FILE` to its path and `AWS_PROFILE` to the profile: without `AWS_PROFILE` an SDK stops at the first
 * role. A session that comes through another one lasts an hour at most.
 *
 * @throws PodtrustError `role-arn-malformed`, `external-id-invalid`, `region-invalid`, `name-invalid`
 * @see Amazon EKS, "Authenticate to another account with IRSA"
 */
export function chainedProfile(options: ChainedProfileOptions): string {
  const { roleArn, targetRoleArn, externalId, region, profile = 'target' } = options;
  for (const arn of [roleArn, targetRoleArn]) checkRoleArn(arn, 'chainedProfile');
  checkExternalId(externalId, 'chainedProfile');
  checkRegion(region, 'chainedProfile');
  if (!isKnown(profile) || !/^[\w-]+$/.test(profile)) {
    throw new PodtrustError({
      code: 'name-invalid',
      where: 'chainedProfile',
      what: `${JSON.stringify(profile)} cannot name a profile`,
      why: 'SDKs read the name up to a bracket or a space, and AWS_PROFILE names no other one.',
      remedy: 'Use letters, digits, - and _.',
    });
  }
  return [
    `[profile ${profile}]`,
    `role_arn = ${targetRoleArn}`,
    `source_profile = ${profile}-source`,
    ...(externalId === undefined ? [] : [`external_id = ${externalId}`]),
    `region = ${region}`,
    'sts_regional_endpoints = regional',
    '',
    `[profile ${profile}-source]`,
    `role_arn = ${roleArn}`,
    `web_identity_token_file = ${TOKEN_FILE}`,
    `region = ${region}`,
    'sts_regional_endpoints = regional',
    '',
  ].join('\n');
}
