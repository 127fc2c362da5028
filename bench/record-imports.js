const fs = require('node:fs');
const Module = require('node:module');

const load = Module._load;
const imports = [];
Module._load = function (request, parent, ...rest) {
  const own = parent?.filename && !parent.filename.includes('/node_modules/');
  if (own && !request.startsWith('.') && !Module.isBuiltin(request)) imports.push(request);
  return load.call(this, request, parent, ...rest);
};
process.on('exit', () => fs.writeFileSync(process.env.BENCH_IMPORTS, imports.join('\n')));
