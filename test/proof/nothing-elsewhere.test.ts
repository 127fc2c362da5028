import { ask, prove } from '../../lib/proof';
import type { Finding, InMemoryDocument, Inventory } from '../../lib/proof';
import { podIdentity, terraform } from './rules/example';
import type { Json } from './rules/example';

const NOTHING_ELSEWHERE = ['nothing-elsewhere'];

const json = (configuration: Json): InMemoryDocument => ({
  file: 'main.tf.json',
  text: terraform(configuration).text,
});

const manifests = (text: string): InMemoryDocument => ({ file: 'app.yaml', text });

const settings = (text: string) => ({ config: { file: 'podtrust.yaml', text } });

function findingOf({ findings }: Inventory, rule: string): Finding | undefined {
  return findings.find((finding) => finding.rule === rule);
}

/** A managed identity with a credential for todo/backend alone, and a service account todo/other that claims it. */
function azure(lookedUp: { readonly identity?: true; readonly cluster?: true } = {}): readonly InMemoryDocument[] {
  const cluster = { name: 'main', resource_group_name: 'rg' };
  const identity = { name: 'backend', resource_group_name: 'rg' };
  const ofCluster = `${lookedUp.cluster ? 'data.' : ''}azurerm_kubernetes_cluster.main`;
  const ofIdentity = `${lookedUp.identity ? 'data.' : ''}azurerm_user_assigned_identity.backend`;
  const entries = (isData: boolean) => ({
    ...(isData === (lookedUp.cluster ?? false)
      ? {
          azurerm_kubernetes_cluster: {
            main: isData ? cluster : { ...cluster, oidc_issuer_enabled: true, workload_identity_enabled: true },
          },
        }
      : {}),
    ...(isData === (lookedUp.identity ?? false) ? { azurerm_user_assigned_identity: { backend: identity } } : {}),
  });
  return [
    json({
      data: entries(true),
      resource: {
        ...entries(false),
        azurerm_federated_identity_credential: {
          backend: {
            name: 'backend',
            parent_id: `\${${ofIdentity}.id}`,
            issuer: `\${${ofCluster}.oidc_issuer_url}`,
            subject: 'system:serviceaccount:todo:backend',
            audience: ['api://AzureADTokenExchange'],
          },
        },
        kubernetes_service_account: {
          other: {
            metadata: {
              name: 'other',
              namespace: 'todo',
              annotations: { 'azure.workload.identity/client-id': `\${${ofIdentity}.client_id}` },
            },
          },
        },
      },
    }),
  ];
}

const stranger = (id: string, cluster: string) => ({
  identity: id,
  cluster,
  subject: { namespace: 'todo', name: 'other' },
});

describe('a refusal because no federated credential was read', () => {
  test('is an error that assumes nothing elsewhere, of an identity that the program makes', () => {
    expect(findingOf(prove(azure()), 'claim-not-admitted')).toMatchObject({
      level: 'error',
      assumes: NOTHING_ELSEWHERE,
    });
    const query = stranger('azurerm_user_assigned_identity.backend', 'azurerm_kubernetes_cluster.main');
    expect(ask(azure(), query)).toMatchObject({ admitted: false, assumes: NOTHING_ELSEWHERE });
  });

  test('is undecided where podtrust.yaml withdraws the assumption', () => {
    const elsewhere = settings('elsewhere: {identities: [backend]}');
    const { findings, undecided } = prove(azure(), elsewhere);
    expect(findings.map(({ rule }) => rule)).not.toContain('claim-not-admitted');
    expect(undecided.map(({ about }) => about)).toContain(
      'ServiceAccount/todo/other → azurerm_user_assigned_identity.backend',
    );
    const query = stranger('azurerm_user_assigned_identity.backend', 'azurerm_kubernetes_cluster.main');
    expect(ask(azure(), query, elsewhere).admitted).toBeNull();
  });

  test('is undecided of an identity that is looked up, though one credential of it was read', () => {
    const documents = azure({ identity: true });
    const { findings, undecided } = prove(documents);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(undecided).toContainEqual(
      expect.objectContaining({
        about: 'ServiceAccount/todo/other → data.azurerm_user_assigned_identity.backend',
        because: expect.stringContaining('not all of them need be here') as string,
      }),
    );
    const query = stranger('data.azurerm_user_assigned_identity.backend', 'azurerm_kubernetes_cluster.main');
    expect(ask(documents, query).admitted).toBeNull();
    expect(ask(documents, { ...query, subject: { namespace: 'todo', name: 'backend' } }).admitted).toBe(true);
  });
});

