import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';

/** An admission of shop/app to a role by IRSA, but for what is said. */
export function admission(parts: Partial<TrustAdmission> = {}): TrustAdmission {
  return {
    identity: 'aws_iam_role.app',
    mechanism: 'irsa',
    cluster: 'aws_eks_cluster.main',
    namespace: 'shop',
    serviceAccount: 'app',
    pattern: false,
    except: [],
    audiences: ['sts.amazonaws.com'],
    source: 'aws_iam_role.app',
    at: { file: 'main.tf', pointer: '' },
    ...parts,
  };
}
