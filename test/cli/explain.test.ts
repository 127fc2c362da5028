import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { eachInAnEmptyDirectory } from '../empty-directory';
import { podtrust } from './run-command';
import type { CommandRun } from './run-command';

eachInAnEmptyDirectory();

const run = (...args: string[]): CommandRun => podtrust('explain', ...args);

const AKS =
  'https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/';
const EKS = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

const noSubject = (subject = 'system:serviceaccount:shop:api'): string =>
  `AADSTS700213: No matching federated identity record found for presented assertion subject '${subject}'.`;
const noIssuer = (issuer = AKS): string =>
  `AADSTS700211: No matching federated identity record found for presented assertion issuer '${issuer}'.`;
const noMatch = `AADSTS70021: No matching federated identity record found for presented assertion. Assertion Issuer: '${AKS}'. Assertion Subject: 'system:serviceaccount:shop:api'. Assertion Audience: 'api://AzureADTokenExchange'.`;
const noProvider = (issuer = EKS): string =>
  `InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}\n\tstatus code: 400`;
const webIdentityDenied =
  'An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity';

interface Credential {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
}

/** A managed identity with a credential, and another one, whose credential comes nearer in all but the namespace. */
function writeIdentities(own: Credential = {}, other?: Credential): string {
  const credential = (name: string, of: Credential): object => ({
    name,
    parent_id: `\${azurerm_user_assigned_identity.${name}.id}`,
    issuer: of.issuer ?? AKS,
    subject: of.subject ?? 'system:serviceaccount:shop:api',
    audience: [of.audience ?? 'api://AzureADTokenExchange'],
  });
  const identity = (name: string): object => ({ name: `id-${name}`, resource_group_name: 'rg', location: 'x' });
  const resource = {
    azurerm_user_assigned_identity: { app: identity('app'), ...(other && { other: identity('other') }) },
    azurerm_federated_identity_credential: {
      app: credential('app', own),
      ...(other && { other: credential('other', other) }),
    },
  };
  writeFileSync('main.tf.json', JSON.stringify({ resource }, null, 2));
  return 'main.tf.json';
}

/** The service account of shop/api, bound to an identity of Azure. */
function writeAccount(client = '${azurerm_user_assigned_identity.app.client_id}', tenant?: string): string {
  const annotations = {
    'azure.workload.identity/client-id': client,
    ...(tenant && { 'azure.workload.identity/tenant-id': tenant }),
  };
  const resource = {
    kubernetes_service_account_v1: { api: { metadata: { name: 'api', namespace: 'shop', annotations } } },
  };
  writeFileSync('accounts.tf.json', JSON.stringify({ resource }, null, 2));
  return 'accounts.tf.json';
}

describe('the error is read', () => {
  test('from the argument', () => {
    const { exit, out, err } = run(noSubject());
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^AADSTS700213, from Entra: /);
    expect(out).toContain('  subject: system:serviceaccount:shop:api\n');
  });

  test('from a file, and then the arguments are paths', () => {
    writeFileSync('pod.log', `start\n${noSubject()}\nend\n`);
    const path = writeIdentities({ subject: 'system:serviceaccount:default:api' });
    expect(run('--file', 'pod.log')).toMatchObject({ exit: 0, out: run(noSubject()).out });
    expect(run('--file', 'pod.log', path)).toMatchObject({ exit: 0, out: run(noSubject(), path).out });
  });
});

describe('what is not known', () => {
  test('is said, with the page of what is, and the command exits 1', () => {
    const { exit, out, err } = run('it does not work');
    expect([exit, err]).toEqual([1, '']);
    expect(out).toMatch(/^not known: .*\n {2}the messages that it knows: https:\/\/\S+\/docs\/explaining\.md\n$/);
  });

  test('of Entra has the address of its code', () => {
    const { exit, out } = run('AADSTS999999: something');
    expect(exit).toBe(1);
    expect(out).toContain('https://login.microsoftonline.com/error?code=999999');
  });

  test('may be a file that was meant', () => {
    writeFileSync('pod.log', noSubject());
    expect(run('pod.log').out).toContain('there is a file of that name: --file pod.log reads it');
  });
});

