import type { HelmShape } from '../../../../core/kubernetes/helm-shape';
import { hasSymbol } from '../../../model/known/symbol';
import type { Problems } from '../../problems';
import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { asText } from '../../terraform/expression/value';
import type { Value } from '../../terraform/expression/value';
import { readRelease, shapesOfKnown } from './helm-release';
import type { IntoRelease } from './helm-release';
import { mergedValues, objectOfText, valuesOfText, valueOfPath } from './helm-values';
import type { HelmValue } from './helm-values';
import { isJsonObject } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/** The block in which the proof keeps what a program told of a release. See `addExisting`. */
export const TOLD_RELEASE = 'podtrust_release';

/** Finds the shapes of the charts of a program's releases. */
export class ReleaseShapes {
  private readonly told = new Map<string, readonly HelmShape[]>();

  public constructor(private readonly program: TerraformProgram) {
    for (const instance of program.instances(`data.${TOLD_RELEASE}`)) {
      const release = `${instance.configuration.prefix}${program.text(instance, 'release') ?? ''}`;
      this.told.set(release, shapesOfText(program.text(instance, 'shapes') ?? ''));
    }
  }

  /** What the program told, or else what is known of the chart; none where neither is. */
  public of(instance: Instance): readonly HelmShape[] {
    const told = this.told.get(instance.id.replace(/\[[^\]]*\]$/, ''));
    if (told) return told;
    const { program } = this;
    const chart = program.text(instance, 'chart') ?? '';
    const repository = program.text(instance, 'repository');
    const at = chart.lastIndexOf('/');
    return shapesOfKnown(chart.slice(at + 1), repository ?? (at < 0 ? undefined : chart.slice(0, at)));
  }
}

/** A `helm_release`, and where it is. */
export interface ReleaseResource {
  readonly program: TerraformProgram;
  readonly instance: Instance;
  readonly clusters: readonly string[];
  readonly shapes: readonly HelmShape[];
  readonly told: readonly HelmValue[];
}

/** Reads what a `helm_release` makes. */
export function readReleaseResource(resource: ReleaseResource, into: IntoRelease, problems: Problems): void {
  const { program, instance, clusters, shapes, told } = resource;
  const text = (argument: string): string => program.text(instance, argument) ?? '';
  const namespace = program.text(instance, 'namespace') ?? 'default';
  const values = shapes.length === 0 || instance.uncounted ? undefined : valuesOf(program, instance);
  const { id, at } = instance;
  const [name, chart] = [text('name'), text('chart').split('/').at(-1)!];
  readRelease({ clusters, id, namespace, name, chart, shapes, values, told, at }, into, problems);
}

/** The values of a release by path, the later ones going before the earlier: files first, then `set`. */
export function releaseValues(program: TerraformProgram, instance: Instance): HelmValue[] {
  const files = program.attribute(instance, 'values');
  const texts = (Array.isArray(files) ? (files as readonly Value[]) : []).flatMap((text) =>
    typeof text === 'string' ? valuesOfText(text, instance.at.file) : [],
  );
  const set = ['set', 'set_sensitive'].flatMap((name) =>
    program.nested(instance, name).flatMap(({ name: path, value }): HelmValue[] => {
      const text = asText(value);
      return typeof path === 'string' && text !== undefined ? [[path, text]] : [];
    }),
  );
  return [...texts, ...set];
}

/** The values of a release, the later ones going before the earlier; nothing where not all of them are known. */
function valuesOf(program: TerraformProgram, instance: Instance): JsonObject | undefined {
  const given = program.attribute(instance, 'values');
  if (given !== undefined && given !== null && !Array.isArray(given)) return undefined;
  let values: JsonObject = {};
  for (const text of (given ?? []) as readonly Value[]) {
    const read = typeof text === 'string' ? objectOfText(text, instance.at.file) : undefined;
    if (!read) return undefined;
    values = mergedValues(values, read);
  }
  for (const argument of ['set', 'set_sensitive']) {
    const set = program.blocks(instance, argument);
    if (!set) return undefined;
    for (const { name, value } of set) {
      if (typeof name !== 'string' || hasSymbol(name)) return undefined;
      values = mergedValues(values, valueOfPath(name, value as unknown));
    }
  }
  return values;
}

/** The shapes that a program told; what is no shape is left out, since anybody may have written the file. */
function shapesOfText(text: string): readonly HelmShape[] {
  const isPlace = (value: unknown): boolean =>
    value === undefined ||
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  const isMapOfPlaces = (value: unknown): boolean =>
    value === undefined || (isJsonObject(value) && Object.values(value).every((one) => typeof one === 'string'));
  try {
    const shapes: unknown = JSON.parse(text);
    return (Array.isArray(shapes) ? (shapes as unknown[]) : []).filter((shape): shape is HelmShape => {
      if (!isJsonObject(shape) || !isJsonObject(shape.serviceAccount)) return false;
      const { serviceAccount, optionalWorkloads, ...rest } = shape;
      const places = Object.entries(rest).flatMap(([field, place]) => (field === 'values' ? [] : [place]));
      return (
        typeof serviceAccount.name === 'string' &&
        isMapOfPlaces(optionalWorkloads) &&
        [...Object.values(serviceAccount as JsonObject), ...places].every(isPlace)
      );
    });
  } catch {
    return [];
  }
}
