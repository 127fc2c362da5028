import type { BindingLike } from '../../lib/core';

export const backend = { namespace: 'todo', name: 'backend' };

export const irsa: BindingLike = {
  mechanism: 'irsa',
  serviceAccount: backend,
  identity: 'arn:aws:iam::111122223333:role/backend',
  serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/backend' },
};

export const podIdentity: BindingLike = {
  mechanism: 'eks-pod-identity',
  serviceAccount: backend,
  identity: 'arn:aws:iam::111122223333:role/backend',
};

export const workloadIdentity: BindingLike = {
  mechanism: 'entra-workload-identity',
  serviceAccount: backend,
  identity: '11111111-1111-1111-1111-111111111111',
  serviceAccountAnnotations: {
    'azure.workload.identity/tenant-id': '33333333-3333-3333-3333-333333333333',
    'azure.workload.identity/client-id': '11111111-1111-1111-1111-111111111111',
  },
  podLabels: { 'azure.workload.identity/use': 'true' },
};

/** A managed identity by an AKS identity binding, which RBAC decides. */
export const identityBinding: BindingLike = {
  ...workloadIdentity,
  podAnnotations: { 'azure.workload.identity/use-identity-binding': 'true' },
  clusterPermissions: [
    {
      name: 'use-managed-identity:todo:backend:id-backend',
      verbs: ['use-managed-identity'],
      apiGroups: ['cid.wi.aks.azure.com'],
      resources: ['11111111-1111-1111-1111-111111111111'],
    },
  ],
};

/** The same identity for the kubelet, which needs the same permission. */
export const imagePull: BindingLike = {
  mechanism: 'entra-workload-identity',
  via: 'image-pull',
  serviceAccount: backend,
  identity: '11111111-1111-1111-1111-111111111111',
  serviceAccountAnnotations: { 'kubernetes.azure.com/acr-client-id': '11111111-1111-1111-1111-111111111111' },
  clusterPermissions: identityBinding.clusterPermissions,
};

/** A role of another cloud, reached by an explicit token and variables. */
export const foreignRole: BindingLike = {
  mechanism: 'irsa',
  serviceAccount: backend,
  identity: 'arn:aws:iam::111122223333:role/foreign',
  environment: {
    AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/foreign',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/aws/token',
  },
  volumes: [
    {
      name: 'aws-token',
      audience: 'sts.amazonaws.com',
      expirationSeconds: 86400,
      path: 'token',
      mountPath: '/var/run/secrets/aws',
    },
  ],
};
