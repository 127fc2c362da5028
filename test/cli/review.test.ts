import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachInAnEmptyDirectory, write } from '../empty-directory';
import { aks, federated, irsaRole } from '../proof/kubernetes-program';
import { sarifMistakes } from '../report/sarif-schema';
import { ORDERS, READ_ORDERS, policy, workload } from '../review/review-program';
import type { Review } from '../../lib/review';
import { podtrust } from './run-command';

eachInAnEmptyDirectory();

const BILLING = {
  terraform: ORDERS.terraform + irsaRole('billing', 'shop/billing') + policy('billing', [READ_ORDERS]),
  objects: ORDERS.objects + workload('shop/billing', 'billing', 'billing'),
};

function program(
  folder: string,
  { terraform, objects }: { readonly terraform: string; readonly objects: string },
): void {
  write(`${folder}/main.tf`, terraform);
  write(`${folder}/objects.yaml`, objects);
}

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { stdio: 'ignore' });
}

describe('podtrust review', () => {
  test('exits 0 where access is the same or less, 3 where it widens', () => {
    program('before', ORDERS);
    program('after', BILLING);
    const same = podtrust('review', '--base', 'before', '--head', 'before');
    expect([same.exit, same.err]).toEqual([0, '']);
    expect(same.out).toContain('## Access does not change');
    const more = podtrust('review', '--base', 'before', '--head', 'after');
    expect([more.exit, more.err]).toEqual([3, '']);
    expect(more.out).toContain('`shop/billing` of `eks` now gets `billing` by IRSA');
    expect(podtrust('review', '--base', 'after', '--head', 'before').exit).toBe(0);
    expect(podtrust('review', '--base', 'before', '--head', 'after', '--fail-on', 'never').exit).toBe(0);
  });

  test('exits 4 where it cannot be told, unless only what widens is to fail', () => {
    program('before', ORDERS);
    program('after', {
      ...ORDERS,
      terraform: `variable "account" {}\n${ORDERS.terraform.replace('shop:orders"', 'shop:${var.account}"')}`,
    });
    expect(podtrust('review', '--base', 'before', '--head', 'after').exit).toBe(4);
    expect(podtrust('review', '--base', 'before', '--head', 'after', '--fail-on', 'widened').exit).toBe(0);
  });

  test('takes inventories that were saved, and gives JSON, the same bytes each time', () => {
    program('before', ORDERS);
    program('after', BILLING);
    for (const side of ['before', 'after']) write(`${side}.json`, podtrust('prove', side, '--format', 'json').out);
    const run = () => podtrust('review', '--base', 'before.json', '--head', 'after.json', '--format', 'json');
    const { exit, out } = run();
    expect(exit).toBe(3);
    expect(run().out).toBe(out);
    expect(JSON.parse(out) as Review).toMatchObject({
      schema: 'podtrust.review/v1',
      verdict: 'widened',
      changes: [{ change: 'widened', subject: 'access', account: 'shop/billing', identity: 'billing' }],
      unchanged: { access: 1, identities: 1 },
    });
  });

  test('does not read the head’s podtrust.yaml', () => {
    const open = {
      ...ORDERS,
      terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
    };
    program('before', ORDERS);
    program('after', open);
    write('podtrust.yaml', 'rules: { subject-wildcard: off }\n');
    expect(podtrust('review', '--base', 'before', '--head', 'after').out).toContain('`subject-wildcard` (error)');
  });

  describe('holds a change against the settings of its base', () => {
    const SETTINGS = 'gate:\n  lock: approves\n  admitOnly: [{ identity: billing, accounts: [] }]\n';
    const exit = (...args: string[]): unknown => podtrust('review', '--base', 'main', '--head', 'app', ...args).exit;

    beforeEach(() => {
      git('init', '-q', '-b', 'main');
      program('app', ORDERS);
    });

    function commit(settings?: string): void {
      if (settings !== undefined) write('podtrust.yaml', settings);
      podtrust('lock', 'app');
      git('add', '.');
      git('commit', '-q', '-m', 'first');
    }

    test('1 where its policy does not allow it, whatever the lock and the settings of the head say', () => {
      commit(SETTINGS);
      program('app', BILLING);
      write('podtrust.yaml', '{}');
      podtrust('lock', 'app');
      const { exit: status, out } = podtrust('review', '--base', 'main', '--head', 'app');
      expect(status).toBe(1);
      expect(out).toContain('## The policy does not allow this (access widens)');
      expect(out).toContain(
        '- shop/billing of eks gets billing, which may admit nobody alone (`podtrust.yaml#/gate/admitOnly/0`)',
      );
      expect(out).toContain('- no longer keeps billing to nobody');
      expect(exit('--fail-on', 'widened')).toBe(1);
      expect(exit('--fail-on', 'never')).toBe(0);
    });

    test('0 where its policy lets the lock approve, and the lock of the change says it; else 3', () => {
      commit('gate: { lock: approves }\n');
      program('app', BILLING);
      expect(exit()).toBe(3);
      podtrust('lock', 'app');
      const { exit: status, out } = podtrust('review', '--base', 'main', '--head', 'app');
      expect(status).toBe(0);
      expect(out).toContain('## Access widens, as the lock of this change says');
      expect(exit('--lock', 'other.lock.md')).toBe(3);
      git('checkout', '-q', '-b', 'change');
      git('commit', '-q', '-a', '-m', 'second');
      expect(podtrust('review', '--base', 'main', '--head', 'change').exit).toBe(0);
      write('access.lock.md', readFileSync('access.lock.md', 'utf8').replace('- `shop/billing`', '- `shop/other`'));
      expect(podtrust('review', '--base', 'main', '--head', 'app')).toMatchObject({
        exit: 2,
        err: expect.stringContaining('lock-invalid') as unknown,
      });
    });

    test('3 where settings beside the program change as well, which no lock lists', () => {
      commit('gate: { lock: approves }\n');
      program('app', BILLING);
      write('app/podtrust.yaml', 'rules: { subject-wildcard: off }\n');
      podtrust('lock', 'app');
      const { exit: status, out } = podtrust('review', '--base', 'main', '--head', 'app');
      expect(out).toContain('subject-wildcard');
      expect(status).toBe(3);
      write('app/podtrust.yaml', 'gate: { lock: approves }\n');
      expect(exit()).toBe(0);
    });

    test('3 where only the head lets the lock approve', () => {
      commit();
      program('app', BILLING);
      write('podtrust.yaml', 'gate: { lock: approves }\n');
      podtrust('lock', 'app');
      const { exit: status, out } = podtrust('review', '--base', 'main', '--head', 'app');
      expect(status).toBe(3);
      expect(out).toContain('- lets the lock approve what widens');
    });

    test('3 where the head accepts a finding, switches off a rule or says what is elsewhere, wherever its settings are', () => {
      commit('{}');
      expect(exit()).toBe(0);
      for (const settings of [
        'accepted: [{ rule: subject-wildcard, subject: a, reason: r }]',
        'rules: { subject-wildcard: off }',
        'elsewhere: { namespaces: [shop] }',
      ]) {
        write('podtrust.yaml', settings);
        expect(exit()).toBe(3);
      }
      write('app/podtrust.yaml', '{}');
      expect(exit()).toBe(3);
      write('podtrust.yaml', '{}');
      write('app/podtrust.yaml', 'rules: { subject-wildcard: off }');
      expect(exit()).toBe(3);
    });

    test('with the settings of the revision for both, from a folder below them', () => {
      write('ops/app/main.tf', ORDERS.terraform);
      write('ops/app/objects.yaml', ORDERS.objects);
      write('podtrust.yaml', 'gate: { offLimits: [{ namespaces: [shop] }] }\n');
      git('add', '.');
      process.chdir('ops');
      podtrust('lock', 'app');
      git('add', '.');
      git('commit', '-q', '-m', 'first');
      const { exit: status, out } = podtrust('review', '--base', 'main', '--head', 'app');
      expect(status).toBe(1);
      expect(out).toContain('(`../podtrust.yaml#/gate/offLimits/0`, as before)');
    });

    test('that a lock or an inventory holds itself', () => {
      write('podtrust.yaml', SETTINGS);
      podtrust('lock', 'app');
      write('base.json', podtrust('prove', 'app', '--format', 'json').out);
      program('app', BILLING);
      expect(podtrust('review', '--base', 'access.lock.md', '--head', 'app').exit).toBe(1);
      expect(podtrust('review', '--base', 'base.json', '--head', 'app').exit).toBe(1);
      expect(readFileSync('access.lock.md', 'utf8')).toContain(`## Settings

- gate.admitOnly: \`{"identity":"billing","accounts":[]}\`
- gate.lock: \`"approves"\`
`);
    });

    test('that are named, of a revision too', () => {
      commit(SETTINGS);
      program('after', BILLING);
      const named = (config: string) =>
        podtrust('review', '--base', 'app', '--head', 'after', '--base-config', config).exit;
      expect(named('podtrust.yaml')).toBe(1);
      expect(named('main:podtrust.yaml')).toBe(1);
      expect(podtrust('review', '--base', 'app', '--head', 'after').exit).toBe(3);
    });

    test('1 before 3, 3 before 4', () => {
      commit('gate: { lock: approves }\n');
      const doubtful = {
        ...BILLING,
        terraform: `variable "n" {}\n${BILLING.terraform.replace('shop:orders"', 'shop:${var.n}"')}`,
      };
      program('app', doubtful);
      expect(exit()).toBe(3);
      podtrust('lock', 'app');
      expect(exit()).toBe(4);
      expect(exit('--fail-on', 'widened')).toBe(0);
    });
  });

  test.each([
    [['--head', 'x'], 'option-invalid'],
    [['--base', 'before', '--head', 'before', '--format', 'pdf'], 'option-invalid'],
    [['--base', 'before', '--head', 'before', '--fail-on', 'warning'], 'option-invalid'],
    [['--base', 'no-such-revision', '--head', 'before'], 'revision-unreadable'],
    [['--base=--output=x', '--head', 'before'], 'path-missing'],
    [['--base', 'cut.json', '--head', 'before'], 'inventory-invalid'],
    [['--base', 'later.json', '--head', 'before'], 'inventory-invalid'],
    [['--base', 'wrong.json', '--head', 'before'], 'inventory-invalid'],
  ])('%j is refused with %s', (args, code) => {
    program('before', ORDERS);
    const { out } = podtrust('prove', 'before', '--format', 'json');
    write('cut.json', out.slice(0, out.length / 2));
    write('later.json', out.replace('inventory/v1', 'inventory/v9'));
    write('wrong.json', out.replace(/"access": \[[^]*?\n {2}\]/, '"access": [{"identity": 5}]'));
    const { exit, err, out: nothing } = podtrust('review', ...args);
    expect([exit, nothing]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^podtrust: ${code}`));
    expect(err).not.toContain('at Object');
  });
});

describe('the executable', () => {
  const COMMAND = join(__dirname, '../../dist/lib/cli/main.js');

  function executed(...args: string[]): { readonly exit: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
    return { exit: status, out: stdout, err: stderr };
  }

  test('exits 0, 1, 2, 3 and 4, in the precedence 2, 1, 3, 4, 0', () => {
    program('before', ORDERS);
    program('after', BILLING);
    program('doubtful', {
      ...ORDERS,
      terraform: `variable "n" {}\n${ORDERS.terraform.replace('shop:orders"', 'shop:${var.n}"')}`,
    });
    write('policy.yaml', 'gate: { admitOnly: [{ identity: billing, accounts: [] }] }');
    const review = (head: string, ...more: string[]): number | null =>
      executed('review', '--base', 'before', '--head', head, ...more).exit;
    expect(review('before')).toBe(0);
    expect(review('after')).toBe(3);
    expect(review('doubtful')).toBe(4);
    expect(review('after', '--base-config', 'policy.yaml')).toBe(1);
    expect(review('missing', '--base-config', 'policy.yaml')).toBe(2);
  }, 60_000);

  test('says in SARIF, JSON and for Atlantis what it says in Markdown', () => {
    program('before', ORDERS);
    program('after', BILLING);
    const as = (format: string) => executed('review', '--base', 'before', '--head', 'after', '--format', format);
    const sarif = as('sarif');
    expect([sarif.exit, sarif.err, sarifMistakes(sarif.out)]).toEqual([3, '', []]);
    expect(sarif.out).toContain('"uri": "after/main.tf"');
    const atlantis = as('atlantis');
    expect(atlantis.exit).toBe(0);
    expect(JSON.parse(atlantis.out)).toMatchObject({
      version: 1,
      findings: [{ type: 'denial', rule_id: 'access-widened', subject: 'aws_iam_role.billing' }],
    });
    expect(as('sarif').out).toBe(sarif.out);
  }, 60_000);

  test('knows of each side’s manifests by --cluster, and refuses a path that is neither side’s', () => {
    for (const folder of ['before', 'after']) program(folder, ORDERS);
    const sides = ['review', '--base', 'before', '--head', 'after'];
    const clusters = ['before', 'after'].flatMap((side) => ['--cluster', `aws_eks_cluster.main=${side}/objects.yaml`]);
    expect(executed(...sides, ...clusters)).toMatchObject({ exit: 0, err: '' });
    const stray = executed(...sides, '--cluster', 'aws_eks_cluster.main=elsewhere/objects.yaml');
    expect(stray.exit).toBe(2);
    expect(stray.err).toContain('elsewhere/objects.yaml');
  });

  test('says that two programs share nothing, and that a stack is missing, as not decidable', () => {
    program('before', ORDERS);
    program('other', { terraform: aks() + federated('app', 'pay/app'), objects: workload('pay/app', 'app') });
    const apart = executed('review', '--base', 'other', '--head', 'before', '--fail-on', 'unknown');
    expect(apart.exit).toBe(3);
    expect(apart.out).toContain('base and head have no cluster and no identity in common');
    const stack = (name: string, terraform: object) =>
      write(`out/stacks/${name}/cdk.tf.json`, JSON.stringify({ resource: terraform }));
    const role = (name: string) => ({ aws_iam_role: { [name]: { name, assume_role_policy: '{}' } } });
    stack('one', { ...role('a'), aws_eks_cluster: { main: { name: 'eks' } } });
    stack('two', role('b'));
    write('out/manifest.json', JSON.stringify({ version: '0.21.0', stacks: {} }));
    write('base.json', executed('prove', 'out/stacks/one', 'out/stacks/two', '--format', 'json').out);
    const base = readFileSync('base.json', 'utf8');
    const withStacks = base
      .replaceAll('"aws_iam_role.a"', '"one/aws_iam_role.a"')
      .replaceAll('"aws_iam_role.b"', '"two/aws_iam_role.b"');
    write('base.json', withStacks);
    const head = JSON.parse(withStacks) as { identities: { id: string }[] };
    write(
      'head.json',
      JSON.stringify({ ...head, identities: head.identities.filter(({ id }) => !id.startsWith('two/')) }),
    );
    const missing = executed('review', '--base', 'base.json', '--head', 'head.json');
    expect([missing.exit, missing.err]).toEqual([4, '']);
    expect(missing.out).toContain('the stack two is not in the head');
  }, 60_000);
});

describe('podtrust review --plan, by the executable', () => {
  const COMMAND = join(__dirname, '../../dist/lib/cli/main.js');

  function reviewWith(...plans: string[]) {
    const args = ['review', '--base', 'before', '--head', 'after', '--plan', ...plans];
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
    return { exit: status, out: stdout, err: stderr };
  }

  const planOf = (format: string, ...addresses: string[]): string =>
    JSON.stringify({
      ...{ format_version: format, terraform_version: '1.9.0', planned_values: { root_module: {} } },
      resource_changes: addresses.map((address) => ({
        ...{ address, mode: 'managed', type: 'any', name: 'any' },
        change: { actions: ['create'], before: null, after: {} },
      })),
    });

  beforeEach(() => {
    program('before', ORDERS);
    program('after', BILLING);
  });

  test('shows what the plans do beside the changes, and ends as without them', () => {
    write('plan.json', planOf('1.2', 'aws_iam_role.billing', 'aws_s3_bucket.logs'));
    const { exit, out, err } = reviewWith('plan.json');
    expect([exit, err]).toEqual([3, '']);
    expect(out).toContain('The plan changes 2 resources, 1 of them beside no access.');
    expect(out).toContain('  - in the plan: `create aws_iam_role.billing`');
    write('more.json', planOf('1.2', 'aws_sqs_queue.a'));
    expect(reviewWith('plan.json', 'more.json').out).toContain('The plan changes 3 resources, 2 of them');
    expect(reviewWith('plan.json', '--format', 'json').out).toContain('"planned"');
  }, 60_000);

  test.each([
    ['that is not there', undefined, 'file-unreadable'],
    ['that is not JSON', 'Terraform will perform the following actions:', 'json-invalid'],
    ['that was cut off', planOf('1.2', 'aws_iam_role.billing').slice(0, 90), 'json-invalid'],
    ['that is a state', '{"format_version":"1.0","values":{"root_module":{}}}', 'terraform-invalid'],
    ['of a later format', planOf('9.0'), 'terraform-invalid'],
    ['of changes that are none', planOf('1.2').replace('[]', '[{"address":5}]'), 'terraform-invalid'],
    ['that is a list', '[]', 'terraform-invalid'],
  ])(
    'refuses a file %s',
    (_, text, code) => {
      if (text !== undefined) write('plan.json', text);
      const { exit, out, err } = reviewWith('plan.json');
      expect([exit, out]).toEqual([2, '']);
      expect(err).toMatch(new RegExp(`^podtrust: ${code} at plan\\.json`));
      expect(err).not.toMatch(/^\s+at /m);
    },
    60_000,
  );
});

describe('podtrust lock', () => {
  test('from an empty repository to a change that fails and one that passes', () => {
    git('init', '-q', '-b', 'main');
    program('app', ORDERS);
    expect(podtrust('lock', 'app', '--check')).toMatchObject({ exit: 1, out: '' });
    expect(podtrust('lock', 'app')).toMatchObject({ exit: 0, out: 'access.lock.md: written\n' });
    expect(podtrust('lock', 'app').out).toBe('access.lock.md: up to date\n');
    expect(podtrust('lock', 'app', '--check')).toMatchObject({ exit: 0, out: '', err: '' });
    git('add', '.');
    git('commit', '-q', '-m', 'first');

    program('app', BILLING);
    const stale = podtrust('lock', 'app', '--check');
    expect(stale.exit).toBe(1);
    expect(stale.out).toContain('`shop/billing` of `eks` now gets `billing` by IRSA');
    expect(stale.err).toMatch(
      /^podtrust: lock-stale at access\.lock\.md: does not say what the program does; .*podtrust lock app/,
    );
    expect(podtrust('review', '--base', 'main', '--head', 'app').exit).toBe(3);
    expect(podtrust('review', '--base', 'main:access.lock.md', '--head', 'app').exit).toBe(3);

    program('app', ORDERS);
    write('app/more.tf', 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n');
    expect(podtrust('lock', 'app', '--check').exit).toBe(0);
    expect(podtrust('review', '--base', 'main', '--head', 'app').exit).toBe(0);
  });

  test('says who gets what, a line each', () => {
    program('app', ORDERS);
    podtrust('lock', 'app');
    const text = readFileSync('access.lock.md', 'utf8');
    expect(text.slice(text.indexOf('# '), text.indexOf('<details>'))).toBe(`# Who gets which identity

## \`orders\`

IAM role \`aws_iam_role.orders\`

Who gets it:

- \`shop/orders\` of \`eks\` by IRSA (\`Deployment/shop/orders\`)

What it may do:

- \`s3: GetObject, ListBucket on arn:aws:s3:::orders, arn:aws:s3:::orders/*\`

`);
  });

  test('is the program as a review sees it', () => {
    program('app', BILLING);
    podtrust('lock', 'app');
    const { exit, out } = podtrust('review', '--base', 'access.lock.md', '--head', 'app');
    expect([exit, out]).toEqual([0, expect.stringContaining('## Access does not change')]);
  });

  test.each([
    ['edited by hand', (text: string) => text.replace('- `shop/orders`', '- `shop/someone`')],
    ['edited in its data', (text: string) => text.replace('"serviceAccount":"orders"', '"serviceAccount":"other"')],
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['with the marks of a merge conflict', (text: string) => text.replace('## ', '<<<<<<< HEAD\n## ')],
    ['of a later version', (text: string) => text.replace('lock/v1', 'lock/v9')],
  ])('%s is refused as a base', (_, change) => {
    program('app', ORDERS);
    podtrust('lock', 'app');
    write('base.lock.md', change(readFileSync('access.lock.md', 'utf8')));
    const { exit, err } = podtrust('review', '--base', 'base.lock.md', '--head', 'app');
    expect(exit).toBe(2);
    expect(err).toMatch(/^podtrust: lock-invalid at base\.lock\.md/);
  });

  test('with the line ends of Windows is the same lock', () => {
    program('app', ORDERS);
    podtrust('lock', 'app');
    write('access.lock.md', readFileSync('access.lock.md', 'utf8').replace(/\n/g, '\r\n'));
    expect(podtrust('lock', 'app', '--check').exit).toBe(0);
    expect(podtrust('review', '--base', 'access.lock.md', '--head', 'app').exit).toBe(0);
  });

  test('is not half-written where it cannot be', () => {
    program('app', ORDERS);
    const { exit, err } = podtrust('lock', 'app', '--file', 'nowhere/access.lock.md');
    expect([exit, err]).toEqual([2, expect.stringContaining('output-unwritten')]);
    expect(existsSync('nowhere')).toBe(false);
  });
});
