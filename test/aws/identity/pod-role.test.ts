import fc from 'fast-check';
import { DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Testing, Tokenization } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  EksCluster,
  type EksClusterReference,
  IamOidcProvider,
  PodRole,
  type PodRoleProps,
  irsa,
  podIdentity,
  s3Grant,
} from '../../../lib/aws';
import { OidcIssuer } from '../../../lib/core';
import { resolvedIn } from '../../../lib/terraform';
import { type Json, awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

const BACKEND = { namespace: 'todo', name: 'backend' };
const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/${ISSUER.slice('https://'.length)}`;

/** A cluster all of whose values are known. */
function known(name = 'todo'): EksClusterReference {
  const issuer = { url: ISSUER };
  return {
    name,
    arn: `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`,
    region: 'eu-west-1',
    issuer,
    oidcProvider: { arn: PROVIDER_ARN, issuer },
  };
}
const make = (stack: TerraformStack, props: Partial<PodRoleProps>, id = 'api') =>
  new PodRole(stack, id, { trusts: [irsa({ cluster: known(), serviceAccount: BACKEND })], ...props });
const trustPolicy = (stack: TerraformStack) => policy(resource(stack, 'aws_iam_role', 'api').assume_role_policy);
const statements = (stack: TerraformStack) => trustPolicy(stack).Statement;

describe('a role that trusts a service account’s own token', () => {
  test('admits exactly this subject of this issuer with this audience', () => {
    const stack = awsStack();

    make(stack, {});

    expect(trustPolicy(stack)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: PROVIDER_ARN },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${ISSUER.slice(8)}:sub`]: 'system:serviceaccount:todo:backend',
              [`${ISSUER.slice(8)}:aud`]: 'sts.amazonaws.com',
            },
          },
        },
      ],
    });
  });

  test('names an issuer that is not known yet by an expression without its scheme', () => {
    const stack = awsStack();

    make(stack, { trusts: [irsa({ cluster: cluster(stack), serviceAccount: BACKEND })] });

    expect(resource(stack, 'aws_iam_role', 'api').assume_role_policy).toMatch(
      /"\$\{replace\(aws_eks_cluster\.\w+\.identity\[0\]\.oidc\[0\]\.issuer, "https:\/\/", ""\)\}:sub":"system:serviceaccount:todo:backend"/,
    );
  });

  test('in a stack of its own reads the issuer of the cluster’s stack', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    const apps = new TerraformStack(app, 'apps');
    for (const stack of [platform, apps]) new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const eks = cluster(platform);
    make(platform, { trusts: [irsa({ cluster: eks, serviceAccount: BACKEND })] });
    make(apps, { trusts: [irsa({ cluster: eks, serviceAccount: { namespace: 'todo', name: 'other' } })] });

    app.synth();

    expect(resource(apps, 'aws_iam_role', 'api').assume_role_policy).toMatch(
      /replace\(data\.terraform_remote_state\..*outputs\./,
    );
    expect(resource(platform, 'aws_iam_role', 'api').assume_role_policy).toMatch(/replace\(aws_eks_cluster\./);
  });

  test('puts the subjects of one issuer and audience into one statement', () => {
    const stack = awsStack();
    const eks = known();
    const trusts = ['a', 'b'].map((name) => irsa({ cluster: eks, serviceAccount: { namespace: 'todo', name } }));
    const foreign = { arn: PROVIDER_ARN, issuer: { url: ISSUER } };
    const audience = irsa({ oidcProvider: foreign, region: 'eu-west-1', audience: 'tasks', serviceAccount: BACKEND });

    make(stack, { trusts: [...trusts, audience] });

    expect(statements(stack).map((one: Json) => one.Condition.StringEquals[`${ISSUER.slice(8)}:sub`])).toEqual([
      ['system:serviceaccount:todo:a', 'system:serviceaccount:todo:b'],
      'system:serviceaccount:todo:backend',
    ]);
  });

  test('gives the service account the annotations that the EKS webhook reads', () => {
    const stack = awsStack();
    const trust = irsa({
      cluster: { ...known(), oidcProvider: { arn: PROVIDER_ARN, issuer: { url: ISSUER } } },
      serviceAccount: BACKEND,
      audience: 'tasks',
      tokenExpirationSeconds: 3600,
    });

    const role = make(stack, { trusts: [trust] });

    const binding = role.bindingFor(BACKEND);
    expect(resolvedIn(stack, binding.serviceAccountAnnotations)).toEqual({
      'eks.amazonaws.com/role-arn': expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/),
      'eks.amazonaws.com/sts-regional-endpoints': 'true',
      'eks.amazonaws.com/audience': 'tasks',
      'eks.amazonaws.com/token-expiration': '3600',
    });
    expect(binding.identity).toBe(role.arn);
    expect(binding.volumes).toEqual([]);
  });

  test('gives pods of a cluster that runs that webhook itself the annotations, and a cluster without it the volume', () => {
    const foreign = { oidcProvider: { arn: PROVIDER_ARN, issuer: { url: ISSUER } }, region: 'eu-west-1' };
    const bindingOf = (trust: PodRoleProps['trusts']) => make(awsStack(), { trusts: trust }).bindings[0]!;

    expect(bindingOf([irsa({ ...foreign, webhook: true, serviceAccount: BACKEND })])).toMatchObject({
      serviceAccountAnnotations: { 'eks.amazonaws.com/sts-regional-endpoints': 'true' },
      volumes: [],
    });
    expect(bindingOf([irsa({ cluster: known(), webhook: false, serviceAccount: BACKEND })])).toMatchObject({
      serviceAccountAnnotations: {},
      volumes: [{ audience: 'sts.amazonaws.com' }],
    });
  });

  test('gives pods of a cluster without that webhook, such as AKS, the token and the environment itself', () => {
    const stack = awsStack();
    const issuer = OidcIssuer.fromUrl('https://westeurope.oic.prod-aks.azure.com/tenant/cluster/');
    const oidcProvider = new IamOidcProvider(stack, 'aks', { issuer });

    const role = make(stack, { trusts: [irsa({ oidcProvider, region: 'eu-west-1', serviceAccount: BACKEND })] });

    const [binding] = role.bindings;
    expect(Object.keys(statements(stack)[0].Condition.StringEquals)).toEqual([
      'westeurope.oic.prod-aks.azure.com/tenant/cluster/:sub',
      'westeurope.oic.prod-aks.azure.com/tenant/cluster/:aud',
    ]);
    expect(binding!.serviceAccountAnnotations).toEqual({});
    const [volume] = binding!.volumes;
    expect(volume).toMatchObject({ audience: 'sts.amazonaws.com', expirationSeconds: 86400 });
    expect(binding!.environment).toEqual({
      AWS_ROLE_ARN: role.arn,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${volume!.mountPath}/${volume!.path}`,
      AWS_REGION: 'eu-west-1',
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    });
  });
});

describe('a role that trusts EKS Pod Identity', () => {
  test('admits the service for this cluster, namespace and service account only', () => {
    const stack = awsStack();
    const eks = { ...known(), accountId: '111122223333' };

    make(stack, { trusts: [podIdentity({ cluster: eks, serviceAccount: BACKEND })] });

    expect(statements(stack)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:SourceArn': eks.arn,
            'aws:SourceAccount': '111122223333',
            'aws:RequestTag/eks-cluster-arn': eks.arn,
            'aws:RequestTag/kubernetes-namespace': 'todo',
            'aws:RequestTag/kubernetes-service-account': 'backend',
          },
        },
      },
    ]);
  });

  test('never admits a namespace with another namespace’s account', () => {
    // GIVEN any pairs of namespace and name
    const part = fc.constantFrom('a', 'b', 'c');
    const pairs = fc.uniqueArray(fc.record({ namespace: part, name: part }), {
      minLength: 1,
      maxLength: 6,
      selector: ({ namespace, name }) => `${namespace}/${name}`,
    });
    fc.assert(
      fc.property(pairs, (accounts) => {
        const stack = awsStack();
        const eks = known();
        // WHEN one role trusts them all
        make(stack, {
          trusts: accounts.map((serviceAccount) => podIdentity({ cluster: eks, serviceAccount })),
          trustPolicyLimit: 4096,
        });
        // THEN it admits these pairs and no other one
        const admitted = statements(stack).flatMap(({ Condition: { StringEquals: one } }: Json) =>
          [one['aws:RequestTag/kubernetes-namespace']]
            .flat()
            .flatMap((namespace) =>
              [one['aws:RequestTag/kubernetes-service-account']].flat().map((name) => `${namespace}/${name}`),
            ),
        );
        expect(admitted.sort()).toEqual(accounts.map(({ namespace, name }) => `${namespace}/${name}`).sort());
      }),
      { numRuns: 25 },
    );
  });

  test('associates after the role’s policies, installs the agent once, and annotates nothing', () => {
    const stack = awsStack();
    const eks = cluster(stack);

    const role = make(stack, {
      trusts: ['a', 'b'].map((name) => podIdentity({ cluster: eks, serviceAccount: { namespace: 'todo', name } })),
      grants: [s3Grant.read('arn:aws:s3:::tasks')],
    });

    const associations = resources(stack, 'aws_eks_pod_identity_association');
    expect(associations.map((one) => `${one.namespace}/${one.service_account}`)).toEqual(['todo/a', 'todo/b']);
    expect(associations[0].role_arn).toBe(resolvedIn(stack, role.arn));
    expect(associations[0].depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\.api_policy/)]);
    const agents = resources(stack, 'aws_eks_addon').filter((one) => one.addon_name === 'eks-pod-identity-agent');
    expect(agents).toHaveLength(1);
    expect(role.dependables).toEqual([role.resource, role.policy, ...role.associations, eks.addPodIdentityAgent()]);
    expect(role.bindings.map(({ serviceAccountAnnotations }) => serviceAccountAnnotations)).toEqual([{}, {}]);
  });

  test('makes no association where it only admits', () => {
    const stack = awsStack();

    const role = make(stack, {
      trusts: [podIdentity({ cluster: known(), serviceAccount: BACKEND, bind: false })],
    });

    expect(resources(stack, 'aws_eks_pod_identity_association')).toEqual([]);
    expect(role.bindings).toEqual([]);
  });

  test('without session tags asks for the cluster alone, once that is said', () => {
    const stack = awsStack();
    const options = { cluster: known(), serviceAccount: BACKEND, disableSessionTags: true };

    expect(codeOf(() => make(stack, { trusts: [podIdentity(options)] }, 'refused'))).toBe('session-tags-disabled');
    make(stack, { trusts: [podIdentity({ ...options, admitWholeCluster: true })] });

    expect(statements(stack)[0].Condition).toEqual({ StringEquals: { 'aws:SourceArn': known().arn } });
    expect(resources(stack, 'aws_eks_pod_identity_association')[0].disable_session_tags).toBe(true);
  });

  test('may assume the target role that it is associated with', () => {
    const stack = awsStack();
    const targetRoleArn = 'arn:aws:iam::444455556666:role/target';

    make(stack, { trusts: [podIdentity({ cluster: known(), serviceAccount: BACKEND, targetRoleArn })] });

    expect(resources(stack, 'aws_eks_pod_identity_association')[0].target_role_arn).toBe(targetRoleArn);
    expect(policy(resource(stack, 'aws_iam_role_policy', 'api').policy).Statement).toEqual([
      { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: targetRoleArn },
    ]);
  });
});

describe('a role', () => {
  test('passes its settings on', () => {
    const stack = awsStack();

    make(stack, {
      name: 'api',
      path: '/workloads/',
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      maxSessionSeconds: 7200,
      managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });

    expect(resource(stack, 'aws_iam_role', 'api')).toMatchObject({
      name: 'api',
      path: '/workloads/',
      permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
      max_session_duration: 7200,
    });
    expect(resources(stack, 'aws_iam_role_policy_attachment')[0]).toMatchObject({
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(resources(stack, 'aws_iam_role_policy')).toEqual([]);
  });

  test('that exists already is associated and bound, and not made', () => {
    const stack = awsStack();
    const arn = 'arn:aws:iam::111122223333:role/there';
    const eks = known();

    const role = PodRole.fromAttributes(stack, 'api', {
      arn,
      trusts: [
        irsa({ cluster: eks, serviceAccount: BACKEND }),
        podIdentity({ cluster: eks, serviceAccount: { namespace: 'todo', name: 'worker' } }),
      ],
    });

    expect(resources(stack, 'aws_iam_role')).toEqual([]);
    expect(resources(stack, 'aws_eks_pod_identity_association')[0]).toMatchObject({ role_arn: arn });
    expect(role.bindingFor(BACKEND).serviceAccountAnnotations['eks.amazonaws.com/role-arn']).toBe(arn);
  });

  test('that exists gets grants and policies by the name in its ARN, and its trust policy stays its owner’s', () => {
    const stack = awsStack();
    const role = PodRole.fromAttributes(stack, 'api', {
      arn: 'arn:aws:iam::111122223333:role/workloads/there',
      managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });

    role.addGrant(s3Grant.read('arn:aws:s3:::tasks'));
    role.addTrust(irsa({ cluster: known(), serviceAccount: BACKEND }));

    expect(resources(stack, 'aws_iam_role')).toEqual([]);
    expect(resources(stack, 'aws_iam_role_policy')[0]).toMatchObject({ role: 'there' });
    expect(resources(stack, 'aws_iam_role_policy_attachment')[0]).toMatchObject({ role: 'there' });
    expect(role.bindings).toHaveLength(1);
  });

  test('that exists by a token gets grants by the end of the ARN that it will have', () => {
    const stack = awsStack();
    const arn = new TerraformVariable(stack, 'role_arn', { type: 'string' }).stringValue;

    PodRole.fromAttributes(stack, 'api', { arn, grants: [s3Grant.read('arn:aws:s3:::tasks')] });

    expect(resources(stack, 'aws_iam_role_policy')[0].role).toBe('${element(reverse(split("/", var.role_arn)), 0)}');
  });

  test('gets trusts and grants later as at once, but for the order of the JSON', () => {
    const eks = () => ({ ...known(), oidcProvider: { arn: PROVIDER_ARN, issuer: { url: ISSUER } } });
    const trusts = (cluster: EksClusterReference) => [
      irsa({ cluster, serviceAccount: BACKEND }),
      podIdentity({
        cluster,
        serviceAccount: { namespace: 'todo', name: 'worker' },
        targetRoleArn: 'arn:aws:iam::444455556666:role/target',
      }),
    ];
    const grants = [s3Grant.read('arn:aws:s3:::tasks'), s3Grant.read('arn:aws:s3:::notes')];
    const atOnce = awsStack();
    make(atOnce, { trusts: trusts(eks()), grants });
    const later = awsStack();
    const role = make(later, { trusts: [] });
    for (const trust of trusts(eks())) role.addTrust(trust);
    const given = grants.map((grant) => role.addGrant(grant));

    for (const type of ['aws_iam_role', 'aws_iam_role_policy', 'aws_eks_pod_identity_association'])
      expect(resources(later, type)).toEqual(resources(atOnce, type));
    expect(role.dependables).toEqual([role.resource, role.policy, ...role.associations]);
    expect(given).toEqual(grants.map((grant) => ({ grant, grantee: role.arn, dependables: [role.policy] })));
    expect(role.grants.map(({ grant }) => grant.description)).toEqual([
      'read objects of arn:aws:s3:::tasks/',
      'read objects of arn:aws:s3:::notes/',
      'assume arn:aws:iam::444455556666:role/target',
    ]);
  });

  test('lets its associations wait for a policy that comes later', () => {
    const stack = awsStack();
    const role = make(stack, { trusts: [podIdentity({ cluster: known(), serviceAccount: BACKEND })] });

    role.addGrant(s3Grant.read('arn:aws:s3:::tasks'));

    expect(resources(stack, 'aws_eks_pod_identity_association')[0].depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.api_policy/),
    ]);
  });

  test('that nobody may assume is refused at synthesis, and not before', () => {
    const stack = awsStack();
    const role = make(stack, { trusts: [] });

    expect(() => Testing.synth(stack, true)).toThrow(
      /trust-missing at platform\/api: [^]*why: .*IAM refuses[^]*fix: .*addTrust/,
    );
    role.addTrust(irsa({ cluster: known(), serviceAccount: BACKEND }));
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });

  test('migrates with both trusts, one of which only admits', () => {
    const stack = awsStack();
    const eks = known();

    const role = make(stack, {
      trusts: [
        irsa({ cluster: eks, serviceAccount: BACKEND, bind: false }),
        podIdentity({ cluster: eks, serviceAccount: BACKEND }),
      ],
    });

    expect(statements(stack)).toHaveLength(2);
    expect(role.bindings.map(({ mechanism }) => mechanism)).toEqual(['eks-pod-identity']);
  });

  test('has the same text each time it is synthesized', () => {
    const text = () => {
      const stack = awsStack();
      make(stack, { trusts: [podIdentity({ cluster: cluster(stack), serviceAccount: BACKEND })] });
      return Testing.synth(stack);
    };

    expect(text()).toBe(text());
  });
});

describe('a role is refused', () => {
  const trust = irsa({ cluster: known(), serviceAccount: BACKEND, bind: false });
  const foreign = { oidcProvider: { arn: PROVIDER_ARN, issuer: { url: ISSUER } }, region: 'eu-west-1' };
  const both = known();
  const again = known();
  test.each<[string, string, Partial<PodRoleProps>]>([
    ['a name of 65 characters', 'name-invalid', { name: 'n'.repeat(65) }],
    ['a prefix of 39 characters', 'name-invalid', { namePrefix: 'n'.repeat(39) }],
    ['a name and a prefix', 'name-and-prefix', { name: 'a', namePrefix: 'b' }],
    ['a path without slashes', 'name-invalid', { path: 'workloads' }],
    ['a session of a day', 'session-duration-invalid', { maxSessionSeconds: 86_400 }],
    ['a session of half a second', 'session-duration-invalid', { maxSessionSeconds: 3600.5 }],
    ['the same trust twice', 'trust-duplicate', { trusts: [trust, trust] }],
    [
      'a wildcard subject',
      'subject-wildcard',
      { trusts: [irsa({ cluster: known(), serviceAccount: { namespace: 'todo', name: '*' } })] },
    ],
    [
      'a namespace of 64 characters',
      'subject-invalid',
      { trusts: [irsa({ cluster: known(), serviceAccount: { namespace: 'n'.repeat(64), name: 'a' } })] },
    ],
    [
      'a service account of 254 characters',
      'subject-invalid',
      { trusts: [podIdentity({ cluster: known(), serviceAccount: { namespace: 'n', name: 'a'.repeat(254) } })] },
    ],
    [
      'IRSA without an OIDC provider',
      'oidc-provider-missing',
      { trusts: [irsa({ cluster: { ...known(), oidcProvider: undefined }, serviceAccount: BACKEND })] },
    ],
    [
      'an audience that the provider does not list',
      'audience-not-registered',
      {
        trusts: [
          irsa({
            ...foreign,
            oidcProvider: { ...foreign.oidcProvider, audiences: ['sts.amazonaws.com'] },
            audience: 'x',
            serviceAccount: BACKEND,
          }),
        ],
      },
    ],
    [
      'an audience of 256 characters',
      'audience-too-long',
      { trusts: [irsa({ ...foreign, audience: 'a'.repeat(256), serviceAccount: BACKEND })] },
    ],
    [
      'a token of a minute',
      'token-expiration-invalid',
      { trusts: [irsa({ ...foreign, tokenExpirationSeconds: 60, serviceAccount: BACKEND })] },
    ],
    [
      'a token of a part of a second, which the webhook ignores',
      'token-expiration-invalid',
      { trusts: [irsa({ ...foreign, tokenExpirationSeconds: 900.5, serviceAccount: BACKEND })] },
    ],
    [
      'IRSA and an association for one service account',
      'irsa-and-pod-identity',
      {
        trusts: [
          irsa({ cluster: both, serviceAccount: BACKEND }),
          podIdentity({ cluster: both, serviceAccount: BACKEND }),
        ],
      },
    ],
    [
      'grants of more than 10,240 characters',
      'inline-policy-over-limit',
      {
        trusts: [irsa({ cluster: again, serviceAccount: BACKEND })],
        grants: Array.from({ length: 60 }, (_, i) => s3Grant.readWrite(`arn:aws:s3:::bucket-${i}`)),
      },
    ],
  ])('with %s', (_, code, props) => {
    expect(codeOf(() => make(awsStack(), props))).toBe(code);
  });

  test('with a second association of a service account, by whichever role', () => {
    const stack = awsStack();
    const trusts = [podIdentity({ cluster: known(), serviceAccount: BACKEND })];
    make(stack, { trusts }, 'one');

    expect(codeOf(() => make(stack, { trusts }, 'two'))).toBe('duplicate-association');
  });

  test('with a second role for an annotated service account', () => {
    const stack = awsStack();
    const trusts = [irsa({ cluster: known(), serviceAccount: BACKEND })];
    make(stack, { trusts }, 'one');

    expect(codeOf(() => make(stack, { trusts }, 'two'))).toBe('duplicate-binding');
  });

  test('with both mechanisms over two roles', () => {
    const stack = awsStack();
    const eks = known();
    make(stack, { trusts: [podIdentity({ cluster: eks, serviceAccount: BACKEND })] }, 'one');

    expect(codeOf(() => make(stack, { trusts: [irsa({ cluster: eks, serviceAccount: BACKEND })] }, 'two'))).toBe(
      'irsa-and-pod-identity',
    );
  });

  test('with the 1,001st association of a cluster', () => {
    const stack = awsStack();
    const eks = known();
    const associate = (number: number) => {
      const serviceAccount = { namespace: 'todo', name: `sa-${number}` };
      return PodRole.fromAttributes(stack, `role-${number}`, {
        arn: 'arn:aws:iam::111122223333:role/there',
        trusts: [podIdentity({ cluster: eks, serviceAccount })],
      });
    };
    for (let number = 1; number <= 1000; number++) associate(number);

    expect(codeOf(() => associate(1001))).toBe('associations-over-limit');
  });

  test('where its ARN is not one, for a role that exists', () => {
    const trusts = [irsa({ cluster: known(), serviceAccount: BACKEND })];

    expect(codeOf(() => PodRole.fromAttributes(awsStack(), 'api', { arn: 'there', trusts }))).toBe(
      'role-arn-malformed',
    );
  });

  test('where a trust that is added is wrong, and stays as it was', () => {
    const stack = awsStack();
    const eks = known();
    const role = make(stack, { trusts: [irsa({ cluster: eks, serviceAccount: BACKEND })] });
    const before = statements(stack);

    expect(codeOf(() => role.addTrust(irsa({ cluster: eks, serviceAccount: BACKEND })))).toBe('trust-duplicate');
    expect(codeOf(() => role.addTrust(podIdentity({ cluster: eks, serviceAccount: BACKEND })))).toBe(
      'irsa-and-pod-identity',
    );
    expect(codeOf(() => role.addGrant(s3Grant.read(`arn:aws:s3:::${'b'.repeat(10_240)}`)))).toBe(
      'inline-policy-over-limit',
    );
    expect(statements(stack)).toEqual(before);
    expect([role.trusts.length, role.grants.length]).toEqual([1, 0]);
  });

  test('where a binding is asked for that it does not have', () => {
    expect(codeOf(() => make(awsStack(), {}).bindingFor({ namespace: 'todo', name: 'x' }))).toBe('binding-unknown');
  });
});

describe('the size of a trust policy', () => {
  const clusters = (count: number): Partial<PodRoleProps> => ({
    trusts: Array.from({ length: count }, (_, number) => {
      const url = `https://oidc.eks.eu-west-1.amazonaws.com/id/${String(number).padStart(32, '0')}`;
      const oidcProvider = { arn: `arn:aws:iam::111122223333:oidc-provider/${url.slice(8)}`, issuer: { url } };
      return irsa({ oidcProvider, region: 'eu-west-1', serviceAccount: BACKEND });
    }),
  });

  test('is measured without whitespace, and a raised quota is taken into account', () => {
    expect(codeOf(() => make(awsStack(), clusters(4)))).toBeUndefined();
    expect(codeOf(() => make(awsStack(), clusters(6)))).toBe('trust-policy-over-limit');
    expect(codeOf(() => make(awsStack(), { ...clusters(6), trustPolicyLimit: 4096 }))).toBeUndefined();
  });

  test('is exact at its limit', () => {
    const stack = awsStack();
    make(stack, clusters(3));
    const { length } = resource(stack, 'aws_iam_role', 'api').assume_role_policy;

    expect(codeOf(() => make(awsStack(), { ...clusters(3), trustPolicyLimit: length }))).toBeUndefined();
    expect(() => make(awsStack(), { ...clusters(3), trustPolicyLimit: length - 1 })).toThrow(
      `has ${length} characters without whitespace, over the limit of ${length - 1}`,
    );
  });

  test('counts a value that is not known yet at its longest', () => {
    const stack = awsStack();
    const five = Array.from({ length: 5 }, (_, number) => cluster(stack, { name: `todo-${number}` }, `eks-${number}`));

    expect(
      codeOf(() => make(stack, { trusts: five.map((eks) => irsa({ cluster: eks, serviceAccount: BACKEND })) })),
    ).toBe('trust-policy-over-limit');
    expect(
      codeOf(() =>
        make(
          stack,
          { trusts: five.slice(0, 3).map((eks) => irsa({ cluster: eks, serviceAccount: BACKEND })) },
          'three',
        ),
      ),
    ).toBeUndefined();
  });
});

