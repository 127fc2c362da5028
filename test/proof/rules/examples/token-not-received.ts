import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

/** Where the webhook mounts the token: the API server accepts one mount a path. */
const TOKEN_PATH = '/var/run/secrets/azure/wi';

export const example: RuleExample = {
  bad: [
    terraform(entra()),
    manifests(
      entraAccount(),
      deployment({ labels: USE, container: { volumeMounts: [{ name: 'data', mountPath: TOKEN_PATH }] } }),
    ),
  ],
  good: [
    terraform(entra()),
    manifests(
      entraAccount(),
      deployment({ labels: USE, container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] } }),
    ),
  ],
};
