import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

// Puts the command, the proof and the matchers into one file: each of hundreds of small files costs at every start, and the
// package would hold the proof twice. What the package offers as podtrust/proof and podtrust/testing becomes a door to it.
const FILE = 'dist/lib/cli/command-line.js';

await build({
  entryPoints: ['lib/cli/command-line.ts'],
  outfile: FILE,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  allowOverwrite: true,
  logLevel: 'warning',
});

const { library } = createRequire(import.meta.url)(`./${FILE}`);
for (const [folder, load] of Object.entries(library)) {
  const door = `dist/lib/${folder}/index.js`;
  if (!readdirSync('dist/lib').includes(folder)) throw new Error(`${door} is not there`);
  // One line an export, so that Node finds the names for programs that import them as an ES module.
  const exports = Object.keys(load()).map((name) => `exports.${name} = library.${name};`);
  writeFileSync(
    door,
    `"use strict";\nconst library = require("../cli/command-line.js").library.${folder}();\n${exports.join('\n')}\n`,
  );
}
