import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { requiredArns } from './role/controller-arns';

/** Options of {@link externalDns}. */
export interface ExternalDnsOptions {
  /** The hosted zones whose records it writes, by ARN. */
  readonly hostedZones: readonly ArnLike[];
  /**
   * The names of records that it may change, in small letters, with `*` for any part: `['*.shop.example.com']`. The
   * ownership records that it writes beside them must match too. Default all names of the zones.
   */
  readonly recordNames?: readonly string[];
}

/** external-dns, which writes records of Route 53 for services and ingresses. */
export function externalDns({ hostedZones, recordNames = [] }: ExternalDnsOptions): EksController {
  const zones = requiredArns(hostedZones, ARN_KINDS.hostedZone, 'externalDns hostedZones');
  return {
    ...EKS_CONTROLLERS.externalDns,
    description: `write records of ${zones.join(', ')}`,
    source: { where: 'kubernetes-sigs/external-dns, docs/tutorials/aws.md', version: '2bf1bf8af2b7' },
    statements: (): readonly PolicyStatement[] => [
      {
        actions: ['route53:ChangeResourceRecordSets'],
        resources: zones,
        ...(recordNames.length > 0
          ? {
              conditions: {
                'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': recordNames },
              },
            }
          : {}),
      },
      { actions: ['route53:ListResourceRecordSets', 'route53:ListTagsForResources'], resources: zones },
      { actions: ['route53:ListHostedZones'], resources: ['*'] },
    ],
    values: () => ({ provider: { name: 'aws' } }),
  };
}
