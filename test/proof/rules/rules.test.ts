import { prove } from '../../../lib/proof';
import type { Finding } from '../../../lib/proof';
import { RULES } from '../../../lib/proof/rules/rules';
import { documentsOf, irsaTrust, todoProgram } from '../todo-program';
import type { Json, TodoProgram } from '../todo-program';

/** The findings of a rule in the sound program with one change. */
function findingsOf(rule: string, change: (program: TodoProgram) => void): Finding[] {
  const program = todoProgram();
  change(program);
  return prove(documentsOf(program)).findings.filter((finding) => finding.rule === rule);
}

const frontendTrust = (program: TodoProgram, edit: (statement: Json) => void): void => {
  const role = program.eksPlatform.resource.aws_iam_role.frontend;
  // The quotes inside the interpolation are no JSON: hide it while the policy is edited.
  const hidden = role.assume_role_policy.replaceAll('"https://", ""', '@@');
  const policy = JSON.parse(hidden);
  edit(policy.Statement[0]);
  role.assume_role_policy = JSON.stringify(policy).replaceAll('@@', '"https://", ""');
};
const subjectKey = (statement: Json): string =>
  Object.keys(statement.Condition.StringEquals).find((key) => key.endsWith(':sub'))!;

test('the rules have stable slugs in their order', () => {
  const slugs = RULES.map(({ slug }) => slug);
  expect(slugs).toEqual([...slugs].sort());
});

describe('a trust that is too open', () => {
  test('without a subject admits every service account: an error', () => {
    const findings = findingsOf('trust-without-subject', (program) =>
      frontendTrust(program, (statement) => delete statement.Condition.StringEquals[subjectKey(statement)]),
    );
    expect(findings).toEqual([
      expect.objectContaining({ level: 'error', subject: 'eks-platform/aws_iam_role.frontend' }),
    ]);
  });

  test('without an audience is a warning', () => {
    const findings = findingsOf('trust-without-audience', (program) =>
      frontendTrust(program, (statement) => {
        const key = subjectKey(statement);
        statement.Condition.StringEquals = { [key]: statement.Condition.StringEquals[key] };
      }),
    );
    expect(findings.map(({ level }) => level)).toEqual(['warning']);
  });

  test('with a pattern for subject is an error until it is accepted, and the entry stays a pattern', () => {
    const program = todoProgram();
    frontendTrust(program, (statement) => {
      const key = subjectKey(statement);
      statement.Condition = { StringLike: { [key]: 'system:serviceaccount:todo:front*' }, ...statement.Condition };
      delete statement.Condition.StringEquals[key];
    });
    const { access, findings } = prove(documentsOf(program));
    expect(access).toContainEqual(
      expect.objectContaining({
        serviceAccount: 'front*',
        pattern: true,
        workloads: ['Deployment/todo/frontend'],
        claimed: true,
      }),
    );
    expect(findings.map(({ rule, level }) => `${level} ${rule}`)).toEqual(['error subject-wildcard']);
  });
});

test('a trust that IAM refuses is invalid, and the claim fails', () => {
  const findings = findingsOf('trust-invalid', (program) =>
    frontendTrust(program, (statement) => (statement.Effect = 'Permit')),
  );
  expect(findings).toEqual([expect.objectContaining({ level: 'error', message: expect.stringContaining('Permit') })]);
});

test('an admission of nobody who is declared is a warning', () => {
  const findings = findingsOf('admission-not-claimed', (program) => {
    program.eksPlatform.resource.aws_iam_role.gone = { name: 'gone', assume_role_policy: irsaTrust('todo', 'gone') };
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('todo/gone') }),
  ]);
});

test('an admission of nobody is nothing where the cluster’s manifests were not given', () => {
  const documents = documentsOf(todoProgram()).filter(({ stack }) => stack !== 'eks-workloads');
  const { findings, access } = prove(documents);
  expect(findings).toEqual([]);
  expect(access).toContainEqual(
    expect.objectContaining({ serviceAccount: 'frontend', mechanism: 'irsa', claimed: false }),
  );
});

test('IRSA and Pod Identity that give one service account the same role are a note, as in a move between the two', () => {
  const findings = findingsOf('irsa-and-pod-identity', (program) => {
    program.eksPlatform.resource.aws_eks_pod_identity_association.both = {
      cluster_name: 'todo-dev',
      namespace: 'todo',
      service_account: 'frontend',
      role_arn: '${aws_iam_role.frontend.arn}',
    };
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'note', help: expect.stringMatching(/Both give them the same role/) }),
  ]);
});