describe('with a program it says what differs and where', () => {
  test('the subject, with file and line', () => {
    const path = writeIdentities({ subject: 'system:serviceaccount:default:api' });
    const { exit, out } = run(noSubject(), path);
    expect(exit).toBe(0);
    expect(out).toContain(
      'main.tf.json:15: the message’s subject is "system:serviceaccount:shop:api", azurerm_federated_identity_credential.app of azurerm_user_assigned_identity.app has "system:serviceaccount:default:api"\n',
    );
    expect(out).toContain('write "system:serviceaccount:shop:api" in azurerm_federated_identity_credential.app');
  });

  test('the issuer, and that it is the slash alone', () => {
    const { exit, out } = run(noIssuer(), writeIdentities({ issuer: AKS.slice(0, -1) }));
    expect(exit).toBe(0);
    expect(out).toMatch(/main\.tf\.json:14: the message’s issuer is .* \(they differ only in the slash at the end\)\n/);
  });

  test('the audience', () => {
    const { out } = run(noMatch, writeIdentities({ audience: 'api://AzureADTokenExchangeChina' }));
    expect(out).toContain('has "api://AzureADTokenExchangeChina"');
    expect(out).toContain(
      'set the audience of azurerm_federated_identity_credential.app to "api://AzureADTokenExchange"',
    );
    expect(out).not.toContain('the message’s subject');
  });

  test('of the credential that comes nearest, where nothing tells the identity', () => {
    const path = writeIdentities(
      { subject: 'system:serviceaccount:x:y', issuer: 'https://a/' },
      { subject: 'system:serviceaccount:shop:web' },
    );
    const { out } = run(noMatch, path);
    expect(out).toContain('azurerm_federated_identity_credential.other of azurerm_user_assigned_identity.other has');
    expect(out).not.toContain('azurerm_federated_identity_credential.app of');
  });

  test('of the identity that the service account asks for, though another one accepts the token', () => {
    const path = writeIdentities({ subject: 'system:serviceaccount:shop:web' }, {});
    const { out } = run(noMatch, path, writeAccount());
    expect(out).toContain('azurerm_federated_identity_credential.app of azurerm_user_assigned_identity.app has');
    expect(out).not.toContain('azurerm_federated_identity_credential.other');
  });

  test('of the identity that is named', () => {
    const path = writeIdentities({ subject: 'system:serviceaccount:shop:web' }, {});
    expect(run(noMatch, path, '--identity', 'id-other')).toMatchObject({
      exit: 4,
      out: expect.stringContaining('accepts what the message shows') as string,
    });
    expect(run(noMatch, path, '--identity', 'id-app').exit).toBe(0);
  });

  test('nothing, where the credential accepts what the message shows, and the command exits 4', () => {
    const { exit, out } = run(noMatch, writeIdentities());
    expect(exit).toBe(4);
    expect(out).toMatch(
      /main\.tf\.json:\d+: azurerm_federated_identity_credential\.app accepts what the message shows/,
    );
  });

  test('that an identity has no credential at all', () => {
    writeFileSync(
      'bare.tf',
      'resource "azurerm_user_assigned_identity" "app" {\n  name = "id-app"\n  resource_group_name = "rg"\n}\n',
    );
    const { exit, out } = run(noMatch, 'bare.tf', '--identity', 'id-app');
    expect(exit).toBe(0);
    expect(out).toContain('bare.tf:1: the program gives azurerm_user_assigned_identity.app no federated credential');
  });

  test('whether an issuer that only apply will tell is the message’s', () => {
    const path = writeIdentities({
      issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
      subject: 'system:serviceaccount:shop:web',
    });
    const { exit, out } = run(noMatch, path);
    expect(exit).toBe(0);
    expect(out).toContain('the message’s subject is');
    expect(out).toContain(`is ${JSON.stringify(AKS)} is not known before apply: compare them`);
  });

  test('who asks for a client id that the tenant does not have', () => {
    const text = `AADSTS700016: Application with identifier '${CLIENT}' was not found in the directory 'Contoso'.`;
    const { out } = run(text, writeIdentities(), writeAccount(CLIENT));
    expect(out).toMatch(/accounts\.tf\.json:\d+: ServiceAccount\/shop\/api has the client id, and no identity/);
  });

  test('who asks a tenant that is not there', () => {
    const text = "AADSTS90002: Tenant 'bbbbbbbb-0000-0000-0000-000000000000' not found.";
    const { out } = run(text, writeIdentities(), writeAccount(CLIENT, 'bbbbbbbb-0000-0000-0000-000000000000'));
    expect(out).toMatch(/accounts\.tf\.json:\d+: ServiceAccount\/shop\/api asks this tenant/);
  });
});

