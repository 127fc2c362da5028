import { PodtrustError } from '../../../../../core/errors';
import { below } from '../../../../model/place';
import type { Place } from '../../../../model/place';
import type { Block, Configuration, Raw, RawObject } from '../configuration';

const TOP_LEVEL = ['resource', 'data', 'output', 'provider', 'terraform', 'variable', 'locals', 'module'] as const;

/** Whether a JSON value has the shape of Terraform's JSON configuration syntax. */
export function isTerraformJson(value: unknown): value is RawObject {
  return isRawObject(value) && TOP_LEVEL.some((key) => isRawObject(value[key]) || Array.isArray(value[key]));
}

/**
 * Adds a file of Terraform's JSON configuration syntax to a configuration.
 *
 * @throws PodtrustError `terraform-invalid` where a block is not an object, or is there twice
 */
export function readTerraformJson(root: RawObject, file: string, configuration: Configuration): void {
  const top: Place = { file, pointer: '' };
  const addBlocks = (mode: Block['mode'], blocks: Raw | undefined, prefix: string, blocksAt: Place): void =>
    forEachEntry(blocks, blocksAt, (type, ofType, typeAt) =>
      forEachEntry(ofType, typeAt, (name, written, nameAt) => {
        const address = `${prefix}${type}.${name}`;
        const body = single(written, nameAt);
        const at = placeOfSingle(written, nameAt);
        if (configuration.blocks.has(address)) throw invalid(at, `${address} is there twice`);
        configuration.blocks.set(address, { mode, type, name, address, body, at });
      }),
    );
  addBlocks('managed', root.resource, '', below(top, 'resource'));
  addBlocks('data', root.data, 'data.', below(top, 'data'));
  forEachEntry(root.locals, below(top, 'locals'), (name, raw, at) => configuration.locals.set(name, { raw, at }));
  forEachEntry(root.variable, below(top, 'variable'), (name, body, at) => {
    const { default: raw, type, nullable } = single(body, at);
    configuration.variables.set(name, {
      raw,
      type: typeof type === 'string' ? type : undefined,
      nullable: nullable !== false,
      at,
    });
  });
  forEachEntry(root.output, below(top, 'output'), (name, body, at) => {
    const raw = single(body, at).value;
    configuration.outputs.set(name, { raw, at: below(placeOfSingle(body, at), 'value') });
  });
  forEachEntry(root.module, below(top, 'module'), (name, body, at) => {
    configuration.modules.set(name, { name, body: single(body, at), at: placeOfSingle(body, at) });
  });
  forEachEntry(root.provider, below(top, 'provider'), (type, bodies, typeAt) =>
    forEachObject(bodies, typeAt, (body, at) => {
      const alias = typeof body.alias === 'string' ? body.alias : undefined;
      configuration.providers.push({ type, alias, body, at });
    }),
  );
  forEachObject(root.terraform ?? [], below(top, 'terraform'), (settings, at) => {
    forEachEntry(settings.backend, below(at, 'backend'), (type, config, configAt) => {
      configuration.backend = { type, config: single(config, configAt) };
    });
    if (settings.cloud !== undefined) {
      configuration.backend = { type: 'remote', config: single(settings.cloud, below(at, 'cloud')) };
    }
  });
}

/** Whether a value is a JSON object. */
export function isRawObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Visits the members of an object, or of a list of objects; comments (`//`) left out. */
function forEachEntry(value: Raw | undefined, at: Place, visit: (key: string, item: Raw, at: Place) => void): void {
  if (value === undefined || value === null) return;
  forEachObject(value, at, (object, objectAt) => {
    for (const key in object) {
      if (key !== '//') visit(key, object[key]!, below(objectAt, key));
    }
  });
}

/** Visits an object, or each of a list of objects: both are valid for blocks. */
function forEachObject(value: Raw, at: Place, visit: (object: RawObject, at: Place) => void): void {
  if (isRawObject(value)) return visit(value, at);
  if (!Array.isArray(value)) throw invalid(at, 'an object is expected here');
  (value as readonly Raw[]).forEach((item, index) => {
    if (!isRawObject(item)) throw invalid(below(at, index), 'an object is expected here');
    visit(item, below(at, index));
  });
}

/** The one object that stands here, by itself or in a list. */
function single(value: Raw, at: Place): RawObject {
  if (isRawObject(value)) return value;
  const objects: RawObject[] = [];
  forEachObject(value, at, (object) => objects.push(object));
  if (objects.length !== 1) throw invalid(at, 'one block is expected here');
  return objects[0]!;
}

function placeOfSingle(value: Raw, at: Place): Place {
  return Array.isArray(value) ? below(at, 0) : at;
}

function invalid(at: Place, what: string): PodtrustError {
  return new PodtrustError({ code: 'terraform-invalid', where: `${at.file}#${at.pointer}`, what });
}
