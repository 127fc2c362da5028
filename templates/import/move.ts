import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { AadPodIdentityMove, type AadPodIdentityMoveOptions } from 'podtrust/azure/aad-pod-identity-move';
import { AksPodIdentityAddon } from 'podtrust/azure/aks-pod-identity-addon';
import { AksWorkloadIdentity } from 'podtrust/azure/aks-workload-identity';
import { AzapiProvider } from 'podtrust/azure/azapi-provider';
import { AzureadProvider } from 'podtrust/azure/azuread-provider';
import { PodApplication } from 'podtrust/azure/pod-application';
import { PodManagedIdentity } from 'podtrust/azure/pod-managed-identity';
import { KubernetesObjects } from 'podtrust/kubernetes/kubernetes-objects';
import { UnassignedIdentities } from 'podtrust/kubernetes/unassigned-identities';
import { useAzurermVersion } from 'podtrust/terraform/azurerm-version';
import { StackOutputs } from 'podtrust/terraform/stack-outputs';
import { useStateBackend } from 'podtrust/terraform/state-backend';
import {
  ACCOUNTS,
  ADDON,
  APPLICATIONS,
  CLUSTER,
  IDENTITIES,
  INSTALLATION,
  LEFT_BEHIND,
  MODE,
  POD_IDENTITIES,
} from './access';
import { accountWith, adopt, objectAt, workloadWith } from './objects';

/** The cluster, which exists. */
export interface Cluster {
  readonly name: string;
  /** Azure resource id. */
  readonly id: string;
  /** The context of the kubeconfig: `az aks get-credentials` calls it after the cluster. */
  readonly context: string;
  /** Once the step beside is deployed: `az aks show --query oidcIssuerProfile.issuerUrl`, its slash at the end included. */
  readonly issuerUrl?: string;
  /** For the add-on: the object id of the control plane's identity, `az aks show --query identity.principalId`. */
  readonly controlPlanePrincipalId?: string;
}

/** A managed identity, which exists. It stays where it is managed, and so do its roles. */
export interface Identity {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly subscriptionId: string;
  readonly clientId: string;
}

/** An application of Entra, which exists. NMI signs in as it with a secret; pods need none. */
export interface Application {
  readonly name: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** Of the application. */
  readonly objectId: string;
  /** Of its service principal. */
  readonly principalId: string;
}

/** A service account of its own, and the workloads whose pods get it. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  /** Whether the pods have it already. */
  readonly isKept: boolean;
  /** Of IDENTITIES and APPLICATIONS. The account is annotated with the first; for the others the application names the client id itself. */
  readonly identities: readonly string[];
  /** The port of a proxy that answers for the metadata service; without one the SDK has to know workload identity. */
  readonly proxyPort?: number;
  /** Files below `objects`. */
  readonly file: string;
  readonly workloads: readonly string[];
}

/** What the add-on of AKS has in its list. */
export interface Addon {
  readonly podIdentities: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly selector: string;
    readonly identity: string;
  }[];
  readonly exceptions: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly podLabels: Readonly<Record<string, string>>;
  }[];
}

/** Stands in CLUSTER for an id that the import did not know. */
const NOBODY = '00000000-0000-0000-0000-00000000';

/**
 * Adds the stacks `azure` (the cluster's workload identity, and the credentials of the identities), `workloads` (accounts,
 * workloads, and what AAD Pod Identity is told) and, where NMI was imported, `installation` and, before it, `unassigned`.
 *
 * @returns what deploying still needs, in sentences
 */
