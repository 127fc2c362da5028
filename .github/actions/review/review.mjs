// Reviews what a pull request changes in who can reach what. It runs beside code of the pull request, so it gets no secret and
// writes nothing but files: the comment is made by a job of its own (../comment), of the inventory that this leaves.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const {
  BASE,
  LOCK = 'access.lock.md',
  HEAD = '',
  COMMAND = 'npx --no-install podtrust',
  FAIL_ON = 'unknown',
  OUT,
  SARIF,
} = process.env;
const heads = HEAD.split('\n').filter((line) => line.trim() !== '');
const [program, ...before] = COMMAND.split(' ');

/** What GitHub shows of one step. GitHub Actions, "Adding a job summary": 1 MiB. */
const MOST_OF_SUMMARY = 1_000_000;

function podtrust(...args) {
  const { status, stdout, error } = spawnSync(program, [...before, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw error;
  return { status, stdout };
}

/** Of a commit its lock. Paths of a git revision are read from the folder that podtrust runs in, which is the root. */
const base = /^[0-9a-f]{40}$/.test(BASE) ? `${BASE}:${LOCK}` : BASE;

mkdirSync(OUT, { recursive: true });
const review = (format, failOn = 'never') =>
  podtrust('review', '--base', base, '--lock', LOCK, '--head', ...heads, '--format', format, '--fail-on', failOn);

const { status, stdout: markdown } = review('markdown', FAIL_ON);
// What could not be read is said by podtrust, and is no verdict.
if (status !== 2) {
  writeFileSync(join(OUT, 'review.md'), markdown);
  writeFileSync(join(OUT, 'review.json'), review('json').stdout);
  writeFileSync(
    join(OUT, 'inventory.json'),
    podtrust('prove', '--fail-on', 'never', '--format', 'json', ...heads).stdout,
  );
  if (SARIF !== undefined && SARIF !== '') writeFileSync(SARIF, review('sarif').stdout);
  if (process.env.GITHUB_STEP_SUMMARY) {
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, markdown.slice(0, MOST_OF_SUMMARY));
  }
}
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `status=${status}\n`);
console.log(`podtrust review ended with ${status}`);