describe('with a program for AWS', () => {
  /** A role for IRSA, and the provider of its issuer. */
  function writeRole(more: { readonly url?: string; readonly subject?: string } = {}): string {
    const { url = EKS, subject = 'system:serviceaccount:shop:api' } = more;
    const bare = url.replace('https://', '');
    const trust = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${bare}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${bare}:sub`]: subject } },
      },
    };
    const resource = {
      aws_iam_openid_connect_provider: { main: { url, client_id_list: ['sts.amazonaws.com'] } },
      aws_iam_role: { app: { name: 'app', assume_role_policy: JSON.stringify(trust) } },
      kubernetes_service_account_v1: {
        api: {
          metadata: {
            name: 'api',
            namespace: 'shop',
            annotations: { 'eks.amazonaws.com/role-arn': '${aws_iam_role.app.arn}' },
          },
        },
      },
    };
    writeFileSync('role.tf.json', JSON.stringify({ resource }, null, 2));
    return 'role.tf.json';
  }

  test('the nearest OIDC provider is told, and how it differs', () => {
    const { exit, out } = run(noProvider(), writeRole({ url: `${EKS}/` }));
    expect(exit).toBe(0);
    expect(out).toMatch(/role\.tf\.json:\d+: the message’s issuer is .*\(they differ only in the slash at the end\)/);
    expect(out).toContain(`register ${JSON.stringify(EKS)} in the account of the role`);
  });

  test('a provider that is there is told, and the command exits 4', () => {
    const { exit, out } = run(noProvider(), writeRole());
    expect(exit).toBe(4);
    expect(out).toContain('the program registers the issuer in');
  });

  test('a provider that only a trust names is told not to be registered', () => {
    const file = writeRole();
    const { resource } = JSON.parse(readFileSync(file, 'utf8')) as { resource: Record<string, unknown> };
    delete resource.aws_iam_openid_connect_provider;
    writeFileSync(file, JSON.stringify({ resource }, null, 2));
    const { exit, out } = run(noProvider(), file);
    expect(exit).toBe(0);
    expect(out).toMatch(/a trust names arn:\S+, and nothing that was read registers it/);
    expect(out).not.toContain('the program registers');
  });

  test('a cluster without a provider is told', () => {
    writeFileSync('eks.tf', 'resource "aws_eks_cluster" "main" {\n  name = "shop"\n}\n');
    const { exit, out } = run(noProvider(), 'eks.tf');
    expect(exit).toBe(0);
    expect(out).toContain('eks.tf:1: the program has aws_eks_cluster.main, and registers no OIDC provider');
  });

  test('what the proof finds is told of a message that names nobody', () => {
    const { exit, out } = run(webIdentityDenied, writeRole({ subject: 'system:serviceaccount:default:api' }));
    expect(exit).toBe(0);
    expect(out).toMatch(/role\.tf\.json:\d+: error claim-not-admitted: /);
  });

  test('an identity and a service account are asked about', () => {
    const path = writeRole({ subject: 'system:serviceaccount:default:api' });
    const who = ['--identity', 'app', '--subject', 'shop/api'];
    const { exit, out } = run(webIdentityDenied, path, ...who);
    expect(exit).toBe(0);
    expect(out).toContain('podtrust ask says: not admitted\n    only the namespace differs');
    expect(run(webIdentityDenied, writeRole(), ...who)).toMatchObject({
      exit: 4,
      out: expect.stringContaining('podtrust ask says: admitted') as string,
    });
  });

  test('findings about others are left out where it is known whom the message is about', () => {
    const path = writeRole({ subject: 'system:serviceaccount:default:api' });
    const { out } = run(webIdentityDenied, path, '--subject', 'shop/web');
    expect(out).not.toContain('claim-not-admitted');
  });
});

describe('--format json', () => {
  test('has the message, its facts, and the program’s with places and lines', () => {
    const path = writeIdentities({ subject: 'system:serviceaccount:default:api' });
    const { exit, out } = run(noSubject(), path, '--format', 'json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'podtrust.explanation/v1',
      messages: [{ id: 'AADSTS700213', sender: 'Entra' }],
      unknownCodes: [],
      facts: { subject: 'system:serviceaccount:shop:api' },
      program: {
        explains: true,
        comparisons: [
          {
            about: 'azurerm_federated_identity_credential.app',
            identity: 'azurerm_user_assigned_identity.app',
            facts: [
              {
                fact: 'subject',
                message: 'system:serviceaccount:shop:api',
                program: 'system:serviceaccount:default:api',
                same: false,
                at: {
                  file: 'main.tf.json',
                  pointer: '/resource/azurerm_federated_identity_credential/app/subject',
                },
                source: { file: 'main.tf.json', line: 15 },
              },
            ],
          },
        ],
        findings: [],
      },
    });
  });

  test('of what is not known has no messages', () => {
    const { exit, out } = run('AADSTS999999', '--format', 'json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual({
      schema: 'podtrust.explanation/v1',
      messages: [],
      unknownCodes: ['AADSTS999999'],
      facts: {},
    });
  });
});

describe('bad input is one line and exit 2', () => {
  test.each([
    ['no error', [], 'no error is given'],
    ['an empty error', [' '], 'the error is empty'],
    ['an unknown format', ['x', '--format', 'xml'], '--format "xml" is not one of text, json'],
    ['a file that is not there', ['--file', 'nowhere'], 'file-unreadable at nowhere: there is no such file'],
    ['a path that is not there', ['x', 'nowhere'], 'path-missing at nowhere'],
    ['standard input for both', ['-', '-'], 'standard input is named twice'],
    ['an identity without a program', ['x', '--identity', 'app'], 'name its paths too'],
    ['a subject that is none', ['x', '.', '--subject', 'api'], 'is not <namespace>/<name>'],
  ])('with %s', (_, args, message) => {
    const { exit, out, err } = run(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('with an identity that is not in the program', () => {
    const { exit, err } = run(noMatch, writeIdentities(), '--identity', 'id-ap');
    expect(exit).toBe(2);
    expect(err).toContain('identity-unknown');
  });

  test('and a file that is no text is told', () => {
    mkdirSync('folder');
    writeFileSync('log', Buffer.from([0, 1, 2, 0]));
    expect(run('--file', 'log')).toMatchObject({ exit: 2, err: expect.stringContaining('file-binary') as string });
    expect(run('--file', 'folder').exit).toBe(2);
  });
});

test('nothing of the message acts on a terminal, and no token is repeated', () => {
  const evil = `AADSTS700213: presented assertion subject '\u001b[31mred\u202e'. eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln`;
  for (const format of ['text', 'json']) {
    const { out } = run(evil, '--format', format);
    expect(/(?![\n\t])[\p{Cc}\u202e]/u.exec(out)).toBeNull();
    expect(out).not.toContain('eyJ');
  }
});
