import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { areTwoResources, readOfResource } from '../../../lib/proof/model/known/two-resources';

const of = (address: string) => readOfResource(symbolOf(`${address}.arn`));

test.each([
  ['aws_iam_policy.own', ''],
  ['module.network["eu-west"].module.inner-one[10].aws_iam_policy.own_policy["some key"]', ''],
  ['module.network["eu-west"].aws_iam_policy.own-policy[10]', 'platform/'],
])('%s of the root %s is a resource that the program makes', (address, root) => {
  expect(of(`${root}${address}`)).toEqual({ root, address, type: 'aws_iam_policy', attribute: 'arn' });
});

test('what is read of it is all that stands behind it', () => {
  const text = symbolOf('aws_eks_cluster.main.identity[0].oidc[0].issuer');
  expect(readOfResource(text)).toMatchObject({ type: 'aws_eks_cluster', attribute: 'identity[0].oidc[0].issuer' });
});

test.each(['data.aws_iam_policy.own', 'aws_iam_policy.own[var.key]', 'aws_iam_policy.own["${x}"]', 'var.own'])(
  '%s is none, or none of which the instance is known',
  (address) => expect(of(address)).toBeUndefined(),
);

test('a text that is no symbol reads nothing', () => {
  expect(readOfResource('aws_iam_policy.own.arn')).toBeUndefined();
  expect(readOfResource(`${symbolOf('aws_iam_policy.own.arn')}/x`)).toBeUndefined();
});

test.each([
  ['aws_iam_policy.own', 'aws_iam_policy.other', true],
  ['aws_iam_policy.own[10]', 'aws_iam_policy.own[11]', true],
  ['aws_iam_policy.own["one"]', 'aws_iam_policy.own["two"]', true],
  ['aws_iam_policy.own', 'aws_iam_policy.own', false],
  ['aws_iam_policy.own', 'aws_iam_policy.own[0]', false],
  ['aws_iam_policy.own', 'aws_iam_policy.own[10]', false],
  ['aws_iam_policy.own', 'aws_iam_policy.own["one"]', false],
  ['module.x.aws_iam_policy.own', 'module.x[10].aws_iam_policy.own', false],
  ['aws_iam_policy.own', 'aws_iam_role.own', false],
])('%s and %s are two: %s', (one, other, are) => {
  expect(areTwoResources(of(one)!, of(other)!)).toBe(are);
  expect(areTwoResources(of(other)!, of(one)!)).toBe(are);
});
