import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import type { Log } from 'sarif';
import { sarifMistakes } from '../report/sarif-schema';
import { CommentsStandIn } from './comments-stand-in';

jest.setTimeout(120_000);

const REPOSITORY = path.resolve(__dirname, '../..');
const ACTIONS = path.join(REPOSITORY, '.github/actions');
const COMMAND = `${process.execPath} ${path.join(REPOSITORY, 'dist/lib/cli/main.js')}`;
const LOCK = 'stacks/access.lock.md';
const MARKER = '<!-- podtrust review -->';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'action-'));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
function program(subject: string): string {
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` },
      Condition: {
        StringLike: { [`${ISSUER}:sub`]: `system:serviceaccount:${subject}`, [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      },
    },
  };
  return JSON.stringify({
    resource: {
      aws_iam_openid_connect_provider: { main: { url: `https://${ISSUER}`, client_id_list: ['sts.amazonaws.com'] } },
      aws_iam_role: { app: { name: 'app', assume_role_policy: JSON.stringify(trust) } },
    },
  });
}

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: at('repo'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The base has a lock; the head is a program beside it. */
let base: string;
beforeAll(() => {
  fs.mkdirSync(at('repo'));
  fs.writeFileSync(at('repo', 'main.tf.json'), program('shop:api'));
  run('git', 'init', '-q', '-b', 'main');
  run(process.execPath, path.join(REPOSITORY, 'dist/lib/cli/main.js'), 'lock', 'main.tf.json');
  // Where the repository keeps it elsewhere than in the root.
  fs.mkdirSync(at('repo', 'stacks'));
  fs.renameSync(at('repo', 'access.lock.md'), at('repo', 'stacks/access.lock.md'));
  fs.writeFileSync(at('repo', 'podtrust.yaml'), 'gate: { lock: approves }\n');
  run('git', 'add', '.');
  run('git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'base');
  base = run('git', 'rev-parse', 'HEAD');
  // What the comment's job fetches the base from.
  run('git', 'remote', 'add', 'origin', at('repo'));
});

/** The step of the review, of a head. */
function reviewStep(head: string, name: string, more: Readonly<Record<string, string>> = {}) {
  fs.writeFileSync(at('repo', 'main.tf.json'), head);
  const out = at(name);
  const { status, stderr } = spawnSync(process.execPath, [path.join(ACTIONS, 'review/review.mjs')], {
    cwd: at('repo'),
    encoding: 'utf8',
    env: {
      ...{ PATH: process.env.PATH, BASE: base, LOCK, HEAD: 'main.tf.json\n', COMMAND, OUT: out },
      ...{ GITHUB_STEP_SUMMARY: `${out}.summary`, GITHUB_OUTPUT: `${out}.output` },
      ...more,
    },
  });
  const read = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
  return { status, stderr, out, summary: read(`${out}.summary`), output: read(`${out}.output`) };
}

describe('the step of the review', () => {
  test('says the exit status of a head that widens, and leaves the summary and an inventory', () => {
    const { status, summary, output, out } = reviewStep(program('shop:*'), 'wider');
    expect(status).toBe(0);
    expect(output).toBe('status=3\n');
    expect(summary).toContain('Access widens');
    expect(fs.readdirSync(out).sort()).toEqual(['inventory.json', 'review.json', 'review.md']);
  });

  test('says 0 of what the lock of the change approves, where the base says that it does', () => {
    const lock = at('repo', LOCK);
    const before = fs.readFileSync(lock, 'utf8');
    fs.writeFileSync(at('repo', 'main.tf.json'), program('shop:*'));
    run(process.execPath, path.join(REPOSITORY, 'dist/lib/cli/main.js'), 'lock', 'main.tf.json', '--file', LOCK);
    expect(reviewStep(program('shop:*'), 'approved').output).toBe('status=0\n');
    fs.writeFileSync(lock, before);
  });

  test('leaves what code scanning accepts: relative places, fingerprints, a category, within its limits', () => {
    const file = at('review.sarif');
    reviewStep(program('shop:*'), 'sarif', { SARIF: file });
    const text = fs.readFileSync(file, 'utf8');
    expect(sarifMistakes(text)).toEqual([]);
    const { runs } = JSON.parse(text) as Log;
    expect(runs).toHaveLength(1);
    expect(runs[0]!.automationDetails).toEqual({ id: 'podtrust/review/' });
    expect(runs[0]!.results).not.toEqual([]);
    for (const { locations = [], partialFingerprints } of runs[0]!.results!) {
      expect(locations.map(({ physicalLocation: one }) => one?.artifactLocation?.uri)).toEqual(['main.tf.json']);
      expect(partialFingerprints?.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:\d+$/);
    }
  });

  test('says 0 of the same access, and 2 of what cannot be read', () => {
    expect(reviewStep(program('shop:api'), 'same').output).toBe('status=0\n');
    const broken = reviewStep('{', 'broken');
    expect(broken.output).toBe('status=2\n');
    expect(broken.summary).toBe('');
    expect(broken.stderr).toContain('podtrust: ');
  });
});

describe('the step of the comment', () => {
  const HEAD = { sha: 'a'.repeat(40), repo: { full_name: 'stranger/infra' } };
  const EVENT = { event: 'pull_request', head_sha: HEAD.sha, head_repository: { full_name: 'stranger/infra' } };
  let inventory: string;
  let github: CommentsStandIn;
  let url: string;
  beforeAll(() => {
    inventory = path.join(reviewStep(program('shop:*'), 'artefact').out, 'inventory.json');
  });
  beforeEach(async () => {
    github = new CommentsStandIn(
      { number: 7, state: 'open', head: HEAD, base: { sha: base } } as { number: number },
      'secret',
    );
    url = await github.start();
  });
  afterEach(() => github.stop());

  async function comment(changes: { number?: string; event?: object; inventory?: string } = {}) {
    const number = at('pull-request.txt');
    const event = at('event.json');
    fs.writeFileSync(number, changes.number ?? '7\n');
    fs.writeFileSync(event, JSON.stringify({ workflow_run: { ...EVENT, ...changes.event } }));
    const child = spawn(process.execPath, [path.join(ACTIONS, 'comment/comment.mjs')], {
      cwd: at('repo'),
      env: {
        ...{
          PATH: process.env.PATH,
          COMMAND,
          LOCK,
          TOKEN: 'secret',
          RUN_URL: 'https://github.com/shop/infra/actions/runs/1',
        },
        ...{ INVENTORY: changes.inventory ?? inventory, PULL_REQUEST: number, GITHUB_EVENT_PATH: event },
        ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: 'shop/infra' },
      },
    });
    let err = '';
    child.stderr.on('data', (piece) => (err += piece));
    const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { status, err };
  }

  test('makes a comment, and later keeps it up to date: there is never a second one', async () => {
    expect(await comment()).toMatchObject({ status: 0 });
    expect(github.comments).toHaveLength(1);
    const [made] = github.comments;
    expect(made!.body.startsWith(MARKER)).toBe(true);
    expect(made!.body).toContain('Access widens');
    expect(made!.body).toContain('https://github.com/shop/infra/actions/runs/1');
    made!.body = `${MARKER} old`;
    expect(await comment()).toMatchObject({ status: 0 });
    expect(github.comments).toHaveLength(1);
    expect(made!.body).toContain('Access widens');
  });

  test('finds its comment after a hundred others, and leaves a person’s with the same marker alone', async () => {
    for (let id = 1; id <= 150; id++) github.comments.push({ id, body: `${MARKER} mine`, user: { type: 'User' } });
    github.comments.push({ id: 151, body: `${MARKER} old`, user: { type: 'Bot' } });
    expect(await comment()).toMatchObject({ status: 0 });
    expect(github.comments).toHaveLength(151);
    expect(github.comments[150]!.body).toContain('Access widens');
    expect(github.comments.slice(0, 150).every(({ body }) => body === `${MARKER} mine`)).toBe(true);
  });

  test.each([
    ['names no number', { number: '7; rm -rf' }, 'names no pull request'],
    ['names another pull request', { number: '8' }, 'GitHub answered 404'],
    ['names a number and more', { number: '7\n8' }, 'names no pull request'],
    ['names a path', { number: '7/../8' }, 'names no pull request'],
    ['names more digits than a number has', { number: '7'.repeat(21) }, 'more than 20 bytes'],
    ['is of another commit', { event: { head_sha: 'b'.repeat(40) } }, 'another commit'],
    ['is of another repository', { event: { head_repository: { full_name: 'evil/infra' } } }, 'another repository'],
    ['is of a push', { event: { event: 'push' } }, 'not of a pull request'],
  ])('writes nothing where the artefact %s', async (_, changes, why) => {
    const { status, err } = await comment(changes);
    expect(status).not.toBe(0);
    expect(err).toContain(why);
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  test.each([
    ['no inventory', (file: string) => fs.writeFileSync(file, '{}'), 'no inventory'],
    ['a link to elsewhere', (file: string) => fs.symlinkSync('/etc/passwd', file), 'is no file'],
    ['too much', (file: string) => fs.truncateSync((fs.writeFileSync(file, ''), file), 65 * 1024 * 1024), 'more than'],
    [
      'half an inventory',
      (file: string) => fs.writeFileSync(file, '{\n  "schema": "podtrust.inventory/v1",'),
      'ended with 2',
    ],
  ])('writes nothing where the artefact has %s', async (name, write, why) => {
    const file = at(`${name}.json`);
    write(file);
    const { status, err } = await comment({ inventory: file });
    expect(status).not.toBe(0);
    expect(err).toContain(why);
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  test('a comment of ten thousand hostile names stays within what GitHub accepts, and each name is only shown', async () => {
    const value = JSON.parse(fs.readFileSync(inventory, 'utf8'));
    const [one] = value.access;
    const evil = '@everyone <img src=x> [x](https://evil.example) `';
    value.access = Array.from({ length: 10_000 }, (_, index) => ({
      ...one,
      pattern: false,
      serviceAccount: `${evil}${index}`,
    }));
    const file = at('hostile.json');
    fs.writeFileSync(file, JSON.stringify(value, null, 2));
    expect(await comment({ inventory: file })).toMatchObject({ status: 0 });
    const { body } = github.comments[0]!;
    expect(body.length).toBeLessThanOrEqual(65_536);
    const outsideOfCode = body.replace(/``+ ?[^\n]*?``+/g, '').replace(/`[^`\n]*`/g, '');
    expect(outsideOfCode).not.toMatch(/@everyone|<img|\]\(https:\/\/evil/);
  });
});

describe('the actions', () => {
  const texts = ['review', 'comment'].map((name) => fs.readFileSync(path.join(ACTIONS, name, 'action.yml'), 'utf8'));

  test('pin what they use by commit', () => {
    const used = texts.flatMap((text) => [...text.matchAll(/uses: (\S+)(.*)/g)]);
    expect(used.length).toBeGreaterThan(2);
    for (const [, action, comment] of used)
      expect(`${action}${comment}`).toMatch(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d/);
  });

  test('put no text of the event into a script', () => {
    for (const text of texts) {
      const { runs } = parse(text) as { runs: { using: string; steps: { run?: string }[] } };
      expect(runs.using).toBe('composite');
      for (const { run: script } of runs.steps) expect(script ?? '').not.toContain('${{');
    }
  });
});
