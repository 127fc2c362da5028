import type { Mutant } from './mutants';
import type { Json, SampleProgram } from './sample-program';

const EKS = { platform: 'eks-platform', workloads: 'eks-workloads' };
const AKS = { platform: 'aks-platform', workloads: 'aks-workloads' };

/** The mistakes of the catalogue: what people really write, beyond a slip in one field. */
export function catalogueMutants(): Mutant[] {
  return Object.entries({ ...irsa, ...podIdentity, ...entra, ...pods }).map(([name, apply]) => ({
    name: `catalogue: ${name}`,
    apply,
  }));
}

type Change = (program: SampleProgram) => void;

const resource = (program: SampleProgram, stack: string, type: string, name: RegExp): Json => {
  const ofType = program[stack].resource[type];
  return ofType[Object.keys(ofType).find((one) => name.test(one))!];
};
const role = (program: SampleProgram, name: string): Json =>
  resource(program, EKS.platform, 'aws_iam_role', new RegExp(`^${name}-role_`));
const manifest = (program: SampleProgram, stack: string, kind: string, name: string): Json =>
  resource(program, stack, 'kubernetes_manifest', new RegExp(`_${kind}-todo-${name}_`)).manifest;
const account = (program: SampleProgram, stack: string, name: string): Json =>
  manifest(program, stack, 'serviceaccount', name);
const template = (program: SampleProgram, stack: string, name: string): Json =>
  manifest(program, stack, 'deployment', name).spec.template;
const credential = (program: SampleProgram, name: string): Json =>
  resource(program, AKS.platform, 'azurerm_federated_identity_credential', new RegExp(`^${name}-identity_`));

/** The statement of the frontend's trust, and the keys that it asks for. */
function trust(program: SampleProgram): { statement: Json; policy: Json; sub: string; aud: string; subject: string } {
  const policy = role(program, 'frontend').assume_role_policy;
  const statement = policy.Statement[0];
  const [sub, aud] = Object.keys(statement.Condition.StringEquals) as [string, string];
  return { policy, statement, sub, aud, subject: statement.Condition.StringEquals[sub] };
}

/** Puts the condition on the subject under another operator. */
function underOperator(operator: string, value: (subject: string) => Json, key = (sub: string) => sub): Change {
  return (program) => {
    const { statement, sub, subject } = trust(program);
    delete statement.Condition.StringEquals[sub];
    statement.Condition[operator] = { ...statement.Condition[operator], [key(sub)]: value(subject) };
  };
}

