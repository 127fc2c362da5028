import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { Construct } from 'constructs';

/** The same five logs as EksCluster's: API server, audit, sign-in, controller manager, scheduler. Microsoft.ContainerService, "Resource logs". */
const LOG_CATEGORIES = ['kube-apiserver', 'kube-audit-admin', 'guard', 'kube-controller-manager', 'kube-scheduler'];

/** Where a cluster's own workspace is. */
interface WorkspaceProps {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly retentionInDays: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A workspace for the logs of one cluster. */
export function makeWorkspace(scope: Construct, props: WorkspaceProps): LogAnalyticsWorkspace {
  return new LogAnalyticsWorkspace(scope, 'logs', {
    ...props,
    // Its keys would let anybody write into it who holds them.
    localAuthenticationEnabled: false,
  });
}

/** Sends the control plane's logs to a workspace. */
export function sendControlPlaneLogs(scope: Construct, clusterId: string, logAnalyticsWorkspaceId: string): void {
  new MonitorDiagnosticSetting(scope, 'logs-setting', {
    name: 'control-plane',
    targetResourceId: clusterId,
    logAnalyticsWorkspaceId,
    // A table for each kind of log, in place of one for all of Azure's.
    logAnalyticsDestinationType: 'Dedicated',
    enabledLog: LOG_CATEGORIES.map((category) => ({ category })),
  });
}
