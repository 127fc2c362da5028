import { isValidName } from '../core/names';
import type { NameKind } from '../core/names';
import { isKnown } from '../core/unknown';
import { objectAt, textOf } from '../proof/read/kubernetes/kubernetes-object';
import type { DeclaredObject } from '../proof/read/kubernetes/kubernetes-object';
import type { ImportedObject } from './access';
import { desiredManifest } from './desired-manifest';
import { holdsTokens } from './workload-facts';

/** What AAD Pod Identity is told by objects. AzureAssignedIdentity is not among them: MIC writes it, and takes it back. */
const TOLD = ['AzureIdentity', 'AzureIdentityBinding', 'AzurePodIdentityException'];

/** Whether an object is one that tells AAD Pod Identity something. */
export function tellsPodIdentity({ object }: DeclaredObject): boolean {
  return String(object.apiVersion).startsWith('aadpodidentity.k8s.io/') && TOLD.includes(String(object.kind));
}

/** An object of a file, for the program to take over, or why it cannot be. */
export function importedObject({ object, at, isManifest }: DeclaredObject): ImportedObject | string {
  const metadata = objectAt(object, ['metadata']);
  const namespace = textOf(metadata.namespace) ?? 'default';
  const name = textOf(metadata.name);
  if (isManifest !== true) return 'Terraform makes it, in the program that was given';
  if (name === undefined || !isLiteralName('kubernetes-object', name) || !isLiteralName('namespace', namespace)) {
    return 'its name or its namespace is none that the API server takes';
  }
  if (holdsTokens(object)) return 'it has text that cdktf or podtrust would take for a reference';
  const kind = String(object.kind);
  const manifest = desiredManifest(object);
  return {
    object: `${kind}/${namespace}/${name}`,
    at,
    kind,
    namespace,
    name,
    manifest: { ...manifest, metadata: { ...objectAt(manifest, ['metadata']), namespace } },
  };
}

/** Whether a name is one that the API server takes, and no text that cdktf would fill in. */
export function isLiteralName(kind: NameKind, name: string): boolean {
  return isKnown(name) && isValidName(kind, name);
}
