import type { Instance } from '../terraform/configuration/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { parseYaml } from '../yaml';
import type { DeclaredAadPodIdentity } from './aad-pod-identity-objects';
import { isJsonObject } from './kubernetes-object';
import type { JsonObject } from './kubernetes-object';

/**
 * Reads a release of the chart `aad-pod-identity`: its values say in which mode it runs. Identities that it makes itself
 * (`azureIdentities`) are not read; a Helm release may always make more than is known.
 */
export function readAadPodIdentityChart(
  program: TerraformProgram,
  instance: Instance,
  clusters: readonly string[],
  into: DeclaredAadPodIdentity,
): void {
  if (!/(^|\/)aad-pod-identity$/.test(program.text(instance, 'chart') ?? '')) return;
  const values = [...valuesOf(program, instance)];
  const value = (path: string): string | undefined => values.filter(([name]) => name === path).at(-1)?.[1];
  const managed = value('operationMode') === 'managed';
  into.installations.push({
    clusters,
    addon: false,
    managed,
    namespaced: managed || value('forceNamespaced') === 'true',
    allowsKubenet: value('nmi.allowNetworkPluginKubenet') === 'true',
    source: instance.id,
    at: instance.at,
  });
}

/** The release's values by path, the later ones going before the earlier: files first, then `set`. */
function* valuesOf(program: TerraformProgram, instance: Instance): Generator<[string, string]> {
  const files = program.attribute(instance, 'values');
  for (const text of Array.isArray(files) ? (files as readonly Value[]) : []) {
    if (typeof text !== 'string' || text.includes('\uE000')) continue;
    for (const { value } of parseYaml({
      file: `${instance.at.file}#${instance.at.pointer}/values`,
      text,
      named: true,
    })) {
      if (isJsonObject(value)) yield* leaves(value, '');
    }
  }
  for (const { name, value } of program.nested(instance, 'set')) {
    const text = asText(value);
    if (typeof name === 'string' && text !== undefined) yield [name, text];
  }
}

function* leaves(object: JsonObject, prefix: string): Generator<[string, string]> {
  for (const [key, value] of Object.entries(object)) {
    if (isJsonObject(value)) yield* leaves(value, `${prefix}${key}.`);
    else if (['string', 'boolean', 'number'].includes(typeof value)) yield [`${prefix}${key}`, String(value)];
  }
}
