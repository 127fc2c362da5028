import type { Command } from 'commander';

/** Adds the paths that every command reads. */
export function addPathArgument(command: Command): Command {
  return command.argument(
    '<path...>',
    'a cdktf.out, Terraform JSON or .tf, a plan or state as JSON, Kubernetes YAML or JSON, a directory of such files, or - for standard input',
  );
}
