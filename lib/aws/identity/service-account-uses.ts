import { LIMITS, PodtrustError, type ServiceAccountReference, type TrustedCluster } from '../../core';
import { refuseOnFargate } from './fargate-uses';

/** How each service account of a cluster gets its role, and which construct said so. */
interface Uses {
  readonly irsa: Map<string, string>;
  readonly podIdentity: Map<string, string>;
  /** By which role the kubelet pulls images: beside either of the others. */
  readonly imagePull: Map<string, string>;
}

const USES = new WeakMap<TrustedCluster, Uses>();

/**
 * Notes that a service account of a cluster gets its role in one way.
 *
 * @param where the construct's path
 * @param how `moving`: the same construct may give it the same role in the other way as well; `onEachNode`: its pods are those
 *   of a DaemonSet, which never run on Fargate
 * @throws PodtrustError `irsa-and-pod-identity`, `duplicate-association`, `duplicate-binding`, `associations-over-limit`,
 *   `pod-identity-on-fargate`
 */
export function useServiceAccount(
  cluster: TrustedCluster,
  serviceAccount: ServiceAccountReference,
  mechanism: keyof Uses,
  where: string,
  { moving = false, onEachNode = false }: { readonly moving?: boolean; readonly onEachNode?: boolean } = {},
): void {
  const uses = USES.get(cluster) ?? { irsa: new Map(), podIdentity: new Map(), imagePull: new Map() };
  USES.set(cluster, uses);
  const account = `${serviceAccount.namespace}/${serviceAccount.name}`;
  const other =
    mechanism === 'imagePull' ? undefined : uses[mechanism === 'irsa' ? 'podIdentity' : 'irsa'].get(account);
  if (other !== undefined && !(moving && other === where)) {
    throw new PodtrustError({
      code: 'irsa-and-pod-identity',
      where,
      what: `the service account ${account} has both a role annotation and a Pod Identity association (the other one: ${other})`,
      why: 'The webhook takes the association and leaves the annotation alone, so the pod is not what its annotation says.',
      remedy:
        'To migrate, take the trusts of both from a MechanismMove; elsewhere keep both trusts and let one of them only admit: irsa({ bind: false }) or podIdentity({ bind: false }).',
    });
  }
  const same = uses[mechanism].get(account);
  if (same !== undefined && mechanism !== 'podIdentity') {
    const [whose, annotation, trust] =
      mechanism === 'irsa'
        ? ['bound to a role', 'role-arn', 'irsa']
        : ['bound to a role for its images', 'ecr-role-arn', 'ecrImagePull'];
    throw new PodtrustError({
      code: 'duplicate-binding',
      where,
      what: `the service account ${account} is ${whose} already, by ${same}`,
      why: `A service account carries one ${annotation} annotation.`,
      remedy: `Give each role a service account of its own, or let one trust only admit: ${trust}({ bind: false }).`,
    });
  }
  if (same !== undefined) {
    throw new PodtrustError({
      code: 'duplicate-association',
      where,
      what: `the service account ${account} is associated with a role already, by ${same}`,
      why: 'EKS accepts one association for a cluster, namespace and service account, and refuses the second.',
      remedy: 'Give each role a service account of its own, or let one trust only admit: podIdentity({ bind: false }).',
    });
  }
  if (mechanism === 'podIdentity' && !onEachNode) refuseOnFargate(cluster, serviceAccount, where);
  uses[mechanism].set(account, where);
  if (uses.podIdentity.size > LIMITS.podIdentityAssociations) throw overLimit(uses.podIdentity.size, where);
}

/** How many Pod Identity associations of a cluster the program makes, add-ons included, and how many EKS accepts. */
export interface PlannedAssociations {
  readonly used: number;
  /** 1,000: EKS does not raise it. */
  readonly limit: number;
  /** How many more fit. */
  readonly room: number;
}

/**
 * How many Pod Identity associations of a cluster the program makes so far.
 *
 * @param cluster the object that the trusts were given: associations are counted by it
 */
export function plannedAssociations(cluster: TrustedCluster): PlannedAssociations {
  const used = USES.get(cluster)?.podIdentity.size ?? 0;
  const limit = LIMITS.podIdentityAssociations;
  return { used, limit, room: Math.max(0, limit - used) };
}

/** The refusal of more associations than a cluster may have. */
export function overLimit(associations: number, where?: string): PodtrustError {
  return new PodtrustError({
    code: 'associations-over-limit',
    where,
    what: `the cluster has ${associations} Pod Identity associations`,
    why: `EKS accepts ${LIMITS.podIdentityAssociations} for one cluster, and does not raise this quota.`,
    remedy: 'Use IRSA for the rest, or share a role’s service account among workloads that may have the same access.',
  });
}
