import type { Cluster } from '../../model/cluster/cluster';
import { AKS_ISSUER } from '../azure/aks-issuer';
import { clusterIssuer, clusterIssuerText } from './issuer';
import { existingOf, pathOf } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';

/** How each cloud's Terraform provider gives a cluster's issuer and its full name. */
const ATTRIBUTES = {
  aws: { issuer: ['identity', 0, 'oidc', 0, 'issuer'], resourceId: 'arn' },
  azure: { issuer: [AKS_ISSUER], resourceId: 'id' },
} as const;

/** A cluster that a resource makes or a data source reads. */
export function declaredCluster(program: TerraformProgram, instance: Instance, cloud: 'aws' | 'azure'): Cluster {
  const attributes = ATTRIBUTES[cloud];
  const issuer = clusterIssuer(program, instance, attributes.issuer);
  return {
    id: instance.id,
    cloud,
    issuer,
    issuerText: clusterIssuerText(issuer, pathOf(instance, attributes.issuer)),
    name: program.text(instance, 'name'),
    resourceId: asText(program.reference(instance, [attributes.resourceId])),
    existing: existingOf(instance),
    at: instance.at,
  };
}
