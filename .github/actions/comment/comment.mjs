// Comments on a pull request what it changes in who can reach what. This job may write, so nothing of the pull request runs in
// it: it takes one file of the other workflow's artefact, an inventory, as what a stranger wrote. The review of it, and each
// name in the comment, is made here by the podtrust of the base.
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';

const MARKER = '<!-- podtrust review -->';
/** GitHub REST API, "Issue comments": a body has at most 65,536 characters. */
const MOST_OF_COMMENT = 65_536;
const MOST_OF_INVENTORY = 64 * 1024 * 1024;
/** Pages of 100 comments each that are looked through. */
const MOST_PAGES = 50;

const { INVENTORY, PULL_REQUEST, TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;
const { COMMAND = 'npx --no-install podtrust', LOCK = 'access.lock.md', RUN_URL = '' } = process.env;

function refuse(why) {
  throw new Error(`no comment: ${why}`);
}

async function github(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) refuse(`GitHub answered ${response.status} to ${method} ${path}`);
  return response.json();
}

/** A file of a stranger's archive: of a size, no link to elsewhere, and what it has to be. */
function textOf(file, most) {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) refuse(`${file} is no file`);
  if (stat.size > most) refuse(`${file} has more than ${most} bytes`);
  return readFileSync(file, 'utf8');
}

/** The number that the artefact says, held against what GitHub itself says of the run and of the pull request. */
async function pullRequest() {
  const said = textOf(PULL_REQUEST, 20).trim();
  if (!/^[1-9]\d{0,9}$/.test(said)) refuse('the artefact names no pull request');
  const { workflow_run: run } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
  if (run?.event !== 'pull_request') refuse('the run was not of a pull request');
  const pull = await github('GET', `pulls/${said}`);
  if (pull.state !== 'open') refuse(`pull request ${said} is not open`);
  if (pull.head.sha !== run.head_sha) refuse(`pull request ${said} has another commit than the run was of`);
  if (pull.head.repo?.full_name !== run.head_repository?.full_name)
    refuse(`pull request ${said} is of another repository`);
  return { number: Number(said), base: pull.base.sha };
}

function reviewOf(base) {
  const text = textOf(INVENTORY, MOST_OF_INVENTORY);
  if (!/^\{\s*"schema": "podtrust\.inventory\/v1",/.test(text)) refuse('the artefact has no inventory');
  if (!/^[0-9a-f]{40}$/.test(base)) refuse('the base is no commit');
  const fetched = spawnSync('git', ['fetch', '--no-tags', '--depth=1', 'origin', base], { stdio: 'inherit' });
  if (fetched.status !== 0) refuse('the base cannot be fetched');
  const [program, ...before] = COMMAND.split(' ');
  const args = ['review', '--base', `${base}:${LOCK}`, '--head', INVENTORY, '--fail-on', 'never'];
  const { status, stdout } = spawnSync(program, [...before, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    // What reviews needs no token.
    env: { ...process.env, TOKEN: '' },
  });
  if (status !== 0) refuse(`podtrust review ended with ${status}`);
  return stdout.startsWith(MARKER) ? stdout : `${MARKER}\n\n${stdout}`;
}

function bodyOf(review) {
  const more = RUN_URL === '' ? '' : `\n[The whole review](${RUN_URL})\n`;
  const most = MOST_OF_COMMENT - more.length;
  if (review.length <= most) return review + more;
  // podtrust cuts by itself; this is only so that GitHub never refuses.
  const cut = '\n\n(cut)\n';
  return review.slice(0, most - cut.length) + cut + more;
}

async function ownComment(number) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await github('GET', `issues/${number}/comments?per_page=100&page=${page}`);
    const own = comments.find(({ user, body }) => user?.type === 'Bot' && body?.startsWith(MARKER));
    if (own) return own;
    if (comments.length < 100) return undefined;
  }
  return undefined;
}

const { number, base } = await pullRequest();
const body = bodyOf(reviewOf(base));
const own = await ownComment(number);
if (own) await github('PATCH', `issues/comments/${own.id}`, { body });
else await github('POST', `issues/${number}/comments`, { body });
console.log(`${own ? 'updated' : 'made'} the comment of pull request ${number}`);
