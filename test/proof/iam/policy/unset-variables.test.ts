import { parsePolicy, unsetVariables } from '../../../../lib/proof/iam';
import type { TrustPolicy } from '../../../../lib/proof/iam';
import { PROVIDER, SUB, allow, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const NAMESPACE = 'system:serviceaccount:${aws:PrincipalTag/namespace}:app';
const POD_IDENTITY = { Service: 'pods.eks.amazonaws.com' };

function unset(values: unknown, principal: unknown = { Federated: PROVIDER.arn }, policy: Json = {}): unknown {
  const statement = allow({ StringLike: { [SUB]: values } }, { Principal: principal, Action: 'sts:*' });
  const { statements, version }: TrustPolicy = parsePolicy({ ...policyOf(statement), ...policy });
  return unsetVariables(statements[0]!, version).map(({ key, everywhere }) => [key, everywhere]);
}

describe('policy variables without a value', () => {
  it('are those whose key no request with a web identity token has', () => {
    expect(unset(NAMESPACE)).toEqual([['aws:PrincipalTag/namespace', true]]);
    expect(unset('${aws:username}')).toEqual([['aws:username', true]]);
    // AND not those that it may have
    expect(unset('${aws:SourceIp}')).toEqual([]);
    expect(unset('${sts:RoleSessionName}')).toEqual([]);
  });

  it('are those whose key no session of EKS Pod Identity has', () => {
    expect(unset(NAMESPACE, POD_IDENTITY)).toEqual([['aws:PrincipalTag/namespace', true]]);
    expect(unset('${aws:username}', POD_IDENTITY)).toEqual([['aws:username', true]]);
    expect(unset('${aws:RequestTag/kubernetes-namespace}', POD_IDENTITY)).toEqual([]);
    // AND a token passes no tags, so there it is one
    expect(unset('${aws:RequestTag/kubernetes-namespace}')).toEqual([['aws:RequestTag/kubernetes-namespace', true]]);
  });

  it('are told once for each condition, by the first, with whether another value of it still counts', () => {
    expect(unset([NAMESPACE, '${aws:username}'])).toEqual([['aws:PrincipalTag/namespace', true]]);
    expect(unset(['system:serviceaccount:todo:app', NAMESPACE])).toEqual([['aws:PrincipalTag/namespace', false]]);
    expect(unset('${aws:SourceIp}-${aws:username}')).toEqual([['aws:username', true]]);
  });

  it('are none where a default stands for them, where the characters themselves are meant, or in the language of 2008', () => {
    expect(unset("${aws:PrincipalTag/namespace, 'todo'}")).toEqual([]);
    expect(unset('${*}${?}${$}')).toEqual([]);
    expect(unset('plain')).toEqual([]);
    expect(unset(NAMESPACE, { Federated: PROVIDER.arn }, { Version: '2008-10-17' })).toEqual([]);
  });

  it.each([
    ['*'],
    [{ AWS: '111122223333' }],
    [{ AWS: '111122223333', Federated: PROVIDER.arn }],
    [{ Service: 'ec2.amazonaws.com' }],
    [{ Service: ['pods.eks.amazonaws.com', 'ec2.amazonaws.com'] }],
    [{ Service: 'pods.eks.amazonaws.com', Federated: PROVIDER.arn }],
    [{ Service: 'ec2.amazonaws.com', Federated: PROVIDER.arn }],
  ])('are not told where others come as well, who may have a value: %j', (principal) => {
    expect(unset(NAMESPACE, principal)).toEqual([]);
  });
});
