import { PodtrustError } from '../../../core/errors';
import { below } from '../../model/place';
import type { Place } from '../../model/place';
import type { Configuration, Raw, RawObject } from './configuration';

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
  for (const mode of ['resource', 'data'] as const) {
    for (const [type, ofType, typeAt] of entriesOf(root[mode], below(top, mode))) {
      for (const [name, body, at] of entriesOf(ofType, typeAt)) {
        const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
        const [block, blockAt] = single(body, at);
        if (configuration.blocks.has(address)) throw invalid(blockAt, `${address} is there twice`);
        configuration.blocks.set(address, {
          mode: mode === 'data' ? 'data' : 'managed',
          type,
          name,
          address,
          body: block,
          at: blockAt,
        });
      }
    }
  }
  for (const [name, raw, at] of entriesOf(root.locals, below(top, 'locals'))) {
    configuration.locals.set(name, { raw, at });
  }
  for (const [name, body, at] of entriesOf(root.variable, below(top, 'variable'))) {
    const [{ default: raw, type, nullable }] = single(body, at);
    configuration.variables.set(name, {
      raw,
      type: typeof type === 'string' ? type : undefined,
      nullable: nullable !== false,
      at,
    });
  }
  for (const [name, body, at] of entriesOf(root.output, below(top, 'output'))) {
    const [output, outputAt] = single(body, at);
    configuration.outputs.set(name, { raw: output.value, at: below(outputAt, 'value') });
  }
  for (const [name, body, at] of entriesOf(root.module, below(top, 'module'))) {
    const [module, moduleAt] = single(body, at);
    configuration.modules.set(name, { name, body: module, at: moduleAt });
  }
  for (const [type, bodies, at] of entriesOf(root.provider, below(top, 'provider'))) {
    for (const [body, bodyAt] of listOf(bodies, at)) {
      configuration.providers.push({
        type,
        alias: typeof body.alias === 'string' ? body.alias : undefined,
        body,
        at: bodyAt,
      });
    }
  }
  for (const [settings, at] of listOf(root.terraform ?? [], below(top, 'terraform'))) {
    for (const [type, config, configAt] of entriesOf(settings.backend, below(at, 'backend'))) {
      configuration.backend = { type, config: single(config, configAt)[0] };
    }
    if (settings.cloud !== undefined) {
      configuration.backend = { type: 'remote', config: single(settings.cloud, below(at, 'cloud'))[0] };
    }
  }
}

/** Whether a value is a JSON object. */
export function isRawObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object, or of a list of objects; comments (`//`) left out. */
function entriesOf(value: Raw | undefined, at: Place): [string, Raw, Place][] {
  if (value === undefined || value === null) return [];
  const entries: [string, Raw, Place][] = [];
  for (const [object, objectAt] of listOf(value, at)) {
    for (const key of Object.keys(object)) {
      if (key !== '//') entries.push([key, object[key]!, below(objectAt, key)]);
    }
  }
  return entries;
}

/** An object, or a list of objects: both are lawful for blocks. */
function listOf(value: Raw, at: Place): [RawObject, Place][] {
  if (isRawObject(value)) return [[value, at]];
  if (!Array.isArray(value)) throw invalid(at, 'an object is expected here');
  return (value as readonly Raw[]).map((item, index) => {
    if (!isRawObject(item)) throw invalid(below(at, index), 'an object is expected here');
    return [item, below(at, index)];
  });
}

function single(value: Raw, at: Place): [RawObject, Place] {
  const list = listOf(value, at);
  if (list.length !== 1) throw invalid(at, 'one block is expected here');
  return list[0]!;
}

function invalid(at: Place, what: string): PodtrustError {
  return new PodtrustError({ code: 'terraform-invalid', where: `${at.file}#${at.pointer}`, what });
}
