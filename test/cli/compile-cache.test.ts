/** Loads the module anew, with what Node.js has of a compile cache, and with or without a temporary folder. */
function load(enableCompileCache: (() => void) | undefined, hasTemporaryFolder = true): void {
  jest.isolateModules(() => {
    jest.doMock('node:module', () => ({ enableCompileCache }));
    jest.doMock('node:fs', () => ({ existsSync: () => hasTemporaryFolder }));
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

test('it stays off where there is no temporary folder: Node.js would try for ever to make one below /proc', () => {
  const enable = jest.fn();
  load(enable, false);
  expect(enable).not.toHaveBeenCalled();
});
