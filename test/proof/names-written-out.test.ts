import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, prove } from '../../lib/proof';
import type { Answer, InMemoryDocument, Inventory } from '../../lib/proof';

const FIXTURES = join(__dirname, 'fixtures', 'names-written-out');

/** A program that writes names out, with some of it put in the place of other text. */
function program(file: string, changes: readonly (readonly [string, string])[] = []): readonly InMemoryDocument[] {
  let text = readFileSync(join(FIXTURES, file), 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  return [{ file, text: `variable "env" {}\nvariable "cluster" {}\nvariable "node_role" {}\n${text}` }];
}

function asked(documents: readonly InMemoryDocument[], identity: string, account = 'shop/app'): Answer {
  const [namespace, name] = account.split('/') as [string, string];
  return ask(documents, { identity, subject: { namespace, name } });
}

function undecidedOf(documents: readonly InMemoryDocument[]): string[] {
  return prove(documents).undecided.map(({ about, because }) => `${about}: ${because}`);
}

function rows({ access }: Inventory): string[] {
  return access.map(
    ({ namespace, serviceAccount, identity, uncertain }) =>
      `${namespace}/${serviceAccount} -> ${identity}${uncertain === undefined ? '' : ' (uncertain)'}`,
  );
}

describe('what is named by a text finds what has that name', () => {
  test('on EKS', () => {
    const { undecided, access } = prove(program('eks.tf'));
    expect(undecided).toEqual([]);
    expect(access.map(({ identity, except }) => [identity, except])).toEqual([
      ['aws_iam_role.app', []],
      ['aws_iam_role.nodes', ['batch/*']],
    ]);
  });

  test('on AKS', () => {
    expect(asked(program('aks.tf'), 'azurerm_user_assigned_identity.app').admitted).toBe(true);
    expect(asked(program('aks.tf'), 'azurerm_user_assigned_identity.job').admitted).toBe(false);
  });
});

describe('what has a name that is not known may be what a text names', () => {
  const ROLE = ['name               = "app-prod"', 'name               = "app-${var.env}"'] as const;
  const OTHER_ROLE = ['name               = "app-prod"', 'name               = "web-${var.env}"'] as const;
  const NODES = ['name               = "nodes-prod"', 'name               = "nodes-${var.env}"'] as const;
  const CLUSTER = ['name     = "shop"', 'name     = var.cluster'] as const;

  test('a role: an association to its ARN is not known to give another role, nor is it said to have none', () => {
    const documents = program('eks.tf', [ROLE]);
    expect(asked(documents, 'aws_iam_role.app')).toMatchObject({ admitted: null });
    expect(prove(documents).findings.map(({ rule }) => rule)).not.toContain('pod-identity-role-not-associated');
    expect(undecidedOf(documents)).toContain(
      'aws_eks_pod_identity_association.app: whether its role arn:aws:iam::111122223333:role/app-prod is aws_iam_role.app is not known before apply',
    );
    expect(undecidedOf(documents)).toContain(
      'aws_iam_role_policy.app: whether it is a policy of aws_iam_role.app, whose name is app-${var.env}, is not known before apply',
    );
  });

  test('but a role whose name cannot become that of the text', () => {
    const documents = program('eks.tf', [OTHER_ROLE]);
    expect(asked(documents, 'aws_iam_role.app')).toMatchObject({ admitted: false });
    expect(undecidedOf(documents)).toContain(
      'aws_eks_pod_identity_association.app: its role arn:aws:iam::111122223333:role/app-prod is not in the input',
    );
  });

  test('the role of nodes, which nobody else is said to have', () => {
    const documents = program('eks.tf', [NODES]);
    expect(asked(documents, 'aws_iam_role.nodes')).toMatchObject({ admitted: null });
    expect(asked(documents, 'aws_iam_role.app', 'shop/other')).toMatchObject({ admitted: false });
    expect(prove(documents).identities.map(({ id }) => id)).toEqual(['aws_iam_role.app', 'aws_iam_role.nodes']);
    expect(undecidedOf(documents)).toEqual([
      'aws_eks_node_group.main: whether the role of its nodes, arn:aws:iam::111122223333:role/nodes-prod, is aws_iam_role.nodes is not known before apply',
    ]);
  });

  test('a role of nodes that nothing tells may be any that EC2 may assume', () => {
    const documents = program('eks.tf', [
      ['node_role_arn = "arn:aws:iam::111122223333:role/nodes-prod"', 'node_role_arn = var.node_role'],
    ]);
    expect(asked(documents, 'aws_iam_role.nodes')).toMatchObject({ admitted: null });
    expect(asked(documents, 'aws_iam_role.app', 'shop/other')).toMatchObject({ admitted: false });
  });

  test('a cluster: its node groups, Fargate profiles and add-ons may be of it', () => {
    const documents = program('eks.tf', [CLUSTER]);
    expect(asked(documents, 'aws_iam_role.app')).toMatchObject({ admitted: null });
    expect(asked(documents, 'aws_iam_role.nodes', 'shop/other')).toMatchObject({ admitted: null });
    expect(prove(documents).findings.map(({ rule }) => rule)).not.toContain('pod-identity-without-agent');
    expect(undecidedOf(documents)).toEqual([
      'aws_eks_fargate_profile.batch: whether it is of aws_eks_cluster.main, and keeps its pods from the role of the nodes, is not known before apply',
      'aws_eks_node_group.main: which cluster its nodes are of is not known: whether it is aws_eks_cluster.main, only apply will tell',
      'aws_eks_pod_identity_association.app: whether its cluster shop is aws_eks_cluster.main is not known before apply',
    ]);
  });

  test('a Fargate profile of a cluster that is not known may keep its pods from the nodes', () => {
    const documents = program('eks.tf', [['cluster_name           = "shop"', 'cluster_name           = var.cluster']]);
    expect(rows(prove(documents))).toEqual(['shop/app -> aws_iam_role.app', '*/* -> aws_iam_role.nodes (uncertain)']);
    expect(undecidedOf(documents)).toEqual([
      'aws_eks_fargate_profile.batch: whether it is of aws_eks_cluster.main, and keeps its pods from the role of the nodes, is not known before apply',
    ]);
  });

  test('a managed identity: a credential of its resource id may be its own', () => {
    const documents = program('aks.tf', [
      ['name                = "app-prod"', 'name                = "app-${var.env}"'],
    ]);
    expect(asked(documents, 'azurerm_user_assigned_identity.app')).toMatchObject({ admitted: null });
    expect(asked(documents, 'azurerm_user_assigned_identity.job')).toMatchObject({ admitted: false });
    expect(undecidedOf(documents)).toEqual([
      expect.stringMatching(
        /^azurerm_federated_identity_credential\.app: .*, which may be azurerm_user_assigned_identity\.app, whose resource id is not known before apply/,
      ),
    ]);
  });
});

test('a flexible credential of a parent that is not known may be that of any identity', () => {
  const text = (parent: string): string => `
variable "parent" {}
resource "azurerm_kubernetes_cluster" "main" {
  name                = "shop"
  oidc_issuer_enabled = true
}
resource "azurerm_user_assigned_identity" "app" {
  name = "app"
}
resource "azapi_resource" "app" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview"
  name      = "shop"
  parent_id = ${parent}
  body = {
    properties = {
      issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
      audiences = ["api://AzureADTokenExchange"]
      claimsMatchingExpression = {
        languageVersion = 1
        value           = "claims['sub'] matches 'system:serviceaccount:shop:*'"
      }
    }
  }
}
`;
  const answer = (parent: string): Answer =>
    asked([{ file: 'main.tf', text: text(parent) }], 'azurerm_user_assigned_identity.app');
  expect(answer('azurerm_user_assigned_identity.app.id').admitted).not.toBe(false);
  expect(answer('var.parent').admitted).toBeNull();
  expect(answer('var.parent').because[0]).toContain('whether ${var.parent} is azurerm_user_assigned_identity.app');
});
