import { ask, prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

/** A role of apps/reader, whose principal and condition keys are expressions of HCL. */
function role(principal: string, issuer: string, more = ''): string {
  return `
resource "aws_iam_role" "r" {
  name = "r"
  ${more}
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = ${principal} }
    Condition = { StringEquals = {
      "\${${issuer}}:sub" = "system:serviceaccount:apps:reader"
      "\${${issuer}}:aud" = "sts.amazonaws.com"
    } }
  }] })
}
`;
}

const CLUSTER = `
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
data "aws_caller_identity" "me" {}
data "aws_partition" "current" {}
`;
const URL = 'aws_iam_openid_connect_provider.main.url';
const ARN = 'aws_iam_openid_connect_provider.main.arn';

const documents = (...texts: string[]): { file: string; text: string }[] => [
  { file: 'main.tf', text: texts.join('\n') },
];
const access = ({ access }: Inventory): readonly string[] =>
  access.map(({ cluster, namespace, serviceAccount }) => `${cluster}: ${namespace}/${serviceAccount}`);
const findings = ({ findings }: Inventory): readonly string[] =>
  findings.filter(({ level }) => level !== 'note').map(({ level, rule }) => `${level} ${rule}`);
const admitted = (text: string, name: string, issuer: string): boolean | null =>
  ask(documents(text), { identity: 'aws_iam_role.r', subject: { namespace: 'apps', name }, issuer }).admitted;

describe('a principal whose text is not known', () => {
  const CI = `
resource "aws_iam_openid_connect_provider" "ci" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
module "eks" {
  source = "terraform-aws-modules/eks/aws"
}
data "tfe_outputs" "c" {}
data "terraform_remote_state" "c" { backend = "s3" }
variable "arn" {}
variable "url" {}
variable "arns" {}
variable "urls" {}
`;
  const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
  const forms: readonly [string, string, string][] = [
    ['a module’s output', 'module.eks.oidc_provider_arn', 'module.eks.oidc_provider'],
    ['another program’s output', 'data.tfe_outputs.c.values.arn', 'data.tfe_outputs.c.values.issuer'],
    ['a remote state', 'data.terraform_remote_state.c.outputs.arn', 'data.terraform_remote_state.c.outputs.url'],
    ['a variable', 'var.arn', 'var.url'],
    ['one of a map', 'var.arns.a', 'var.urls.a'],
  ];

  test.each(forms)('of %s stays in the inventory under an issuer of its own', (_, principal, issuer) => {
    const text = CI + role(principal, issuer);
    const inventory = prove(documents(text));
    expect(access(inventory)).toEqual([`the issuer of ${principal}: apps/reader`]);
    expect(findings(inventory)).toEqual([]);
    expect(inventory.undecided.map(({ about }) => about)).toContain('aws_iam_role.r');
    expect(inventory.undecided.filter(({ about }) => about === 'aws_iam_role.r')).toHaveLength(1);
    // The subject is written out, so only the issuer is open.
    expect(admitted(text, 'reader', ISSUER)).toBeNull();
    expect(admitted(text, 'other', ISSUER)).toBe(false);
    expect(admitted(text, 'reader', 'https://token.actions.githubusercontent.com')).toBeNull();
  });

  test('is that of the cluster whose claims the statement asks for, if it is anybody’s', () => {
    const inventory = prove(documents(CI, CLUSTER, role('var.arn', URL)));
    expect(access(inventory)).toEqual(['aws_eks_cluster.main: apps/reader']);
    expect(inventory.undecided.map(({ about }) => about)).toContain('aws_iam_role.r');
  });

  test('without a subject lets in everybody of that issuer, whoever it is', () => {
    const open = `resource "aws_iam_role" "r" {
      name = "r"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
        Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = var.arn }
      }] })
    }`;
    expect(findings(prove(documents(CI, open)))).toContain('error trust-without-subject');
  });

  test('of a provider of SAML is not a matter of pods', () => {
    const inventory = prove(documents(CI, role('aws_iam_saml_provider.idp.arn', URL)));
    expect(access(inventory)).toEqual([]);
  });
});

describe('a principal that is known to be something else than the provider’s ARN', () => {
  const issuer = 'aws_eks_cluster.main.identity[0].oidc[0].issuer';
  test.each([
    ['the issuer', issuer],
    ['the issuer without its scheme', `replace(${issuer}, "https://", "")`],
    ['the same by trimprefix', `trimprefix(${issuer}, "https://")`],
    ['the provider’s url', URL],
    ['the cluster’s ARN', 'aws_eks_cluster.main.arn'],
  ])('such as %s admits nobody, and is said to', (_, principal) => {
    const text = CLUSTER + role(principal, URL);
    const inventory = prove(documents(text));
    expect(access(inventory)).toEqual([]);
    expect(findings(inventory)).toHaveLength(1);
    expect(findings(inventory)[0]).toMatch(/^error (principal-not-registered|trust-invalid)$/);
    const { admitted } = ask(documents(text), {
      identity: 'aws_iam_role.r',
      subject: { namespace: 'apps', name: 'reader' },
      cluster: 'aws_eks_cluster.main',
    });
    expect(admitted).toBe(false);
  });
});

describe('partitions', () => {
  const composed = (partition: string): string =>
    `"arn:${partition}:iam::\${data.aws_caller_identity.me.account_id}:oidc-provider/\${${URL}}"`;
  const regions: readonly [string, string][] = [
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
  ];
  const program = (region: string, partition: string): string =>
    `provider "aws" { region = "${region}" }\n${CLUSTER}${role(composed(partition), URL)}`;

  test.each(regions)('in %s an ARN of another partition than %s admits nobody', (region, own) => {
    for (const [, partition] of regions) {
      const inventory = prove(documents(program(region, partition)));
      const fits = partition === own;
      expect(access(inventory)).toEqual(fits ? ['aws_eks_cluster.main: apps/reader'] : []);
      expect(findings(inventory)).toEqual(fits ? [] : ['error partition-mismatch']);
    }
  });

  test('of a region that is not known, or of data.aws_partition, are taken to fit', () => {
    const known = prove(documents(program('us-gov-west-1', '${data.aws_partition.current.partition}')));
    expect(access(known)).toEqual(['aws_eks_cluster.main: apps/reader']);
    const variable = `variable "region" {}\nprovider "aws" { region = var.region }\n`;
    const unknown = prove(documents(variable, CLUSTER, role(composed('aws-cn'), URL)));
    expect(access(unknown)).toEqual(['aws_eks_cluster.main: apps/reader']);
    expect([...findings(known), ...findings(unknown)]).toEqual([]);
  });

  test('of the provider that the role uses count, and of the role that it assumes', () => {
    const providers = `
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "gov"
  region = var.region
  assume_role { role_arn = "arn:aws-us-gov:iam::111122223333:role/deploy" }
}
`;
    const inventory = prove(documents(providers, CLUSTER, role(composed('aws'), URL, 'provider = aws.gov')));
    expect(findings(inventory)).toEqual(['error partition-mismatch']);
  });

  test('an annotation of another partition names another role', () => {
    const account = `
apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  namespace: apps
  annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/r" }
`;
    const text = `provider "aws" { region = "us-gov-west-1" }\n${CLUSTER}${role(ARN, URL)}`;
    const inventory = prove([...documents(text), { file: 'app.yaml', text: account }]);
    expect(findings(inventory)).toContain('error claim-not-admitted');
  });

  test('a trust of EKS Pod Identity for a cluster of another partition admits nobody', () => {
    const text = (partition: string): string => `
provider "aws" { region = "us-gov-west-1" }
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_eks_pod_identity_association" "r" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "apps"
  service_account = "reader"
  role_arn        = aws_iam_role.r.arn
}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" }
    Condition = { ArnLike = { "aws:SourceArn" = "arn:${partition}:eks:*:*:cluster/shop" } }
  }] })
}
`;
    expect(access(prove(documents(text('aws'))))).toEqual([]);
    expect(access(prove(documents(text('aws-us-gov'))))).toEqual(['aws_eks_cluster.main: apps/reader']);
  });
});

describe('beside what is not known nothing is said of an issuer', () => {
  const issuer = 'aws_eks_cluster.main.identity[0].oidc[0].issuer';
  test.each([
    ['a conditional', 'var.arn != null ? var.arn : null'],
    ['a lookup', 'lookup(var.arns, "a", null)'],
    ['a module’s output', 'module.eks.oidc_provider_arn'],
  ])('where the principal is %s and the keys are a cluster’s', (_, principal) => {
    const text = `variable "arn" {}\nvariable "arns" {}\nmodule "eks" {\n source = "acme/eks/aws"\n}\n`;
    for (const key of [URL, `replace(${issuer}, "https://", "")`]) {
      expect(findings(prove(documents(text, CLUSTER, role(principal, key))))).toEqual([]);
    }
  });

  test('an add-on’s role whose trust has such a principal is undecided', () => {
    const text = `
variable "arn" {}
data "aws_eks_cluster" "this" { name = "shop" }
resource "aws_eks_addon" "csi" {
  cluster_name             = data.aws_eks_cluster.this.name
  addon_name               = "aws-ebs-csi-driver"
  service_account_role_arn = aws_iam_role.r.arn
}
`;
    const csi = role('var.arn', 'replace(var.arn, "/^(.*provider/)/", "")').replace(
      'apps:reader',
      'kube-system:ebs-csi-controller-sa',
    );
    const inventory = prove(documents(text, csi));
    expect(findings(inventory)).toEqual([]);
    expect(inventory.undecided.map(({ about }) => about)).toContain('aws_eks_addon.csi → aws_iam_role.r');
  });
});

describe('an ARN written out around an issuer whose reference has quotes, which JSON escapes', () => {
  const CLUSTERS = `
resource "aws_eks_cluster" "main" {
  for_each = toset(["a", "b"])
  name     = each.key
}
resource "aws_iam_openid_connect_provider" "main" {
  for_each       = aws_eks_cluster.main
  url            = each.value.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
variable "url" {}
`;
  const trusting = (url: string): Inventory =>
    prove(
      documents(
        CLUSTERS,
        role('"arn:aws:iam::111122223333:oidc-provider/${local.host}"', 'local.host'),
        `locals { host = ${url} }`,
      ),
    );

  test('is the provider of the cluster that the key picks, and no issuer beside it', () => {
    const inventory = trusting('trimprefix(aws_eks_cluster.main["a"].identity[0].oidc[0].issuer, "https://")');
    expect(access(inventory)).toEqual(['aws_eks_cluster.main["a"]: apps/reader']);
    expect(inventory.clusters.map(({ id }) => id)).toEqual(['aws_eks_cluster.main["a"]', 'aws_eks_cluster.main["b"]']);
    expect(inventory.undecided).toEqual([]);
  });

  test.each(['trimprefix(var.url, "https://")', 'element(split("//", var.url), 1)'])(
    'has the conditions of its own issuer: %s',
    (url) => {
      const inventory = trusting(url);
      expect(access(inventory)).toEqual(['ref:var.url: apps/reader']);
      expect(inventory.undecided.filter(({ because }) => /the condition key|the principal/.test(because))).toEqual([]);
    },
  );
});
