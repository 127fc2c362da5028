import { readIamArn, readProviderArn } from '../../../lib/proof/iam/iam-arn';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const ACCOUNT = '111122223333';

describe('an ARN of IAM', () => {
  it('has a partition and an account, either of which may not be known yet', () => {
    const [partition, account] = ['data.aws_partition.current.partition', 'var.account'].map((name) => symbolOf(name));
    expect(readIamArn(`arn:aws:iam::${ACCOUNT}:role/a`)).toEqual({
      partition: 'aws',
      account: ACCOUNT,
      resource: 'role/a',
    });
    expect(readIamArn(`arn:${partition}:iam::${account}:root`)).toEqual({ partition, account, resource: 'root' });
  });

  it('is none where something stands before or after it, or a part is missing', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:root`;
    const others = [
      `x${arn}`,
      `arn:${arn}`,
      `${arn}\nx`,
      `arn:aws:iam::${ACCOUNT}:`,
      'arn:aws:iam::1:root',
      symbolOf('a'),
    ];
    expect(others.map(readIamArn)).toEqual(others.map(() => undefined));
  });

  it('of a provider names its issuer', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/`;
    expect(readProviderArn(`${arn}oidc.example/id`)).toEqual({
      partition: 'aws',
      account: ACCOUNT,
      issuer: 'oidc.example/id',
    });
    expect([arn, arn.replace('oidc', 'saml') + 'x'].map(readProviderArn)).toEqual([undefined, undefined]);
  });
});
