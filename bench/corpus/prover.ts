import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';

/** One run of the command. */
export interface Run {
  /** The exit code; `timeout` and `crash` are no answer at all. */
  readonly exit: number | 'timeout' | 'crash';
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** The most memory the proving process has had so far. */
  readonly megabytes: number;
}

/** Runs the command in a process beside this one, so that neither a crash nor an endless run ends the corpus. */
export class Prover {
  private child: ChildProcess | undefined;

  /** @param timeout seconds for one program */
  public constructor(private readonly timeout: number) {}

  public run(folder: string, args: readonly string[]): Promise<Run> {
    const child = (this.child ??= fork(path.join(__dirname, 'worker.js'), { execArgv: [], stdio: 'ignore' }));
    const started = process.hrtime.bigint();
    return new Promise((resolve) => {
      const end = (run: Omit<Run, 'seconds' | 'megabytes'> & Partial<Run>): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve({ seconds: Number(process.hrtime.bigint() - started) / 1e9, megabytes: 0, ...run });
      };
      const abandon = (exit: 'timeout' | 'crash'): void => {
        this.stop();
        end({ exit, stdout: '', stderr: '' });
      };
      const timer = setTimeout(() => abandon('timeout'), this.timeout * 1000);
      child.once('message', (run: Run) => end(run));
      child.once('exit', () => abandon('crash'));
      child.once('error', () => abandon('crash'));
      child.send({ folder, args });
    });
  }

  /** Ends the process; a later run starts another. */
  public stop(): void {
    this.child?.removeAllListeners();
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
