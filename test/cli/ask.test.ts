import { readFileSync, writeFileSync } from 'node:fs';
import { ask, prove } from '../../lib/proof';
import type { InMemoryDocument } from '../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../empty-directory';
import { documentsOf, todoProgram } from '../proof/todo-program';
import { podtrust } from './run-command';
import type { CommandRun } from './run-command';
import { THREADS } from './threads';

eachInAnEmptyDirectory();

const run = (...args: string[]): CommandRun => podtrust('ask', ...args);

interface Answer {
  readonly admitted: boolean | null;
  readonly because: readonly string[];
  readonly assumes?: readonly string[];
}

function answers(queries: readonly object[], ...paths: string[]): Answer[] {
  writeFileSync('queries.jsonl', queries.map((query) => `${JSON.stringify(query)}\n`).join(''));
  const { exit, out, err } = run(...paths, '--queries', 'queries.jsonl');
  expect([exit, err]).toEqual([0, '']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const BARE = ISSUER.slice('https://'.length);
const ACCOUNT = '111122223333';

/** A role for IRSA, written by hand, and the provider of its account. */
function writeRole(trust: Partial<Record<string, unknown>> = {}): string {
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${BARE}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${BARE}:sub`]: 'system:serviceaccount:shop:api', [`${BARE}:aud`]: 'sts.amazonaws.com' },
    },
    ...trust,
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const resource = {
    aws_iam_role: {
      app: { name: 'app', assume_role_policy: policy },
      other: { name: 'other', assume_role_policy: policy },
    },
    aws_iam_openid_connect_provider: { main: { url: ISSUER, client_id_list: ['sts.amazonaws.com'] } },
  };
  writeFileSync('main.tf.json', JSON.stringify({ resource }));
  return 'main.tf.json';
}

const TOKEN = { iss: ISSUER, aud: 'sts.amazonaws.com', sub: 'system:serviceaccount:shop:api' };

describe('well-known failures are explained in words that would have solved them', () => {
  test.each(THREADS.map((thread) => [thread.title, thread] as const))('%s', (_, thread) => {
    for (const [file, text] of Object.entries(thread.files)) writeFileSync(file, text);
    const { exit, out, err } = run(...Object.keys(thread.files), ...thread.arguments);
    expect(err).toBe('');
    for (const words of thread.words) expect(out).toContain(words);
    expect(exit).toBe(thread.exit);
  });
});

describe('the answer agrees with the proof', () => {
  const documents: InMemoryDocument[] = documentsOf(todoProgram());

  test('whoever has access is admitted', () => {
    for (const { identity, cluster, namespace, serviceAccount } of prove(documents).access) {
      const query = { identity, cluster, subject: { namespace, name: serviceAccount } };
      expect({ query, ...ask(documents, query) }).toMatchObject({ query, admitted: true });
    }
  });

  test('whoever has none is not', () => {
    const { access, identities, clusters } = prove(documents);
    for (const identity of identities) {
      for (const cluster of clusters) {
        for (const name of ['frontend', 'backend', 'worker']) {
          const has = access.some(
            (one) =>
              one.identity === identity.id && one.cluster === cluster.id && [name, '*'].includes(one.serviceAccount),
          );
          const query = { identity: identity.id, cluster: cluster.id, subject: { namespace: 'todo', name } };
          expect({ query, admitted: ask(documents, query).admitted }).toEqual({ query, admitted: has });
        }
      }
    }
  });
});

describe('an identity that is only referred to agrees with the proof', () => {
  const program = (credential: object | undefined): InMemoryDocument[] => {
    const main = {
      data: { azurerm_user_assigned_identity: { app: { name: 'id-app', resource_group_name: 'rg' } } },
      resource: {
        azurerm_kubernetes_cluster: { main: { name: 'main', oidc_issuer_enabled: true } },
        ...(credential && { azurerm_federated_identity_credential: { app: credential } }),
        kubernetes_service_account_v1: {
          api: {
            metadata: {
              name: 'api',
              namespace: 'shop',
              annotations: {
                'azure.workload.identity/client-id': '${data.azurerm_user_assigned_identity.app.client_id}',
              },
            },
          },
        },
      },
    };
    return [{ file: 'main.tf.json', text: JSON.stringify(main) }];
  };
  const credential = (name: string): object => ({
    name: 'app',
    parent_id: '${data.azurerm_user_assigned_identity.app.id}',
    issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
    subject: `system:serviceaccount:shop:${name}`,
    audience: ['api://AzureADTokenExchange'],
  });
  const both = (documents: InMemoryDocument[]): unknown => {
    const { findings, undecided, access } = prove(documents);
    const { admitted, because } = ask(documents, {
      identity: 'data.azurerm_user_assigned_identity.app',
      subject: { namespace: 'shop', name: 'api' },
    });
    return {
      access: access.filter(({ mechanism }) => mechanism !== 'node').length,
      refused: findings.filter(({ rule }) => rule === 'claim-not-admitted').length,
      undecided: undecided.map((one) => one.because),
      admitted,
      because: because[0],
    };
  };

  test('where no trust of it was read, nothing can be said', () => {
    const elsewhere = expect.stringContaining(
      'is made outside of what was read, and so may its federated credentials be',
    );
    expect(both(program(undefined))).toEqual({
      access: 0,
      refused: 0,
      undecided: [elsewhere],
      admitted: null,
      because: elsewhere,
    });
  });

  test('where some trust of it was read, what that does not admit another one may', () => {
    const elsewhere = expect.stringContaining('not all of them need be here');
    expect(both(program(credential('worker')))).toEqual({
      access: 1,
      refused: 0,
      undecided: [elsewhere],
      admitted: null,
      because: elsewhere,
    });
  });

  test('where that trust admits it, it gets in', () => {
    expect(both(program(credential('api')))).toMatchObject({ access: 1, refused: 0, undecided: [], admitted: true });
  });
});

describe('an identity', () => {
  test.each([
    ['its id', 'aws_iam_role.app'],
    ['its name', 'app'],
    ['its ARN', `arn:aws:iam::${ACCOUNT}:role/app`],
  ])('is found by %s', (_, identity) => {
    expect(run(writeRole(), '--identity', identity, '--subject', 'shop/api', '--issuer', ISSUER).exit).toBe(0);
  });

  test('that is not there is an error which lists near ones', () => {
    const { exit, out, err } = run(writeRole(), '--identity', 'ap', '--subject', 'shop/api', '--issuer', ISSUER);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^podtrust: identity-unknown: .*"ap": the closest are aws_iam_role\.app \(app\), [^\n]*\n$/);
  });
});

describe('a token file', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  test.each([
    ['its claims', JSON.stringify(TOKEN)],
    ['a JWT', `${encode({ alg: 'RS256' })}.${encode({ ...TOKEN, aud: [TOKEN.aud], exp: 1 })}.c2lnbmF0dXJl\n`],
  ])('is read from %s', (_, text) => {
    writeFileSync('token', text);
    const { exit, out } = run(writeRole(), '--identity', 'app', '--token', 'token');
    expect(exit).toBe(0);
    expect(out).toContain('statement 0 allows it');
  });

  test.each([
    ['no JWT', 'top-secret'],
    ['a JWT whose claims are no JSON', 'top.secret.token'],
    ['claims without a subject', '{"iss":"https://secret"}'],
    ['JSON that ends too early', '{"secret":'],
  ])('with %s is refused, and nothing of it is printed', (_, text) => {
    writeFileSync('token', text);
    const { exit, out, err } = run(writeRole(), '--identity', 'app', '--token', 'token');
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain('token-invalid at token: ');
    expect(err).not.toContain('secret');
  });

  test('for the cluster’s own API server is told from one for the cloud', () => {
    writeFileSync('token', JSON.stringify({ ...TOKEN, aud: ['https://kubernetes.default.svc'] }));
    const { exit, out } = run(writeRole(), '--identity', 'app', '--token', 'token');
    expect(exit).toBe(1);
    expect(out).toContain('that is the token for the cluster’s own API server, which every pod has');
    expect(out).toContain('InvalidIdentityToken: Incorrect token audience');
  });
});

describe('queries', () => {
  const identity = 'app';

  test('are answered a line each, in their order, and the command exits 0', () => {
    const result = answers(
      [
        { identity, token: { ...TOKEN, sub: 'system:serviceaccount:shop:web' } },
        { identity, token: TOKEN },
        { identity: 'nobody', token: TOKEN },
        { identity, token: { ...TOKEN, aud: ['sts.amazonaws.com'] } },
        { identity, token: { ...TOKEN, aud: [] } },
        { identity, token: { ...TOKEN, aud: ['sts.amazonaws.com', 'other'] } },
      ],
      writeRole(),
    );
    expect(result.map(({ admitted }) => admitted)).toEqual([false, true, null, true, false, null]);
    expect(result[2]!.because[0]).toContain('no identity that was read is "nobody"');
    const keys = result.map((answer) => Object.keys(answer).slice(0, 2).join());
    expect(keys).toEqual(result.map(() => 'admitted,because'));
    // That the account is the trust's is assumed of whom it admits: nothing tells the account of this role.
    expect(result.map(({ assumes }) => assumes !== undefined)).toEqual(result.map(({ admitted }) => admitted === true));
  });

  test('tell the identity’s account: a provider of another one does not help', () => {
    const path = writeRole();
    const result = answers(
      [
        { identity, account: ACCOUNT, token: TOKEN },
        { identity, account: '444455556666', token: TOKEN },
      ],
      path,
    );
    expect(result.map(({ admitted }) => admitted)).toEqual([true, false]);
  });

  test('may leave out the issuer where they name the cluster, or tell it', () => {
    writeFileSync('only.tf.json', documentsOf(todoProgram())[0]!.text);
    const cluster = 'aws_eks_cluster.main';
    const token = { aud: 'sts.amazonaws.com', sub: 'system:serviceaccount:todo:frontend' };
    const result = answers(
      [
        { identity: 'todo-frontend', cluster, token },
        { identity: 'todo-frontend', cluster, token: { ...token, iss: ISSUER } },
        { identity: 'todo-frontend', token: { ...token, iss: ISSUER } },
        { identity: 'todo-frontend', cluster, token: { ...token, iss: `${ISSUER}/` } },
        { identity: 'todo-frontend', token },
      ],
      'only.tf.json',
    );
    expect(result.map(({ admitted }) => admitted)).toEqual([true, true, null, false, null]);
    expect(result[2]!.because.join()).toContain('not known before apply');
    expect(result[4]!.because[0]).toContain('no issuer (iss)');
  });

  test('ask for sessions of EKS Pod Identity', () => {
    writeFileSync('only.tf.json', documentsOf(todoProgram())[0]!.text);
    const cluster = 'aws_eks_cluster.main';
    const clusterArn = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/todo-dev`;
    const podIdentity = { clusterArn, account: ACCOUNT, namespace: 'todo', serviceAccount: 'backend' };
    const about = { identity: 'todo-backend', account: ACCOUNT };
    const result = answers(
      [
        { ...about, cluster, podIdentity },
        { ...about, cluster, podIdentity: { ...podIdentity, serviceAccount: 'Backend' } },
        { ...about, podIdentity },
        { ...about, cluster, podIdentity: { ...podIdentity, account: '444455556666' } },
        { identity: 'todo-frontend', cluster, podIdentity },
      ],
      'only.tf.json',
    );
    expect(result.map(({ admitted }) => admitted)).toEqual([true, false, null, false, false]);
    expect(result[1]!.because[0]).toContain('only the service account differs');
  });

  test.each([
    ['no JSON', '{', 'queries.jsonl:2: it is not JSON'],
    ['neither token nor session', '{"identity":"app"}', 'it needs one of token and podIdentity'],
    ['no subject', '{"identity":"app","token":{"aud":"a"}}', 'sub is not a text'],
    [
      'an audience that is no text',
      '{"identity":"app","token":{"aud":[1],"sub":"a"}}',
      'an audience of aud is not a text',
    ],
  ])('with %s are refused with file and line, and nothing is printed', (_, line, message) => {
    writeFileSync('queries.jsonl', `${JSON.stringify({ identity, token: TOKEN })}\n${line}\n`);
    const { exit, out, err } = run(writeRole(), '--queries', 'queries.jsonl');
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('the exit code', () => {
  test('is 4 where only apply will tell', () => {
    const path = writeRole({ Principal: { Federated: '${var.provider_arn}' } });
    const { exit, out } = run(path, '--identity', 'app', '--subject', 'shop/api', '--issuer', ISSUER);
    expect(exit).toBe(4);
    expect(out).toMatch(/^not decidable: app\n/);
  });

  test.each([
    ['no identity', ['--subject', 'shop/api'], '--identity is missing'],
    ['neither subject nor token', ['--identity', 'app'], 'one of --subject and --token'],
    ['a subject without a namespace', ['--identity', 'app', '--subject', 'api'], 'is not <namespace>/<name>'],
    [
      'a cluster that was not read',
      ['--identity', 'app', '--subject', 'a/b', '--cluster', 'x'],
      'no cluster that was read is "x"',
    ],
    [
      'a token file that is not there',
      ['--identity', 'app', '--token', 'nowhere'],
      'file-unreadable at nowhere: there is no such file',
    ],
    ['queries and an identity', ['--identity', 'app', '--queries', 'q'], '--queries does not go with --identity'],
  ])('is 2 with %s', (_, args, message) => {
    const { exit, out, err } = run(writeRole(), ...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('is 2 where the pod may be in two clusters, which are listed', () => {
    const documents = documentsOf(todoProgram());
    for (const { file, text } of documents) write(file, text);
    const stacks = documents.map(({ stack }) => [stack, { synthesizedStackPath: `stacks/${stack}/cdk.tf.json` }]);
    write('cdktf.out/manifest.json', JSON.stringify({ stacks: Object.fromEntries(stacks) }));
    const { exit, err } = run(
      'cdktf.out',
      '--identity',
      'eks-platform/aws_iam_role.frontend',
      '--subject',
      'todo/frontend',
    );
    expect(exit).toBe(2);
    expect(err).toMatch(
      /cluster-ambiguous: .*eks-platform.*aks-platform|cluster-ambiguous: .*aks-platform.*eks-platform/,
    );
  });
});

test('a cluster may be named by so much of its id as no other has', () => {
  // GIVEN
  const documents = documentsOf(todoProgram());
  for (const { file, text } of documents) write(file, text);
  const stacks = documents.map(({ stack }) => [stack, { synthesizedStackPath: `stacks/${stack}/cdk.tf.json` }]);
  write('cdktf.out/manifest.json', JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  const identity = ['--identity', 'eks-platform/aws_iam_role.frontend'];
  const frontendIn = (cluster: string) =>
    run('cdktf.out', ...identity, '--subject', 'todo/frontend', '--cluster', cluster);

  // THEN
  expect(frontendIn('aws_eks_cluster.main').exit).toBe(0);
  expect(frontendIn('azurerm_kubernetes_cluster.main').exit).toBe(1);
  expect(frontendIn('main')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('"main" names 2 clusters') as string,
  });
});

test('a Deny is named, and no single difference is made up', () => {
  writeFileSync(
    'main.tf.json',
    JSON.stringify({
      resource: {
        aws_iam_role: {
          app: {
            name: 'app',
            assume_role_policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${BARE}` },
                  Action: 'sts:AssumeRoleWithWebIdentity',
                  Condition: { StringLike: { [`${BARE}:sub`]: 'system:serviceaccount:shop:*' } },
                },
                {
                  Sid: 'NotTheApi',
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 'sts:*',
                  Condition: { StringEquals: { [`${BARE}:sub`]: 'system:serviceaccount:shop:api' } },
                },
              ],
            }),
          },
        },
      },
    }),
  );
  const { exit, out } = run('main.tf.json', '--identity', 'app', '--subject', 'shop/api', '--issuer', ISSUER);
  expect(exit).toBe(1);
  expect(out).toContain('statement 1 (NotTheApi) denies it');
  expect(out).not.toContain('differs');
  expect(run('main.tf.json', '--identity', 'app', '--subject', 'shop/web', '--issuer', ISSUER).exit).toBe(0);
});

describe('what the evaluation remarks about the trust', () => {
  const subject = ['--identity', 'app', '--subject', 'shop/api', '--issuer', ISSUER];

  test('is said though the pod gets in: an account taken for granted', () => {
    // GIVEN a role whose account nothing tells, by a provider's ARN that tells its own
    const { exit, out } = run(writeRole(), ...subject);
    expect(exit).toBe(0);
    expect(out).toContain(`assumed: ${ACCOUNT}, which the trust names, is the account of aws_iam_role.app`);
    // AND nothing is assumed where the question tells the account
    expect(run('main.tf.json', ...subject.with(1, `arn:aws:iam::${ACCOUNT}:role/app`)).out).not.toContain('assumed');
  });

  test('is said though the pod gets in: a principal that is no provider', () => {
    const path = writeRole({
      Principal: { Federated: [`arn:aws:iam::${ACCOUNT}:oidc-provider/${BARE}`, 'issuer.example'] },
    });
    const { exit, out } = run(path, ...subject);
    expect(exit).toBe(0);
    expect(out).toContain('statement 0 admits nobody by issuer.example');
  });

  test('is said of a key that no token has, whichever way its operator takes that', () => {
    const key = 'oidc.eks.eu-west-1.amazonaws.com/id/OTHER:sub';
    const value = 'system:serviceaccount:shop:api';
    const open = run(writeRole({ Condition: { StringNotEquals: { [key]: value } } }), ...subject);
    expect(open.exit).toBe(0);
    expect(open.out).toContain(`has StringNotEquals on ${key}`);
    expect(open.out).toContain('it keeps nobody out');
    const shut = run(writeRole({ Condition: { StringEquals: { [key]: value } } }), ...subject);
    expect(shut.exit).toBe(1);
    expect(shut.out).toContain('it lets nobody in');
  });

  test('tells apart whose caller gives an account', () => {
    // GIVEN a trust by the caller of another provider, and a question that tells the role's account
    const caller = (name: string): string => `\${data.aws_caller_identity.${name}.account_id}`;
    const path = writeRole({
      Principal: { Federated: ['own', 'data'].map((name) => `arn:aws:iam::${caller(name)}:oidc-provider/${BARE}`) },
    });
    const { resource } = JSON.parse(readFileSync(path, 'utf8'));
    const data = { aws_caller_identity: { own: {}, data: { provider: 'aws.data' } } };
    writeFileSync(
      path,
      JSON.stringify({ resource, data, provider: { aws: [{}, { alias: 'data', profile: 'data' }] } }),
    );
    const { exit, out } = run(path, ...subject.with(1, `arn:aws:iam::${ACCOUNT}:role/app`));
    // THEN the other caller's account stays unknown, and nothing is assumed of it: it is not needed
    expect(exit).toBe(0);
    expect(out).toContain('statement 0 allows it');
    expect(out).not.toContain('assumed');
    expect(out).not.toContain('data.aws_caller_identity');
  });
});

describe('what the pod may do', () => {
  const may = (...args: string[]): CommandRun => {
    const main = JSON.parse(readFileSync(writeRole(), 'utf8'));
    const policy = (Action: string, more = {}) =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }] });
    main.resource.aws_iam_role_policy = {
      get: { role: 'app', policy: policy('s3:GetObject') },
      put: { role: 'app', policy: policy('s3:PutObject', { Condition: { Bool: { 'aws:x': 'true' } } }) },
    };
    writeFileSync('main.tf.json', JSON.stringify(main));
    return run('main.tf.json', '--identity', 'app', '--subject', 'shop/api', '--issuer', ISSUER, ...args);
  };
  const onFile = (action: string): string[] => ['--action', action, '--resource', 'arn:aws:s3:::data/x'];

  test.each([
    ['s3:GetObject', 0, 'allowed by what was read: app, s3:GetObject on arn:aws:s3:::data/x\n'],
    ['s3:DeleteObject', 1, 'not allowed: app, s3:DeleteObject on arn:aws:s3:::data/x\n'],
    ['s3:PutObject', 4, 'not decidable: app, s3:PutObject on arn:aws:s3:::data/x\n'],
  ])('%s ends with %d', (action, exit, first) => {
    const found = may(...onFile(action));
    expect(found).toMatchObject({ exit, err: '' });
    expect(found.out.startsWith(first)).toBe(true);
  });

  test('--context decides a condition', () => {
    expect(may(...onFile('s3:PutObject'), '--context', 'aws:x=true').exit).toBe(0);
    expect(may(...onFile('s3:PutObject'), '--context', 'aws:x=false').exit).toBe(1);
  });

  test('--queries has it as further fields, and questions without an action are answered as ever', () => {
    may(...onFile('s3:GetObject'));
    const asked = { identity: 'app', token: TOKEN, action: 's3:GetObject', resource: 'arn:aws:s3:::data/x' };
    writeFileSync(
      'q.jsonl',
      [asked, { ...asked, action: 's3:ListBucket' }, { ...asked, action: 's3:*' }, { identity: 'app', token: TOKEN }]
        .map((query) => JSON.stringify(query))
        .join('\n'),
    );
    const lines = run('main.tf.json', '--queries', 'q.jsonl').out.trimEnd().split('\n');
    const found = lines.map((line) => JSON.parse(line));
    expect(found.map(({ admitted, allowed }) => [admitted, allowed])).toEqual([
      [true, true],
      [true, false],
      [null, undefined],
      [true, undefined],
    ]);
    expect(found[2].because[0]).toBe('"s3:*" is a pattern, and a request is for one action');
  });

  test.each([
    [['--action', 's3:GetObject'], '--action and --resource go together'],
    [['--context', 'a=b'], '--context goes with --action'],
    [[...onFile('s3:GetObject'), '--context', 'a'], '--context "a" is not <key>=<value>'],
    [onFile('s3:*'), '"s3:*" is a pattern, and a request is for one action'],
    [
      ['--action', 's3:GetObject', '--resource', 'data'],
      '"data" is neither an ARN, nor a resource id, nor the address of a resource',
    ],
  ])('%j is refused', (args, words) => {
    const { exit, out, err } = may(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
