import { type Command, examplesIn } from './examples';

/** Where a page of the documentation has a program that a test runs. */
export interface ProgramPlace {
  /** Relative to the repository. */
  readonly page: string;
  /** Which of the page's programs it is, and which of its commands proves it, from 0. */
  readonly index: number;
}

/** Programs that are not the first one of the page of their own name. */
const PLACES: Readonly<Record<string, ProgramPlace>> = {
  'two-stacks': { page: 'docs/program.md', index: 0 },
  'several-clusters-aks': { page: 'docs/several-clusters.md', index: 1 },
  'readme-aws': { page: 'README.md', index: 0 },
  'readme-azure': { page: 'README.md', index: 1 },
};

/**
 * The place of a program.
 *
 * @param name such as `grants`, of test/docs/grants-program.ts
 */
export function placeOf(name: string): ProgramPlace {
  return PLACES[name] ?? { page: `docs/${name}.md`, index: 0 };
}

/** The blocks of TypeScript in a page. */
export function programsIn(page: string): readonly string[] {
  return [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, program]) => program!);
}

/**
 * The commands of a page that are about one of its programs: where it is the only one, all that are podtrust's; else the
 * command of the same index.
 */
export function commandsAbout(page: string, index: number): readonly Command[] {
  const { commands } = examplesIn(page);
  if (programsIn(page).length === 1) return commands.filter(({ line }) => line.startsWith('podtrust '));
  return commands.slice(index, index + 1);
}

/** A program of the tests as who uses the package writes it: without the rooms, and without an index. */
export function asImported(program: string): string {
  return program
    .replace(/'..\/..\/lib\/(\w+)\/(?:[\w-]+\/)*([\w-]+)'/g, "'podtrust/$1/$2'")
    .replace(/'..\/..\/lib\/(\w+)'/g, "'podtrust/$1'")
    .replace(/'..\/..\/lib'/g, "'podtrust'");
}
