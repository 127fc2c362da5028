// The same N identities and service accounts as people write them with cdktf alone, deep imports and all.
const { App, Fn, TerraformStack } = require('cdktf');
const { EksCluster } = require('@cdktf/provider-aws/lib/eks-cluster');
const { IamOpenidConnectProvider } = require('@cdktf/provider-aws/lib/iam-openid-connect-provider');
const { IamRole } = require('@cdktf/provider-aws/lib/iam-role');
const { IamRolePolicy } = require('@cdktf/provider-aws/lib/iam-role-policy');
const { IamRolePolicyAttachment } = require('@cdktf/provider-aws/lib/iam-role-policy-attachment');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { Manifest } = require('@cdktf/provider-kubernetes/lib/manifest');
const { KubernetesProvider } = require('@cdktf/provider-kubernetes/lib/provider');
const { REGION, MANAGED_POLICY, identities, outputFolder } = require('./identities');

const app = new App({ stackTraces: false, outdir: outputFolder('plain') });
const platform = new TerraformStack(app, 'platform');
const workloads = new TerraformStack(app, 'workloads');
new AwsProvider(platform, 'aws', { region: REGION });
const cluster = new EksCluster(platform, 'cluster', {
  name: 'bench',
  roleArn: 'arn:aws:iam::111122223333:role/cluster',
  vpcConfig: { subnetIds: ['subnet-a', 'subnet-b'] },
});
const issuer = cluster.identity.get(0).oidc.get(0).issuer;
const provider = new IamOpenidConnectProvider(platform, 'oidc', { url: issuer, clientIdList: ['sts.amazonaws.com'] });
const providerArn = provider.arn;
const issuerHost = Fn.replace(issuer, 'https://', '');
new KubernetesProvider(workloads, 'kubernetes', { host: cluster.endpoint });

for (const { id, serviceAccount, bucketArn } of identities()) {
  const role = new IamRole(platform, `${id}-role`, {
    name: id,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${issuerHost}:sub`]: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
              [`${issuerHost}:aud`]: 'sts.amazonaws.com',
            },
          },
        },
      ],
    }),
  });
  new IamRolePolicy(platform, `${id}-policy`, {
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/*` },
      ],
    }),
  });
  new IamRolePolicyAttachment(platform, `${id}-attachment`, { role: role.name, policyArn: MANAGED_POLICY });
  new Manifest(workloads, `${id}-account`, {
    manifest: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        ...serviceAccount,
        annotations: {
          'eks.amazonaws.com/role-arn': role.arn,
          'eks.amazonaws.com/sts-regional-endpoints': 'true',
        },
      },
      automountServiceAccountToken: false,
    },
  });
}
app.synth();
