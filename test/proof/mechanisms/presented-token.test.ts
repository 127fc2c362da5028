import { issuerText, presentedText, withToken } from '../../../lib/proof/mechanisms/presented-token';
import type { PresentedToken } from '../../../lib/proof/mechanisms/presented-token';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const cluster: Cluster = {
  id: 'aws_eks_cluster.main',
  cloud: 'aws',
  issuer: 'https://a.example',
  issuerText: '',
  at: { file: 'main.tf', pointer: '' },
};

describe('an issuer in a sentence', () => {
  test('is its URL, whosever it is', () => {
    expect(issuerText('https://a.example')).toBe('"https://a.example"');
    expect(issuerText('https://a.example', cluster)).toBe('"https://a.example"');
  });

  test('is the cluster’s while it is not known', () => {
    expect(issuerText(`https://${symbolOf('var.issuer')}`, cluster)).toBe('the issuer of aws_eks_cluster.main');
    const unread = { ...cluster, id: 'the issuer of module.eks.oidc_provider_arn' };
    expect(issuerText(`https://${symbolOf('var.issuer')}`, unread)).toBe('the issuer of module.eks.oidc_provider_arn');
  });

  test.each([
    ['aws_eks_cluster.main', 'identity[0].oidc[0].issuer'],
    ['azurerm_kubernetes_cluster.main', 'oidc_issuer_url'],
    ['azapi_resource.main', 'output.properties.oidcIssuerProfile.issuerURL'],
  ])('is that of %s by its attribute %s alone', (id, attribute) => {
    const issuer = `https://${symbolOf(`${id}.${attribute}`)}`;
    expect(issuerText(issuer)).toBe(`the issuer of ${id}`);
    expect(issuerText(`${issuer}/`)).toBe(`the issuer of ${id}`);
    expect(issuerText(`${issuer}/more`)).toBe(JSON.stringify(`${issuer}/more`));
    expect(issuerText(`x${issuer}`)).toBe(JSON.stringify(`x${issuer}`));
  });
});

test('an outcome tells what the token presents where it does not get in', () => {
  const token: PresentedToken = {
    issuer: 'https://a.example',
    cluster,
    subject: 'system:serviceaccount:shop:app',
    audience: 'mine',
  };
  const said =
    'the token presents the subject "system:serviceaccount:shop:app" from "https://a.example" with the audience "mine"';
  expect(presentedText(token)).toBe(said);
  expect(withToken({ admitted: true, because: ['yes'] }, token)).toEqual({ admitted: true, because: ['yes'] });
  expect(withToken({ admitted: false, because: ['no'] }, token)).toEqual({ admitted: false, because: ['no', said] });
  expect(withToken({ admitted: undefined, because: ['perhaps'] }, token).because).toEqual(['perhaps', said]);
});
