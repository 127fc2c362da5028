// helm-workload and helm-provider have paths of their own: they need a peer dependency that nothing else does.
export * from './agent-wait';
export * from './bind-pod';
export * from './binding-canary';
export * from './bound-service-account';
export * from './deploy-time-values';
export * from './helm-values';
export * from './host-network-policy';
export * from './kubernetes-object';
export * from './kubernetes-objects';
export * from './kubernetes-provider';
export * from './merged-binding';
export * from './metadata-network-policy';
export * from './objects-of-chart';
export * from './plain-manifests';
export * from './rolled-pods';
export * from './security-group-policy';