test('with a target role they are a warning again: its pods are that role in the end', () => {
  const findings = findingsOf('irsa-and-pod-identity', (program) => {
    program.eksPlatform.resource.aws_eks_pod_identity_association.both = {
      cluster_name: 'todo-dev',
      namespace: 'todo',
      service_account: 'frontend',
      role_arn: '${aws_iam_role.frontend.arn}',
      target_role_arn: '${aws_iam_role.backend.arn}',
    };
  });
  expect(findings).toEqual([expect.objectContaining({ level: 'warning' })]);
});

test('IRSA and Pod Identity on one service account is a warning that names both', () => {
  const findings = findingsOf('irsa-and-pod-identity', (program) => {
    program.eksPlatform.resource.aws_eks_pod_identity_association.both = {
      cluster_name: 'todo-dev',
      namespace: 'todo',
      service_account: 'frontend',
      role_arn: '${aws_iam_role.backend.arn}',
    };
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringMatching(/frontend.*aws_iam_role\.backend/) }),
  ]);
});

test('an association without session tags does not pass a trust that tests them', () => {
  const findings = findingsOf('session-tags-disabled', (program) => {
    program.eksPlatform.resource.aws_eks_pod_identity_association.backend.disable_session_tags = true;
  });
  expect(findings).toEqual([expect.objectContaining({ level: 'error' })]);
});

test('the 21st federated credential of an identity is too many', () => {
  const findings = findingsOf('federated-credentials-over-limit', (program) => {
    const credentials = program.aksPlatform.resource.azurerm_federated_identity_credential;
    for (let index = 0; index < 20; index++) {
      credentials[`more${index}`] = { ...credentials.backend, subject: `system:serviceaccount:todo:more${index}` };
    }
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining('21 federated credentials') }),
  ]);
});

test('two federated credentials with the same issuer and subject are one too many', () => {
  const findings = findingsOf('duplicate-federated-credential', (program) => {
    const credentials = program.aksPlatform.resource.azurerm_federated_identity_credential;
    credentials.again = { ...credentials.backend, name: 'again' };
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringMatching(/again.*backend/) }),
  ]);
});

test('a federated credential for a pipeline on a pod’s identity is shown', () => {
  const findings = findingsOf('subject-not-service-account', (program) => {
    program.aksPlatform.resource.azurerm_federated_identity_credential.pipeline = {
      ...program.aksPlatform.resource.azurerm_federated_identity_credential.backend,
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:todo/app:ref:refs/heads/main',
    };
  });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'note', message: expect.stringContaining('repo:todo/app') }),
  ]);
});

