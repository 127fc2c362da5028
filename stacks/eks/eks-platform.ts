import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { dynamodbGrant } from '../../lib/aws/grants/dynamodb-grant';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { EksNetwork } from '../../lib/aws/network/eks-network';
import { EksNodeGroup } from '../../lib/aws/cluster/nodes/eks-node-group';
import type { AwsGrant } from '../../lib/aws/grants/grant';
import { irsa } from '../../lib/aws/identity/irsa';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { sqsGrant } from '../../lib/aws/grants/sqs-grant';
import { EksTodoData } from './eks-todo-data';
import { SampleStack } from '../sample-stack';
import type { Settings } from '../settings/settings';
import { inSettingsWords } from '../settings/settings-words';
import { TODO_SERVICE_ACCOUNTS } from '../todo-service-accounts';

/** An EKS cluster, the todo sample's data, and a role for each of its two workloads with only the rights that it needs. */
export class EksPlatformStack extends SampleStack {
  public readonly cluster: EksCluster;
  /** What deploying needs that the settings don't bring, in sentences. */
  public readonly deploymentNeeds: readonly string[];
  public readonly data: EksTodoData;
  public readonly frontend: PodRole;
  public readonly backend: PodRole;

  public constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings);
    const { environment, aws } = settings;
    const { region, deployerPrincipalArn } = aws;
    new AwsProvider(this, 'aws', { region });

    const network = new EksNetwork(this, 'Network', {
      region,
      interfaceEndpoints: ['eks-auth'],
      gatewayEndpoints: ['s3', 'dynamodb'],
    });
    this.cluster = new EksCluster(this, 'Cluster', {
      name: `todo-${environment}`,
      region,
      kubernetesVersion: aws.kubernetesVersion,
      network,
      publicAccessCidrs: aws.publicAccessCidrs,
      deletionProtection: aws.deletionProtection,
      deployer: deployerPrincipalArn === undefined ? undefined : { principalArn: deployerPrincipalArn },
    });
    new EksNodeGroup(this, 'Nodes', {
      cluster: this.cluster,
      instanceTypes: [aws.nodes.size],
      scaling: { minimum: aws.nodes.minimum, maximum: aws.nodes.maximum },
    });

    this.data = new EksTodoData(this, 'Data', { environment, deletionProtection: aws.deletionProtection });
    const { bucket, table, queue, key: encryptionKey } = this.data;
    this.frontend = this.makeRole('frontend', [
      s3Grant.readWrite(bucket, { prefix: 'data-protection/', encryptionKey }),
    ]);
    this.backend = this.makeRole('backend', [dynamodbGrant.readWrite(table, { encryptionKey }), sqsGrant.send(queue)]);

    this.expose({
      cluster_name: this.cluster.name,
      cluster_endpoint: this.cluster.connection.host,
      cluster_certificate_authority: this.cluster.connection.certificateAuthority,
      frontend_role_arn: this.frontend.arn,
      backend_role_arn: this.backend.arn,
      bucket_name: bucket.bucket,
      table_name: table.name,
      queue_url: queue.url,
    });
    this.deploymentNeeds = this.cluster.deploymentNeeds.map((need) => inSettingsWords(need, 'aws'));
    this.warnOf(this.deploymentNeeds);
  }

  private makeRole(name: keyof typeof TODO_SERVICE_ACCOUNTS, grants: readonly AwsGrant[]): PodRole {
    const { environment, aws } = this.settings;
    const trusted = { cluster: this.cluster, serviceAccount: TODO_SERVICE_ACCOUNTS[name] };
    return new PodRole(this, `${name}-role`, {
      name: `todo-${environment}-${name}`,
      permissionsBoundary: aws.permissionsBoundaryArn,
      trusts: [aws.mechanisms[name] === 'irsa' ? irsa(trusted) : podIdentity(trusted)],
      grants,
    });
  }
}
