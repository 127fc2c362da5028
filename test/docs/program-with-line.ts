import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { type Inventory, prove } from '../../lib/proof';

/**
 * A page's program with another line in the place of one of its own: what it prints, and the proof of what it makes.
 *
 * @param name such as `grants`, of grants-program.ts
 */
export function programWithLine(name: string, of: RegExp, line: string): { printed: string; inventory: Inventory } {
  const program = readFileSync(join(__dirname, `${name}-program.ts`), 'utf8');
  const { code } = transformSync(program.replace(of, line), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const outdir = mkdtempSync(join(tmpdir(), 'podtrust-'));
  process.env.CDKTF_OUTDIR = outdir;
  let printed = '';
  try {
    const run = new Function('require', 'exports', 'console', code) as (...parts: unknown[]) => void;
    run(jest.requireActual, {}, { log: (text: string) => (printed += text) });
    return { printed, inventory: prove([outdir]) };
  } finally {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
}
