import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

/** A role that trusts an issuer, with these conditions on claims of it. */
function trusting(issuer: string, conditions: Readonly<Record<string, Readonly<Record<string, string>>>>): Inventory {
  const bare = issuer.replace(/^https:\/\//, '');
  const condition = Object.fromEntries(
    Object.entries(conditions).map(([operator, claims]) => [
      operator,
      Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${bare}:${claim}`, value])),
    ]),
  );
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: '${aws_iam_openid_connect_provider.ci.arn}' },
      Condition: condition,
    },
  };
  const text = JSON.stringify({
    resource: {
      aws_iam_openid_connect_provider: { ci: { url: issuer, client_id_list: ['sts.amazonaws.com'] } },
      aws_iam_role: { r: { name: 'r', assume_role_policy: JSON.stringify(trust) } },
    },
  });
  return prove([{ file: 'main.tf.json', text }]);
}

const AUDIENCE = { StringEquals: { aud: 'sts.amazonaws.com' } };
const found = ({ findings }: Inventory): readonly string[] => findings.map(({ level, rule }) => `${level} ${rule}`);

test('an issuer that is not a cluster says in the inventory which service has it', () => {
  const { clusters } = trusting('https://token.actions.githubusercontent.com', AUDIENCE);
  expect(clusters).toEqual([expect.objectContaining({ service: 'GitHub Actions' })]);
});

const SHARED = [
  'https://token.actions.githubusercontent.com',
  'https://gitlab.com',
  'https://app.terraform.io',
  'https://app.eu.terraform.io',
  'https://agent.buildkite.com',
  'https://login.app.env0.com/',
  'https://scalr.io',
  'https://api.pulumi.com/oidc',
  'https://oidc.vercel.com',
];
const OWN = [
  'https://token.actions.githubusercontent.com/acme',
  'https://token.actions.acme.ghe.com',
  'https://github.acme.example/_services/token',
  'https://gitlab.acme.example',
  'https://oidc.circleci.com/org/1111-2222',
  'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
  'https://acme.app.spacelift.io',
  'https://vstoken.dev.azure.com/1111-2222',
  'https://oidc.vercel.com/acme',
  'https://oidc.fly.io/acme',
];
const USERS = [
  'https://accounts.google.com',
  'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf',
  'https://acme.eu.auth0.com/',
  'https://acme.okta.com/oauth2/default',
  'https://sts.windows.net/11111111-2222-3333-4444-555555555555/',
];

describe.each([...SHARED, ...OWN])('the issuer of pipelines %s', (issuer) => {
  test('gives no pods access, whatever the trust says', () => {
    for (const sub of ['system:serviceaccount:apps:reader', '*']) {
      const { access } = trusting(issuer, { ...AUDIENCE, StringLike: { sub } });
      expect(access).toEqual([]);
    }
  });

  test('admits nobody by the subject of a service account, and that is said', () => {
    const sub = 'system:serviceaccount:apps:reader';
    const rule = 'warning ci-trust-of-service-account';
    expect(found(trusting(issuer, { StringEquals: { ...AUDIENCE.StringEquals, sub } }))).toEqual([rule]);
    // Whoever has no such claim, or another subject as well, gets in all the same.
    expect(found(trusting(issuer, { ...AUDIENCE, StringEqualsIfExists: { sub } }))).not.toContain(rule);
  });

  test('is sound with a subject', () => {
    const inventory = trusting(issuer, { StringEquals: { ...AUDIENCE.StringEquals, sub: 'repo:acme/app:main' } });
    expect(found(inventory)).toEqual([]);
  });

  test('is sound with a subject that has to be there only if it is: each token has one', () => {
    for (const operator of ['StringEqualsIfExists', 'ForAllValues:StringEquals'])
      expect(found(trusting(issuer, { ...AUDIENCE, [operator]: { sub: 'repo:acme/app:main' } }))).not.toContainEqual(
        expect.stringContaining('ci-trust-without-subject'),
      );
  });

  test('without a subject, or with a pattern for whom, admits more than is meant', () => {
    const level = SHARED.includes(issuer) ? 'error' : 'warning';
    expect(found(trusting(issuer, AUDIENCE))).toEqual([`${level} ci-trust-without-subject`]);
    for (const sub of ['*', 'repo:*/app:*']) {
      expect(found(trusting(issuer, { ...AUDIENCE, StringLike: { sub } }))).toEqual([
        `${level} ci-trust-without-subject`,
      ]);
    }
    // A claim that a token need not have keeps nobody out where it may be missing.
    expect(found(trusting(issuer, { ...AUDIENCE, StringEqualsIfExists: { project_id: 'a' } }))).toContain(
      `${level} ci-trust-without-subject`,
    );
  });
});

describe.each(USERS)('the issuer of people %s', (issuer) => {
  test('gives no pods access, and its audience says for which program', () => {
    const inventory = trusting(issuer, AUDIENCE);
    expect(inventory.access).toEqual([]);
    expect(found(inventory)).toEqual([]);
  });
});

test.each([
  'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA',
  'https://issuer.acme.example',
  'https://s3.amazonaws.com/a',
])('%s may be a cluster’s', (issuer) => {
  const { access } = trusting(issuer, { StringEquals: { sub: 'system:serviceaccount:apps:reader' } });
  expect(access).toEqual([expect.objectContaining({ cluster: issuer, serviceAccount: 'reader' })]);
});

test('a federated credential of a pipeline’s issuer for a service account admits nobody, and that is said', () => {
  const credential = (subject: string): Inventory => {
    const text = JSON.stringify({
      resource: {
        azurerm_user_assigned_identity: { app: { name: 'app', resource_group_name: 'rg', location: 'westeurope' } },
        azurerm_federated_identity_credential: {
          app: {
            name: 'app',
            parent_id: '${azurerm_user_assigned_identity.app.id}',
            issuer: 'https://token.actions.githubusercontent.com',
            subject,
            audience: ['api://AzureADTokenExchange'],
          },
        },
      },
    });
    return prove([{ file: 'main.tf.json', text }]);
  };
  expect(found(credential('system:serviceaccount:apps:reader'))).toContain('warning ci-trust-of-service-account');
  expect(found(credential('repo:acme/app:ref:refs/heads/main'))).not.toContain('warning ci-trust-of-service-account');
});
