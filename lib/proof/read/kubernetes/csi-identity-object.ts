import { describeSymbols, hasSymbol } from '../../model/symbol';
import type { Problems } from '../problems';
import { isJsonObject, objectAt, textOf } from './kubernetes-object';
import type { DeclaredObject, JsonObject } from './kubernetes-object';

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

/**
 * Says of a volume, or of a class of volumes, whose driver signs in as an identity with the token of the pod that mounts it,
 * that whether that pod is admitted is not decided.
 *
 * @see blob-csi-driver and azurefile-csi-driver, “workload identity”; mountpoint-s3-csi-driver, “pod-level credentials”
 */
export function sayCsiIdentity({ object, at }: DeclaredObject, problems: Problems): void {
  const { name } = objectAt(object, ['metadata']);
  const named = (driver: unknown, attributes: unknown): string | undefined =>
    DRIVERS[String(driver)]?.(isJsonObject(attributes) ? attributes : {});
  const csi = objectAt(object, ['spec', 'csi']);
  const identity =
    object.kind === 'PersistentVolume'
      ? named(csi.driver, csi.volumeAttributes)
      : object.kind === 'StorageClass'
        ? named(object.provisioner, object.parameters)
        : undefined;
  if (identity === undefined) return;
  const because = `its driver signs in as ${describeSymbols(identity)} with the token of each pod that mounts such a volume: which pods these are, and whether they are admitted, is not decided here`;
  problems.add({ about: `${String(object.kind)}/${describeSymbols(textOf(name) ?? '')}`, because, at });
}
