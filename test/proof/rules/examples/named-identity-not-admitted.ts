import { deployment, entra, manifests, serviceAccount, terraform, USE } from '../example';
import type { Json, RuleExample } from '../example';

const RESOURCE_ID =
  '/subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/main/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backend';

/** cert-manager, and an issuer by which it solves DNS challenges as the examples’ identity. */
const certManager: Json[] = [
  { ...serviceAccount(), metadata: { name: 'cert-manager', namespace: 'cert-manager' } },
  deployment({
    labels: USE,
    metadata: { name: 'cert-manager', namespace: 'cert-manager' },
    spec: { serviceAccountName: 'cert-manager' },
  }),
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'letsencrypt' },
    spec: {
      acme: {
        solvers: [
          { dns01: { azureDNS: { hostedZoneName: 'example.com', managedIdentity: { resourceID: RESOURCE_ID } } } },
        ],
      },
    },
  },
];

export const example: RuleExample = {
  bad: [terraform(entra()), manifests(...certManager)],
  good: [
    terraform(entra({ credential: { subject: 'system:serviceaccount:cert-manager:cert-manager' } })),
    manifests(...certManager),
  ],
};
