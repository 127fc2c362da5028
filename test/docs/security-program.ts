import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack } from 'cdktf';
import { suppressCheck } from '../../lib/terraform/suppress-check';

const app = new App();
const stack = new TerraformStack(app, 'reports');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const bucket = new S3Bucket(stack, 'bucket', {});
suppressCheck(bucket, 'CKV_AWS_144', 'Reports can be made anew from what is in the other region.');

app.synth();
