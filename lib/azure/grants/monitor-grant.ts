import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Grants on metrics and logs. Roles as in "Azure built-in roles for Monitor". */
export const monitorGrant = {
  /**
   * Publishes metrics and telemetry: of any resource that has metrics, to Application Insights, or by a data collection
   * rule.
   */
  publishMetrics(resource: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'monitorGrant.publishMetrics';
    const role = { by, role: 'Monitoring Metrics Publisher', verb: 'publish metrics of' } as const;
    return grantOfRole({ ...role, kinds: [] }, resource, options);
  },

  /** Reads all monitoring data of a resource, a resource group or a subscription, logs and metrics. */
  read(resource: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'monitorGrant.read', role: 'Monitoring Reader', verb: 'read monitoring data of' } as const;
    return grantOfRole({ ...role, kinds: [] }, resource, options);
  },

  /** Queries the Prometheus metrics of an Azure Monitor workspace. */
  readMetrics(workspace: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'monitorGrant.readMetrics', role: 'Monitoring Data Reader', verb: 'read metrics of' } as const;
    return grantOfRole({ ...role, kinds: [RESOURCE_KINDS.monitorWorkspace] }, workspace, options);
  },
};
