import { PodtrustError } from '../../lib/core/errors';
import { reportFailure } from '../../lib/cli/report-failure';

function said(error: unknown): { exit: number; err: string } {
  let err = '';
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const exit = reportFailure(error);
  spy.mockRestore();
  return { exit, err };
}

test('an error is one line, whatever the names in it hold', () => {
  const { exit, err } = said(
    new PodtrustError({ code: 'input-invalid', what: 'x\u001b[2J\u009b', why: 'y', remedy: 'z' }),
  );
  expect(exit).toBe(2);
  expect(err).toBe('podtrust: input-invalid: x\\u001b[2J\\u009b; why: y; fix: z\n');
});

test('a mistake of podtrust itself is not a finding: exit 2, one line, no stack trace', () => {
  const { exit, err } = said(new TypeError('x is not a function'));
  expect(exit).toBe(2);
  expect(err).toMatch(/^podtrust: internal-error: TypeError: x is not a function; fix: [^\n]*\n$/);
});
