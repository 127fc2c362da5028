const { existsSync, readFileSync, readdirSync, statSync } = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const { dirname, join, sep } = require('node:path');
const vm = require('node:vm');
const { transformSync } = require('@swc/core');

/** The files with tests at a path: a file, or a folder and all below it. */
function testFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(path, name));
}

/** Transforms and compiles each file of a program once; its modules are then made anew as often as wanted. */
class Program {
  functions = new Map();
  resolved = new Map();

  constructor(root, transform) {
    this.root = root;
    this.transform = transform;
  }

  /** The modules of the program, none of them loaded. */
  fresh(globals) {
    return new Modules(this, globals);
  }

  isOwn(file) {
    return file.startsWith(this.root + sep) && !file.startsWith(join(this.root, 'node_modules') + sep);
  }

  resolve(from, name) {
    const key = `${name.startsWith('.') ? dirname(from) : ''}\n${name}`;
    let found = this.resolved.get(key);
    if (found === undefined) {
      const path = name.startsWith('.') ? join(dirname(from), name) : name;
      found =
        [path, `${path}.ts`, join(path, 'index.ts')].find(
          (one) => one.startsWith(sep) && existsSync(one) && statSync(one).isFile(),
        ) ?? createRequire(from).resolve(name);
      this.resolved.set(key, found);
    }
    return found;
  }

  compiled(file) {
    let found = this.functions.get(file);
    if (!found) {
      const text = readFileSync(file, 'utf8');
      const code = file.endsWith('.ts') ? transformSync(text, { ...this.transform, filename: file }).code : text;
      const names = ['module', 'exports', 'require', '__filename', '__dirname', 'jest'];
      this.functions.set(file, (found = vm.compileFunction(code, names, { filename: file })));
    }
    return found;
  }
}

class Modules {
  loaded = new Map();
  mocks = new Map();

  constructor(program, globals) {
    this.program = program;
    Object.assign(globalThis, globals);
  }

  load(file, isActual = false) {
    if (!this.program.isOwn(file)) return createRequire(file)(file);
    const key = isActual ? `${file}\nactual` : file;
    const known = this.loaded.get(key);
    if (known) return known.exports;
    const module = { exports: {}, filename: file, id: file, children: [], paths: [] };
    this.loaded.set(key, module);
    const mock = isActual ? undefined : this.mocks.get(file);
    if (mock) module.exports = mock();
    else if (file.endsWith('.json')) module.exports = JSON.parse(readFileSync(file, 'utf8'));
    else {
      try {
        this.run(file, module);
      } catch (error) {
        this.loaded.delete(key);
        throw error;
      }
    }
    return module.exports;
  }

  run(file, module) {
    const resolve = (name) => this.program.resolve(file, name);
    const require = (name) => (isBuiltin(name) ? createRequire(file)(name) : this.load(resolve(name)));
    require.resolve = resolve;
    const jest = {
      mock: (name, factory) => this.mocks.set(resolve(name), factory),
      requireActual: (name) => this.load(resolve(name), true),
      setTimeout: () => undefined,
    };
    this.program.compiled(file)(module, module.exports, require, file, dirname(file), jest);
  }
}

module.exports = { Program, testFiles };
