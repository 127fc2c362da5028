import { PodtrustError } from '../../../../core/errors';
import { below, describePlace } from '../../../model/place';
import type { Place } from '../../../model/place';

/** Says what is wrong with a value, by an error that names its place. */
type Check = (value: unknown, at: Place) => void;

/**
 * Whether a plan or a state is made as its {@link Shown | type} says, as far as it is read: a text that only looks like one
 * has not come from Terraform, or was changed since.
 *
 * @throws PodtrustError `terraform-invalid` with the file and a pointer
 */
export function checkShown(value: unknown, at: Place): void {
  shown(value, at);
}

function refuse(at: Place, expected: string): never {
  throw new PodtrustError({
    code: 'terraform-invalid',
    where: describePlace(at),
    what: `${expected} is expected here, as terraform show -json prints it`,
  });
}

const text: Check = (value, at) => {
  if (typeof value !== 'string') refuse(at, 'a text');
};

const anything: Check = () => undefined;

/** What may be left out; Terraform writes some of it as null. */
function optional(check: Check): Check {
  return (value, at) => {
    if (value !== undefined && value !== null) check(value, at);
  };
}

function listOf(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) refuse(at, 'a list');
    value.forEach((item, index) => check(item, below(at, index)));
  };
}

function mapOf(check: Check): Check {
  return (value, at) => {
    for (const [key, item] of Object.entries(objectAt(value, at))) check(item, below(at, key));
  };
}

/** An object with these parts, and any others. */
function objectOf(parts: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    const object = objectAt(value, at);
    for (const [key, check] of Object.entries(parts)) {
      check(Object.hasOwn(object, key) ? object[key] : undefined, below(at, key));
    }
  };
}

function objectAt(value: unknown, at: Place): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(at, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

const named = { address: text, type: text, name: text };
const resource = objectOf({ ...named, values: optional(mapOf(anything)) });
const moduleValues: Check = objectOf({
  resources: optional(listOf(resource)),
  child_modules: optional(listOf((value, at) => (objectOf({ address: text })(value, at), moduleValues(value, at)))),
});
const values = optional(objectOf({ root_module: optional(moduleValues), outputs: optional(mapOf(objectOf({}))) }));

const expressions = optional(mapOf(anything));
const moduleCall = objectOf({ expressions, module: optional((value, at) => moduleConfiguration(value, at)) });
const moduleConfiguration: Check = objectOf({
  resources: optional(listOf(objectOf({ ...named, provider_config_key: optional(text), expressions }))),
  outputs: optional(mapOf(objectOf({}))),
  variables: optional(mapOf(objectOf({}))),
  module_calls: optional(mapOf(moduleCall)),
});

/** What is incompatible has another major version. Terraform, "JSON Output Format": Format Summary. */
const formatVersion: Check = (value, at) => {
  if (typeof value === 'string' && /^[01]\./.test(value)) return;
  throw new PodtrustError({
    code: 'terraform-invalid',
    where: describePlace(at),
    what: `the format version is ${JSON.stringify(value) ?? 'missing'}, and this podtrust reads 0 and 1`,
    remedy: 'Give what terraform show -json prints, of a version of Terraform that this podtrust knows.',
  });
};

const shown = objectOf({
  format_version: formatVersion,
  values,
  planned_values: values,
  prior_state: optional(objectOf({ values })),
  resource_changes: optional(listOf(objectOf({ address: text, change: objectOf({}) }))),
  configuration: optional(
    objectOf({
      provider_config: optional(mapOf(objectOf({ name: text, expressions }))),
      root_module: optional(moduleConfiguration),
    }),
  ),
  variables: optional(mapOf(objectOf({}))),
});
