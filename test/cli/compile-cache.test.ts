describe('the compile cache', () => {
  afterEach(() => jest.resetModules());

  test.each([[jest.fn()], [undefined]])(
    'is switched on where Node.js has one, and is no matter where it has none',
    (enable) => {
      jest.isolateModules(() => {
        jest.doMock('node:module', () => ({ enableCompileCache: enable }));
        expect(() => require('../../lib/cli/compile-cache') as unknown).not.toThrow();
      });
      if (enable) expect(enable).toHaveBeenCalledTimes(1);
    },
  );
});
