import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Also what is loaded later: `require` and `import()`, of a type too. */
const IMPORTS = [/^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'/gm, /\b(?:require|import)\('(\.[^']+)'\)/g];

/** What each file below a folder imports of the others; gathered once, in a tenth of a second. */
const graphs = new Map();

function graphOf(folder) {
  if (graphs.has(folder)) return graphs.get(folder);
  const graph = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(file, 'utf8');
    const imports = IMPORTS.flatMap((form) => Array.from(text.matchAll(form), (match) => fileOf(file, match[1])));
    graph.set(file, imports.filter(Boolean));
  }
  graphs.set(folder, graph);
  return graph;
}

function fileOf(from, source) {
  const base = join(dirname(from), source);
  return [`${base}.ts`, join(base, 'index.ts')].find(existsSync);
}

/** The files on the way from one to another; nothing where no import leads there. */
function wayTo(wanted, start, graph) {
  const before = new Map([[start, undefined]]);
  for (const file of before.keys()) {
    if (file === wanted) {
      const way = [];
      for (let step = file; step; step = before.get(step)) way.unshift(step);
      return way;
    }
    for (const next of graph.get(file) ?? []) if (!before.has(next)) before.set(next, file);
  }
  return undefined;
}

/** Refuses an import of a file that leads back, of types too: who reads one part of a circle has to read all of it. */
export function importCirclesRule(folder) {
  return {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const check = ({ source }) => {
        if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
        const imported = fileOf(context.filename, source.value);
        const way = imported && wayTo(context.filename, imported, graphOf(folder));
        if (!way) return;
        const names = way.map((file) => file.slice(folder.length + 1));
        context.report({
          node: source,
          message: `A circle of imports: this file imports ${names.join(', which imports ')}.`,
        });
      };
      return eachImport(check);
    },
  };
}

/** A visitor that hands each import of a file, of a type too, to a check as a node with its `source`. */
export function eachImport(check) {
  return {
    ImportDeclaration: check,
    ExportNamedDeclaration: check,
    ExportAllDeclaration: check,
    ImportExpression: check,
    TSImportType: ({ argument }) => check({ source: argument.literal ?? argument }),
  };
}
