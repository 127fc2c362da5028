import { PodtrustError } from '../../core/errors';
import { NO_CLUSTER } from '../model/cluster/cluster';
import type { Model } from '../model/model';
import { comparePlaces } from '../model/place';
import { readAwsResources } from './aws/aws-resources';
import { sayMadeElsewhere } from './made-elsewhere';
import { readCloudResources } from './aws/cloud-resources';
import { readRoleTags } from './aws/role-tags';
import { readResourceControls } from './aws/resource-controls';
import { readExtensionIdentities } from './azure/aks-addons';
import { readAzureResourceIds } from './azure/cloud-resources';
import { readAzureResources } from './azure/azure-resources';
import { readClusterRuntime } from './clusters/cluster-runtime';
import { NodeRoles, readEc2Nodes } from './aws/ec2-nodes';
import type { CloudParts } from './cloud-parts';
import { readOtherClusters } from './clusters/existing';
import { readArtefacts } from './sources/artefacts';
import type { Source } from './document';
import { addForeignIssuers } from './clusters/foreign-issuers';
import { FilesOfProgram } from './sources/files-of-program';
import { ExistingClusters } from './clusters/existing-clusters';
import { emptyAadPodIdentity, readAadPodIdentityObject } from './kubernetes/objects/aad-pod-identity-objects';
import { ClusterFinder } from '../model/cluster/cluster-finder';
import type { ConfigMap } from '../model/kubernetes/config-map';
import type { AckRoleSelector } from '../model/cluster/eks-capability';
import { readAccessControlObject } from './kubernetes/objects/access-control-objects';
import { readAckRoleSelector } from './kubernetes/operators/ack-role-selectors';
import { readAwsAuth } from './kubernetes/objects/aws-auth-object';
import { readSecurityGroupPolicy } from './kubernetes/objects/security-group-policy-object';
import type { SecurityGroupPolicy } from '../model/kubernetes/security-group-policy';
import { readTokenSecret } from './kubernetes/objects/token-secret-object';
import type { AwsAuthEntry } from '../model/cluster/aws-auth-entry';
import type { TokenSecret } from '../model/kubernetes/token-secret';
import { readAwsControllers } from './kubernetes/operators/aws-controllers';
import { readAzureServiceOperator } from './kubernetes/operators/azure-service-operator';
import { readHostNetworkRefusals } from './kubernetes/objects/host-network-refusals';
import { readMetadataNetworkPolicies } from './kubernetes/objects/network-policy-object';
import { defaultImagePulls, readImagePull } from './kubernetes/objects/image-pull-object';
import { readKiamNamespace } from './kubernetes/objects/kiam-object';
import type { KiamNamespace } from '../model/kubernetes/kiam-namespace';
import { readConfigMapObject } from './kubernetes/objects/config-map-object';
import { addEksctlClusters, readEksctlConfigs } from './kubernetes/operators/eksctl-cluster';
import { readNodeClass } from './kubernetes/objects/node-class-object';
import { addOperatorAccounts } from './kubernetes/operators/operator-accounts';
import { readCrossplaneObjects } from './kubernetes/operators/crossplane-objects';
import { readCrossplanePackages } from './kubernetes/operators/crossplane-packages';
import { sayCsiIdentity } from './kubernetes/objects/csi-identity-object';
import { sayUnreadIdentity } from './kubernetes/operators/unread-identity-objects';
import { ChartSources } from './kubernetes/helm/chart-sources';
import { readReleaseObject } from './kubernetes/helm/release-objects';
import { readIdentityReference, secretProviderClassesIn } from './kubernetes/operators/identity-reference-objects';
import type { IdentityReference } from '../model/identity/identity-reference';
import type { DeclaredAccessControl } from './kubernetes/objects/access-control-objects';
import { ClusterMembership } from './kubernetes/cluster-membership';
import { markPatched, objectsIn, readKubernetesObject } from './kubernetes/kubernetes-object';
import type { DeclaredObjects, DeclaredObject } from './kubernetes/kubernetes-object';
import { readObjectPatches } from './kubernetes/object-patches';
import { readKubernetesResources } from './kubernetes/provider/kubernetes-resources';
import { WITHOUT_OBJECTS, readTerraformMakers } from './kubernetes/provider/terraform-makers';
import { withoutKustomizations } from './sources/kustomizations';
import type { KustomizeBuild, Unbuilt } from './sources/kustomizations';
import { UNREAD_FILE } from '../model/kubernetes/account-maker';
import type { AccountMaker } from '../model/kubernetes/account-maker';
import { join } from './join';
import { Problems } from './problems';
import type { Settings } from '../settings/settings';
import { PROVIDERS } from './providers';
import { TerraformProgram } from './terraform/configuration/program';

