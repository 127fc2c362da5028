import { Testing, type TerraformStack } from 'cdktf';
import { type Inventory, prove } from '../../../lib/proof';
import { awsStack } from '../synthesized';

/** What the proof finds in a stack, and in manifests of its one cluster. */
export function provenStack(make: (stack: TerraformStack) => void, manifests?: string): Inventory {
  const stack = awsStack();
  make(stack);
  return prove([
    { file: 'cdk.tf.json', text: Testing.synth(stack, true) },
    ...(manifests === undefined ? [] : [{ file: 'manifests.yaml', text: manifests }]),
  ]);
}

/** The access entries of an inventory, one line each: who, how, and as what. */
export function accessLines({ access }: Inventory): string[] {
  return access.map(
    ({ namespace, serviceAccount, mechanism, identity, workloads, claimed }) =>
      `${namespace}/${serviceAccount} ${mechanism} ${identity}${claimed ? '' : ' (not claimed)'}${workloads.length > 0 ? ` ${workloads.join(' ')}` : ''}`,
  );
}

/** The findings of an inventory, and what it leaves open. */
export function openLines({ findings, undecided }: Inventory): string[] {
  return [
    ...findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`),
    ...undecided.map(({ about, because }) => `undecided ${about}: ${because}`),
  ];
}
