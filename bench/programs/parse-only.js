// Reads and parses the files of a cdktf.out, and of YAML beside it, and does nothing else with them: the floor of a proof.
const fs = require('node:fs');
const path = require('node:path');

for (const argument of process.argv.slice(2)) {
  if (argument.endsWith('.yaml')) {
    require('yaml')
      .parseAllDocuments(fs.readFileSync(argument, 'utf8'))
      .map((document) => document.toJS());
    continue;
  }
  const { stacks } = JSON.parse(fs.readFileSync(path.join(argument, 'manifest.json'), 'utf8'));
  for (const { synthesizedStackPath } of Object.values(stacks)) {
    JSON.parse(fs.readFileSync(path.join(argument, synthesizedStackPath), 'utf8'));
  }
}
