import * as fs from 'node:fs';
import * as path from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ControllerRole, type ControllerRoleProps, EksCluster } from '../../../lib/aws';
import { useHelm } from '../../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload, type HelmWorkloadProps } from '../../../lib/kubernetes/helm/helm-workload';
import { type Inventory, prove } from '../../../lib/proof';

export const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

/** A stack of one account, and a cluster in it that exists. */
export function shop(): { stack: TerraformStack; cluster: ReturnType<typeof EksCluster.fromAttributes> } {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
  const cluster = EksCluster.fromAttributes(stack, 'shop', {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    region: 'eu-west-1',
    issuerUrl: `https://${ISSUER}`,
    oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
    endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
    certificateAuthority: 'LS0tLS1CRUdJTg==',
  });
  return { stack, cluster };
}

/** What the proof finds in a stack: in its JSON, and in what it was told of objects that exist. */
export function provenStack(stack: TerraformStack): Inventory {
  const folder = path.join(Testing.fullSynth(stack), 'stacks', stack.node.id);
  return prove(
    fs
      .readdirSync(folder)
      .filter((file) => ['cdk.tf.json', 'existing.json'].includes(file))
      .map((file) => ({
        file: `cdktf.out/stacks/${stack.node.id}/${file}`,
        text: fs.readFileSync(path.join(folder, file), 'utf8'),
      })),
  );
}

/** The role of a controller, and what the proof finds of it, with a release of its chart or without one. */
export function provenController(
  props: Pick<ControllerRoleProps, 'controller' | 'mechanism'>,
  release?: (role: ControllerRole) => HelmWorkloadProps,
): Inventory {
  const { stack, cluster } = shop();
  const role = new ControllerRole(stack, 'controller', { cluster, name: 'controller', ...props });
  if (release) {
    useHelm(stack, cluster.connection);
    new HelmWorkload(stack, 'release', release(role));
  }
  return provenStack(stack);
}

/** What an inventory says of permissions: `actions on resource`, and the conditions. */
export const permissionLines = ({ permissions }: Inventory): string[] =>
  permissions.map(({ actions, resource, conditions = [] }) =>
    [`${actions.join(' ')} on ${resource}`, ...conditions].join(' if '),
  );