test('a cluster is one that exists, too', () => {
  const stack = awsStack();
  const eks = EksCluster.fromAttributes(stack, 'cluster', {
    name: 'todo',
    arn: known().arn,
    region: 'eu-west-1',
    issuerUrl: ISSUER,
    oidcProviderArn: PROVIDER_ARN,
  });

  make(stack, {
    trusts: [
      irsa({ cluster: eks, serviceAccount: BACKEND }),
      podIdentity({ cluster: eks, serviceAccount: { namespace: 'todo', name: 'worker' } }),
    ],
  });

  expect(statements(stack)[0].Principal).toEqual({ Federated: PROVIDER_ARN });
  expect(resources(stack, 'aws_eks_addon')).toEqual([]);
});

test('numbers that only an apply will know pass, as text in an annotation too', () => {
  const stack = awsStack();
  const seconds = new TerraformVariable(stack, 'seconds', { type: 'number' }).numberValue;
  const role = new PodRole(stack, 'api', {
    maxSessionSeconds: seconds,
    trusts: [irsa({ cluster: cluster(stack), serviceAccount: BACKEND, tokenExpirationSeconds: seconds })],
  });
  const { serviceAccountAnnotations } = role.bindingFor(BACKEND);
  expect(
    Tokenization.resolve(serviceAccountAnnotations, {
      scope: stack,
      resolver: new DefaultTokenResolver(new StringConcat()),
      preparing: false,
    }),
  ).toMatchObject({
    'eks.amazonaws.com/token-expiration': '${var.seconds}',
  });
  expect(resource(stack, 'aws_iam_role', 'api').max_session_duration).toBe('${var.seconds}');
});

test('a role has twenty-five managed policies at most', () => {
  const policies = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:iam::111122223333:policy/policy-${index}`);
  const make = (count: number) => () => new PodRole(awsStack(), 'role', { managedPolicyArns: policies(count) });
  expect(codeOf(make(25))).toBeUndefined();
  expect(codeOf(make(26))).toBe('policies-over-limit');
});
