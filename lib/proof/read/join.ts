import type { AadPodIdentity } from '../model/kubernetes/aad-pod-identity';
import type { AccountMaker } from '../model/kubernetes/account-maker';
import type { ConfigMap } from '../model/kubernetes/config-map';
import type { Workload } from '../model/kubernetes/workload';
import { joinAzureIdentities } from './azure/azure-identity-names';
import type { CloudParts } from './cloud-parts';
import { addForeignIssuers } from './clusters/foreign-issuers';
import { withConfigMaps } from './kubernetes/objects/config-map-variables';
import { accountsToBeNamed } from './kubernetes/kubernetes-object';
import type { DeclaredObjects } from './kubernetes/kubernetes-object';
import type { Problems } from './problems';

/** What all readers have read, each by itself. */
export interface Unjoined {
  /** Of Terraform, and of objects by which operators make the same; identities and clusters are added. */
  readonly parts: CloudParts;
  readonly declared: DeclaredObjects;
  readonly configMaps: readonly ConfigMap[];
  readonly problems: Problems;
}

/** What two forms together say. */
export interface Joined {
  readonly workloads: readonly Workload[];
  /** As what was declared, with what accounts may turn out to be that are not named yet. */
  readonly accountMakers: readonly AccountMaker[];
  readonly aadPodIdentity: AadPodIdentity;
}

/**
 * Finds one thing in the forms in which several readers have seen it: the issuer of a credential that an object makes
 * among the clusters of Terraform, the managed identity that an AzureIdentity names by resource id or client id among the
 * resources and the operators' objects, the variable of a pod in a ConfigMap that Terraform or an operator fills. It is the
 * last step: a reader never looks for what another one may still add.
 */
export function join({ parts, declared, configMaps, problems }: Unjoined): Joined {
  addForeignIssuers(parts);
  return {
    workloads: withConfigMaps(declared.workloads, configMaps),
    accountMakers: [...declared.accountMakers, ...accountsToBeNamed(declared.serviceAccounts)],
    aadPodIdentity: {
      ...parts.aadPodIdentity,
      identities: joinAzureIdentities(parts.aadPodIdentity.identities, parts.identities, problems),
    },
  };
}
