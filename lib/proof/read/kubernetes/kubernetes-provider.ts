import type { Provider } from '../terraform/configuration/provider';

/** What the kubernetes provider makes of its resources. */
export const KUBERNETES_PROVIDER: Provider = {
  computed: {
    kubernetes_manifest: {
      names: [],
      of: (program, instance, [name, ...rest]) =>
        name === 'object' ? program.reference(instance, ['manifest', ...rest]) : undefined,
    },
  },
};