/** What to read, beside the sources. */
export interface ReadOptions {
  /**
   * Clusters by the path whose Kubernetes objects belong to them, each by its id or what else ClusterFinder takes:
   * `--cluster ID=PATH` the other way round.
   */
  readonly clusterOfPath: ReadonlyMap<string, string>;
  /** What the user decided: clusters that exist, and what is declared elsewhere. */
  readonly settings?: Settings;
  /** Builds kustomizations; nothing where they stay unbuilt, which is said. */
  readonly kustomize?: KustomizeBuild;
}

/** What was read, with the Kubernetes objects. */
export interface Reading {
  readonly model: Model;
  /** Manifests as they were written, and what typed resources of the kubernetes provider make. */
  readonly objects: readonly DeclaredObject[];
}

/**
 * Everything that the sources say, as one model.
 *
 * @throws PodtrustError for what cannot be read: `json-invalid`, `yaml-invalid`, `content-unknown`, `terraform-invalid`,
 * `file-too-large`, `cluster-unknown`, `cluster-ambiguous`
 */
export function read(sources: readonly Source[], options: ReadOptions): Model {
  return readWithObjects(sources, options).model;
}

/**
 * As {@link read}, and the Kubernetes objects beside it.
 *
 * In four steps: the files by their forms; what Terraform makes of the clouds, which are the clusters; the Kubernetes
 * objects, each with its clusters; and {@link join}, which is last and sees everything.
 */