export function addMove(app: App, options: AadPodIdentityMoveOptions): readonly string[] {
  const move = new AadPodIdentityMove(options);
  const azure = new TerraformStack(app, 'azure');
  StackOutputs.of(azure);
  useStateBackend(azure);
  useAzurermVersion(azure);
  new AzapiProvider(azure, 'azapi');
  const identities = identitiesIn(azure);
  const applications = applicationsIn(azure);
  const { issuerUrl } = CLUSTER;
  const enabled = move.hasWorkloadIdentity;
  const cluster = new AksWorkloadIdentity(azure, 'cluster', { cluster: CLUSTER, enabled, issuerUrl });
  const needs = [...move.deploymentNeeds];
  if (issuerUrl === undefined && move.step !== 'pod-identity') {
    needs.push(
      `Once the step beside is deployed, say issuerUrl in access.ts: az aks show --ids ${CLUSTER.id} --query oidcIssuerProfile.issuerUrl. The proof leaves undecided before whose issuer credentials name.`,
    );
  }
  if (MODE === 'addon') {
    const podIdentities = ADDON.podIdentities.map(({ identity, ...one }) => {
      const { id, clientId, principalId } = identities.get(identity)!;
      return { ...one, resourceId: id, clientId, principalId };
    });
    const isOn = move.hasPodIdentity;
    const addon = new AksPodIdentityAddon(azure, 'addon', { cluster: CLUSTER, ...ADDON, podIdentities, enabled: isOn });
    needs.push(...addon.deploymentNeeds);
  }

  const workloads = clusterStack(app, 'workloads');
  const namespaces = new Set([...ACCOUNTS, ...POD_IDENTITIES].map(({ namespace }) => namespace));
  const accounts = ACCOUNTS.map((account, index) => ({
    ...account,
    pods: move.addWorkload({
      cluster,
      // What they are called in the cluster is in POD_IDENTITIES, and these names are in no object.
      identities: account.identities.map((key, position) => ({
        identity: (identities.get(key) ?? applications.get(key))!,
        name: `account-${index}-${position}`,
      })),
      serviceAccount: { namespace: account.namespace, name: account.name },
      accountBefore: account.isKept ? account.name : undefined,
      proxySidecar: account.proxyPort === undefined ? false : { port: account.proxyPort },
    }),
  }));
  // On the way back from the last step they are made anew.
  const isThere = move.hasPodIdentity && options.deployed !== 'left';
  for (const namespace of namespaces) {
    const its = accounts.filter((account) => account.namespace === namespace);
    const told = move.hasPodIdentity ? POD_IDENTITIES.filter((one) => one.namespace === namespace) : [];
    const podIdentities = told.map(({ file }) => objectAt(file));
    const made = its.map(({ file, isKept, pods }) => ({ isKept, objects: accountWith(file, pods.accountBindings) }));
    const bound = its.flatMap((account) => account.workloads.map((file) => workloadWith(file, account.pods.bindings)));
    const objects = new KubernetesObjects(workloads, namespace, {
      objects: [...podIdentities, ...made.flatMap((one) => one.objects), ...bound],
    });
    adopt(objects, [
      ...(isThere ? podIdentities : []),
      ...made.flatMap((one) => (one.isKept ? one.objects : [])),
      ...bound,
    ]);
  }

  if (INSTALLATION.length > 0) {
    const installation = clusterStack(app, 'installation');
    installation.addDependency(workloads);
    if (MODE === 'standard') {
      // MIC takes the identities off the nodes once their bindings are gone, and goes after that.
      const unassigned = clusterStack(app, 'unassigned');
      unassigned.addDependency(workloads);
      installation.addDependency(unassigned);
      const bindings = new Set(POD_IDENTITIES.map(({ namespace }) => namespace));
      const required = !move.hasPodIdentity;
      new UnassignedIdentities(unassigned, 'unassigned', { namespaces: [...bindings].sort(), required });
    }
    const installed = move.hasPodIdentity ? INSTALLATION.map(objectAt) : [];
    adopt(new KubernetesObjects(installation, 'objects', { objects: installed }), isThere ? installed : []);
  }
  azure.node.addValidation({ validate: () => (move.hasPodIdentity ? [] : LEFT_BEHIND.map(refusal)) });
  if (isUnknown(CLUSTER)) needs.push('Say in access.ts which cluster it is.');
  if (Object.values(APPLICATIONS).some(isUnknown)) needs.push('Say in access.ts which applications these are.');
  return needs;
}

function identitiesIn(azure: TerraformStack): ReadonlyMap<string, PodManagedIdentity> {
  const subscriptions = [...new Set(Object.values(IDENTITIES).map(({ subscriptionId }) => subscriptionId))];
  const [main, ...others] = subscriptions;
  new AzurermProvider(azure, 'azurerm', { features: [{}], subscriptionId: main });
  const providers = new Map(
    others.map((subscriptionId) => {
      const alias = `s-${subscriptionId}`;
      return [subscriptionId, new AzurermProvider(azure, alias, { alias, features: [{}], subscriptionId })];
    }),
  );
  return new Map(
    Object.entries(IDENTITIES).map(([key, { name, resourceGroupName, subscriptionId, clientId }]) => {
      const provider = providers.get(subscriptionId);
      const known = new DataAzurermUserAssignedIdentity(azure, `${key}-known`, { name, resourceGroupName, provider });
      const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
      const { principalId, tenantId } = known;
      const attributes = { id, name, resourceGroupName, clientId, principalId, tenantId, provider };
      return [key, PodManagedIdentity.fromAttributes(azure, key, attributes)];
    }),
  );
}

function applicationsIn(azure: TerraformStack): ReadonlyMap<string, PodApplication> {
  const entries = Object.entries(APPLICATIONS);
  if (entries.length > 0) new AzureadProvider(azure, 'azuread');
  return new Map(
    entries.map(([key, { objectId, ...known }]) => {
      const attributes = { ...known, id: `/applications/${objectId}` };
      return [key, PodApplication.fromAttributes(azure, key, attributes)];
    }),
  );
}

function isUnknown(what: object): boolean {
  return Object.values(what).some((value) => String(value).includes(NOBODY));
}

function clusterStack(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  useStateBackend(stack);
  new KubernetesProvider(stack, 'kubernetes', { configPath: '~/.kube/config', configContext: CLUSTER.context });
  return stack;
}

function refusal(object: string): string {
  return `${object} has, or may have, an identity by AAD Pod Identity and is not in this program: it would lose it. See IMPORT.md, and take it out of LEFT_BEHIND in access.ts when it has no need of it any more.`;
}