const same = (subject: string): string => subject;
const otherIssuer = (sub: string): string => sub.replace(/^.*:/, 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789:');

const irsa: Record<string, Change> = {
  'a wildcard for the namespace': underOperator('StringLike', () => 'system:serviceaccount:*:frontend'),
  'a wildcard for the name': underOperator('StringLike', () => 'system:serviceaccount:todo:*'),
  'a wildcard after a prefix': underOperator('StringLike', () => 'system:serviceaccount:todo:front*'),
  'a wildcard for all': underOperator('StringLike', () => '*'),
  'a wildcard under StringEquals': underOperator('StringEquals', () => 'system:serviceaccount:todo:*'),
  'all but the intended one': underOperator('StringNotEquals', same),
  'all but somebody else': underOperator('StringNotEquals', () => 'system:serviceaccount:kube-system:default'),
  'IfExists on another issuer’s key': underOperator('StringEqualsIfExists', same, otherIssuer),
  'ForAllValues on another issuer’s key': underOperator('ForAllValues:StringEquals', same, otherIssuer),
  'negated on another issuer’s key': underOperator('StringNotEquals', same, otherIssuer),
  'the key of another issuer': underOperator('StringLike', same, otherIssuer),
  'the scheme left in the key': underOperator('StringLike', same, (sub) => `https://${sub}`),
  'a subject of a second namespace': underOperator('StringEquals', (subject) => [
    subject,
    subject.replace(':todo:', ':stranger:'),
  ]),
  'a subject that is no service account': underOperator('StringEquals', () => 'system:node:frontend'),
  'the same operator twice, so that the subject is lost': (program) => {
    const { policy, statement, sub, aud } = trust(program);
    const { Condition, ...rest } = statement;
    const [first, second] = [sub, aud].map((key) => JSON.stringify({ [key]: Condition.StringEquals[key] }));
    const text = JSON.stringify({ ...policy, Statement: [{ ...rest, Condition: '#' }] });
    role(program, 'frontend').assume_role_policy = text
      .replace('"#"', `{"StringEquals":${first},"StringEquals":${second}}`)
      .replace(/\\"/g, '"');
  },
  'everybody as principal': (program) => {
    trust(program).statement.Principal = '*';
  },
  'no condition': (program) => {
    delete trust(program).statement.Condition;
  },
  NotPrincipal: (program) => {
    const { statement } = trust(program);
    statement.NotPrincipal = statement.Principal;
    delete statement.Principal;
  },
  'a Deny of everything': (program) => {
    trust(program).policy.Statement.push({ Effect: 'Deny', Principal: '*', Action: '*' });
  },
  'a Deny whose key is misnamed, which denies everybody': (program) => {
    const { policy, statement, sub, subject } = trust(program);
    policy.Statement.push({
      ...statement,
      Effect: 'Deny',
      Condition: { StringNotEquals: { [otherIssuer(sub)]: subject } },
    });
  },
  'sts:AssumeRole, which is not for tokens': (program) => {
    trust(program).statement.Action = 'sts:AssumeRole';
  },
  'a second statement that names no subject': (program) => {
    const { policy, statement, sub } = trust(program);
    const open = structuredClone(statement);
    delete open.Condition.StringEquals[sub];
    policy.Statement.push(open);
  },
  'an OIDC provider of another account': (program) => {
    const { statement, sub } = trust(program);
    const issuer = sub.replace(/:sub$/, '');
    statement.Principal.Federated = `arn:aws:iam::999988887777:oidc-provider/${issuer}`;
  },
  'an audience in the annotation that nobody takes': (program) => {
    account(program, EKS.workloads, 'frontend').metadata.annotations['eks.amazonaws.com/audience'] = 'todo';
  },
  'the role’s annotation on the Deployment': (program) => {
    moveAnnotations(program, 'frontend', manifest(program, EKS.workloads, 'deployment', 'frontend'));
  },
  'the role’s annotation on the pods': (program) => {
    moveAnnotations(program, 'frontend', template(program, EKS.workloads, 'frontend'));
  },
  'the role’s annotation as a label': (program) => {
    const { metadata } = account(program, EKS.workloads, 'frontend');
    metadata.labels = metadata.annotations;
    delete metadata.annotations;
  },
  'a role of another name': (program) => {
    account(program, EKS.workloads, 'frontend').metadata.annotations['eks.amazonaws.com/role-arn'] =
      'arn:aws:iam::111122223333:role/todo-dev-frontent';
  },
};

function moveAnnotations(program: SampleProgram, name: string, to: Json): void {
  const { metadata } = account(program, EKS.workloads, name);
  to.metadata.annotations = { ...to.metadata.annotations, ...metadata.annotations };
  delete metadata.annotations;
}

const association = (program: SampleProgram): Json =>
  resource(program, EKS.platform, 'aws_eks_pod_identity_association', /./);

const podIdentity: Record<string, Change> = {
  'an association without session tags, under a trust that asks for them': (program) => {
    association(program).disable_session_tags = true;
  },
  'a second association of the same service account': (program) => {
    const all = program[EKS.platform].resource.aws_eks_pod_identity_association;
    const roles = Object.keys(program[EKS.platform].resource.aws_iam_role);
    const other = roles.find((name) => name.startsWith('frontend-role_'));
    all.second = { ...association(program), role_arn: `\${aws_iam_role.${other}.arn}` };
  },
  'an association and a role’s annotation of another role': (program) => {
    const { metadata } = account(program, EKS.workloads, 'backend');
    metadata.annotations = { ...account(program, EKS.workloads, 'frontend').metadata.annotations };
  },
  'a trust of the nodes’ service': (program) => {
    role(program, 'backend').assume_role_policy.Statement[0].Principal.Service = 'ec2.amazonaws.com';
  },
  'a trust of another cluster': (program) => {
    const { StringEquals } = role(program, 'backend').assume_role_policy.Statement[0].Condition;
    StringEquals['aws:SourceArn'] = 'arn:aws:eks:eu-west-1:111122223333:cluster/other';
  },
};

const identity = (program: SampleProgram, name: string): string =>
  Object.keys(program[AKS.platform].resource.azurerm_user_assigned_identity).find((one) =>
    one.startsWith(`${name}-identity_`),
  )!;

const entra: Record<string, Change> = {
  'a wildcard in a federated credential': (program) => {
    credential(program, 'backend').subject = 'system:serviceaccount:todo:*';
  },
  'two audiences in a federated credential': (program) => {
    credential(program, 'backend').audience = ['api://AzureADTokenExchange', 'todo'];
  },
  'the issuer of the other cloud’s cluster': (program) => {
    credential(program, 'backend').issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
  },
  'the issuer of another cluster': (program) => {
    credential(program, 'backend').issuer =
      'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222/';
  },
  'a credential of the pipeline as well': (program) => {
    const all = program[AKS.platform].resource.azurerm_federated_identity_credential;
    all.pipeline = {
      ...credential(program, 'backend'),
      name: 'pipeline',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:todo/todo:ref:refs/heads/main',
    };
  },
  'a credential of a stranger as well': (program) => {
    const all = program[AKS.platform].resource.azurerm_federated_identity_credential;
    all.stranger = { ...credential(program, 'backend'), name: 'stranger', subject: 'system:serviceaccount:x:stranger' };
  },
  'the same issuer and subject twice': (program) => {
    const all = program[AKS.platform].resource.azurerm_federated_identity_credential;
    all.again = { ...credential(program, 'backend'), name: 'again' };
  },
  'more credentials than an identity takes': (program) => {
    const all = program[AKS.platform].resource.azurerm_federated_identity_credential;
    for (let index = 0; index < 20; index += 1) {
      all[`more-${index}`] = {
        ...credential(program, 'backend'),
        name: `more-${index}`,
        subject: `system:serviceaccount:todo:more-${index}`,
      };
    }
  },
  'the principal id instead of the client id': (program) => {
    account(program, AKS.workloads, 'backend').metadata.annotations['azure.workload.identity/client-id'] =
      '${data.terraform_remote_state.cross-stack-reference-input-aks-platform.outputs.backend_principal_id}';
    program[AKS.platform].output.backend_principal_id = {
      value: `\${azurerm_user_assigned_identity.${identity(program, 'backend')}.principal_id}`,
    };
  },
  'the client ids of both service accounts swapped': (program) => {
    const [frontend, backend] = ['frontend', 'backend'].map((name) => account(program, AKS.workloads, name).metadata);
    [frontend.annotations, backend.annotations] = [backend.annotations, frontend.annotations];
  },
};

const USE = 'azure.workload.identity/use';

const pods: Record<string, Change> = {
  'the label on the Deployment': (program) => {
    delete template(program, AKS.workloads, 'backend').metadata.labels[USE];
    manifest(program, AKS.workloads, 'deployment', 'backend').metadata.labels[USE] = 'true';
  },
  'the label on the service account': (program) => {
    delete template(program, AKS.workloads, 'backend').metadata.labels[USE];
    account(program, AKS.workloads, 'backend').metadata.labels = { [USE]: 'true' };
  },
  'the label as an annotation': (program) => {
    const { metadata } = template(program, AKS.workloads, 'backend');
    delete metadata.labels[USE];
    metadata.annotations[USE] = 'true';
  },
  'the only container skipped (AKS)': (program) => {
    template(program, AKS.workloads, 'backend').metadata.annotations['azure.workload.identity/skip-containers'] =
      'backend';
  },
  'the only container skipped (EKS)': (program) => {
    template(program, EKS.workloads, 'frontend').metadata.annotations['eks.amazonaws.com/skip-containers'] = 'frontend';
  },
  'a client id of its own in the container': (program) => {
    template(program, AKS.workloads, 'backend').spec.containers[0].env = [
      { name: 'AZURE_CLIENT_ID', value: '11111111-1111-1111-1111-111111111111' },
    ];
  },
  'a token file of its own in the container (AKS)': (program) => {
    template(program, AKS.workloads, 'backend').spec.containers[0].env = [
      { name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/var/run/token' },
    ];
  },
  'a role of its own in the container': (program) => {
    template(program, EKS.workloads, 'frontend').spec.containers[0].env = [
      { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/other' },
    ];
  },
  'a token file of its own in the container (EKS)': (program) => {
    template(program, EKS.workloads, 'frontend').spec.containers[0].env = [
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/token' },
    ];
  },
  'keys in the container, which the SDK takes first': (program) => {
    template(program, EKS.workloads, 'frontend').spec.containers[0].env = [
      { name: 'AWS_ACCESS_KEY_ID', value: 'AKIAIOSFODNN7EXAMPLE' },
      { name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    ];
  },
  'a token’s lifetime that the Azure webhook refuses': (program) => {
    account(program, AKS.workloads, 'backend').metadata.annotations[
      'azure.workload.identity/service-account-token-expiration'
    ] = '60';
  },
  'pods of another namespace': (program) => {
    manifest(program, EKS.workloads, 'deployment', 'frontend').metadata.namespace = 'web';
  },
};
