import * as fs from 'node:fs';
import * as path from 'node:path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { type AksController, AksCluster, ControllerIdentity, type ControllerIdentityProps } from '../../../lib/azure';
import { useHelm } from '../../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload, type HelmWorkloadProps } from '../../../lib/kubernetes/helm/helm-workload';
import { type InMemoryDocument, type Inventory, prove } from '../../../lib/proof';
import { TENANT } from '../synthesized';
import { SUBSCRIPTION } from './ready-controllers';

export const ISSUER = `https://westeurope.oic.prod-aks.azure.com/${TENANT}/66666666-7777-8888-9999-000000000000/`;

/** A stack of one subscription, and a cluster in it that exists. */
export function shop() {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
  const cluster = AksCluster.fromAttributes(stack, 'shop', {
    name: 'shop',
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop`,
    issuerUrl: ISSUER,
    tenantId: TENANT,
    endpoint: 'https://shop.hcp.westeurope.azmk8s.io:443',
    certificateAuthority: 'LS0tLS1CRUdJTg==',
  });
  return { stack, cluster };
}

/** The identity of a controller in such a stack. */
export function identityOf(
  controller: AksController,
  { stack, cluster }: ReturnType<typeof shop>,
  more: Partial<ControllerIdentityProps> = {},
  id = 'controller',
): ControllerIdentity {
  const place = { name: `id-${id}`, resourceGroupName: 'rg-shop', location: 'westeurope' };
  return new ControllerIdentity(stack, id, { ...place, tenantId: TENANT, cluster, controller, ...more });
}

/** What the proof finds in a stack: in its JSON, in what it was told of objects that exist, and in further documents. */
export function provenStack(stack: TerraformStack, documents: readonly InMemoryDocument[] = []): Inventory {
  const folder = path.join(Testing.fullSynth(stack), 'stacks', stack.node.id);
  const synthesized = fs
    .readdirSync(folder)
    .filter((file) => ['cdk.tf.json', 'existing.json'].includes(file))
    .map((file) => ({
      file: `cdktf.out/stacks/${stack.node.id}/${file}`,
      text: fs.readFileSync(path.join(folder, file), 'utf8'),
    }));
  return prove([...synthesized, ...documents]);
}

/** What the proof finds of a controller's identity, with a release of its chart or without one. */
export function provenController(
  controller: AksController,
  release?: (identity: ControllerIdentity) => HelmWorkloadProps,
): Inventory {
  const at = shop();
  const identity = identityOf(controller, at);
  if (release) {
    useHelm(at.stack, at.cluster.connection);
    new HelmWorkload(at.stack, 'release', release(identity));
  }
  return provenStack(at.stack);
}

/** What an inventory says of permissions: `role on scope`. */
export const permissionLines = ({ permissions }: Inventory): string[] =>
  permissions.map(({ role, resource }) => `${role} on ${resource}`).sort();
