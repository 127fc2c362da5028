import { EKS_CONTROLLERS } from '../aws/eks-controllers';
import type { ServiceAccountReference } from '../trust/subject';

/** A controller that gets tokens of the clouds for what its objects name. */
export interface Controller {
  /** For messages. */
  readonly name: string;
  /** The account that it runs as where it is installed as its documentation has it. */
  readonly account: ServiceAccountReference;
  /** Its container image, without registry and tag. */
  readonly image: RegExp;
}

/** The controllers whose objects name identities. Sources: their own charts and documentation. */
export const CONTROLLERS = {
  certManager: {
    name: EKS_CONTROLLERS.certManager.name,
    account: EKS_CONTROLLERS.certManager.account,
    image: /\/cert-manager-controller$/,
  },
  externalSecrets: {
    name: EKS_CONTROLLERS.externalSecrets.name,
    account: EKS_CONTROLLERS.externalSecrets.account,
    image: /\/external-secrets$/,
  },
  keda: {
    name: 'KEDA',
    account: { namespace: 'keda', name: 'keda-operator' },
    image: /\/kedacore\/keda$/,
  },
} as const satisfies Readonly<Record<string, Controller>>;
