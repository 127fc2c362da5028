/**
 * Where pods run, as far as it decides which mechanisms give them a role.
 *
 * - `linux-ec2`: Linux nodes of EC2, in node groups, self-managed or by Karpenter.
 * - `auto-mode`: nodes of EKS Auto Mode.
 * - `hybrid`: machines of one's own that joined the cluster (EKS hybrid nodes).
 * - `fargate`, `windows`: Fargate; Windows nodes of EC2.
 * - `unknown`: nothing is said of it.
 */
export type PodCompute = 'linux-ec2' | 'auto-mode' | 'hybrid' | 'fargate' | 'windows' | 'unknown';

/**
 * Why EKS Pod Identity gives no role there, or may not; nothing where it does.
 *
 * @see Amazon EKS, "EKS Pod Identity restrictions"
 */
export const WITHOUT_POD_IDENTITY: Readonly<Record<PodCompute, string | undefined>> = {
  'linux-ec2': undefined,
  'auto-mode': undefined,
  hybrid: 'the agent runs on hybrid nodes only where its add-on is told to',
  fargate: 'no agent runs on Fargate',
  windows: 'no agent runs on Windows',
  unknown: 'where the pods run is not said',
};
