import { LIMITS } from '../../../lib/core';
import { type Scenario, type Step, deploys, destroyLeavesNothing, failure, planIsEmpty, provesTo } from './scenarios';

const AKS =
  'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/33333333-3333-3333-3333-333333333333/';
const EKS = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const EDGE = 'https://oidc.edge.example.com';

/** Who gets in, where the three clusters are called so. */
function admitted(aks: string, eks: string, edge: string): string[] {
  const line = (cluster: string, account: string, identity: string) =>
    `${cluster} ${account} is ${identity} by entra-workload-identity, unclaimed`;
  return [
    ...[aks, eks, edge].map((cluster) => line(cluster, 'shop/exporter', 'shared')),
    ...Array.from({ length: 23 }, (_, index) =>
      line(aks, `team-${index + 1}/reports`, index < LIMITS.federatedCredentials ? 'teams_1' : 'teams_2'),
    ),
  ];
}

/** A first identity is full, and a second one has the rest: the Resource Manager refuses a 21st credential. */
const credentialsAreThere: Step = {
  name: '20 credentials of one identity, three of the next, and three issuers of another',
  run: async (_cloud, program) => {
    const made = (await program.stateOf('aks-credentials')).filter((address) =>
      address.startsWith('azurerm_federated_identity_credential.'),
    );
    const of = (identity: string) => made.filter((address) => address.includes(`.${identity}_`)).length;
    const counts = ['teams_1', 'teams_2', 'shared'].map(of);
    if (counts.join() !== '20,3,3') throw failure(`there are ${counts.join(', ')} credentials: ${made.join(', ')}`);
  },
};

/** More service accounts than one identity has credentials for, in a deploy that is killed on the way. */
export const CREDENTIALS: Scenario = {
  id: 'credentials',
  only: 'azure',
  name: 'federated credentials: twenty of an identity, and from other clouds',
  program: './programs/aks-credentials',
  steps: [
    {
      name: 'cdktf and all that it started are killed between two credentials',
      run: (_cloud, program) => program.deployKilledAfter(10),
    },
    { ...deploys, name: 'the same deploy, run again, converges' },
    credentialsAreThere,
    planIsEmpty,
    provesTo([], undefined, {
      program: admitted('aks-credentials/shop', 'aks-credentials/eks', 'aks-credentials/edge'),
      states: admitted(AKS, EKS, EDGE),
    }),
    destroyLeavesNothing,
  ],
};
