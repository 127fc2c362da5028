import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { githubMistakes } from './github-mistakes';

const REPOSITORY = path.resolve(__dirname, '../..');
const read = (file: string): string => fs.readFileSync(path.join(REPOSITORY, file), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly if?: string; readonly permissions?: Readonly<Record<string, string>>; readonly steps: Step[] }
    >
  >;
}

/** The YAML of the documentation, by the comment in its first line that names its file. */
function documented(): ReadonlyMap<string, string> {
  return new Map(
    yamlIn('docs/reviewing-in-ci.md').flatMap((text) => {
      const file = /^# (\S+\.ya?ml)/.exec(text)?.[1];
      return file === undefined ? [] : [[file, text] as const];
    }),
  );
}

function yamlIn(page: string): string[] {
  return [...read(page).matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text!);
}

const DOCUMENTED = documented();
const OWN = new Map(
  ['access.yml', 'access-comment.yml', 'ci.yml'].map((name) => [
    `.github/workflows/${name}`,
    read(`.github/workflows/${name}`),
  ]),
);
const workflow = (text: string): Workflow => parse(text) as Workflow;
const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

describe('GitHub’s own parser', () => {
  test.each([...OWN])('has nothing against our %s', (_, text) => {
    expect(githubMistakes('workflow', text)).toEqual([]);
  });

  test.each(['review', 'comment'])('has nothing against the action %s', (name) => {
    expect(githubMistakes('action', read(`.github/actions/${name}/action.yml`))).toEqual([]);
  });

  test('has nothing against the workflows of the documentation', () => {
    const pages = fs.readdirSync(path.join(REPOSITORY, 'docs')).filter((name) => name.endsWith('.md'));
    const workflows = pages.flatMap((page) => yamlIn(`docs/${page}`)).filter((text) => /^on:/m.test(text));
    expect(workflows.length).toBeGreaterThanOrEqual(3);
    for (const text of workflows) expect([text, githubMistakes('workflow', text)]).toEqual([text, []]);
  });

  test('finds what is wrong', () => {
    expect(
      githubMistakes('workflow', 'on: pull_request\njobs: { a: { steps: [{ run: a, nonsense: 1 }] } }'),
    ).not.toEqual([]);
    expect(githubMistakes('action', 'name: a\nruns: { using: composite, steps: [{ run: a }] }')).not.toEqual([]);
  });
});

describe.each([
  ['our', OWN],
  ['the documented', DOCUMENTED],
])('%s workflows', (_, all) => {
  const [review, comment] = ['access.yml', 'access-comment.yml'].map((name) =>
    workflow(all.get(`.github/workflows/${name}`)!),
  ) as [Workflow, Workflow];

  test('review with a token that only reads, without secrets, and not with the code of pull_request_target', () => {
    expect(review.on).toBe('pull_request');
    expect(review.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(review.jobs)) expect(job.permissions).toBeUndefined();
    expect(JSON.stringify(review)).not.toMatch(/secrets\.|github\.token|pull_request_target/);
    expect(stepsOf(review)[0]).toMatchObject({ with: { 'persist-credentials': false, 'fetch-depth': 0 } });
  });

  test('comment from the default branch, of runs for pull requests alone, with no right but to comment', () => {
    expect(comment.on).toEqual({ workflow_run: { workflows: ['access'], types: ['completed'] } });
    const [job] = Object.values(comment.jobs);
    expect(job!.if).toBe("github.event.workflow_run.event == 'pull_request'");
    expect(job!.permissions ?? comment.permissions).toEqual({
      ...{ contents: 'read', actions: 'read', 'pull-requests': 'write' },
    });
    // No step takes a commit, a branch or an artefact of the pull request but the action, which reads it as a stranger's.
    for (const { uses = '', with: given } of stepsOf(comment)) {
      if (uses.startsWith('actions/checkout')) expect(given?.ref).toBeUndefined();
      expect(uses).not.toContain('download-artifact');
    }
    expect(JSON.stringify(comment)).not.toMatch(/secrets\.|head_branch|head_sha|head_commit|display_title/);
  });

  test('pin what they use by commit, and put no text of the event into a script', () => {
    for (const name of ['access.yml', 'access-comment.yml']) {
      const text = all.get(`.github/workflows/${name}`)!;
      const used = [...text.matchAll(/uses: (\S+)(.*)/g)].filter(([, action]) => !action!.startsWith('./'));
      for (const [, action, comment] of used) {
        expect(`${action}${comment}`).toMatch(/@COMMIT$|^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d/);
      }
      for (const { run = '' } of stepsOf(workflow(text))) expect(run).not.toContain('${{');
    }
  });
});

describe('the other systems’ files in the documentation', () => {
  test('GitLab: a job with a script, of merge requests alone, that compares with the base and keeps the review', () => {
    const { access, ...others } = parse(DOCUMENTED.get('.gitlab-ci.yml')!) as Record<string, Record<string, unknown>>;
    expect(others).toEqual({});
    // GitLab, "CI/CD YAML syntax reference": keywords of a job.
    const keywords = ['image', 'rules', 'script', 'artifacts', 'allow_failure', 'variables'];
    expect(Object.keys(access!).filter((key) => !keywords.includes(key))).toEqual([]);
    expect((access!.script as unknown[]).every((line) => typeof line === 'string')).toBe(true);
    expect(access!.rules).toEqual([{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }]);
    expect(access!.artifacts).toMatchObject({ when: 'always', paths: ['access.md'] });
  });

  test('Azure DevOps: steps that are tasks or scripts, of which none prints the review or has a macro in its text', () => {
    const pipeline = parse(DOCUMENTED.get('azure-pipelines.yml')!) as {
      steps: { checkout?: string; task?: string; script?: string }[];
    };
    // Azure Pipelines, "YAML schema reference": pipeline with steps.
    expect(Object.keys(pipeline).sort()).toEqual(['pool', 'steps', 'trigger']);
    for (const { checkout, task, script } of pipeline.steps) {
      expect([checkout, task, script].filter((one) => one !== undefined)).toHaveLength(1);
      expect(task ?? 'A@1').toMatch(/^\w+@\d+$/);
      // A macro would be put into the text of the script before a shell sees it.
      expect(script ?? '').not.toMatch(/\$\(\w/);
    }
    const review = pipeline.steps.find(({ script = '' }) => script.includes('podtrust review'))!.script!;
    expect(review).toMatch(/podtrust review [^\n]* > "\$REVIEW"/);
  });

  test('Atlantis: a plan whose last step reviews what terraform show printed', () => {
    const { workflows } = parse(DOCUMENTED.get('repos.yaml')!) as {
      workflows: { access: { plan: { steps: (string | { run: string })[] } } };
    };
    const steps = workflows.access.plan.steps;
    expect(steps.slice(0, -1)).toEqual(['init', 'plan', 'show']);
    expect((steps.at(-1) as { run: string }).run).toContain('--head "$SHOWFILE"');
  });
});
