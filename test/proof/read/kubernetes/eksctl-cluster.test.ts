import { accessRows, aks, eks, OTHER_POD, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

const config = (rest: string, metadata = 'name: shop, region: eu-west-1'): string => `
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { ${metadata} }
${rest}
---
`;

const pod = (name: string, namespace = 'app'): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace} }
spec: { serviceAccountName: ${name}, containers: [{ name: app, image: "app:1" }] }
---
`;

const account = (annotations: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: app, annotations: ${annotations} }
---
`;

const IRSA = 'ClusterConfig/shop/iam.serviceAccounts/app/app';
const iam = (entry: string, more = ''): string => `iam:
  withOIDC: true
  serviceAccounts:
    - metadata: { name: app, namespace: app }
      ${entry}
${more}`;

/** Without what eksctl makes for the network plugin, whose role is not read. */
function undecided(objects: string): string[] {
  return undecidedOf(proved('', objects)).filter((entry) => !entry.includes('the roles that eksctl itself makes'));
}

describe('a service account of a ClusterConfig', () => {
  test('is made, and its role lets exactly that account of the cluster in', () => {
    const text =
      config(iam('attachPolicyARNs: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]')) + pod('app') + OTHER_POD;
    const inventory = proved('', text);
    expect(accessRows(inventory)).toEqual([`app/app -> ${IRSA} irsa claimed`]);
    expect(inventory.access[0]).toMatchObject({ cluster: 'ClusterConfig/shop', workloads: ['Pod/app/app'] });
    expect(inventory.permissions.map(({ identity, role }) => `${identity} ${role}`)).toEqual([
      `${IRSA} AmazonS3ReadOnlyAccess`,
    ]);
    expect(rulesOf(inventory).filter((rule) => !rule.startsWith('note'))).toEqual([]);
    expect(undecided(text)).toEqual([]);
  });

  test('may do what its own policy and the well known ones say', () => {
    const policy =
      'attachPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sqs:SendMessage", Resource: "*" }] }';
    const { permissions } = proved('', config(iam(`${policy}\n      wellKnownPolicies: { externalDNS: true }`)));
    expect(permissions.map(({ role, actions }) => role ?? actions.join())).toEqual([
      'sqs:SendMessage',
      'wellKnownPolicies.externalDNS of eksctl',
    ]);
  });

  test('with the ARN of a role gets the annotation alone', () => {
    const arn = 'arn:aws:iam::111122223333:role/given';
    const inventory = proved('', config(iam(`attachRoleARN: "${arn}"`)) + pod('app'));
    expect(inventory.identities).toEqual([]);
    expect(undecidedOf(inventory).join()).toContain(arn);
    expect(rulesOf(inventory).filter((rule) => rule.startsWith('error'))).toEqual([]);
  });

  test('with roleOnly is not made, and the account that is declared claims the role by its name', () => {
    const role = iam('roleName: app\n      roleOnly: true');
    const claiming = account('{ eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/app" }');
    expect(accessRows(proved('', config(role) + claiming + pod('app')))).toEqual([`app/app -> ${IRSA} irsa claimed`]);
    expect(rulesOf(proved('', config(role) + pod('app') + OTHER_POD)).join()).not.toContain('error claim');
  });

  test('with a pattern of subjects lets in whom that matches', () => {
    const inventory = proved('', config(iam('subjectPattern: "app-*"')));
    expect(inventory.access.map((row) => `${row.namespace}/${row.serviceAccount} ${row.pattern}`)).toEqual([
      'app/app-* true',
    ]);
  });

  test('that a manifest declares as well carries what both write', () => {
    const inventory = proved('', config(iam('roleName: app')) + account('{ note: x }') + pod('app'));
    expect(accessRows(inventory)).toEqual([`app/app -> ${IRSA} irsa claimed`]);
    // Of two roles the one that is applied last counts: none is certainly an error.
    const other = account('{ eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/other" }');
    const both = proved('', config(iam('roleName: app')) + other + pod('app'));
    expect(rulesOf(both).filter((rule) => rule.startsWith('error'))).toEqual([]);
  });
});

describe('a Pod Identity association of a ClusterConfig', () => {
  const associations = (entry: string, more = ''): string =>
    `iam:\n  podIdentityAssociations:\n    - { namespace: app, serviceAccountName: app, ${entry} }\n${more}`;

  test('gives the account the role that eksctl makes', () => {
    const text =
      config(associations('createServiceAccount: true, permissionPolicyARNs: ["arn:aws:iam::aws:policy/A"]')) +
      pod('app');
    const inventory = proved('', text);
    expect(accessRows(inventory)).toEqual([
      'app/app -> ClusterConfig/shop/iam.podIdentityAssociations/app/app eks-pod-identity claimed',
    ]);
    // eksctl's trust asks for no source, which the rule of that says.
    expect(rulesOf(inventory).filter((rule) => !rule.startsWith('note'))).toEqual([
      'warning pod-identity-trust-without-source',
    ]);
    expect(undecidedOf(inventory)).toEqual([]);
  });

  test('gives a role of the program, and on Fargate nothing', () => {
    const terraform = eks(`
resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" }
  }] })
}
`);
    const entry = 'roleARN: "arn:aws:iam::111122223333:role/app", createServiceAccount: true';
    const profile = 'fargateProfiles: [{ name: all, selectors: [{ namespace: app }] }]';
    const text = config(associations(entry, profile), 'name: eks') + pod('app');
    const inventory = proved(terraform, text);
    expect(accessRows(inventory)).toEqual(['app/app -> aws_iam_role.app eks-pod-identity claimed']);
    expect(inventory.access[0]!.cluster).toBe('aws_eks_cluster.main');
    expect(rulesOf(inventory)).toContain('error pod-identity-on-fargate');
  });
});

test('what eksctl makes beside what it lists is said once', () => {
  const text = config(
    'managedNodeGroups: [{ name: main }]\naddons: [{ name: aws-ebs-csi-driver, wellKnownPolicies: { ebsCSIController: true } }]',
  );
  expect(undecidedOf(proved('', text))).toEqual([
    'ClusterConfig/shop: the roles that eksctl itself makes for its node groups and its add-ons are not read: whom they let in, and to what, is not known',
  ]);
  expect(undecidedOf(proved('', config('')))).toEqual([]);
});

test('configs of one name in two regions are two clusters, and parts of one are one', () => {
  const clusters = (...texts: string[]): string[] => proved(aks(), texts.join('')).clusters.map(({ id }) => id);
  expect(clusters(config(''), config('', 'name: shop, region: us-east-1'))).toEqual([
    'ClusterConfig/shop',
    'ClusterConfig/shop (us-east-1)',
    'azurerm_kubernetes_cluster.main',
  ]);
  expect(clusters(config(''), config(iam('roleName: app')))).toEqual([
    'ClusterConfig/shop',
    'azurerm_kubernetes_cluster.main',
  ]);
});
