import { ToldValues } from '../../../lib/proof/mechanisms/told-values';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const ACCOUNT = '111122223333';
const CALLER = symbolOf('data.aws_caller_identity.me.account_id');
const OTHER_CALLER = symbolOf('data.aws_caller_identity.other.account_id');
const ISSUER = symbolOf('aws_eks_cluster.main.identity[0].oidc[0].issuer');
const ARN = symbolOf('aws_eks_cluster.main.arn');
const URL = 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA';

const cluster = (issuer = `https://${ISSUER}`): Cluster => ({
  id: 'aws_eks_cluster.main',
  cloud: 'aws',
  issuer,
  issuerText: '',
  resourceId: ARN,
  at: { file: 'main.tf', pointer: '' },
});

describe('the account that a query tells', () => {
  test('is that of whoever calls, where nothing tells the identity’s own caller', () => {
    const text = `arn:aws:iam::${CALLER}:role/${OTHER_CALLER}`;
    expect(new ToldValues({ account: ACCOUNT }).write(text)).toBe(`arn:aws:iam::${ACCOUNT}:role/${ACCOUNT}`);
    expect(new ToldValues({ account: ACCOUNT, of: { names: new Set() } }).write(CALLER)).toBe(ACCOUNT);
  });

  test('is that of the identity’s own caller alone where that is known', () => {
    const told = new ToldValues({ account: ACCOUNT, of: { names: new Set([CALLER]) } });
    expect(told.write(`${CALLER} ${OTHER_CALLER} ${CALLER}`)).toBe(`${ACCOUNT} ${OTHER_CALLER} ${ACCOUNT}`);
  });

  test('is nobody’s name or number that is not a caller’s account', () => {
    const others = symbolOf('data.aws_caller_identity.me.arn') + symbolOf('var.account_id');
    expect(new ToldValues({ account: ACCOUNT }).write(others)).toBe(others);
    expect(new ToldValues({}).write(CALLER)).toBe(CALLER);
    expect(new ToldValues({ of: { names: new Set([CALLER]) } }).write(CALLER)).toBe(CALLER);
  });
});

describe('the issuer that a query tells of a cluster', () => {
  test('stands wherever the cluster’s stood, with and without its scheme', () => {
    const told = new ToldValues({ cluster: cluster(), issuer: URL });
    expect(told.write(`${ISSUER}:sub https://${ISSUER}`)).toBe(`${URL.slice(8)}:sub ${URL}`);
  });

  test('stands in a policy for that of an instance, as a template and jsonencode() write its key', () => {
    const instance = symbolOf('aws_eks_cluster.main["blue"].identity[0].oidc[0].issuer');
    const told = new ToldValues({ cluster: cluster(`https://${instance}`), issuer: URL });
    expect(told.write(`"${instance}:sub"`)).toBe(`"${URL.slice(8)}:sub"`);
    expect(told.write(JSON.stringify(`${instance}:sub`))).toBe(`"${URL.slice(8)}:sub"`);
  });

  test('keeps the slash at its end that AKS writes', () => {
    const aks = cluster(`https://${ISSUER}/`);
    expect(new ToldValues({ cluster: aks, issuer: `${URL}/` }).write(aks.issuer)).toBe(`${URL}/`);
    expect(new ToldValues({ cluster: aks, issuer: URL }).write(aks.issuer)).toBe(aks.issuer);
    expect(new ToldValues({ cluster: cluster(), issuer: `${URL}/` }).write(ISSUER)).toBe(ISSUER);
  });

  test('changes nothing that is known, or only in part unknown', () => {
    const known = cluster('https://known.example');
    expect(new ToldValues({ cluster: known, issuer: URL }).write(`known.example ${ISSUER}`)).toContain('known.example');
    const part = cluster(`https://oidc.example/${ISSUER}`);
    expect(new ToldValues({ cluster: part, issuer: URL }).write(part.issuer)).toBe(part.issuer);
    const two = cluster(`https://${ISSUER}${ARN}`);
    expect(new ToldValues({ cluster: two, issuer: URL }).write(two.issuer)).toBe(two.issuer);
  });

  test.each(['https://a"b', 'https://a\\b', 'https://a\nb'])(
    'is never %j, which JSON would have to escape',
    (issuer) => {
      expect(new ToldValues({ cluster: cluster(), issuer }).write(ISSUER)).toBe(ISSUER);
    },
  );

  test('is not that of no cluster', () => {
    expect(new ToldValues({ issuer: URL }).write(ISSUER)).toBe(ISSUER);
  });
});

test('the ARN that a query tells of a cluster stands wherever the cluster’s stood', () => {
  const clusterArn = 'arn:aws:eks:eu-west-1:111122223333:cluster/main';
  expect(new ToldValues({ cluster: cluster(), clusterArn }).write(`"${ARN}"`)).toBe(`"${clusterArn}"`);
  const partly = `arn:aws:eks:eu-west-1:${symbolOf('data.aws_caller_identity.of["a"].account_id')}:cluster/${symbolOf('x["b"]')}`;
  expect(new ToldValues({ cluster: cluster(), clusterArn: partly }).write(ARN)).toBe(partly);
  expect(new ToldValues({ cluster: cluster() }).write(ARN)).toBe(ARN);
  expect(new ToldValues({ cluster: { ...cluster(), resourceId: undefined }, clusterArn }).write(ARN)).toBe(ARN);
});

test('two that tell the same have one key, and two that tell differently have two', () => {
  const keyOf = (account?: string, issuer?: string): string =>
    new ToldValues({ account, cluster: cluster(), issuer }).key;
  expect(keyOf(ACCOUNT, URL)).toBe(keyOf(ACCOUNT, URL));
  expect(
    new Set([keyOf(), keyOf(ACCOUNT), keyOf(undefined, URL), keyOf(ACCOUNT, URL), keyOf('999988887777')]).size,
  ).toBe(5);
});
