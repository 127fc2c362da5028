/** Above 10,000, where no user of a node is: who breaks out of the container is nobody there. */
const USER = 10_001;

/** The fields of a pod that Kubernetes' pod security standard `restricted` asks for, on Linux, without a token of the API. */
export function restrictedPod() {
  return {
    automountServiceAccountToken: false,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** What the same standard asks of a container, and a root filesystem that it cannot write to. */
export function restrictedContainer() {
  return {
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}
