import { Progress } from '../../lib/cli/progress';
import { prove } from '../../lib/proof';
import type { ProofStep } from '../../lib/proof';

function screen(isTTY: boolean): { isTTY: boolean; written: string; write: (text: string) => boolean } {
  return {
    isTTY,
    written: '',
    write(text) {
      this.written += text;
      return true;
    },
  };
}

const LARGE = 50_000_000;

describe('the progress of a proof', () => {
  test('GIVEN a large input on a terminal THEN each step is said on one line, which is taken back at the end', () => {
    const terminal = screen(true);
    const progress = new Progress(terminal);
    progress.step({ name: 'read', characters: LARGE });
    progress.step({ name: 'check', characters: LARGE });
    expect(terminal.written).toBe('\r\u001b[Kpodtrust: reads 50 MB …\r\u001b[Kpodtrust: checks what does not fit …');
    progress.end();
    expect(terminal.written.endsWith('\r\u001b[K')).toBe(true);
  });

  test('GIVEN a small input THEN nothing is said before two seconds have gone', () => {
    const terminal = screen(true);
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    const progress = new Progress(terminal);
    progress.step({ name: 'read', characters: 100 });
    progress.end();
    expect(terminal.written).toBe('');
    now.mockReturnValue(2_001);
    progress.step({ name: 'evaluate', characters: 100 });
    expect(terminal.written).toContain('works out who gets in');
    now.mockRestore();
  });

  test('GIVEN no terminal THEN nothing is said', () => {
    const file = screen(false);
    const progress = new Progress(file);
    progress.step({ name: 'read', characters: LARGE });
    progress.end();
    expect(file.written).toBe('');
  });

  test('GIVEN a proof THEN it tells its steps in order, and how much it reads', () => {
    const steps: ProofStep[] = [];
    const text = 'resource "aws_iam_role" "app" {\n}\n';
    prove([{ file: 'main.tf', text }], { onStep: (step) => steps.push(step) });
    expect(steps).toEqual(['read', 'evaluate', 'check'].map((name) => ({ name, characters: text.length })));
  });
});
