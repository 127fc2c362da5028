import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, prove } from '../../lib/proof';
import type { Access, Query } from '../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../empty-directory';

/*
 * What public programs have that a proof got wrong once, cut down to the least that shows it. The inputs are in
 * public-programs/*.txt: a program begins at `### <what it shows>`, its files at `=== <name>`.
 */

/** What is right for a program. */
interface Right {
  /** @default - the directory */
  readonly paths?: readonly string[];
  /** All rows but those of nodes, in their order: `namespace/name -> identity mechanism of cluster`. */
  readonly rows: readonly string[];
  /** All errors and warnings: `level rule: subject`. */
  readonly found?: readonly string[];
  /** What the undecided entries are about, each once. */
  readonly undecided?: readonly string[];
  readonly asks?: readonly (readonly [Query, boolean | null])[];
}

const RIGHT: Readonly<Record<'aws' | 'azure', Readonly<Record<string, Right>>>> = {
  aws: {
    'A splat inside a splat is Terraform, and the rest of the module is read.': {
      rows: ['apps/reader -> aws_iam_role.reader irsa of aws_eks_cluster.main'],
    },
    'A YAML file beside the module, with a key called output, is no Terraform.': {
      rows: ['apps/reader -> aws_iam_role.reader irsa of aws_eks_cluster.main'],
    },
    'An issuer attribute that has no scheme: provider, principal and condition keys all use it.': {
      rows: ['ingress/operator -> aws_iam_role.ingress irsa of ref:rhcs_rosa_oidc_config.hosted.oidc_endpoint_url'],
    },
    'A principal that was not read is not the one provider that happens to be declared.': {
      rows: [
        'apps/content-admin -> aws_iam_role.admin irsa of the issuer of data.tfe_outputs.cluster.nonsensitive_values.provider_arn (uncertain)',
      ],
      undecided: ['aws_iam_role.admin'],
      asks: [
        [
          {
            identity: 'aws_iam_role.admin',
            subject: { namespace: 'apps', name: 'content-admin' },
            issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111',
          },
          null,
        ],
      ],
    },
    'A trust policy that file() reads from beside the module.': {
      rows: [
        'kube-system/dns-controller -> aws_iam_role.dns irsa of https://discovery.example.com/minimal.example.com',
      ],
      found: ['warning trust-without-audience: aws_iam_role.dns'],
    },
    'A registry module that terraform init has put under .terraform/modules is read from there.': {
      rows: ['apps/reader -> module.irsa.aws_iam_role.this irsa of aws_eks_cluster.main'],
    },
    'The provider is made by a module that was not read: the issuer is open, the subject is not.': {
      rows: ['apps/reader -> aws_iam_role.reader irsa of the issuer of module.eks.oidc_provider_arn (uncertain)'],
      undecided: ['ServiceAccount/app/reader → aws_iam_role.reader', 'aws_iam_role.reader', 'module.eks'],
      asks: [
        [
          {
            identity: 'aws_iam_role.reader',
            subject: { namespace: 'apps', name: 'reader' },
            issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111',
          },
          null,
        ],
        [
          {
            identity: 'aws_iam_role.reader',
            subject: { namespace: 'app', name: 'reader' },
            issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111',
          },
          false,
        ],
      ],
    },
    "The Federated principal is the cluster's issuer and not the ARN of its provider.": {
      rows: [],
      found: [
        'error claim-not-admitted: ServiceAccount/kube-system/lb-controller',
        'error principal-not-registered: aws_iam_role.lbc',
      ],
      asks: [
        [
          {
            identity: 'aws_iam_role.lbc',
            subject: { namespace: 'kube-system', name: 'lb-controller' },
            cluster: 'aws_eks_cluster.main',
          },
          false,
        ],
      ],
    },
    'A role for EKS Pod Identity that no association gives to anybody.': {
      rows: [],
      found: [
        'warning pod-identity-role-not-associated: aws_iam_role.controller',
        'warning pod-identity-trust-without-source: aws_iam_role.controller',
      ],
      asks: [
        [
          {
            identity: 'aws_iam_role.controller',
            subject: { namespace: 'kube-system', name: 'karpenter' },
            cluster: 'aws_eks_cluster.main',
          },
          false,
        ],
      ],
    },
    'The principal has the partition aws, and the account is in GovCloud.': {
      rows: [],
      found: ['error claim-not-admitted: ServiceAccount/apps/api', 'error partition-mismatch: aws_iam_role.api'],
      asks: [
        [
          {
            identity: 'aws_iam_role.api',
            subject: { namespace: 'apps', name: 'api' },
            cluster: 'aws_eks_cluster.main',
          },
          false,
        ],
      ],
    },
    "The principal has the partition aws; the provider's region and the issuer's host say GovCloud.": {
      rows: [],
      found: ['error partition-mismatch: aws_iam_role.api'],
      asks: [
        [
          {
            identity: 'aws_iam_role.api',
            subject: { namespace: 'apps', name: 'api' },
            issuer: 'https://oidc.eks.us-gov-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111',
          },
          false,
        ],
      ],
    },
    "A named var file in another directory sets the module's variables.": {
      paths: ['.', 'envs/prod.tfvars'],
      rows: [
        'apps/reader -> aws_iam_role.reader irsa of https://oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111',
      ],
    },
    'A subject that comes from a variable without a value is a limit that is not known, and not no limit.': {
      rows: [
        '${split(":", var.account)[0]}/${split(":", var.account)[1]} -> aws_iam_role.reader irsa of aws_eks_cluster.main',
      ],
      undecided: ['aws_iam_role.reader'],
      asks: [
        [
          {
            identity: 'aws_iam_role.reader',
            subject: { namespace: 'apps', name: 'reader' },
            cluster: 'aws_eks_cluster.main',
          },
          null,
        ],
      ],
    },
    'The issuer\'s host cut out by split("//", issuer)[1] is the issuer\'s host.': {
      rows: ['apps/reader -> aws_iam_role.r irsa of aws_eks_cluster.main'],
    },
    'One statement asks for the subject of two issuers at once, which no token has.': {
      rows: [],
      found: ['error issuer-mismatch: aws_iam_role.r'],
      asks: [
        [
          {
            identity: 'aws_iam_role.r',
            subject: { namespace: 'prod', name: 'api' },
            issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA',
            account: '111122223333',
          },
          false,
        ],
      ],
    },
    'A policy variable whose key is never in the request makes the comparison fail.': {
      rows: [],
      found: ['error variable-without-value: aws_iam_role.r'],
      asks: [
        [
          {
            identity: 'aws_iam_role.r',
            account: '111122223333',
            token: {
              iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA',
              aud: 'sts.amazonaws.com',
              sub: 'system:serviceaccount:prod:api',
            },
          },
          false,
        ],
      ],
    },
  },
  azure: {
    'A credential whose namespace is not known is said, and not left out.': {
      rows: [
        '${var.namespace}/api -> azurerm_user_assigned_identity.api entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
      asks: [[{ identity: 'azurerm_user_assigned_identity.api', subject: { namespace: 'shop', name: 'api' } }, null]],
    },
    'A credential whose service account gets its name from a random one is said, and not left out.': {
      rows: [
        'shop/${random_pet.this.id}-app -> azurerm_user_assigned_identity.api entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
      asks: [[{ identity: 'azurerm_user_assigned_identity.api', subject: { namespace: 'shop', name: 'x-app' } }, null]],
    },
    'A YAML file beside the module, with a key called output, is no Terraform.': {
      rows: [
        'kube-system/keda-operator -> azurerm_user_assigned_identity.scaler entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
    },
    'Objects of the Azure Service Operator declare an identity and its trust.': {
      rows: [
        'todo/todo -> UserAssignedIdentity/todo/todo entra-workload-identity of https://westeurope.oic.prod-aks.azure.com/99999999-9999-4999-8999-999999999999/55555555-5555-4555-8555-555555555555/',
      ],
      found: ['error workload-identity-label-missing: Deployment/todo/todo'],
    },
    'cert-manager takes its client id from the ClusterIssuer, so the service account needs no annotation.': {
      rows: [
        'cert-manager/cert-manager -> azurerm_user_assigned_identity.dns entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
    },
    'A pod that needs Entra only through its Secrets Store volume needs no label.': {
      rows: [
        'shop/app -> azurerm_user_assigned_identity.app entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
    },
    'A pod that needs Entra only through its Secrets Store volume needs no annotation either.': {
      rows: [
        'shop/app -> azurerm_user_assigned_identity.app entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
    },
    "A KEDA trigger names an identity that does not trust KEDA's operator.": {
      rows: [
        'keda/keda-operator -> azurerm_user_assigned_identity.keda entra-workload-identity of azurerm_kubernetes_cluster.main',
        'jobs/worker -> azurerm_user_assigned_identity.worker entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
      found: ['warning named-identity-not-admitted: TriggerAuthentication/jobs/queue'],
      asks: [
        [
          { identity: 'azurerm_user_assigned_identity.worker', subject: { namespace: 'keda', name: 'keda-operator' } },
          false,
        ],
      ],
    },
    'The KEDA add-on makes the service account that the credential is for.': {
      rows: [
        'kube-system/keda-operator -> azurerm_user_assigned_identity.scaler entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
    },
    "The service account is annotated with another tenant than the identity's.": {
      rows: [
        'shop/api -> azurerm_user_assigned_identity.api entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
      found: ['error tenant-mismatch: ServiceAccount/shop/api'],
    },
    'An AzureIdentityBinding names an AzureIdentity that is not there, and no cluster was given.': {
      rows: [],
      undecided: ['AzureIdentityBinding/default/demo', 'objects.yaml'],
    },
    'A patch of a kustomization is no whole object.': {
      rows: [
        'flux-system/source-controller -> azurerm_user_assigned_identity.flux entra-workload-identity of azurerm_kubernetes_cluster.main',
      ],
      undecided: ['.'],
    },
    "A credential whose issuer is the cluster's without its slash admits nobody of that cluster.": {
      rows: [
        'prod/api -> azurerm_user_assigned_identity.app entra-workload-identity of trimsuffix(${azurerm_kubernetes_cluster.this.oidc_issuer_url}, "/")',
      ],
      found: ['error issuer-slash-lost: trimsuffix(${azurerm_kubernetes_cluster.this.oidc_issuer_url}, "/")'],
      asks: [
        [
          {
            identity: 'azurerm_user_assigned_identity.app',
            subject: { namespace: 'prod', name: 'api' },
            cluster: 'azurerm_kubernetes_cluster.this',
          },
          false,
        ],
      ],
    },
  },
};

eachInAnEmptyDirectory();

describe.each(['aws', 'azure'] as const)('programs as the public has them, on %s', (cloud) => {
  const programs = programsOf(cloud);

  test('each has its right answer', () => {
    expect([...programs.keys()]).toEqual(Object.keys(RIGHT[cloud]));
  });

  test.each(Object.entries(RIGHT[cloud]))(
    '%s',
    (title, { paths = ['.'], rows, found = [], undecided = [], asks = [] }) => {
      for (const [name, text] of programs.get(title)!) write(name, text);
      const inventory = prove(paths);
      expect(inventory.access.filter(({ mechanism }) => mechanism !== 'node').map(rowText)).toEqual(rows);
      const serious = inventory.findings.filter(({ level }) => level !== 'note');
      expect(serious.map(({ level, rule, subject }) => `${level} ${rule}: ${subject}`)).toEqual(found);
      expect([...new Set(inventory.undecided.map(({ about }) => about))]).toEqual(undecided);
      expect(asks.map(([query]) => ask(paths, query).admitted)).toEqual(asks.map(([, admitted]) => admitted));
    },
  );
});

function rowText({ namespace, serviceAccount, identity, mechanism, cluster, uncertain }: Access): string {
  const doubt = uncertain === undefined ? '' : ' (uncertain)';
  return `${namespace}/${serviceAccount} -> ${identity} ${mechanism} of ${cluster}${doubt}`;
}

/** The files of each program, by what it shows. */
function programsOf(cloud: string): ReadonlyMap<string, readonly (readonly [name: string, text: string])[]> {
  const text = readFileSync(join(__dirname, 'public-programs', `${cloud}.txt`), 'utf8');
  const sections = (part: string, mark: RegExp): [string, string][] =>
    part
      .split(mark)
      .slice(1)
      .map((section) => {
        const end = section.indexOf('\n');
        return [section.slice(0, end), section.slice(end + 1)];
      });
  return new Map(sections(text, /^### /m).map(([title, body]) => [title, sections(body, /^=== /m)]));
}
