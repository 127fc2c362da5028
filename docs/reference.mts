import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, type ParameterReflection, type ProjectReflection, ReflectionKind } from 'typedoc';

// Writes the reference of the API, docs/api: a page for each path of the package that a program imports from.
//
//   npm run docs:api               writes it
//   npm run docs:api -- --check    says what is stale, and ends with 1 if anything is

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER = join(ROOT, 'docs/api');
const COMMAND = 'npm run docs:api';

/** Paths that only export what others do: a page would say everything twice. */
const BARRELS = ['aws', 'azure', 'kubernetes', 'terraform'];

/** The source file of each public path, by its path without `podtrust/`; that of the package itself is `podtrust`. */
function publicPaths(): ReadonlyMap<string, string> {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, null | string | { readonly types: string }>>;
  };
  const hidden = Object.keys(exports).filter((key) => exports[key] === null);
  const found = new Map<string, string>();
  for (const [key, target] of Object.entries(exports)) {
    if (target === null || typeof target === 'string' || BARRELS.includes(key.slice(2))) continue;
    const source = target.types.replace('./dist/', '').replace('.d.ts', '.ts');
    const [before, after] = source.split('*');
    // With a star, each file that fits and is not taken back.
    const stars =
      after === undefined
        ? ['']
        : readdirSync(join(ROOT, dirname(source)))
            .map((file) => `${dirname(source)}/${file}`)
            .filter((file) => file.startsWith(before!) && file.endsWith(after))
            .map((file) => file.slice(before!.length, file.length - after.length));
    for (const star of stars) {
      const path = key.replace('*', star);
      if (!hidden.includes(path) && !path.endsWith('/index'))
        found.set(path.slice(2) || 'podtrust', source.replace('*', star));
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Typedoc names a module by its file: it gets the path that programs import. */
function renameModules(project: ProjectReflection, paths: ReadonlyMap<string, string>): void {
  const pathOf = new Map([...paths].map(([path, source]) => [source.replace(/^lib\/|\/index\.ts$|\.ts$/g, ''), path]));
  for (const module of project.children ?? []) {
    const path = pathOf.get(module.name) ?? (module.name === 'index' ? 'podtrust' : undefined);
    if (path === undefined) throw new Error(`no public path leads to the module ${module.name}`);
    module.name = path;
  }
}

/** A parameter that a function takes apart has no name of its own: it gets that of its type. */
function nameParameters(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter) as ParameterReflection[]) {
    if (parameter.name !== '__namedParameters') continue;
    const type = parameter.type?.type === 'reference' ? parameter.type.name : 'Options';
    parameter.name = type.charAt(0).toLowerCase() + type.slice(1);
  }
}

async function generate(out: string): Promise<void> {
  const paths = publicPaths();
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [...paths.values()].map((source) => join(ROOT, source)),
    tsconfig: join(ROOT, 'tsconfig.build.json'),
    plugin: ['typedoc-plugin-markdown'],
    router: 'module',
    out,
    name: 'podtrust',
    readme: 'none',
    logLevel: 'Error',
    // The type check is another command’s.
    skipErrorChecking: true,
    // Lines move with every commit, and the pages would with them.
    disableSources: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeInternal: true,
    excludeExternals: true,
    sort: ['alphabetical'],
    hidePageHeader: true,
    hideBreadcrumbs: true,
    // The plugin's own count of headings of one name is not GitHub's.
    useHTMLAnchors: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: { hideDefaults: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
    pageTitleTemplates: {
      module: ({ rawName }: { rawName: string }) => (rawName === 'podtrust' ? rawName : `podtrust/${rawName}`),
    },
  } as object);
  const project = await app.convert();
  if (!project) throw new Error('typedoc has read nothing');
  renameModules(project, paths);
  nameParameters(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('typedoc has written nothing');
  for (const [file, text] of filesIn(out)) writeFileSync(join(out, file), shortened(withoutDeadLinks(text)));
  writeFileSync(join(out, 'README.md'), indexPage(project));
}

/** Rows of a table about a variable have no anchor: a link to one is text. */
function withoutDeadLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\(#([\w-]+)\)/g, (link, words: string, anchor: string) =>
    text.includes(`<a id="${anchor}">`) ? link : `\`${words.replaceAll('`', '')}\``,
  );
}

/** A type of very many texts, such as every code of an error, says the first of them. */
function shortened(text: string): string {
  return text.replace(/(?:`"[^"`]*"` (?:\\\| )?){20,}/g, (union) => {
    const all = union.split(' \\| ');
    return `${all.slice(0, 3).join(' \\| ')} \\| … ${all.length - 3} more `;
  });
}

/** The page of all paths, with what a program imports from each. */
function indexPage(project: ProjectReflection): string {
  const modules = [...(project.children ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1));
  const lines = modules.map(({ name, children = [] }) => {
    const names = children.map((child) => `\`${child.name}\``).sort();
    return `- [\`${name === 'podtrust' ? name : `podtrust/${name}`}\`](${name}.md): ${names.join(', ')}`;
  });
  return [
    `<!-- Generated from the docstrings by ${COMMAND}. -->`,
    '',
    '# API reference',
    '',
    `A page for each path that a program imports from. ${BARRELS.map((path) => `\`podtrust/${path}\``).join(', ')} export all that the paths below them do.`,
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The files of a folder, by their paths. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')];
    }),
  );
}

if (process.argv.includes('--check')) {
  const out = mkdtempSync(join(tmpdir(), 'reference-'));
  await generate(out);
  const [now, made] = [filesIn(FOLDER), filesIn(out)];
  rmSync(out, { recursive: true });
  const stale = [...new Set([...now.keys(), ...made.keys()])].filter((file) => now.get(file) !== made.get(file)).sort();
  for (const file of stale) process.stderr.write(`docs/api/${file} is stale: run ${COMMAND}\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  rmSync(FOLDER, { recursive: true, force: true });
  await generate(FOLDER);
}
