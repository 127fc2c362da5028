// Reads and parses the files of a cdktf.out, and of YAML beside it, with the same parsers, and does nothing else with them:
// the floor of a proof. What their strings hold (Terraform's expressions, policies) stays unparsed.
const fs = require('node:fs');
const path = require('node:path');

for (const argument of process.argv.slice(2)) {
  if (argument.endsWith('.yaml')) {
    require('js-yaml').loadAll(fs.readFileSync(argument, 'utf8'));
    continue;
  }
  const { stacks } = JSON.parse(fs.readFileSync(path.join(argument, 'manifest.json'), 'utf8'));
  for (const { synthesizedStackPath } of Object.values(stacks)) {
    JSON.parse(fs.readFileSync(path.join(argument, synthesizedStackPath), 'utf8'));
  }
}
