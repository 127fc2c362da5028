import { prove } from '../../../lib/proof';
import {
  EKS_ISSUER,
  IRSA_CONDITIONS,
  USE,
  condition,
  deployment,
  entra,
  irsa,
  manifests,
  podIdentity,
  serviceAccount,
  terraform,
} from './example';
import type { ExampleFile, Json } from './example';

const ROLE_ARN = 'eks.amazonaws.com/role-arn';
const CLIENT_ID = 'azure.workload.identity/client-id';
const TENANT_ID = 'azure.workload.identity/tenant-id';

const EKS = { resource: { aws_eks_cluster: { main: { name: 'main' } } } };
const AKS = {
  resource: {
    azurerm_kubernetes_cluster: { main: { name: 'main', oidc_issuer_enabled: true, workload_identity_enabled: true } },
  },
};

/** A role that lets in whoever matches a pattern, beside the one of the examples. */
const open = (...patterns: string[]): Json =>
  irsa({ conditions: [condition('StringLike', `${EKS_ISSUER}:sub`, ...patterns), IRSA_CONDITIONS[1]!] });

/** What is found, `<level> <rule> of <subject>`, and what is undecided. */
function said(program: Json, ...objects: Json[]): readonly string[] {
  return saidOf([terraform(program), manifests(...objects)]);
}

function saidOf(files: readonly ExampleFile[]): readonly string[] {
  const { findings, undecided } = prove(files.map(({ name, text }) => ({ file: name, text })));
  return [
    ...findings.map(({ level, rule, subject }) => `${level} ${rule} of ${subject}`),
    ...undecided.map(({ because }) => because),
  ];
}

const emptied = serviceAccount({ [ROLE_ARN]: '' });
const FAULT = 'annotation-missing of ServiceAccount/todo/backend';

describe('an empty annotation for a role', () => {
  test('is nothing where no role admits the account: the webhook takes it for none', () => {
    expect(said(EKS, emptied, deployment())).toEqual([]);
    expect(said(irsa(), serviceAccount({ [ROLE_ARN]: '' }, 'other'))).not.toContainEqual(
      expect.stringContaining('ServiceAccount/todo/other'),
    );
  });

  test('is nothing where the pods have an association', () => {
    expect(said(podIdentity(), emptied, deployment())).toEqual([]);
  });

  test('asks for no identity among objects alone', () => {
    const second = serviceAccount({ [ROLE_ARN]: '' }, 'second');
    expect(saidOf([manifests(emptied, second, deployment())])).toEqual([
      expect.stringMatching(/^no cluster was given/),
    ]);
  });

  test('is an error where a role admits the account by name, and without one a warning', () => {
    expect(said(irsa(), emptied, deployment())).toEqual([`error ${FAULT}`]);
    expect(said(irsa(), serviceAccount(), deployment())).toEqual([`warning ${FAULT}`]);
  });

  test('is said to be empty, and what the webhook makes of it', () => {
    const files = [terraform(irsa()), manifests(emptied, deployment())];
    const [finding] = prove(files.map(({ name, text }) => ({ file: name, text }))).findings;
    expect(finding!.message).toMatch(/which has an empty annotation eks\.amazonaws\.com\/role-arn\.$/);
    expect(finding!.help).toMatch(/^The webhook takes an empty annotation for none\./);
  });

  test('is a warning where a trust may admit the account, which is not known', () => {
    const conditions = [...IRSA_CONDITIONS, condition('StringEquals', 'aws:SourceVpc', 'vpc-1')];
    expect(said(irsa({ conditions }), emptied, deployment())).toContain(`warning ${FAULT}`);
  });

  test('is undecided where the pods may ask in another way', () => {
    const token = { serviceAccountToken: { path: 'token', audience: 'sts.amazonaws.com' } };
    const spec = { volumes: [{ name: 'token', projected: { sources: [token] } }] };
    expect(said(irsa(), emptied, deployment({ spec }))).toEqual([
      expect.stringContaining('Deployment/todo/backend mounts a token of its own'),
    ]);
  });

  test('is a warning, and one, where only patterns admit the account', () => {
    const found = (...patterns: string[]) =>
      said(open(...patterns), emptied, deployment()).filter((line) => line.includes('annotation-missing'));
    expect(found('system:serviceaccount:todo:*')).toEqual([`warning ${FAULT}`]);
    expect(found('system:serviceaccount:todo:back*', 'system:serviceaccount:*:backend')).toEqual([`warning ${FAULT}`]);
    expect(found('system:serviceaccount:shop:*')).toEqual([]);
    const absent = said(open('system:serviceaccount:todo:*'), serviceAccount(), deployment());
    expect(absent.filter((line) => line.includes('annotation-missing'))).toEqual([]);
  });

  test('is told by the trust that names the account, not by the pattern as well', () => {
    const program = irsa();
    const statement = program.data.aws_iam_policy_document.trust.statement as Json[];
    const like = condition('StringLike', `${EKS_ISSUER}:sub`, 'system:serviceaccount:todo:*');
    statement.push({ ...statement[0], condition: [like, IRSA_CONDITIONS[1]] });
    const lines = said(program, emptied, deployment()).filter((line) => line.includes('annotation-missing'));
    expect(lines).toHaveLength(1);
  });
});

describe('an empty annotation for a client id', () => {
  const account = serviceAccount({ [CLIENT_ID]: '' });

  test('is nothing where no identity admits the account and no pod wants a token, with an empty tenant as well', () => {
    expect(said(AKS, account, deployment())).toEqual([]);
    expect(said(AKS, serviceAccount({ [CLIENT_ID]: '', [TENANT_ID]: '' }), deployment())).toEqual([]);
  });

  test('is an error where an identity admits the account, and without one a warning', () => {
    expect(said(entra(), account, deployment())).toEqual([`error ${FAULT}`]);
    expect(said(entra(), serviceAccount(), deployment())).toEqual([`warning ${FAULT}`]);
  });

  test('is one error where the pods want a token, whoever admits the account', () => {
    const pods = deployment({ labels: USE });
    expect(said(entra(), account, pods)).toEqual([`error ${FAULT}`]);
    expect(said(AKS, account, pods)).toEqual([`error ${FAULT}`]);
  });
});

test('an empty tenant is an error where pods get a token: they are told of no tenant then', () => {
  const lines = (annotations: Json, pods: Json) => said(entra(), serviceAccount(annotations), pods);
  const error = 'error client-id-malformed of ServiceAccount/todo/backend';
  const clientId = '0a1b2c3d-0000-4444-8888-cccccccccccc';
  expect(lines({ [CLIENT_ID]: clientId, [TENANT_ID]: '' }, deployment({ labels: USE }))).toContain(error);
  expect(lines({ [CLIENT_ID]: '', [TENANT_ID]: '' }, deployment({ labels: USE }))).toContain(error);
  expect(lines({ [CLIENT_ID]: '', [TENANT_ID]: '' }, deployment())).not.toContain(error);
});
