import { AKS_CONTROLLERS, PodtrustError, isKnown } from '../../core';
import { monitorGrant } from '../grants/monitor-grant';
import type { IdLike } from '../resource-id';
import type { AksController } from './identity/controller';

/** Options of {@link prometheus}. */
export interface PrometheusOptions {
  /** The data collection rule of the Azure Monitor workspace to which it writes: the workspace's own, or one of yours. */
  readonly dataCollectionRule: IdLike;
  /** The ingestion endpoint of that rule, with its path: `https://…/api/v1/write?api-version=2023-04-24`. */
  readonly remoteWriteUrl: string;
}

/** The names of clouds in Prometheus' configuration. */
const CLOUDS = { public: 'AzurePublic', 'us-government': 'AzureGovernment', china: 'AzureChina' } as const;

/**
 * Prometheus, which writes its metrics to Azure Monitor. From version 2.52 it signs in by Azure's SDK, which finds the token
 * of the pod; before it, a managed identity of the node alone.
 *
 * @throws PodtrustError `controller-invalid`
 */
export function prometheus({ dataCollectionRule, remoteWriteUrl }: PrometheusOptions): AksController {
  if (isKnown(remoteWriteUrl) && !/^https:\/\/[^\s/]+\/\S+/.test(remoteWriteUrl)) {
    throw new PodtrustError({
      code: 'controller-invalid',
      where: 'prometheus remoteWriteUrl',
      what: `"${remoteWriteUrl}" is not the https:// address of an ingestion endpoint with its path`,
      why: 'Prometheus would write elsewhere, or be refused by Azure Monitor.',
      remedy: 'Take "Metrics ingestion endpoint" from the workspace’s page, or the rule’s own attribute.',
    });
  }
  return {
    ...AKS_CONTROLLERS.prometheus,
    source: {
      where: 'prometheus/prometheus, storage/remote/azuread/azuread.go; Azure Monitor, "Prometheus remote write"',
      version: '03d3ddfa4763; 2026-11-29',
    },
    grants: [monitorGrant.publishMetrics(dataCollectionRule)],
    values: ({ tenantId, cloud }) => ({
      server: {
        remoteWrite: [{ url: remoteWriteUrl, azuread: { cloud: CLOUDS[cloud], sdk: { tenant_id: tenantId } } }],
      },
    }),
  };
}
