import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import { AksCluster, AzapiProvider, PodManagedIdentity, type PodManagedIdentityProps } from '../../../lib/azure';
import type { BindingLike } from '../../../lib/core';
import { BoundServiceAccount, KubernetesObjects, bindApiObject, useKubernetes } from '../../../lib/kubernetes';
import { type Inventory, prove } from '../../../lib/proof';
import { GROUP, PLACE, TENANT } from '../synthesized';

/** A program whose clusters are bound to identities in one stack, and whose workloads are in another, and its proof. */
export class BoundProgram {
  public readonly app = Testing.app();
  public readonly stack: TerraformStack;
  private readonly charts = new Map<string, { readonly chart: Chart; readonly stack: TerraformStack }>();

  public constructor() {
    this.stack = new TerraformStack(this.app, 'platform');
    new AzurermProvider(this.stack, 'azurerm', { features: [{}] });
    new AzapiProvider(this.stack, 'azapi');
  }

  /** A cluster that exists already. */
  public cluster(name = 'blue') {
    const cluster = AksCluster.fromAttributes(this.stack, name, {
      name,
      id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/${name}`,
      issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/${name}/`,
      tenantId: TENANT,
      endpoint: `https://${name}.azmk8s.io`,
      certificateAuthority: 'LS0=',
    });
    const stack = new TerraformStack(this.app, `workloads-${name}`);
    useKubernetes(stack, cluster.connection);
    this.charts.set(name, { chart: new Chart(new Charts(), 'objects', { namespace: 'todo' }), stack });
    return cluster;
  }

  public identity(id = 'backend', props: Partial<PodManagedIdentityProps> = {}): PodManagedIdentity {
    return new PodManagedIdentity(this.stack, `${id}-identity`, {
      name: `id-${id}`,
      ...PLACE,
      tenantId: TENANT,
      ...props,
    });
  }

  /** A service account and a pod of it in a cluster. */
  public pod(cluster: { readonly name: string }, bindings: readonly BindingLike[]): void {
    const { chart } = this.charts.get(cluster.name)!;
    const { namespace, name } = bindings[0]!.serviceAccount;
    new BoundServiceAccount(chart, `${namespace}-${name}`, { bindings });
    const pod = new ApiObject(chart, `${namespace}-${name}-pod`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: { containers: [{ name: 'app', image: `app@sha256:${'0'.repeat(64)}` }] },
    });
    bindApiObject(pod, bindings);
  }

  /** Synthesizes it. @returns the folder */
  public synthesize(): string {
    for (const { chart, stack } of this.charts.values()) {
      if (chart.node.findAll().length > 1) new KubernetesObjects(stack, 'objects', { objects: chart });
    }
    this.app.synth();
    return this.app.outdir;
  }

  public prove(): Inventory {
    return prove([this.synthesize()]);
  }
}

/** Whom a proof shows, `cluster namespace/name -> identity`, and all that it has to say besides. */
export function seen({ access, findings, undecided }: Inventory) {
  const short = (id: string) =>
    id
      .split(/[./]/)
      .at(-1)!
      .replace(/_[0-9A-F]{8}$/, '');
  return {
    admitted: access
      .filter(({ mechanism }) => mechanism !== 'node')
      .map(({ cluster, namespace, serviceAccount, identity, mechanism, claimed, via }) =>
        [
          `${short(cluster)} ${namespace}/${serviceAccount} -> ${short(identity)} ${mechanism}`,
          ...(claimed ? [] : ['unclaimed']),
          ...(via === undefined ? [] : [via]),
        ].join(' '),
      ),
    findings: findings.map(({ rule, level, message }) => `${level} ${rule}: ${message}`),
    undecided: undecided.map(({ about, because }) => `${about}: ${because}`),
  };
}
