import { AAD_POD_IDENTITY_KEYS } from '../../../../core/kubernetes/annotations';
import { SYSTEM_NAMESPACES } from '../../../model/kubernetes/aad-pod-identity';
import type {
  AadPodIdentityInstallation,
  AzureIdentity,
  AzureIdentityBinding,
  AzureIdentityType,
  AzurePodIdentityException,
  NetRawRefusal,
} from '../../../model/kubernetes/aad-pod-identity';
import { isUnknown, isYes } from '../../../model/known/known';
import { equal } from '../../../model/known/text';
import type { Place } from '../../../model/place';
import { listOf, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { JsonObject, DeclaredObject } from '../kubernetes-object';

/** An AzureIdentity before it is known which identity it names. */
export type NamedAzureIdentity = Omit<AzureIdentity, 'identity' | 'otherIdentity' | 'possibleIdentities'>;

/** What was read of AAD Pod Identity. */
export interface DeclaredAadPodIdentity {
  readonly identities: NamedAzureIdentity[];
  readonly bindings: AzureIdentityBinding[];
  readonly exceptions: AzurePodIdentityException[];
  readonly installations: AadPodIdentityInstallation[];
  readonly unplaced: string[];
  readonly netRawRefusals: NetRawRefusal[];
}

const GROUP = 'aadpodidentity.k8s.io/';

const TYPES: Readonly<Record<number, AzureIdentityType>> = {
  0: 'user-assigned',
  1: 'service-principal',
  2: 'certificate',
};

/** What AAD Pod Identity was told before anything was read. */
export function emptyAadPodIdentity(): DeclaredAadPodIdentity {
  return { identities: [], bindings: [], exceptions: [], installations: [], unplaced: [], netRawRefusals: [] };
}

/**
 * Adds what an object tells AAD Pod Identity, or tells of it. AzureAssignedIdentity is passed over: MIC writes it from the
 * others, and a dump of a cluster holds it beside them.
 */
export function readAadPodIdentityObject(found: DeclaredObject, into: DeclaredAadPodIdentity): void {
  const { object, clusters, at } = found;
  const metadata = objectAt(object, ['metadata']);
  const namespace = textOf(metadata.namespace) ?? 'default';
  const name = textOf(metadata.name) ?? '';
  const base = { clusters, namespace, name, at };
  if (object.kind === 'DaemonSet') readNmi(object, base, into);
  if (object.kind === 'K8sPSPCapabilities') readConstraint(object, clusters, name, into);
  if (!String(object.apiVersion).startsWith(GROUP)) return;
  const spec = objectAt(object, ['spec']);
  switch (object.kind) {
    case 'AzureIdentity':
      into.identities.push({ ...base, ...azureIdentityOf(spec), ...namespacedOf(metadata) });
      break;
    case 'AzureIdentityBinding': {
      const fields = new Fields(spec);
      const azureIdentity = textOf(fields.get('azureIdentity')) ?? '';
      const selector = textOf(fields.get('selector')) ?? '';
      into.bindings.push({ ...base, azureIdentity, selector, formerFields: fields.former });
      break;
    }
    case 'AzurePodIdentityException':
      into.exceptions.push({ ...base, podLabels: textsOf(new Fields(spec).get('podLabels')) });
      break;
  }
}

function namespacedOf(metadata: JsonObject): Pick<AzureIdentity, 'namespaced' | 'mayBeNamespaced'> {
  const isNamespaced = equal(textsOf(metadata.annotations)[AAD_POD_IDENTITY_KEYS.behavior] ?? '', 'namespaced');
  return { namespaced: isYes(isNamespaced), ...(isUnknown(isNamespaced) ? { mayBeNamespaced: true } : {}) };
}

type AzureIdentityFields = Pick<AzureIdentity, 'type' | 'resourceId' | 'clientId' | 'formerFields'>;

function azureIdentityOf(spec: JsonObject): AzureIdentityFields {
  const fields = new Fields(spec);
  return {
    // Go reads a missing number as 0.
    type: TYPES[Number(fields.get('type') ?? 0)],
    resourceId: textOf(fields.get('resourceID')),
    clientId: textOf(fields.get('clientID')),
    formerFields: fields.former,
  };
}

/** Reads a spec's fields by their names, and by the names they had before v1.6.0, which differ in case. */
class Fields {
  public readonly former: string[] = [];

  public constructor(private readonly spec: JsonObject) {}

  public get(name: string): unknown {
    if (name in this.spec) return this.spec[name];
    const former = Object.keys(this.spec).find((key) => key.toLowerCase() === name.toLowerCase());
    if (former === undefined) return undefined;
    this.former.push(former);
    return this.spec[former];
  }
}

interface Base {
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  readonly at: Place;
}

/** The DaemonSet of NMI says by its flags how it was installed. aad-pod-identity, "Feature flags". */
function readNmi(object: JsonObject, { clusters, namespace, name, at }: Base, into: DeclaredAadPodIdentity): void {
  const spec = objectAt(object, ['spec', 'template', 'spec']);
  const nmi = listOf(spec.containers).find((container) => /\/nmi(:|@|$)/.test(textOf(container.image) ?? ''));
  if (!nmi) return;
  const words = [nmi.command, nmi.args].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
  const environment = listOf(nmi.env).map((variable) => `${String(variable.name)}=${String(variable.value)}`);
  // AKS puts it on whatever it installs itself.
  const addon = textsOf(objectAt(object, ['metadata']).labels)['kubernetes.azure.com/managedby'] === 'aks';
  const managed = addon || words.some((word) => /^--?operation-mode=managed$/i.test(word));
  into.installations.push({
    clusters,
    addon,
    managed,
    namespaced:
      managed || words.some((word) => isSet(word, 'forceNamespaced')) || environment.includes('FORCENAMESPACED=true'),
    allowsKubenet: words.some((word) => isSet(word, 'allow-network-plugin-kubenet')),
    source: `DaemonSet/${namespace}/${name}`,
    at,
  });
}

function isSet(word: string, flag: string): boolean {
  const [name, value] = word.replace(/^--?/, '').split('=');
  return name === flag && (value === undefined || value === 'true');
}

/** A constraint of Gatekeeper's library, if it is for all pods of the namespaces that it does not leave out. */
function readConstraint(
  object: JsonObject,
  clusters: readonly string[],
  name: string,
  into: DeclaredAadPodIdentity,
): void {
  const { requiredDropCapabilities: drop } = objectAt(object, ['spec', 'parameters']);
  const { enforcementAction: action = 'deny' } = objectAt(object, ['spec']);
  const match = objectAt(object, ['spec', 'match']);
  const excluded = Array.isArray(match.excludedNamespaces) ? match.excludedNamespaces.map(String) : [];
  const narrowed = ['namespaces', 'labelSelector', 'namespaceSelector', 'name'].some((key) => match[key] !== undefined);
  if (narrowed || action !== 'deny') return;
  if (!Array.isArray(drop) || !(drop.includes('NET_RAW') || drop.includes('ALL'))) return;
  const exceptNamespaces = excluded.filter((namespace) => !SYSTEM_NAMESPACES.includes(namespace));
  into.netRawRefusals.push({ clusters, exceptNamespaces, source: `K8sPSPCapabilities/${name}` });
}
