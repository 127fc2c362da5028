import { PodtrustError } from '../../core/errors';
import type { Cloud } from '../model/cluster';
import type { Model } from '../model/model';
import { below } from '../model/place';
import type { Place } from '../model/place';
import { describeSymbols } from '../model/symbol';
import { readAwsResources } from './resources/aws-resources';
import { joinAzureIdentities } from './resources/azure-identity-names';
import { readAzureResources } from './resources/azure-resources';
import { readClusterRuntime } from './resources/cluster-runtime';
import type { CloudParts } from './cloud-parts';
import type { Document, Source } from './document';
import { isUnknown, referenceOf } from './expression/value';
import { parseJson } from './json';
import { emptyAadPodIdentity, readAadPodIdentityObject } from './objects/aad-pod-identity-objects';
import { readAccessControlObject } from './objects/access-control-objects';
import type { DeclaredAccessControl } from './objects/access-control-objects';
import { ClusterMembership } from './objects/cluster-membership';
import { isKubernetesObject, objectsIn, readKubernetesObject } from './objects/kubernetes-object';
import type { DeclaredObjects, JsonObject, KubernetesObject } from './objects/kubernetes-object';
import { readKubernetesResources } from './objects/kubernetes-resources';
import { Problems } from './problems';
import { emptyConfiguration } from './configuration/configuration';
import type { Configuration } from './configuration/configuration';
import { TerraformProgram } from './configuration/program';
import { isTerraformJson, readTerraformJson } from './configuration/terraform-json';
import { parseYaml } from './yaml';

/** What to read, beside the sources. */
export interface ReadOptions {
  /** Cluster ids by the path whose Kubernetes objects belong to them: `--cluster ID=PATH` the other way round. */
  readonly clusterOfPath: ReadonlyMap<string, string>;
}

interface FoundObject {
  readonly object: JsonObject;
  readonly path: string;
  readonly at: Place;
}

/** What the documents hold, by form. */
interface Found {
  readonly configurations: Map<string, Configuration>;
  readonly objects: FoundObject[];
}

/** What was read, with the Kubernetes objects as they were written. */
export interface Reading {
  readonly model: Model;
  /** Manifests whole; what a typed resource of the kubernetes provider makes is in the model alone. */
  readonly objects: readonly KubernetesObject[];
}

/**
 * Everything that the sources say, as one model.
 *
 * @throws PodtrustError for what cannot be read: `json-invalid`, `yaml-invalid`, `content-unknown`, `terraform-invalid`,
 * `cluster-unknown`
 */
export function read(sources: readonly Source[], options: ReadOptions): Model {
  return readWithObjects(sources, options).model;
}

/** As {@link read}, and the Kubernetes objects beside it. */
export function readWithObjects(sources: readonly Source[], options: ReadOptions): Reading {
  const problems = new Problems();
  const found: Found = { configurations: new Map(), objects: [] };
  for (const source of sources) readSource(source, found, problems);
  const configurations = labelled([...found.configurations.values()]);

  const parts: CloudParts = {
    clusters: [],
    identities: [],
    oidcProviders: [],
    federatedCredentials: [],
    flexibleCredentials: [],
    identityBindings: [],
    aadPodIdentity: emptyAadPodIdentity(),
    associations: [],
    addonRoles: [],
    permissions: [],
  };
  const program = new TerraformProgram(configurations, problems);
  readAwsResources(program, parts, problems);
  readAzureResources(program, parts, problems);
  addForeignIssuers(parts);
  const runtime = readClusterRuntime(program, parts);

  for (const id of options.clusterOfPath.values()) {
    if (parts.clusters.some((cluster) => cluster.id === id)) continue;
    throw new PodtrustError({
      code: 'cluster-unknown',
      what: `--cluster names ${JSON.stringify(id)}, which is not among the clusters: ${parts.clusters.map((cluster) => cluster.id).join(', ') || 'there is none'}`,
    });
  }
  const membership = new ClusterMembership(program, parts.clusters, options.clusterOfPath, problems);
  const declared: DeclaredObjects = { serviceAccounts: [], workloads: [], opaqueNamespaces: [] };
  const objects = readKubernetesResources(program, membership, problems, declared, parts.aadPodIdentity);
  for (const { object, path, at } of found.objects) {
    for (const one of objectsIn(object, at)) objects.push({ ...one, clusters: membership.ofFile(path, at) });
  }
  const unused = membership.unusedPaths()[0];
  if (unused !== undefined) {
    throw new PodtrustError({
      code: 'cluster-unknown',
      what: `--cluster names the path ${JSON.stringify(unused)}, at which no Kubernetes objects were read`,
    });
  }
  const accessControl: DeclaredAccessControl = { roles: [], bindings: [] };
  for (const object of objects) {
    readKubernetesObject(object, declared);
    readAadPodIdentityObject(object, parts.aadPodIdentity);
    readAccessControlObject(object, accessControl);
  }
  const aadPodIdentity = {
    ...parts.aadPodIdentity,
    identities: joinAzureIdentities(parts.aadPodIdentity.identities, parts.identities),
  };
  return {
    model: { ...parts, ...declared, aadPodIdentity, accessControl, runtime, undecided: problems.all() },
    objects,
  };
}

