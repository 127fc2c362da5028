import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EksCluster, type EksClusterReference, type PodRole } from '../../../lib/aws';
import type { EksClusterAttributes } from '../../../lib/aws/cluster/existing-eks-cluster';
import type { BindingLike } from '../../../lib/core';
import { BoundServiceAccount, KubernetesObjects, bindApiObject, useKubernetes } from '../../../lib/kubernetes';
import { type Inventory, prove } from '../../../lib/proof';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** What an existing cluster is told, all of it known. */
export function attributesOf(name: string, account = ACCOUNT): EksClusterAttributes {
  const issuer = `oidc.eks.${REGION}.amazonaws.com/id/${Buffer.from(name.padEnd(16, '0')).toString('hex').toUpperCase()}`;
  return {
    name,
    arn: `arn:aws:eks:${REGION}:${account}:cluster/${name}`,
    region: REGION,
    issuerUrl: `https://${issuer}`,
    oidcProviderArn: `arn:aws:iam::${account}:oidc-provider/${issuer}`,
    endpoint: `https://${name}.eks.amazonaws.com`,
    certificateAuthority: 'LS0=',
  };
}

/** A program of roles in one stack and of workloads in another, as users write it, and its proof. */
export class ProvenProgram {
  public readonly app = Testing.app();
  public readonly stack: TerraformStack;
  private readonly charts = new Map<string, { readonly chart: Chart; readonly stack: TerraformStack }>();

  public constructor() {
    this.stack = new TerraformStack(this.app, 'roles');
    new AwsProvider(this.stack, 'aws', { region: REGION, allowedAccountIds: [ACCOUNT] });
  }

  /** A cluster that exists already. */
  public cluster(
    name = 'shop',
    more: Partial<EksClusterAttributes> = {},
  ): EksClusterReference & { readonly name: string } {
    const cluster = EksCluster.fromAttributes(this.stack, name, { ...attributesOf(name), ...more });
    const stack = new TerraformStack(this.app, `workloads-${name}`);
    useKubernetes(stack, cluster.connection);
    this.charts.set(name, { chart: new Chart(new Charts(), 'objects'), stack });
    return cluster;
  }

  /** A service account and a pod of it in a cluster. */
  public pod(
    cluster: { readonly name: string },
    bindings: readonly BindingLike[],
    spec: object = {},
    labels = {},
  ): void {
    const { chart } = this.charts.get(cluster.name)!;
    const { namespace, name } = bindings[0]!.serviceAccount;
    new BoundServiceAccount(chart, `${namespace}-${name}`, { bindings });
    const pod = new ApiObject(chart, `${namespace}-${name}-pod`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
    });
    bindApiObject(pod, bindings);
  }

  public pods(cluster: { readonly name: string }, role: PodRole): void {
    for (const binding of role.bindings) this.pod(cluster, [binding]);
  }

  public prove(): Inventory {
    for (const { chart, stack } of this.charts.values()) {
      if (chart.node.findAll().length > 1) new KubernetesObjects(stack, 'objects', { objects: chart });
    }
    this.app.synth();
    return prove([this.app.outdir]);
  }
}

/** Whom a proof shows, `cluster namespace/name -> identity mechanism`, and all that it has to say besides. */
export function seen({ access, findings, undecided }: Inventory) {
  return {
    admitted: access
      .filter(({ mechanism }) => mechanism !== 'node')
      .map(({ cluster, namespace, serviceAccount, identity, mechanism, claimed, via }) =>
        [
          `${cluster.split('/').at(-1)} ${namespace}/${serviceAccount} -> ${nameOf(identity)} ${mechanism}`,
          ...(claimed ? [] : ['unclaimed']),
          ...(via === undefined ? [] : [via]),
        ].join(' '),
      )
      .sort(),
    findings: findings.map(({ rule, level, subject }) => `${level} ${rule} ${nameOf(subject)}`),
    undecided: undecided.map(({ about, because }) => `${about}: ${because}`),
  };
}

/** A role by its construct’s id; anything else as it is. */
function nameOf(id: string): string {
  return id.replace(/^.*aws_iam_role\.(.*)_[0-9A-F]{8}$/, '$1');
}