describe('across the clouds', () => {
  /** The AKS cluster's backend gets the AWS role as well, with a token that the pod mounts itself. */
  function crossCloud(): TodoProgram {
    const program = todoProgram();
    const issuer = 'azurerm_kubernetes_cluster.main.oidc_issuer_url';
    const bare = `\${replace(${issuer}, "https://", "")}`;
    program.aksPlatform.resource.aws_iam_openid_connect_provider = {
      aks: { url: `\${${issuer}}`, client_id_list: ['sts.amazonaws.com'] },
    };
    program.aksPlatform.resource.aws_iam_role = {
      backend: {
        name: 'todo-aks-backend',
        assume_role_policy: irsaTrust('todo', 'backend')
          .replaceAll('${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}', bare)
          .replace('aws_iam_openid_connect_provider.main', 'aws_iam_openid_connect_provider.aks'),
      },
    };
    program.aksPlatform.output.backend_role = { value: '${aws_iam_role.backend.arn}' };
    const { spec } = program.aksWorkloads.resource.kubernetes_manifest.backend.manifest.spec.template;
    spec.containers[0].env = [
      { name: 'AWS_ROLE_ARN', value: '${data.terraform_remote_state.platform.outputs.backend_role}' },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/aws/token' },
    ];
    spec.containers[0].volumeMounts = [{ name: 'aws', mountPath: '/var/run/secrets/aws' }];
    spec.volumes = [
      {
        name: 'aws',
        projected: { sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', path: 'token' } }] },
      },
    ];
    return program;
  }

  test('an AKS pod with a token of its own gets an AWS role', () => {
    const { access, findings } = prove(documentsOf(crossCloud()));
    expect(findings).toEqual([]);
    expect(access).toContainEqual(
      expect.objectContaining({
        identity: 'aks-platform/aws_iam_role.backend',
        mechanism: 'irsa',
        cluster: 'aks-platform/azurerm_kubernetes_cluster.main',
        claimed: true,
      }),
    );
  });

  test('a token for another audience is refused', () => {
    const program = crossCloud();
    const { spec } = program.aksWorkloads.resource.kubernetes_manifest.backend.manifest.spec.template;
    spec.volumes[0].projected.sources[0].serviceAccountToken.audience = 'vault';
    expect(prove(documentsOf(program)).findings).toContainEqual(
      expect.objectContaining({ rule: 'claim-not-admitted', message: expect.stringContaining('vault') }),
    );
  });
});

test('what a Helm release may declare is undecided, not wrong', () => {
  const program = todoProgram();
  delete program.eksWorkloads.resource.kubernetes_manifest.backend_account;
  program.eksWorkloads.provider.helm = [
    { kubernetes: { host: '${data.terraform_remote_state.platform.outputs.host}' } },
  ];
  program.eksWorkloads.resource.helm_release = { app: { chart: 'app', namespace: 'todo' } };
  const { findings, undecided } = prove(documentsOf(program));
  expect(findings).toEqual([]);
  expect(undecided.map(({ about }) => about)).toEqual([
    'Deployment/todo/backend',
    'eks-platform/aws_eks_pod_identity_association.backend',
  ]);
});

describe('a pod that asks for an identity', () => {
  test('and blocks its token is found though the identity is not known before apply, and the message is readable', () => {
    const findings = findingsOf('environment-blocks-token', (program) => {
      const { spec } = program.eksWorkloads.resource.kubernetes_manifest.frontend.manifest.spec.template;
      spec.containers[0].env = [{ name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/token' }];
    });
    expect(findings).toEqual([
      expect.objectContaining({ level: 'error', message: expect.not.stringContaining('\uE000') }),
    ]);
    expect(findings[0]!.message).toContain('names the role ${eks-platform/aws_iam_role.frontend.arn}');
  });

  test('and takes its settings from the cluster is undecided', () => {
    const program = todoProgram();
    const { spec } = program.eksWorkloads.resource.kubernetes_manifest.frontend.manifest.spec.template;
    const fromSecret = (name: string): Json => ({ name, valueFrom: { secretKeyRef: { name: 'role', key: 'arn' } } });
    spec.containers[0].env = ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'].map(fromSecret);
    const { findings, undecided } = prove(documentsOf(program));
    expect(findings).toEqual([]);
    expect(undecided).toEqual([expect.objectContaining({ about: 'Deployment/todo/frontend' })]);
  });

  test('with a label that is a truth value has it as text: the kubernetes provider makes it so', () => {
    const findings = findingsOf('token-not-received', (program) => {
      const { metadata } = program.eksWorkloads.resource.kubernetes_manifest.frontend.manifest.spec.template;
      metadata.labels.debug = true;
    });
    expect(findings).toEqual([]);
  });

  test('is judged by its association where it has one', () => {
    const findings = findingsOf('token-not-received', (program) => {
      const { spec } = program.eksWorkloads.resource.kubernetes_manifest.backend.manifest.spec.template;
      spec.nodeSelector = { 'kubernetes.io/os': 'windows' };
    });
    expect(findings).toEqual([expect.objectContaining({ message: expect.stringContaining('Windows') })]);
  });
});

describe('variables that a container takes from elsewhere', () => {
  const fromConfigMap = (data: Json): TodoProgram => {
    const program = todoProgram();
    const { kubernetes_manifest: manifests } = program.eksWorkloads.resource;
    const [container] = manifests.frontend.manifest.spec.template.spec.containers;
    container.envFrom = [{ configMapRef: { name: 'settings' } }];
    manifests.settings = {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'todo' }, data },
    };
    manifests.frontend.manifest.spec.template.metadata.annotations = { 'eks.amazonaws.com/skip-containers': 'app' };
    return program;
  };

  test('are looked at where the ConfigMap was read', () => {
    const { findings, undecided } = prove(documentsOf(fromConfigMap({ LEVEL: 'info' })));
    expect(findings.map(({ rule }) => rule)).toEqual(['containers-all-skipped']);
    expect(undecided).toEqual([]);
  });

  test('leave it undecided where they may name the role and a mounted token', () => {
    const program = fromConfigMap({});
    const { spec } = program.eksWorkloads.resource.kubernetes_manifest.frontend.manifest.spec.template;
    spec.containers[0].envFrom = [{ secretRef: { name: 'settings' } }];
    spec.containers[0].volumeMounts = [{ name: 'tokens', mountPath: '/tokens' }];
    const { findings, undecided } = prove(documentsOf(program));
    expect(findings).toEqual([]);
    expect(undecided.map(({ about }) => about)).toEqual(['Deployment/todo/frontend']);
  });
});

test('a provider’s ARN written out, where the account of the role is not known, is an assumption', () => {
  const findings = findingsOf('provider-in-other-account', (program) =>
    frontendTrust(program, (statement) => {
      const issuer = subjectKey(statement).replace(/:sub$/, '');
      statement.Principal.Federated = `arn:aws:iam::444455556666:oidc-provider/${issuer}`;
    }),
  );
  expect(findings).toEqual([expect.objectContaining({ level: 'note' })]);
});
