import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

const SKIP = 'azure.workload.identity/skip-containers';
const CONTAINERS = { containers: ['app', 'proxy', 'metrics'].map((name) => ({ name, image: `${name}:1` })) };

export const example: RuleExample = {
  bad: [
    terraform(entra()),
    manifests(entraAccount(), deployment({ labels: USE, annotations: { [SKIP]: 'proxy,metrics' }, spec: CONTAINERS })),
  ],
  good: [
    terraform(entra()),
    manifests(entraAccount(), deployment({ labels: USE, annotations: { [SKIP]: 'proxy;metrics' }, spec: CONTAINERS })),
  ],
};
