import { POD_TEMPLATE_PATH } from '../../../../core/kubernetes/pod-template-path';
import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { describeSymbols, hasSymbol } from '../../../model/known/symbol';
import type { Problems } from '../../problems';
import { isJsonObject, isOpen, listOf, objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** Drivers to which the kubelet hands the token of the pod that mounts a volume, and who it is exchanged for. */
const DRIVERS: Readonly<Record<string, (attributes: JsonObject) => string | undefined>> = {
  'blob.csi.azure.com': clientOf,
  'file.csi.azure.com': clientOf,
  's3.csi.aws.com': ({ authenticationSource: source }) =>
    source === 'pod' || hasSymbol(String(source)) ? 'the role of the pod’s service account' : undefined,
};

/** Azure's drivers ignore the case of a name. */
function clientOf(attributes: JsonObject): string | undefined {
  const found = Object.entries(attributes).find(([name]) => name.toLowerCase() === 'clientid');
  const text = textOf(found?.[1]);
  return text === undefined ? undefined : `the client id ${text}`;
}

/** A driver and what it is told of a volume. */
interface CsiVolume {
  readonly driver: unknown;
  readonly attributes: unknown;
  readonly at: Place;
}

/**
 * Says of a volume, or of a class of volumes, whose driver signs in as an identity with the token of the pod that mounts it,
 * that whether that pod is admitted is not decided.
 *
 * @see blob-csi-driver and azurefile-csi-driver, “workload identity”; mountpoint-s3-csi-driver, “pod-level credentials”
 */
export function sayCsiIdentity({ object, at }: DeclaredObject, problems: Problems): void {
  const kind = String(object.kind);
  const { namespace, name } = objectAt(object, ['metadata']);
  const isOfPods = Object.hasOwn(POD_TEMPLATE_PATH, kind);
  const id = [kind, ...(isOfPods ? [textOf(namespace) ?? 'default'] : []), textOf(name) ?? ''].join('/');
  for (const volume of csiVolumesOf(object, at)) {
    const identity = identityOf(volume);
    if (identity === undefined) continue;
    const who = isOfPods
      ? 'with the token of the pod that mounts it: whether that pod is admitted'
      : 'with the token of each pod that mounts such a volume: which pods these are, and whether they are admitted,';
    const because = `its driver ${String(volume.driver)} signs in as ${describeSymbols(identity)} ${who} is not decided here`;
    problems.add({ about: describeSymbols(id), because, at: volume.at });
  }
}

function csiVolumesOf(object: JsonObject, at: Place): readonly CsiVolume[] {
  const kind = String(object.kind);
  if (kind === 'StorageClass') return [{ driver: object.provisioner, attributes: object.parameters, at }];
  if (kind === 'PersistentVolume') {
    const { driver, volumeAttributes: attributes } = objectAt(object, ['spec', 'csi']);
    return [{ driver, attributes, at }];
  }
  const path = Object.hasOwn(POD_TEMPLATE_PATH, kind) ? POD_TEMPLATE_PATH[kind] : undefined;
  if (!path) return [];
  return listOf(objectAt(object, [...path, 'spec']).volumes).flatMap((volume): CsiVolume[] => {
    if (volume.csi === undefined) return [];
    const { driver, volumeAttributes: attributes } = objectAt(volume, ['csi']);
    return [{ driver, attributes, at: path.length === 0 ? at : below(at, ...path) }];
  });
}

function identityOf({ driver, attributes }: CsiVolume): string | undefined {
  const found = Object.hasOwn(DRIVERS, String(driver)) ? DRIVERS[String(driver)] : undefined;
  if (!found) return undefined;
  const identity = found(isJsonObject(attributes) ? attributes : {});
  return (
    identity ??
    (isOpen(attributes) ? 'an identity that its attributes may name, which are not known before apply,' : undefined)
  );
}
