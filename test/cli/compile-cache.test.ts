/** Loads the module anew, with what Node.js has of a compile cache. */
function load(enableCompileCache: (() => void) | undefined): void {
  jest.isolateModules(() => {
    jest.doMock('node:module', () => ({ enableCompileCache }));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require('../../lib/cli/compile-cache');
  });
}

test('the compile cache is switched on where Node.js has one', () => {
  const enable = jest.fn();
  load(enable);
  expect(enable).toHaveBeenCalledTimes(1);
});

test('nothing happens where it has none', () => {
  expect(() => load(undefined)).not.toThrow();
});
