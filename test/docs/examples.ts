/** A command of a page, and what the page says it prints. */
export interface Command {
  readonly line: string;
  readonly output: string;
}

/** The files and commands in a page's code blocks: a file's name stands in a first line `// name` or `# name`, a command behind `$ `. */
export interface Examples {
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
}

export function examplesIn(page: string): Examples {
  const files: Record<string, string> = {};
  const commands: Command[] = [];
  for (const [, content] of page.matchAll(/^```\w+\n([^]*?)^```$/gm)) {
    const [first, ...rest] = content!.split('\n');
    const name = /^(?:\/\/|#) (\S+)$/.exec(first!)?.[1];
    if (name !== undefined) files[name] = rest.join('\n');
    else if (first!.startsWith('$ ')) commands.push({ line: first!.slice(2), output: rest.join('\n') });
  }
  return { files, commands };
}
