import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../proof/model/place';
import { manifestIn } from '../package-folder';
import { cloudsOf, type Choice } from './cloud';
import { packageJson, type ProviderSet } from './package-json';

/** npm leaves out of a package what is called `.gitignore`. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** Stands for the project's name in the templates. */
const PLACEHOLDER = 'PROJECT_NAME';

/**
 * The files of a new project, by their paths with forward slashes, sorted.
 *
 * The templates are real files, in `templates` of the package: those for every project, and those of each cloud. The
 * README is that of every project and then a part of each cloud; package.json is made from podtrust's own.
 *
 * @param folder the folder of the package
 */
export function projectFiles(
  choice: Choice,
  set: ProviderSet,
  name: string,
  folder: string,
): ReadonlyMap<string, string> {
  const clouds = cloudsOf(choice);
  const parts = ['every', ...clouds, choice].filter((part, index, all) => all.indexOf(part) === index);
  const files = new Map<string, string>();
  for (const part of parts) {
    for (const [file, text] of templatesIn(join(folder, 'templates', part))) {
      const before = file === 'README.md' ? files.get(file) : undefined;
      files.set(file, before === undefined ? text : `${before}\n${text}`);
    }
  }
  files.set('package.json', packageJson(name, clouds, set, manifestIn(folder)));
  return finished(files, name);
}

/** Of every project’s templates, what shows a first program. */
const EXAMPLE = 'reports-chart.ts';

/**
 * The files of a project that moves an AKS cluster out of AAD Pod Identity: what every project has, the program’s own templates,
 * and what was made of a cluster’s objects.
 *
 * @param written the files that depend on what was read
 * @param folder the folder of the package
 */
export function importedProjectFiles(
  written: ReadonlyMap<string, string>,
  set: ProviderSet,
  name: string,
  folder: string,
): ReadonlyMap<string, string> {
  const files = new Map(['every', 'import'].flatMap((part) => templatesIn(join(folder, 'templates', part))));
  files.delete(EXAMPLE);
  files.set('package.json', packageJson(name, ['azure'], set, manifestIn(folder)));
  // What was read is taken as it is: the project’s name is no placeholder in it.
  return new Map([...finished(files, name), ...written].sort(([one], [other]) => compareText(one, other)));
}

function finished(files: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  return new Map(
    [...files]
      .map(([file, text]): [string, string] => [RENAMED[file] ?? file, text.replaceAll(PLACEHOLDER, name)])
      .sort(([one], [other]) => compareText(one, other)),
  );
}

function templatesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]);
}