export function readWithObjects(sources: readonly Source[], options: ReadOptions): Reading {
  const problems = new Problems();
  // 1. The files, by their forms.
  const { sources: plain, unbuilt } = withoutKustomizations(sources, options.kustomize);
  const artefacts = readArtefacts(plain, problems);
  const files = new FilesOfProgram(plain);

  // 2. What Terraform makes of the clouds.
  const parts: CloudParts = {
    clusters: [],
    identities: [],
    oidcProviders: [],
    outboundIssuers: [],
    federatedCredentials: [],
    flexibleCredentials: [],
    identityBindings: [],
    imagePullProfiles: [],
    unassignedRoles: [],
    otherAssignments: [],
    aadPodIdentity: emptyAadPodIdentity(),
    associations: [],
    addonRoles: [],
    capabilities: [],
    addons: [],
    permissions: [],
    policies: [],
    policyDoubts: [],
    openPolicies: [],
    openAssignments: [],
    denyAssignments: [],
    nodes: [],
    resourceControls: [],
    perhapsNone: new Map(),
  };
  const existing = new ExistingClusters(options.settings?.clusters ?? []);
  const providers = existing.knownTo(PROVIDERS);
  const program = new TerraformProgram(artefacts.configurations, problems, artefacts.library, providers, files);
  existing.addTo(parts, program);
  readAwsResources(program, parts, problems);
  parts.resourceControls.push(...readResourceControls(program));
  readAzureResources(program, parts, problems);
  const associating = sayMadeElsewhere(program, problems);
  const nodeRoles = new NodeRoles(parts);
  readEc2Nodes(program, parts, nodeRoles);
  readOtherClusters(program, parts);
  addForeignIssuers(parts);
  const runtime = readClusterRuntime(program, parts);

  // 3. The Kubernetes objects, manifests and what typed resources make, and whose cluster they are in.
  const eksctl = addEksctlClusters(artefacts.objects, parts);
  const finder = new ClusterFinder(parts.clusters);
  const clusterOfPath = new Map([...options.clusterOfPath].map(([path, text]) => [path, finder.find(text).id]));
  const membership = new ClusterMembership(program, parts.clusters, clusterOfPath, problems);
  const declared: DeclaredObjects = { serviceAccounts: [], workloads: [], accountMakers: [] };
  const identityReferences: IdentityReference[] = [];
  const objects = readKubernetesResources(program, membership, problems, {
    aadPodIdentity: parts.aadPodIdentity,
    references: identityReferences,
    declared,
  });
  readExtensionIdentities(program, parts, membership.all, identityReferences);
  declared.accountMakers.push(...readTerraformMakers(program, parts, membership, problems));
  for (const { object, path, at } of [...artefacts.objects].sort((one, other) => comparePlaces(one.at, other.at))) {
    for (const one of objectsIn(object, at, problems))
      objects.push({ ...one, clusters: membership.ofFile(path, at), isManifest: true });
  }
  for (const { path, at, isTemplate } of artefacts.unreadObjects) {
    const kind = isTemplate ? 'a template of Helm that was not rendered' : UNREAD_FILE;
    declared.accountMakers.push({ clusters: membership.ofFile(path, at), source: at.file, kind });
  }
  declared.accountMakers.push(...unbuiltKustomizations(unbuilt, membership, problems));
  const unused = membership.unusedPaths()[0];
  if (unused !== undefined) {
    throw new PodtrustError({
      code: 'cluster-unknown',
      what: `--cluster names the path ${JSON.stringify(unused)}, at which no Kubernetes objects were read`,
    });
  }
  const fargateProfiles = readEksctlConfigs(eksctl, { parts, objects, problems }, nodeRoles);
  addOperatorAccounts(objects);
  readObjectPatches(program, membership, objects, problems);
  const configMaps: ConfigMap[] = [];
  const kiamNamespaces: KiamNamespace[] = [];
  const awsAuthEntries: AwsAuthEntry[] = [];
  const tokenSecrets: TokenSecret[] = [];
  const securityGroupPolicies: SecurityGroupPolicy[] = [];
  const ackRoleSelectors: AckRoleSelector[] = [];
  const accessControl: DeclaredAccessControl = { roles: [], bindings: [], namespacedRoles: [], namespacedBindings: [] };
  const chartSources = new ChartSources(objects);
  for (const object of objects) {
    readKubernetesObject(object, declared, problems);
    readAadPodIdentityObject(object, parts.aadPodIdentity);
    readAccessControlObject(object, accessControl);
    readConfigMapObject(object, configMaps);
    readImagePull(object, identityReferences);
    readKiamNamespace(object, kiamNamespaces);
    readAwsAuth(object, awsAuthEntries, problems);
    readTokenSecret(object, tokenSecrets);
    readSecurityGroupPolicy(object, securityGroupPolicies);
    readAckRoleSelector(object, ackRoleSelectors, problems);
    readIdentityReference(object, identityReferences, problems);
    sayUnreadIdentity(object, problems);
    sayCsiIdentity(object, problems);
    readReleaseObject(object, { declared, references: identityReferences, sources: chartSources }, problems);
    readNodeClass(object, program, nodeRoles, parts.nodes);
  }
  markPatched(objects, declared);
  readAwsControllers(objects, { parts, problems });
  readCrossplaneObjects(objects, { parts, problems });
  readCrossplanePackages(objects, { makers: declared.accountMakers, problems });
  readAzureServiceOperator(objects, { parts, configMaps, problems });
  sayWithoutCluster(declared, parts, problems);
  identityReferences.push(...defaultImagePulls(parts.imagePullProfiles));
  // 4. One thing that was seen in several forms.
  const joined = join({ parts, declared, configMaps, problems });
  // A file that is given and none of the forms is there for a function of the program, or it is a slip.
  const slip = artefacts.unrecognized.find(({ document }) => !files.wasRead(document));
  if (slip) throw slip.error;
  // Before what only a question about a permission looks at, of which a proof has nothing to say.
  const undecided = problems.all();
  const clouds = new Map(parts.clusters.map(({ id, cloud }) => [id, cloud]));
  // Most proofs ask for none of these.
  let roleTags: Model['roleTags'] | undefined;
  let serviceControls: Model['serviceControls'] | undefined;
  let resources: Model['resources'] | undefined;
  return {
    model: {
      ...parts,
      ...declared,
      ...joined,
      identityReferences,
      secretProviderClasses: secretProviderClassesIn(objects),
      configMaps,
      kiamNamespaces,
      awsAuthEntries,
      tokenSecrets,
      securityGroupPolicies,
      ackRoleSelectors,
      accessControl,
      metadataBarriers: {
        refusals: readHostNetworkRefusals(objects, (id) => clouds.get(id) === 'aws' || clouds.get(id) === 'azure'),
        networkPolicies: readMetadataNetworkPolicies(objects),
      },
      runtime: { ...runtime, fargateProfiles: [...runtime.fargateProfiles, ...fargateProfiles] },
      unreadModules: [
        ...program
          .unreadModules()
          .filter(({ source }) => !WITHOUT_OBJECTS.test(source))
          .map(({ id }) => id),
        ...associating,
      ],
      elsewhere: options.settings?.elsewhere ?? [],
      uncounted: new Map([...parts.perhapsNone, ...program.uncounted()]),
      undecided,
      get roleTags() {
        return (roleTags ??= readRoleTags(program));
      },
      get serviceControls() {
        return (serviceControls ??= readResourceControls(program, 'SERVICE_CONTROL_POLICY'));
      },
      get resources() {
        return (resources ??= [...readCloudResources(program), ...readAzureResourceIds(program)]);
      },
      originsIn: (text) => program.originsIn(text),
    },
    objects,
  };
}

