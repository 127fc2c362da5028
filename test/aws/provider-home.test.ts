import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EksAudit, EksCluster, EksNetwork } from '../../lib/aws';

const network = { subnetIds: ['subnet-1', 'subnet-2'] };

/** What is wrong with what is made in a stack, at once or at synthesis, where its AWS provider comes last. */
function problems(
  make: (stack: TerraformStack) => void,
  provider: object,
  order: 'first' | 'last' = 'first',
): string[] {
  const stack = new TerraformStack(Testing.app(), 'platform');
  const provide = () => new AwsProvider(stack, 'aws', provider);
  if (order === 'first') provide();
  try {
    make(stack);
  } catch (error) {
    return [(error as Error).message.split(':')[0]!];
  }
  if (order === 'last') provide();
  return stack.node.findAll().flatMap((one) => one.node.validate().map((text) => text.split(':')[0]!));
}

const made: readonly [string, (region: string) => (stack: TerraformStack) => void][] = [
  ['network', (region) => (stack) => void new EksNetwork(stack, 'network', { region })],
  ['cluster', (region) => (stack) => void new EksCluster(stack, 'cluster', { name: 'shop', region, network })],
  ['audit', (region) => (stack) => void new EksAudit(stack, 'audit', { name: 'shop', region })],
];

test.each(made)('a %s of another region than its stack’s AWS provider is refused', (name, of) => {
  for (const order of ['first', 'last'] as const) {
    expect(problems(of('us-east-1'), { region: 'eu-west-1' }, order)).toEqual([`region-mismatch at platform/${name}`]);
  }
  expect(problems(of('eu-west-1'), { region: 'eu-west-1' })).toEqual([]);
  expect(problems(of('eu-west-1'), { region: '${var.region}' })).toEqual([]);
  expect(problems(of('${var.region}'), { region: 'eu-west-1' })).toEqual([]);
  expect(problems(of('eu-west-1'), {})).toEqual([]);
});

test('a cluster of another account than its stack’s AWS provider works in is refused too', () => {
  const of = (accountId: string) => (stack: TerraformStack) =>
    void new EksCluster(stack, 'cluster', { name: 'shop', region: 'eu-west-1', network, accountId });
  const only = { region: 'eu-west-1', allowedAccountIds: ['111122223333'] };
  expect(problems(of('444455556666'), only)).toEqual(['account-mismatch at platform/cluster']);
  expect(problems(of('111122223333'), only)).toEqual([]);
  expect(problems(of('444455556666'), { region: 'eu-west-1' })).toEqual([]);
  expect(problems(of('444455556666'), { ...only, allowedAccountIds: ['111122223333', '444455556666'] })).toEqual([]);
});
