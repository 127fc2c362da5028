import { EXISTING_SCHEMA } from '../../../../lib/core/existing';
import { prove } from '../../../../lib/proof';
import {
  accessRows,
  aks,
  eks,
  federated,
  irsaRole,
  OTHER_POD,
  proved,
  rulesOf,
  undecidedOf,
} from '../../kubernetes-program';

/** A release of external-dns, from where the project publishes it. */
const release = (values: string, more = 'repository = "https://kubernetes-sigs.github.io/external-dns/"'): string => `
resource "helm_release" "dns" {
  name      = "dns"
  chart     = "external-dns"
  namespace = "shop"
  ${more}
  values    = [jsonencode(${values})]
}`;

const account =
  'serviceAccount = { name = "dns", annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.dns.arn } }';

/** A role with an EKS Pod Identity association for an account. */
const associated = (name: string): string => `
resource "aws_iam_role" "dns" {
  name = "dns"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_eks_pod_identity_association" "dns" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "shop"
  service_account = "${name}"
  role_arn        = aws_iam_role.dns.arn
}`;

describe('a release of a known chart declares the account that its values name', () => {
  test('with the role of its annotation, and the pods that run as it', () => {
    const inventory = proved(eks(irsaRole('dns', 'shop/dns') + release(`{ ${account} }`)), OTHER_POD);
    expect(accessRows(inventory)).toEqual(['shop/dns -> aws_iam_role.dns irsa claimed']);
    expect(inventory.access[0]?.workloads).toEqual(['Deployment/shop/dns-external-dns']);
    expect(inventory.undecided).toEqual([]);
  });

  test('which EKS Pod Identity may be for, without an annotation', () => {
    const values = '{ serviceAccount = { name = "dns" } }';
    const inventory = proved(eks(associated('dns') + release(values)), OTHER_POD);
    expect(accessRows(inventory)).toEqual(['shop/dns -> aws_iam_role.dns eks-pod-identity claimed']);
    expect(undecidedOf(inventory).filter((one) => one.includes('a Helm release'))).toEqual([]);
  });

  test('so that a role which trusts another account is an error', () => {
    const inventory = proved(eks(irsaRole('dns', 'shop/other') + release(`{ ${account} }`)), OTHER_POD);
    expect(rulesOf(inventory)).toContain('error claim-not-admitted');
  });

  test('and labels its pods for Workload ID', () => {
    const values = `{
      serviceAccount = { name = "dns", annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.dns.client_id } }
      podLabels = { "azure.workload.identity/use" = "true" }
    }`;
    const inventory = proved(aks() + federated('dns', 'shop/dns') + release(values), OTHER_POD);
    expect(accessRows(inventory)).toEqual([
      'shop/dns -> azurerm_user_assigned_identity.dns entra-workload-identity claimed',
    ]);
    expect(inventory.undecided).toEqual([]);
    expect(rulesOf(inventory)).toEqual([]);
  });
});

test('the workloads of argo-cd have the name that its values override by default', () => {
  const argo = `
resource "helm_release" "argo" {
  name       = "rel"
  chart      = "argo-cd"
  repository = "https://argoproj.github.io/argo-helm"
  namespace  = "shop"
  values     = [jsonencode({ server = { serviceAccount = { name = "argo", annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.argo.arn } } } })]
}`;
  const { access } = proved(eks(irsaRole('argo', 'shop/argo') + argo), OTHER_POD);
  expect(access[0]?.workloads).toEqual(['Deployment/shop/rel-argocd-server']);
});

describe('a release declares nothing', () => {
  const undeclared = (values: string, more?: string): string[] =>
    undecidedOf(proved(eks(associated('dns') + release(values, more)), OTHER_POD));
  const maybe = expect.stringContaining('a Helm release (helm_release.dns) may declare') as string;

  test.each([
    [
      'of a chart of the same name from another publisher',
      '{ serviceAccount = { name = "dns" } }',
      'repository = "https://charts.bitnami.com/bitnami"',
    ],
    ['whose values are not known before apply', 'terraform_data.values.output', undefined],
    ['that leaves the account to somebody else', '{ serviceAccount = { name = "dns", create = false } }', undefined],
  ])('%s', (_, values, more) => {
    expect(undeclared(values, more)).toContainEqual(maybe);
  });
});

test('a release of any chart whose shape the program told declares its account', () => {
  const stack = {
    resource: {
      aws_eks_cluster: { main: { name: 'eks' } },
      aws_eks_pod_identity_association: {
        api: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'shop',
          service_account: 'api',
          role_arn: '${aws_iam_role.api.arn}',
        },
      },
      aws_eks_addon: { agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' } },
      aws_iam_role: {
        api: {
          name: 'api',
          assume_role_policy: JSON.stringify({
            Statement: {
              Effect: 'Allow',
              Action: ['sts:AssumeRole', 'sts:TagSession'],
              Principal: { Service: 'pods.eks.amazonaws.com' },
            },
          }),
        },
      },
      helm_release: { api: { name: 'api', chart: './api', namespace: 'shop', values: ['{"api":{"account":"api"}}'] } },
    },
  };
  const told = (shapes: unknown): string[] => {
    const existing = { schema: EXISTING_SCHEMA, releases: [{ id: 'helm_release.api', shapes }] };
    const inventory = prove([
      { file: 'cdktf.out/stacks/app/cdk.tf.json', text: JSON.stringify(stack) },
      { file: 'cdktf.out/stacks/app/existing.json', text: JSON.stringify(existing) },
      { file: 'objects.yaml', text: OTHER_POD },
    ]);
    return undecidedOf(inventory).filter((one) => one.includes('a Helm release'));
  };

  expect(told([{ serviceAccount: { name: 'api.account' } }])).toEqual([]);
  expect(told([])).not.toEqual([]);
  // Anybody may have written the file.
  expect(told([null, 1, { serviceAccount: 'x' }, { serviceAccount: { name: 1 } }])).not.toEqual([]);
});