/** What is said once where objects are of no cluster that was read. */
export const WITHOUT_CLUSTER =
  'no cluster was given: these Kubernetes objects are judged within themselves, and whom their pods’ tokens are from, and what else is in their cluster, is not known';

/** Says once that objects are of no cluster that was read; what they do not hold may be anywhere. */
function sayWithoutCluster(declared: DeclaredObjects, { aadPodIdentity }: CloudParts, problems: Problems): void {
  const { serviceAccounts, workloads, accountMakers } = declared;
  const all = [...serviceAccounts, ...workloads, ...aadPodIdentity.identities, ...aadPodIdentity.bindings];
  const first = all.find(({ clusters }) => clusters.includes(NO_CLUSTER));
  if (!first) return;
  problems.add({
    about: first.at.file,
    because: WITHOUT_CLUSTER,
    at: { file: first.at.file, pointer: '' },
  });
  accountMakers.push({ clusters: [NO_CLUSTER], source: NO_CLUSTER, kind: 'what was not given' });
}

/** What kustomizations that were not built may make, which is said of each. */
function unbuiltKustomizations(
  unbuilt: readonly Unbuilt[],
  membership: ClusterMembership,
  problems: Problems,
): AccountMaker[] {
  return unbuilt.map(({ directory, file, path }): AccountMaker => {
    const at = { file, pointer: '' };
    problems.add({
      about: directory,
      because: `it is a kustomization, which was not built: what its files come to, and what it adds, is not known. Prove what kubectl kustomize ${directory} prints, or give --kustomize`,
      at,
    });
    return { clusters: membership.ofFile(path, at), source: file, kind: 'a kustomization that was not built' };
  });
}
