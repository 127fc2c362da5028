import { asText } from '../terraform/expression/value';
import type { ComputedAttributes, Provider } from '../terraform/configuration/provider';

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

/** What the kubernetes provider makes of its resources. */
export const KUBERNETES_PROVIDER: Provider = {
  computed: {
    kubernetes_namespace: NAMESPACE,
    kubernetes_namespace_v1: NAMESPACE,
    kubernetes_service_account: ACCOUNT,
    kubernetes_service_account_v1: ACCOUNT,
    kubernetes_manifest: {
      names: [],
      of: (program, instance, [name, ...rest]) =>
        name === 'object' ? program.reference(instance, ['manifest', ...rest]) : undefined,
    },
  },
};
