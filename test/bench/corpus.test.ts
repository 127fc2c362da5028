import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { blocksOf } from '../../bench/corpus/blocks';
import { causeOf } from '../../bench/corpus/cause';
import { Fates } from '../../bench/corpus/fate';
import type { Measured } from '../../bench/corpus/measure-program';
import { programsOf } from '../../bench/corpus/programs';
import { summaryOf } from '../../bench/corpus/summary';
import { trustsSeen } from '../../bench/corpus/trusts';
import type { Inventory } from '../../lib/proof/inventory';
import { write } from '../empty-directory';

const REPOSITORY = resolve(__dirname, '../..');
const COMMAND = join(REPOSITORY, 'dist/lib/cli/main.js');

const TRUST = `
resource "aws_iam_role" "app" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.main.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${aws_iam_openid_connect_provider.main.url}:sub"
      values   = ["system:serviceaccount:todo:app"]
    }
  }
}
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_eks_cluster" "main" {}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A file below the folder. */
function file(name: string, text: string): void {
  write(join(folder, name), text);
}

const inventory = (parts: Partial<Inventory>): Inventory => ({
  schema: 'podtrust.inventory/v1',
  clusters: [],
  identities: [],
  access: [],
  permissions: [],
  findings: [],
  undecided: [],
  ...parts,
});

describe('the programs of a folder', () => {
  const found = () => programsOf(folder).map(({ directory, forms }) => `${directory}: ${forms.join('+')}`);

  it('are the directories with Terraform, and those with Kubernetes objects', () => {
    file('live/main.tf', '');
    file('apps/app.yaml', 'apiVersion: v1\nkind: ServiceAccount\n');
    file('values/app.yaml', 'replicas: 2\n');
    file('both/main.tf.json', '{}');
    file('both/app.yml', '# the app\napiVersion: v1\nkind: ServiceAccount\n');
    expect(found()).toEqual(['apps: kubernetes', 'both: terraform+kubernetes', 'live: terraform']);
  });

  it('are not what is only called as a local module', () => {
    file('live/main.tf', 'module "app" {\n  source = "../modules/app"\n}\n');
    file('modules/app/main.tf', TRUST);
    expect(found()).toEqual(['live: terraform']);
  });

  it('are neither charts’ templates nor what init installed', () => {
    file('chart/Chart.yaml', 'name: app\n');
    file('chart/templates/app.yaml', 'apiVersion: v1\nkind: {{ .Values.kind }}\n');
    file('live/main.tf', '');
    file('live/.terraform/modules/app/main.tf', TRUST);
    expect(found()).toEqual(['live: terraform']);
  });
});

describe('the trusts that the text shows', () => {
  const seen = (directory: string) =>
    trustsSeen(join(folder, directory)).map(({ kind, address }) => `${kind} ${address}`);

  it('are those of a role by way of its policy document, also in local and installed modules', () => {
    file(
      'live/main.tf',
      `module "own" {\n  source = "../own"\n}\nmodule "other" {\n  source = "registry/other/aws"\n}\n`,
    );
    file('own/main.tf', TRUST);
    file(
      'live/.terraform/modules/other/main.tf',
      TRUST.replaceAll('"Federated"', '"Service"').replace(
        '[aws_iam_openid_connect_provider.main.arn]',
        '["pods.eks.amazonaws.com"]',
      ),
    );
    file(
      'live/.terraform/modules/modules.json',
      JSON.stringify({ Modules: [{ Key: 'other', Source: 'registry/other/aws', Dir: '.terraform/modules/other' }] }),
    );
    expect(seen('live')).toEqual([
      'pod-identity-role module.other.aws_iam_role.app',
      'web-identity module.own.aws_iam_role.app',
    ]);
  });

  it('are associations, federated credentials and Kubernetes objects as well, and none of a comment', () => {
    file('main.tf', 'resource "aws_eks_pod_identity_association" "app" {\n}\n');
    file('azure.tf', 'resource "azurerm_federated_identity_credential" "app" {\n}\n');
    file('old.tf', '# resource "azurerm_federated_identity_credential" "old" {\n# }\n');
    file('more.tf.json', '{"resource":{"aws_iam_role":{"job":{"assume_role_policy":"{\\"Federated\\": 1}"}}}}');
    file('binding.yaml', 'kind: AzureIdentityBinding\nmetadata:\n  labels: {}\n  name: app\n');
    expect(seen('.')).toEqual([
      'association aws_eks_pod_identity_association.app',
      'federated-credential azurerm_federated_identity_credential.app',
      'kubernetes-object AzureIdentityBinding/app',
      'web-identity aws_iam_role.job',
    ]);
  });

  it('are in a file that the role reads', () => {
    file('main.tf', 'resource "aws_iam_role" "app" {\n  assume_role_policy = file("${path.module}/trust.json")\n}\n');
    file('trust.json', '{"Principal": {"Federated": "arn"}}');
    expect(seen('.')).toEqual(['web-identity aws_iam_role.app']);
  });
});

describe('the fate of a trust', () => {
  const trust = {
    kind: 'web-identity',
    address: 'module.irsa.aws_iam_role.app',
    names: [],
    isRepeated: false,
    isOfNoCluster: false,
  } as const;
  const at = { file: 'main.tf', pointer: '' };
  const row = (identity: string) =>
    ({
      identity,
      mechanism: 'irsa',
      cluster: 'c',
      namespace: 'n',
      serviceAccount: 's',
      pattern: false,
      except: [],
      workloads: [],
      claimed: false,
    }) as const;

  it('is decided by a row of one of its instances', () => {
    const fates = new Fates(inventory({ access: [row('live/module.irsa["a.b"].aws_iam_role.app[0]')] }));
    expect(fates.of(trust)).toBe('decided');
  });

  it('is decided where only what the role may do is not known', () => {
    const because = 'the policy of aws_iam_policy.a is not known before apply';
    const undecided = [{ about: trust.address, because, at }];
    expect(new Fates(inventory({ access: [row(trust.address)], undecided })).of(trust)).toBe('decided');
  });

  it('is undecided where its module is', () => {
    const fates = new Fates(inventory({ undecided: [{ about: 'module.irsa', because: 'it was not read', at }] }));
    expect(fates.of(trust)).toBe('undecided');
  });

  it.each([
    ['which-cluster', 'statement 0: which OIDC provider the principal ${var.arn} is, and so its issuer, was not read'],
    [
      'which-cluster',
      'statement 0: whether the condition key ${var.i}:sub is that of the issuer ${var.j} is not known',
    ],
    ['if-made', 'how many there are of it (count) is not known before apply'],
    ['undecided', 'statement 0: its action is not known'],
  ])('is %s where its row is exact and open is %s', (fate, because) => {
    const undecided = [{ about: trust.address, because, at }];
    const uncertain = because;
    const access = [{ ...row(trust.address), uncertain }];
    const made = () => [`${trust.address}[0]`];
    expect(new Fates(inventory({ access, undecided }), made).of(trust)).toBe(fate);
    expect(new Fates(inventory({ undecided }), made).of(trust)).toBe('undecided');
    const vague = [{ ...access[0]!, serviceAccount: '${var.name}' }];
    expect(new Fates(inventory({ access: vague, undecided }), made).of(trust)).toBe('undecided');
  });

  it('is if-made where a credential’s row says so of a module around it', () => {
    const credential = {
      ...trust,
      kind: 'federated-credential',
      address: 'module.m.azurerm_federated_identity_credential.a',
      isRepeated: true,
    } as const;
    const because = 'how many there are of it (count) is not known before apply';
    const undecided = [{ about: 'module.m', because, at }];
    const uncertain = 'how many there are of module.m (count) is not known before apply';
    const access = [{ ...row('azurerm_user_assigned_identity.a'), uncertain }];
    expect(new Fates(inventory({ access, undecided }), () => [credential.address]).of(credential)).toBe('if-made');
  });

  it('is decided where a role that is a Kubernetes object has a row, in whatever namespace it is', () => {
    const role = { ...trust, kind: 'kubernetes-object', address: 'Role/app' } as const;
    expect(new Fates(inventory({ access: [row('Role/default/app')] })).of(role)).toBe('decided');
    expect(new Fates(inventory({ access: [row('Role/default/an-app')] })).of(role)).toBe('missing');
    const undecided = [{ about: 'Role/todo/app', because: 'its trust is not known before apply', at }];
    expect(new Fates(inventory({ access: [row('Role/todo/app')], undecided })).of(role)).toBe('undecided');
  });

  it('is missing where no line speaks of it, for another one’s row is not its own', () => {
    expect(new Fates(inventory({ access: [row('module.irsa.aws_iam_role.apps')] })).of(trust)).toBe('missing');
  });

  it('is not missing where its count comes to none, or no cluster is in it', () => {
    const fates = new Fates(inventory({}));
    expect(fates.of({ ...trust, isRepeated: true })).toBe('none');
    expect(new Fates(inventory({}), () => [`${trust.address}[0]`]).of({ ...trust, isRepeated: true })).toBe('missing');
    const policies = [{ kind: 'trust', identity: trust.address, source: '', statements: [] }] as const;
    const made = () => [trust.address];
    expect(new Fates(inventory({ policies }), made).of({ ...trust, isRepeated: true })).toBe('none');
    expect(fates.of({ ...trust, isOfNoCluster: true })).toBe('no-cluster');
  });
});

test('a cause is counted without what is particular to a program', () => {
  expect(causeOf('the policy of aws_iam_policy.a[0] is not known: ${var.x} in ./a/main.tf has 3')).toBe(
    causeOf('the policy of aws_iam_policy.bcd is not known: ${local.y["z"]} in ../b/other.tf has 14'),
  );
});

test('a block ends at the first column, whatever it holds', () => {
  const [first, second] = blocksOf('resource "a" "b" {\n  c {\n  }\n}\nmodule "d" { source = "./e" }\n');
  expect(first).toMatchObject({ type: 'resource', labels: ['a', 'b'] });
  expect(second).toMatchObject({ type: 'module', labels: ['d'] });
});

test('the share leaves aside what is not made, and counts what no line speaks of', () => {
  const one = (fate: 'decided' | 'which-cluster' | 'missing' | 'none' | 'no-cluster'): Measured => ({
    program: fate,
    forms: ['terraform'],
    exit: 0,
    seconds: 1,
    megabytes: 50,
    rows: 0,
    trusts: [{ kind: 'web-identity', address: 'aws_iam_role.a', fate }],
    findings: [],
    modulesOnDisk: fate === 'decided',
    undecided: [],
  });
  const all = [one('decided'), one('which-cluster'), one('missing'), one('missing'), one('none'), one('no-cluster')];
  const summary = summaryOf(all);
  expect(summary.shares).toEqual({ of: 4, decided: 0.25, exact: 0.5 });
  expect(summary.sharesOnDisk).toEqual({ of: 1, decided: 1, exact: 1 });
});

describe('npm run corpus', () => {
  const corpus = (...args: string[]) =>
    spawnSync(
      process.execPath,
      [join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs'), join(REPOSITORY, 'bench/corpus/run.ts'), ...args],
      {
        encoding: 'utf8',
      },
    );

  it('counts what the built proof says, the same each time, and goes on after what it cannot read', () => {
    expect(existsSync(COMMAND)).toBe(true);
    file('live/main.tf', TRUST);
    file('bad/main.tf', 'resource "a" {{\n');
    const json = join(folder, 'result.json');
    const { status, stdout } = corpus(folder, '--json', json, '--missing', '--errors');
    expect(status).toBe(0);
    const [figures, lists] = [stdout.split('\ntime: ')[0], stdout.split('\nmemory: ')[1]];
    expect(figures).toContain('programs: 2 (Terraform 2, Kubernetes 0)\nexit codes: 0: 1, 2: 1\nrows of access: 1\n');
    expect(figures).toContain('web-identity: decided 1, which-cluster 0, if-made 0, undecided 0, missing 0, unread 0');
    expect(lists).toContain('/bad: exit 2: podtrust: terraform-invalid at bad/main.tf');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      summary: { programs: 2 },
      programs: [{ exit: 2 }, { exit: 0 }],
    });
    expect(corpus(folder).stdout.split('\ntime: ')[0]).toBe(figures);
  });

  it('says what it needs', () => {
    expect(corpus()).toMatchObject({ status: 2, stdout: '' });
    expect(corpus(join(folder, 'nowhere')).stderr).toContain('there is no folder');
  });
});
