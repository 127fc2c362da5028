import type { ProofStep } from '../proof/prove';

/** Input of this many characters takes longer than two seconds to prove. */
const LONG = 10_000_000;
const TWO_SECONDS = 2_000;

const DOING: Readonly<Record<ProofStep['name'], string>> = {
  read: 'reads',
  evaluate: 'works out who gets in',
  check: 'checks what does not fit',
};

/** Where a line can be shown and taken back. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** One line that says what a run is at, where it takes longer than two seconds and somebody is looking. */
export class Progress {
  private readonly started = Date.now();
  private isShown = false;

  /** @param screen standard error: standard output is for the result */
  public constructor(private readonly screen: Screen = process.stderr) {}

  public step({ name, characters }: ProofStep): void {
    if (!this.screen.isTTY || (characters < LONG && Date.now() - this.started < TWO_SECONDS)) return;
    this.isShown = true;
    const size = `${Math.ceil(characters / 1_000_000)} MB`;
    this.screen.write(`\r\u001b[Kpodtrust: ${DOING[name]}${name === 'read' ? ` ${size}` : ''} …`);
  }

  /** Takes the line back. */
  public end(): void {
    if (this.isShown) this.screen.write('\r\u001b[K');
  }
}
