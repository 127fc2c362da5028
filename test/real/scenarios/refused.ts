import { type Scenario, destroyLeavesNothing, failure } from './scenarios';

/** What AWS says of each resource of `eks-refused.ts` that is wrong. */
const REFUSALS: Readonly<Record<string, RegExp>> = {
  'an EksCluster in Auto Mode whose node pools have no role': /When Compute Config nodeRoleArn is not null or empty/,
  'an EksNodeGroup whose role is missing': /CreateNodegroup.{0,200}Role provided in the request does not exist/,
  'an EksFargateProfile of a reserved name': /The Fargate profile name cannot start with eks-/,
  'an EksAccessEntry of masters': /The kubernetes group name system:masters is invalid/,
  'an entry of an EksHybridNodesRole with groups':
    /An access entry of type HYBRID_LINUX cannot have kubernetesGroups or a username/,
  'an EksIdentityProvider with the cluster’s own issuer': /The issuer URL is the one of the cluster itself/,
  'an add-on whose role is missing': /CreateAddon.{0,200}Role provided in the request does not exist/,
  'a second association of a service account': /Association already exists/,
  'an association whose role is missing':
    /CreatePodIdentityAssociation.{0,200}Role provided in the request does not exist/,
  'a second IamOidcProvider of an issuer': /CreateOpenIDConnectProvider.{0,200}EntityAlreadyExists/,
  'a role whose trust is too long': /Cannot exceed quota for ACLSizePerRole/,
  'a TargetRole whose caller is missing': /Invalid principal in policy/,
  'EksServiceLinkedRoles twice': /CreateServiceLinkedRole.{0,200}EntityAlreadyExists: Role with name AWSServiceRoleFor/,
  'a second endpoint of a service': /there is already a conflicting DNS domain for com\.amazonaws\.eu-west-1\.sts/,
  'a rule of a security group twice': /InvalidPermission\.Duplicate/,
  'a trail to a bucket that does not let it in': /Incorrect S3 bucket policy is detected for bucket/,
  'logs under a key that does not let them in': /The specified KMS key does not exist or is not allowed to be used/,
  'a resource control policy that allows': /The provided policy document does not meet the requirements/,
};

/** One wrong resource for each construct, at the cloud: it refuses each, and what is right is made and destroyed. */
export const REFUSED: Scenario = {
  id: 'refused',
  only: 'aws',
  name: 'what AWS refuses of wrong programs',
  program: './programs/eks-refused',
  steps: [
    {
      name: `each of ${Object.keys(REFUSALS).length} wrong resources is refused, with the cloud’s reason`,
      run: async (_cloud, program) => {
        const said = await program.deployRefused();
        const accepted = Object.keys(REFUSALS).filter((what) => !REFUSALS[what]!.test(said));
        if (accepted.length > 0) throw failure(`not refused, or for another reason: ${accepted.join('; ')}`);
      },
    },
    destroyLeavesNothing,
  ],
};
