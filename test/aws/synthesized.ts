import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EksCluster, type EksClusterProps } from '../../lib/aws';

/** A stack with an AWS provider. */
export function awsStack(region = 'eu-west-1'): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new AwsProvider(stack, 'aws', { region });
  return stack;
}

/** A cluster in the fewest words. */
export function cluster(stack: TerraformStack, props: Partial<EksClusterProps> = {}, id = 'cluster'): EksCluster {
  const network = { subnetIds: ['subnet-1', 'subnet-2'] };
  return new EksCluster(stack, id, { name: 'todo', region: 'eu-west-1', network, ...props });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- synthesized JSON is whatever Terraform takes.
export type Json = any;

/** The resources of one type, in the order in which they were made. */
export function resources(stack: TerraformStack, type: string): Json[] {
  return Object.values(JSON.parse(Testing.synth(stack)).resource?.[type] ?? {});
}

/** The resource of a type whose construct path ends so. */
export function resource(stack: TerraformStack, type: string, pathEnd: string): Json {
  const { resource: all } = JSON.parse(Testing.synth(stack, false));
  const address = Object.keys(all?.[type] ?? {}).find((id) => id.startsWith(pathEnd));
  return address === undefined ? undefined : all[type][address];
}

/** A policy's text as an object, after Terraform’s quotes inside expressions are out of JSON’s way. */
export function policy(text: string): Json {
  return JSON.parse(text.replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/"/g, "'")));
}

export { codeOf } from './code-of';
