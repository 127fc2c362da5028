import type { Command } from 'commander';

/** What may be given as a path: the forms of lib/proof/read/forms by their names, without loading their readers. */
export const PATHS =
  'a cdktf.out, with the existing.json of its stacks; Terraform: .tf or .tofu files, Terraform JSON, .tfvars, a plan or state as JSON; Kubernetes YAML or JSON; a directory of such files; or - for standard input';

/** Adds the paths that every command reads. */
export function addPathArgument(command: Command): Command {
  return command.argument('<path...>', PATHS);
}
