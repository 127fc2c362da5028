import { buildSync } from 'esbuild';

interface Parsed {
  readonly context: { readonly errors: { getErrors(): readonly { readonly message: string }[] } };
}

type Parse = (file: { readonly name: string; readonly content: string }, trace: object) => Parsed;

interface GitHubParsers {
  readonly parseWorkflow: Parse;
  readonly parseAction: Parse;
  readonly NoOperationTraceWriter: new () => object;
}

let parsers: GitHubParsers | undefined;

/**
 * The parsers of GitHub's own editor, with the schemas that it publishes. They are ES modules that import JSON, which Node 20 does
 * not load; esbuild does.
 */
function loaded(): GitHubParsers {
  if (parsers) return parsers;
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
        export { parseAction } from '@actions/workflow-parser/actions/action-parser';
      `,
      resolveDir: __dirname,
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: {} };
  const load = new Function('module', 'exports', 'require', outputFiles[0]!.text) as (...args: unknown[]) => void;
  load(module, module.exports, require);
  return (parsers = module.exports as GitHubParsers);
}

/** What GitHub finds wrong in the text of a workflow, or of an action. */
export function githubMistakes(kind: 'workflow' | 'action', text: string): readonly string[] {
  const { parseAction, parseWorkflow, NoOperationTraceWriter } = loaded();
  const parse = kind === 'action' ? parseAction : parseWorkflow;
  const { context } = parse({ name: `${kind}.yml`, content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