describe('a service account that is not in the input', () => {
  const pods = manifests(`apiVersion: v1
kind: ServiceAccount
metadata: {name: backend, namespace: todo}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: todo}
spec: {template: {spec: {serviceAccountName: web, containers: [{name: a, image: a}]}}}
`);

  test('is missing in a cluster that the program makes, as long as nothing elsewhere declares it', () => {
    const inventory = prove([json(podIdentity()), pods]);
    expect(findingOf(inventory, 'service-account-missing')).toMatchObject({
      level: 'error',
      assumes: NOTHING_ELSEWHERE,
    });
  });

  test('is undecided in a cluster that is looked up', () => {
    const { resource, data } = podIdentity();
    const { aws_eks_cluster, aws_eks_addon, aws_eks_pod_identity_association, ...rest } = resource;
    void [aws_eks_cluster, aws_eks_addon, aws_eks_pod_identity_association];
    const cluster_name = '${data.aws_eks_cluster.main.name}';
    const association = {
      backend: { ...aws_eks_pod_identity_association.backend, cluster_name, service_account: 'x' },
    };
    const trust = JSON.parse(
      JSON.stringify(data).replaceAll('aws_eks_cluster.main.arn', 'data.aws_eks_cluster.main.arn'),
    ) as Json;
    const { findings, undecided } = prove([
      json({
        resource: { ...rest, aws_eks_pod_identity_association: association },
        data: { ...trust, aws_eks_cluster: { main: { name: 'main' } } },
      }),
      pods,
    ]);
    const rules = findings.map(({ rule }) => rule);
    expect(rules).not.toContain('service-account-missing');
    expect(rules).not.toContain('association-without-service-account');
    const about = undecided.map((entry) => entry.about);
    expect(about).toContain('Deployment/todo/web');
    expect(about).toContain('aws_eks_pod_identity_association.backend');
  });
});

describe('a refusal because no EKS Pod Identity association was read', () => {
  const query = (cluster: string) => ({
    identity: 'aws_iam_role.backend',
    cluster,
    subject: { namespace: 'todo', name: 'other' },
  });

  test('assumes nothing elsewhere in a cluster that the program makes', () => {
    expect(ask([json(podIdentity())], query('aws_eks_cluster.main'))).toMatchObject({
      admitted: false,
      assumes: NOTHING_ELSEWHERE,
    });
  });

  test('is not known in a cluster that is looked up', () => {
    const program = JSON.parse(
      JSON.stringify(podIdentity()).replaceAll('${aws_eks_cluster.', '${data.aws_eks_cluster.'),
    ) as Json;
    program.data.aws_eks_cluster = program.resource.aws_eks_cluster;
    delete program.resource.aws_eks_cluster;
    const { admitted, because } = ask([json(program)], query('data.aws_eks_cluster.main'));
    expect(admitted).toBeNull();
    expect(because[0]).toContain('made outside of what was read');
  });
});

test('a cluster without the agent of EKS Pod Identity has none as long as nothing elsewhere installs it', () => {
  const { resource, data } = podIdentity();
  const documents = [json({ resource: { ...resource, aws_eks_addon: undefined }, data })];
  expect(findingOf(prove(documents), 'pod-identity-without-agent')).toMatchObject({ assumes: NOTHING_ELSEWHERE });
  const { findings, undecided } = prove(documents, settings('elsewhere: {namespaces: [kube-system]}'));
  expect(findings.map(({ rule }) => rule)).not.toContain('pod-identity-without-agent');
  expect(undecided.map(({ about }) => about)).toContain('aws_eks_cluster.main');
});

test('a token of an issuer for which no OIDC provider was read is refused as long as nothing elsewhere registers it', () => {
  const { resource, data } = podIdentity();
  const program = json({
    resource: {
      ...resource,
      aws_iam_role: {
        any: {
          name: 'any',
          assume_role_policy: JSON.stringify({
            Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }],
          }),
        },
      },
      aws_eks_pod_identity_association: undefined,
    },
    data,
  });
  const token = { iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/OTHER', aud: 'sts.amazonaws.com', sub: 'x' };
  expect(ask([program], { identity: 'aws_iam_role.any', token })).toMatchObject({
    admitted: false,
    assumes: NOTHING_ELSEWHERE,
  });
});
