/** The audience that STS takes for a web identity, and what the EKS webhook asks for by default. */
export const STS_AUDIENCE = 'sts.amazonaws.com';

/** The audience of Entra's token exchange. The same in every Azure cloud: the webhook asks for it everywhere. */
export const ENTRA_AUDIENCE = 'api://AzureADTokenExchange';

/** The audience of AKS identity bindings: the cluster's own endpoint accepts the token, not Entra. AKS, "Identity bindings concepts". */
export const IDENTITY_BINDING_AUDIENCE = 'api://AKSIdentityBinding';

/** The service principal through which EKS Pod Identity assumes roles. */
export const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

/** The service principal through which EKS runs capabilities, such as Argo CD. Amazon EKS, "EKS capability IAM role". */
export const CAPABILITIES_SERVICE = 'capabilities.eks.amazonaws.com';
