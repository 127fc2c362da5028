import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { requiredArns } from './role/controller-arns';

/** Options of {@link certManager}. */
export interface CertManagerOptions {
  /** The hosted zones in which it proves that a domain is yours, by ARN. */
  readonly hostedZones: readonly ArnLike[];
  /** Whether each issuer names its `hostedZoneID`, so that zones need not be looked up by name. Default false. */
  readonly issuersNameZones?: boolean;
}

/** cert-manager, which answers ACME's DNS-01 challenges in Route 53. It writes TXT records and no others. */
export function certManager({ hostedZones, issuersNameZones = false }: CertManagerOptions): EksController {
  const zones = requiredArns(hostedZones, ARN_KINDS.hostedZone, 'certManager hostedZones');
  return {
    ...EKS_CONTROLLERS.certManager,
    description: `answer DNS-01 challenges in ${zones.join(', ')}`,
    source: {
      where: 'cert-manager/website, content/docs/configuration/acme/dns01/route53.md',
      version: '776e5dba5651',
    },
    statements: ({ partition }): readonly PolicyStatement[] => [
      { actions: ['route53:GetChange'], resources: [`arn:${partition}:route53:::change/*`] },
      {
        actions: ['route53:ChangeResourceRecordSets'],
        resources: zones,
        conditions: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
      },
      { actions: ['route53:ListResourceRecordSets'], resources: zones },
      ...(issuersNameZones ? [] : [{ actions: ['route53:ListHostedZonesByName'], resources: ['*'] }]),
    ],
  };
}
