const { expect } = require('expect');
const { bind } = require('jest-each');

/** The tests of a file, as they are declared through the globals that it uses. */
class Suite {
  tests = [];
  scopes = [{ names: [], before: [], after: [], beforeAll: [], afterAll: [] }];

  /** `describe`, `test` and the others. */
  get globals() {
    const describe = (name, body) => this.within(name, body);
    const test = (name, body) => {
      this.tests.push({
        id: [...this.scopes.flatMap(({ names }) => names), name].join(' '),
        body,
        scopes: [...this.scopes],
      });
    };
    describe.each = bind(describe, false);
    test.each = bind(test, false);
    const hook = (kind) => (body) => this.scopes.at(-1)[kind].push(body);
    return {
      describe,
      test,
      it: test,
      expect,
      beforeEach: hook('before'),
      afterEach: hook('after'),
      beforeAll: hook('beforeAll'),
      afterAll: hook('afterAll'),
    };
  }

  within(name, body) {
    this.scopes.push({ names: [name], before: [], after: [], beforeAll: [], afterAll: [] });
    body();
    this.scopes.pop();
  }
}

/** Runs one test; gives what it threw. */
async function failureOf({ body, scopes }) {
  try {
    for (const scope of scopes) {
      const open = scope.beforeAll.splice(0);
      for (const hook of [...open, ...scope.before]) await hook();
    }
    try {
      await body();
    } finally {
      for (const scope of [...scopes].reverse()) for (const hook of scope.after) await hook();
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

module.exports = { Suite, failureOf };
