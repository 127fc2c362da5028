import { asText, descend, isUnknown } from '../../terraform/expression/value';
import type { Value } from '../../terraform/expression/value';
import type { ComputedAttributes, Provider } from '../../terraform/configuration/provider';

/** The `id` of a namespace is its name, that of an object in one is `namespace/name`. Provider's documentation. */
const NAMESPACE: ComputedAttributes = {
  names: ['id'],
  of: (program, instance, [name]) => (name === 'id' ? program.reference(instance, ['metadata', 0, 'name']) : undefined),
};

const ACCOUNT: ComputedAttributes = {
  names: ['id'],
  of: (program, instance, [name]) => {
    if (name !== 'id') return undefined;
    const parts = ['namespace', 'name'].map((part) => asText(program.reference(instance, ['metadata', 0, part])));
    return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
  },
};

/** The documents of a text, which the kubectl provider's data source takes apart: as a list, and by a path of the API. */
const DOCUMENTS: ComputedAttributes = {
  names: ['documents', 'manifests'],
  of: (program, instance, [name, ...rest]) => {
    if (name !== 'documents' && name !== 'manifests') return undefined;
    const content = program.text(instance, 'content');
    if (content === undefined || isUnknown(content)) return undefined;
    const documents = content
      .split(/^---.*$/m)
      .filter((text) => text.split('\n').some((line) => !/^\s*(#|$)/.test(line)));
    const value = name === 'documents' ? documents : Object.fromEntries(documents.map((text) => [pathOf(text), text]));
    return rest.reduce<Value | undefined>((found, step) => found && descend(found, step), value);
  },
};

/** The path by which the API server knows an object, as the kubectl provider writes it. */
function pathOf(text: string): string {
  const find = (pattern: RegExp): string =>
    pattern
      .exec(text)?.[1]
      ?.trim()
      .replace(/^["']|["']$/g, '') ?? '';
  const version = find(/^apiVersion:(.*)$/m);
  const namespace = find(/^ +namespace:(.*)$/m);
  const name = find(/^ +name:(.*)$/m);
  const start = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const kind = `${find(/^kind:(.*)$/m).toLowerCase()}s`;
  return [start, ...(namespace === '' ? [] : ['namespaces', namespace]), kind, name].join('/');
}

/** What the kubernetes provider makes of its resources. */
export const KUBERNETES_PROVIDER: Provider = {
  computed: {
    kubernetes_namespace: NAMESPACE,
    kubernetes_namespace_v1: NAMESPACE,
    kubernetes_service_account: ACCOUNT,
    kubernetes_service_account_v1: ACCOUNT,
    kubectl_file_documents: DOCUMENTS,
    kubernetes_manifest: {
      names: [],
      of: (program, instance, [name, ...rest]) =>
        name === 'object' ? program.reference(instance, ['manifest', ...rest]) : undefined,
    },
  },
};
