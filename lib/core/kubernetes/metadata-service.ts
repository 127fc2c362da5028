/**
 * Where a node's instance metadata service answers, which hands out the node's identity, and where the agent of EKS Pod
 * Identity does. Amazon EC2 user guide, "Access instance metadata"; Amazon EKS user guide, "Set up the Amazon EKS Pod
 * Identity Agent". Azure's service has the same IPv4 address.
 */
export const METADATA_SERVICE = { ipv4: '169.254.169.254', ipv6: 'fd00:ec2::254' } as const;

/** The agent of EKS Pod Identity on each node, and its ports. */
export const POD_IDENTITY_AGENT = { ipv4: '169.254.170.23', ipv6: 'fd00:ec2::23', ports: [80, 2703] } as const;
