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

/** What checkov asks of a Deployment and one that does nothing does not have: take each out with what your application has. */
const SKIPPED_CHECKS = {
  'checkov.io/skip1': 'CKV_K8S_8=It does nothing that could be asked. Give your application a liveness probe.',
  'checkov.io/skip2': 'CKV_K8S_9=It does nothing that could be asked. Give your application a readiness probe.',
  'checkov.io/skip3':
    'CKV_K8S_11=A limit of CPU slows pods down on an idle node. The request is what they are sure to get.',
  'checkov.io/skip4': 'CKV_K8S_43=A tag can be read. Pin the image of your application by its digest.',
};

/** The Kubernetes objects: a namespace, a service account and a Deployment whose pods run as it, and to which nobody connects. */
export class ReportsChart extends Chart {
  public constructor(scope: Construct, id: string, { bindings, environment }: ReportsChartProps) {
    super(scope, id);
    new ApiObject(this, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: REPORTS.namespace } });
    new BoundServiceAccount(this, 'account', { bindings });
    const labels = { 'app.kubernetes.io/name': REPORTS.name };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...REPORTS, labels, annotations: SKIPPED_CHECKS },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            // The token for the identity is another one. This one is for the Kubernetes API.
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 65535, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: REPORTS.name,
                // Does nothing. Put the image of your application here.
                image: 'registry.k8s.io/pause:3.10',
                imagePullPolicy: 'Always',
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
    new ApiObject(this, 'no-ingress', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: REPORTS,
      spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'] },
    });
  }
}