function readSource(source: Source, found: Found, problems: Problems): void {
  let understood = false;
  for (const { file, because } of source.skipped) problems.add({ about: file, because, at: { file, pointer: '' } });
  for (const document of source.documents) {
    const reason = readDocument(document, source.path, found);
    if (reason === undefined) {
      understood = true;
    } else if (document.named) {
      throw new PodtrustError({ code: 'content-unknown', where: document.file, what: reason });
    } else {
      problems.add({
        about: document.file,
        because: `it was not read: ${reason}`,
        at: { file: document.file, pointer: '' },
      });
    }
  }
  if (!understood && source.documents.length > 0) {
    throw new PodtrustError({
      code: 'content-unknown',
      where: source.path,
      what: 'the directory holds neither Terraform configuration nor Kubernetes objects',
    });
  }
}

/** Reads a document by its content; gives the reason where it is not understood. */
function readDocument(document: Document, path: string, found: Found): string | undefined {
  const { file } = document;
  // Nothing else can begin with these, and a file's name may be anything.
  if (/^\s*[{[]/.test(document.text)) {
    const value = parseJson(document);
    const reason = readValue(value, { file, pointer: '' }, document, path, found);
    return reason;
  }
  if (/\.tf$/.test(file)) return 'Terraform’s own language (.tf) is not read yet; give Terraform JSON';
  if (/\.json$/.test(file)) parseJson(document);
  const values = parseYaml(document);
  if (values.length === 0) return 'it is empty';
  for (const { index, value } of values) {
    const at: Place = { file, pointer: values.length > 1 ? `/${index}` : '' };
    const reason = readValue(value, at, document, path, found);
    if (reason !== undefined) return values.length > 1 ? `document ${index + 1}: ${reason}` : reason;
  }
  return undefined;
}

function readValue(value: unknown, at: Place, document: Document, path: string, found: Found): string | undefined {
  if (isKubernetesObject(value)) {
    found.objects.push({ object: value, path, at });
    return undefined;
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isKubernetesObject)) {
    value.forEach((object, index) => found.objects.push({ object, path, at: below(at, index) }));
    return undefined;
  }
  if (isPlanOrState(value)) return 'a Terraform plan or state is not read yet; give the configuration';
  if (!isTerraformJson(value)) return 'it is neither Terraform configuration nor Kubernetes objects';
  // Terraform takes all files of a directory as one module.
  const key = document.stack === undefined ? `directory:${directoryOf(document.file)}` : `file:${document.file}`;
  let configuration = found.configurations.get(key);
  if (!configuration) {
    configuration = emptyConfiguration(document.stack);
    found.configurations.set(key, configuration);
  }
  readTerraformJson(value, document.file, configuration);
  return undefined;
}

function isPlanOrState(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format_version' in value && 'terraform_version' in value;
}

function directoryOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
}

/** Configurations without a stack of their own, or with the same one, are told apart by where they lie. */
function labelled(configurations: readonly Configuration[]): readonly Configuration[] {
  const count = new Map<string, number>();
  for (const { label } of configurations) count.set(label, (count.get(label) ?? 0) + 1);
  return configurations.map((configuration, index) =>
    count.get(configuration.label) === 1
      ? configuration
      : { ...configuration, label: `${configuration.label}${index + 1}:` },
  );
}

/** Issuers that identities trust and that no cluster of the program has. */
function addForeignIssuers(parts: CloudParts): void {
  const known = new Set(parts.clusters.map(({ issuer }) => issuer));
  for (const { issuer, at } of [...parts.oidcProviders, ...parts.federatedCredentials]) {
    if (known.has(issuer)) continue;
    known.add(issuer);
    const text = issuerText(issuer);
    parts.clusters.push({ id: text, cloud: cloudOfIssuer(issuer), issuer, issuerText: text, at });
  }
}

function issuerText(issuer: string): string {
  const host = issuer.replace(/^https:\/\//, '');
  if (!isUnknown(host)) return describeSymbols(issuer);
  return `ref:${referenceOf(host).replace(/^trimprefix\(\$\{(.*)\}, "https:\/\/"\)$/, '$1')}`;
}

/** The clouds' own issuers: EKS and AKS documentation of the OIDC issuer. */
function cloudOfIssuer(issuer: string): Cloud {
  if (/^https:\/\/oidc[.-]eks\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\//.test(issuer)) return 'aws';
  if (/^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\//.test(issuer)) return 'azure';
  return 'other';
}
