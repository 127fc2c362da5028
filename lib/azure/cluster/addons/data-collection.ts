import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { AksClusterOfAddons } from './cluster-of-addons';

/**
 * What the agent of Container insights sends where: without a rule that is associated by this very name it sends nothing.
 *
 * @see Azure Monitor, "Enable monitoring for Kubernetes clusters", Terraform
 */
export function collectContainerInsights(
  scope: Construct,
  cluster: AksClusterOfAddons,
  workspaceResourceId: string,
): ITerraformDependable[] {
  const streams = ['Microsoft-ContainerInsights-Group-Default'];
  const rule = new MonitorDataCollectionRule(scope, 'monitoring-rule', {
    ...placeOf(cluster),
    name: `MSCI-${cluster.name}`,
    dataSources: {
      extension: [
        {
          name: 'ContainerInsightsExtension',
          extensionName: 'ContainerInsights',
          streams,
          extensionJson: JSON.stringify({
            dataCollectionSettings: { interval: '1m', namespaceFilteringMode: 'Off', enableContainerLogV2: true },
          }),
        },
      ],
    },
    destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId }] },
    dataFlow: [{ streams, destinations: ['workspace'] }],
  });
  return [rule, associate(scope, 'monitoring', 'ContainerInsightsExtension', cluster, rule)];
}

/** What managed Prometheus sends where. */
export function collectPrometheusMetrics(
  scope: Construct,
  cluster: AksClusterOfAddons,
  monitorAccountId: string,
): ITerraformDependable[] {
  const streams = ['Microsoft-PrometheusMetrics'];
  const rule = new MonitorDataCollectionRule(scope, 'prometheus-rule', {
    ...placeOf(cluster),
    name: `MSProm-${cluster.name}`,
    kind: 'Linux',
    dataSources: { prometheusForwarder: [{ name: 'PrometheusDataSource', streams }] },
    destinations: { monitorAccount: [{ name: 'workspace', monitorAccountId }] },
    dataFlow: [{ streams, destinations: ['workspace'] }],
  });
  return [rule, associate(scope, 'prometheus', `MSProm-${cluster.name}`, cluster, rule)];
}

function placeOf({ resourceGroupName, location, tags }: AksClusterOfAddons) {
  return { resourceGroupName, location, tags };
}

function associate(
  scope: Construct,
  id: string,
  name: string,
  cluster: AksClusterOfAddons,
  rule: MonitorDataCollectionRule,
): MonitorDataCollectionRuleAssociation {
  return new MonitorDataCollectionRuleAssociation(scope, `${id}-association`, {
    name,
    targetResourceId: cluster.resource.id,
    dataCollectionRuleId: rule.id,
  });
}
