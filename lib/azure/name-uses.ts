import type { IConstruct } from 'constructs';
import type { TerraformProvider } from 'cdktf';
import { useName } from '../terraform/name-uses';

/** What is named, and where: in a resource group, or in a cluster. */
interface AzurePlace {
  /** With its article, such as `a managed identity`. */
  readonly kind: string;
  /** Where Azure has the name once, such as `a resource group`. */
  readonly once: string;
  /** That very group or cluster. */
  readonly within: string;
  readonly provider?: TerraformProvider;
}

/**
 * Notes that a construct takes a name of Azure, which has it once whatever its case, and refuses one that another of the stack
 * has. Tokens pass.
 *
 * @throws PodtrustError `name-taken`
 * @see Azure Resource Manager, "Naming rules and restrictions for Azure resources"
 */
export function useAzureName(scope: IConstruct, name: string, { within, ...place }: AzurePlace): void {
  useName(scope, name, { ...place, within: within.toLowerCase(), cloud: 'Azure', anyCase: true });
}

/** The place of what is in a cluster: known by its resource id, or else by the construct that makes it. */
export function placeOfCluster(cluster: object): string {
  const { id, node } = cluster as { readonly id?: string; readonly node?: IConstruct['node'] };
  return node?.path ?? id ?? '';
}
