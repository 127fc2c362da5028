import { isNo } from '../../../model/known/known';
import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { describeSymbols, hasSymbol } from '../../../model/known/symbol';
import { equal } from '../../../model/known/text';
import { uncountedBy } from '../../terraform/configuration/instances/instance';
import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { toBlocks } from '../../terraform/configuration/blocks/nested-blocks';
import type { Value, ValueObject } from '../../terraform/expression/value';
import { readAadPodIdentityChart } from '../helm/aad-pod-identity-chart';
import type { DeclaredAadPodIdentity } from '../objects/aad-pod-identity-objects';
import type { ClusterMembership } from '../cluster-membership';
import { isJsonObject, objectAt, objectsIn } from '../kubernetes-object';
import type { JsonObject, DeclaredObject, DeclaredObjects } from '../kubernetes-object';
import { readReleaseResource, releaseValues, ReleaseShapes } from '../helm/helm-release-resource';
import type { IdentityReference } from '../../../model/identity/identity-reference';
import { asText } from '../../terraform/expression/value';
import { MANIFEST_TEXTS, objectsOfText } from './manifest-text';
import { TOKEN_SECRET } from '../objects/token-secret-object';
import { NETWORK_POLICIES, typedNetworkPolicy } from './typed-network-policy';
import { typedObject } from './typed-object';
import type { Problems } from '../../problems';

/** A resource that makes an object which is not known. */
const UNREAD_MANIFEST = 'a manifest that is not known';

/** The typed resources of the kubernetes provider that declare accounts and pods, and the kind each makes. */
const KINDS: Readonly<Record<string, string>> = {
  kubernetes_service_account: 'ServiceAccount',
  kubernetes_service_account_v1: 'ServiceAccount',
  kubernetes_default_service_account: 'ServiceAccount',
  kubernetes_default_service_account_v1: 'ServiceAccount',
  kubernetes_pod: 'Pod',
  kubernetes_pod_v1: 'Pod',
  kubernetes_deployment: 'Deployment',
  kubernetes_deployment_v1: 'Deployment',
  kubernetes_stateful_set: 'StatefulSet',
  kubernetes_stateful_set_v1: 'StatefulSet',
  kubernetes_daemonset: 'DaemonSet',
  kubernetes_daemon_set_v1: 'DaemonSet',
  kubernetes_replication_controller: 'ReplicationController',
  kubernetes_replication_controller_v1: 'ReplicationController',
  kubernetes_job: 'Job',
  kubernetes_job_v1: 'Job',
  kubernetes_cron_job: 'CronJob',
  kubernetes_cron_job_v1: 'CronJob',
};

/** An object where it is in its manifest. */
type ObjectInManifest = Pick<DeclaredObject, 'object' | 'at'>;

function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && !hasSymbol(value);
}

/** What resources tell beside objects. */
interface ReadBeside {
  readonly aadPodIdentity: DeclaredAadPodIdentity;
  readonly references: IdentityReference[];
  readonly declared: DeclaredObjects;
}

/**
 * Reads the Kubernetes objects that Terraform resources make.
 *
 * @returns the objects, which are still to be read
 */
