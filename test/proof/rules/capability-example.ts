import { type Json, policyText } from './example';

/** The trust that EKS asks for of a capability’s role. */
export const CAPABILITY_TRUST = {
  Effect: 'Allow',
  Principal: { Service: 'capabilities.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
};

/** A cluster with the capability ACK, whose role has this trust and may do this. */
export function ack(change: { readonly trust?: Json; readonly may?: Json; readonly more?: Json } = {}): Json {
  const { trust = CAPABILITY_TRUST, may, more = {} } = change;
  return {
    resource: {
      aws_eks_cluster: { main: { name: 'main', role_arn: 'arn:aws:iam::111122223333:role/cluster' } },
      aws_iam_role: { ack: { name: 'ack', assume_role_policy: policyText(trust) }, ...more.aws_iam_role },
      aws_eks_capability: {
        ack: {
          cluster_name: '${aws_eks_cluster.main.name}',
          capability_name: 'ack',
          type: 'ACK',
          role_arn: '${aws_iam_role.ack.arn}',
          delete_propagation_policy: 'RETAIN',
        },
        ...more.aws_eks_capability,
      },
      ...(may === undefined
        ? {}
        : { aws_iam_role_policy: { ack: { role: '${aws_iam_role.ack.name}', policy: policyText(may) } } }),
    },
  };
}

/** An IAMRoleSelector for a namespace. */
export function roleSelector(arn: string, spec: Json = { namespaceSelector: { names: ['shop'] } }): Json {
  return {
    apiVersion: 'services.k8s.aws/v1alpha1',
    kind: 'IAMRoleSelector',
    metadata: { name: 'shop' },
    spec: { arn, ...spec },
  };
}
