import { EKS_CONTROLLERS, type EksControllerFacts } from '../aws/eks-controllers';

/** What is known of a controller that pods of an AKS cluster run: where it is installed, and as what. */
export type AksControllerFacts = Omit<EksControllerFacts, 'addon'>;

/** As on EKS: a project's chart is one for both. */
function alike({ name, account, chart }: EksControllerFacts): AksControllerFacts {
  return { name, account, ...(chart === undefined ? {} : { chart }) };
}

/**
 * The controllers for which identities are ready on AKS.
 *
 * @see each project's chart, and where it has none its manifests
 */
export const AKS_CONTROLLERS = {
  argocdImageUpdater: alike(EKS_CONTROLLERS.argocdImageUpdater),
  argocdRepoServer: {
    name: 'Argo CD repository server',
    account: { namespace: 'argocd', name: 'argocd-repo-server' },
    chart: 'argo-cd',
    component: 'repo-server',
  },
  azureServiceOperator: {
    name: 'Azure Service Operator',
    account: { namespace: 'azureserviceoperator-system', name: 'azureserviceoperator-default' },
  },
  certManager: alike(EKS_CONTROLLERS.certManager),
  externalDns: alike(EKS_CONTROLLERS.externalDns),
  externalSecrets: alike(EKS_CONTROLLERS.externalSecrets),
  fluxImageReflector: {
    name: 'Flux image reflector',
    account: { namespace: 'flux-system', name: 'image-reflector-controller' },
  },
  fluxSource: { name: 'Flux source controller', account: { namespace: 'flux-system', name: 'source-controller' } },
  keda: { name: 'KEDA', account: { namespace: 'keda', name: 'keda-operator' }, chart: 'keda' },
  prometheus: alike(EKS_CONTROLLERS.prometheus),
  velero: alike(EKS_CONTROLLERS.velero),
} as const satisfies Readonly<Record<string, AksControllerFacts>>;
