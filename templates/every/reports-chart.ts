import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { BindingLike } from 'podtrust';
import { bindWorkload } from 'podtrust/kubernetes/bind-pod';
import { BoundServiceAccount } from 'podtrust/kubernetes/bound-service-account';

/** The service account that the identity trusts. Its pods alone get in. */
export const REPORTS = { namespace: 'shop', name: 'reports' };

export interface ReportsChartProps {
  /** What the identity asks of the service account and of its pods. */
  readonly bindings: readonly BindingLike[];
  /** Variables of the container. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The Kubernetes objects: a namespace, a service account and a Deployment whose pods run as it. */
export class ReportsChart extends Chart {
  public constructor(scope: Construct, id: string, { bindings, environment }: ReportsChartProps) {
    super(scope, id);
    new ApiObject(this, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: REPORTS.namespace } });
    new BoundServiceAccount(this, 'account', { bindings });
    const labels = { 'app.kubernetes.io/name': REPORTS.name };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...REPORTS, labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            securityContext: { runAsNonRoot: true, runAsUser: 65535, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: REPORTS.name,
                // Does nothing. Put the image of your application here.
                image: 'registry.k8s.io/pause:3.10',
                env: Object.entries(environment).map(([name, value]) => ({ name, value })),
                resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '64Mi' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      },
    };
    new ApiObject(this, 'deployment', bindWorkload(deployment, bindings));
  }
}
