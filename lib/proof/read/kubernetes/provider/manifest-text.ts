import { PodtrustError } from '../../../../core/errors';
import { hasSymbol } from '../../../model/known/symbol';
import { parseSymbolicYaml } from '../../syntax/symbolic-yaml';
import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { isUnknown } from '../../terraform/expression/value';
import { isJsonObject, objectAt } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/** The argument in which each provider keeps the text of an object, as YAML or as JSON. Each provider's documentation. */
export const MANIFEST_TEXTS: Readonly<Record<string, string>> = {
  // gavinbunney/kubectl and alekc/kubectl
  kubectl_manifest: 'yaml_body',
  // kbst/kustomization
  kustomization_resource: 'manifest',
  // banzaicloud/k8s and its forks
  k8s_manifest: 'content',
};

/**
 * The objects that a resource writes as text.
 *
 * @returns why they are not known, where they are not
 */
export function objectsOfText(program: TerraformProgram, instance: Instance, argument: string): JsonObject[] | string {
  const text = program.text(instance, argument);
  if (text === undefined || isUnknown(text)) return `its ${argument} is not known before apply`;
  try {
    const values = parseSymbolicYaml({ file: instance.at.file, text, named: false }).map(({ value }) => value);
    // A part that is not known may be anything, lines and documents too, unless it is the value of something.
    if (!values.every(isJsonObject)) return `its ${argument} is not an object, as far as it is known before apply`;
    const namespace = program.text(instance, 'override_namespace');
    return values.map((object) => (namespace === undefined ? object : inNamespace(object, namespace)));
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    return hasSymbol(text)
      ? `its ${argument} is not YAML as long as parts of it are not known before apply`
      : `its ${argument} is not YAML: ${error.what}`;
  }
}

function inNamespace(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...objectAt(object, ['metadata']), namespace } };
}