export function readKubernetesResources(
  program: TerraformProgram,
  membership: ClusterMembership,
  problems: Problems,
  { aadPodIdentity, references, declared }: ReadBeside,
): DeclaredObject[] {
  const objects: DeclaredObject[] = [];
  const makers = declared.accountMakers;
  // That nobody knows how many there are is said already, with its reason.
  const sayUnknown = ({ id, uncounted }: Instance, because: string, at: Place): void => {
    if (!uncounted) problems.addUnlessSaid({ about: id, because, at });
  };
  // It may be an account, of the name and namespace that it has.
  const sayUnknownKind = (instance: Instance, { object, at }: ObjectInManifest, clusters: readonly string[]): void => {
    const { kind, apiVersion } = object;
    const written = `${asText(kind as Value) ?? ''} of ${asText(apiVersion as Value) ?? ''}`;
    if (!hasSymbol(written)) return;
    sayUnknown(instance, `what it makes is not known before apply: ${describeSymbols(written)}`, at);
    if (typeof kind === 'string' && isNo(equal(kind, 'ServiceAccount'))) return;
    const { name, namespace = 'default' } = objectAt(object, ['metadata']);
    makers.push({
      clusters,
      source: instance.id,
      kind: UNREAD_MANIFEST,
      ...(isKnownText(namespace) ? { namespace } : {}),
      ...(isKnownText(name) ? { only: name } : {}),
    });
  };
  for (const [type, kind] of Object.entries(KINDS)) {
    for (const instance of program.instances(type)) {
      const object = typedObject(program, instance, kind);
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const instance of program.instances('kubernetes_manifest')) {
    const manifest = program.attribute(instance, 'manifest');
    const clusters = membership.ofInstance(instance);
    const at = below(instance.at, 'manifest');
    if (!isJsonObject(manifest)) {
      sayUnknown(instance, 'its manifest is not known before apply', at);
      makers.push({ clusters, source: instance.id, kind: UNREAD_MANIFEST });
      continue;
    }
    for (const found of objectsIn(withTextMetadata(manifest), at, problems)) {
      objects.push({ ...found, clusters, ...perhapsNone(instance) });
      sayUnknownKind(instance, found, clusters);
    }
  }
  for (const [type, argument] of Object.entries(MANIFEST_TEXTS)) {
    for (const instance of program.instances(type)) {
      const found = objectsOfText(program, instance, argument);
      const clusters = membership.ofInstance(instance);
      const at = below(instance.at, argument);
      if (typeof found === 'string') {
        sayUnknown(instance, found, at);
        makers.push({ clusters, source: instance.id, kind: UNREAD_MANIFEST });
        continue;
      }
      for (const object of found) {
        for (const one of objectsIn(object, at, problems)) {
          objects.push({ ...one, clusters, ...perhapsNone(instance) });
          sayUnknownKind(instance, one, clusters);
        }
      }
    }
  }
  for (const type of ['kubernetes_persistent_volume', 'kubernetes_persistent_volume_v1']) {
    for (const instance of program.instances(type)) {
      const metadata = program.nested(instance, 'metadata')[0] ?? {};
      const source = toBlocks(program.nested(instance, 'spec')[0]?.persistent_volume_source)[0];
      const csi = toBlocks(source?.csi)[0];
      if (!csi) continue;
      const spec = { csi: { driver: csi.driver, volumeAttributes: csi.volume_attributes } };
      const object = { apiVersion: 'v1', kind: 'PersistentVolume', metadata, spec };
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const type of ['kubernetes_storage_class', 'kubernetes_storage_class_v1']) {
    for (const instance of program.instances(type)) {
      const metadata = program.nested(instance, 'metadata')[0] ?? {};
      const provisioner = program.attribute(instance, 'storage_provisioner');
      const parameters = program.attribute(instance, 'parameters');
      const object = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner, parameters };
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const [type, kind] of Object.entries(ACCESS_CONTROL)) {
    for (const instance of program.instances(type)) {
      const object = accessControlObject(program, instance, kind);
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const type of NETWORK_POLICIES) {
    for (const instance of program.instances(type)) {
      const object = typedNetworkPolicy(program, instance);
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at, ...perhapsNone(instance) });
    }
  }
  for (const type of ['kubernetes_config_map', 'kubernetes_config_map_v1']) {
    for (const instance of program.instances(type)) {
      const metadata = program.nested(instance, 'metadata')[0] ?? {};
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: program.attribute(instance, 'data') };
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const type of ['kubernetes_config_map_v1_data', 'kubernetes_config_map_data']) {
    for (const instance of program.instances(type)) {
      const metadata = program.nested(instance, 'metadata')[0] ?? {};
      // A part of a ConfigMap: of aws-auth, whose keys are read each for itself, it is as good as the whole.
      if (metadata.namespace !== 'kube-system' || metadata.name !== 'aws-auth') continue;
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: program.attribute(instance, 'data') };
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  for (const type of ['kubernetes_secret', 'kubernetes_secret_v1']) {
    for (const instance of program.instances(type)) {
      // What any other Secret is called bears on no access.
      if (program.text(instance, 'type') !== TOKEN_SECRET) continue;
      const metadata = program.nested(instance, 'metadata')[0] ?? {};
      const object = { apiVersion: 'v1', kind: 'Secret', metadata, type: TOKEN_SECRET };
      objects.push({ object, clusters: membership.ofInstance(instance), at: instance.at });
    }
  }
  const shapes = new ReleaseShapes(program);
  for (const instance of program.instances('helm_release')) {
    const clusters = membership.ofInstance(instance);
    const values = releaseValues(program, instance);
    readAadPodIdentityChart(program, instance, clusters, aadPodIdentity, values);
    const resource = { program, instance, clusters, shapes: shapes.of(instance), told: values };
    readReleaseResource(resource, { declared, references }, problems);
  }
  return objects;
}

function perhapsNone(instance: Instance): Pick<DeclaredObject, 'perhapsNone'> {
  return uncountedBy(instance).length > 0 ? { perhapsNone: true } : {};
}

/** The typed resources of RBAC. */
const ACCESS_CONTROL: Readonly<Record<string, string>> = {
  kubernetes_role: 'Role',
  kubernetes_role_v1: 'Role',
  kubernetes_role_binding: 'RoleBinding',
  kubernetes_role_binding_v1: 'RoleBinding',
  kubernetes_cluster_role: 'ClusterRole',
  kubernetes_cluster_role_v1: 'ClusterRole',
  kubernetes_cluster_role_binding: 'ClusterRoleBinding',
  kubernetes_cluster_role_binding_v1: 'ClusterRoleBinding',
};

function accessControlObject(program: TerraformProgram, instance: Instance, kind: string): JsonObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: program.nested(instance, 'metadata')[0] ?? {},
    rules: program.nested(instance, 'rule').map((rule) => ({
      verbs: rule.verbs,
      apiGroups: rule.api_groups,
      resources: rule.resources,
      resourceNames: rule.resource_names,
    })),
    aggregationRule: aggregationRule(program.nested(instance, 'aggregation_rule')[0]),
    roleRef: program.nested(instance, 'role_ref')[0],
    // The provider's default; Kubernetes takes no namespace for a group.
    subjects: program
      .nested(instance, 'subject')
      .map((subject) => (subject.kind === 'ServiceAccount' ? { namespace: 'default', ...subject } : subject)),
  };
}

function aggregationRule(rule: ValueObject | undefined): JsonObject | undefined {
  return (
    rule && {
      clusterRoleSelectors: toBlocks(rule.cluster_role_selectors).map((selector) => ({
        matchLabels: selector.match_labels,
        matchExpressions: toBlocks(selector.match_expressions),
      })),
    }
  );
}

/**
 * A manifest as the kubernetes provider hands it over: by the API's schema it turns numbers and truth values of labels and annotations
 * into text. Source: terraform-provider-kubernetes, manifest/morph.
 */
function withTextMetadata(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (Array.isArray(part))
        return [key, part.map((one: unknown) => (isJsonObject(one) ? withTextMetadata(one) : one))];
      if (!isJsonObject(part)) return [key, part];
      return [key, key === 'labels' || key === 'annotations' ? withTexts(part) : withTextMetadata(part)];
    }),
  );
}

function withTexts(map: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      key,
      typeof value === 'boolean' || typeof value === 'number' ? String(value) : value,
    ]),
  );
}
