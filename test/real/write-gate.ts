/**
 * Stops a cloud between two writes, so that a deploy can be killed at the same place each time.
 *
 * A deploy that is killed while a create is under way loses what that create made: Terraform never saw the answer, and
 * no tool can tell it. So the writes that are under way are let through, and those after them wait for ever.
 */
export class WriteGate {
  private passed = 0;
  private limit = Infinity;
  private underWay = 0;
  private quietSince = Date.now();
  private waiting: ((mayPass: boolean) => void)[] = [];

  /** From here on lets a number of writes pass, and keeps the rest waiting until {@link open}. */
  public closeAfter(writes: number): void {
    this.passed = 0;
    this.limit = writes;
  }

  /** Whether writes are waiting and none has been under way for a while, so that Terraform has noted what it has. */
  public get isQuiet(): boolean {
    return this.waiting.length > 0 && this.underWay === 0 && Date.now() - this.quietSince > 2000;
  }

  /** Lets all later writes pass. Those that wait are dropped: who sent them is gone. */
  public open(): void {
    this.limit = Infinity;
    this.waiting.splice(0).forEach((decide) => decide(false));
  }

  /**
   * Called before each write.
   *
   * @returns whether it may pass; if so, {@link left} is to be called when it has been answered
   */
  public async enter(): Promise<boolean> {
    if (this.passed >= this.limit) return new Promise((resolve) => this.waiting.push(resolve));
    this.passed += 1;
    this.underWay += 1;
    return true;
  }

  public left(): void {
    this.underWay -= 1;
    this.quietSince = Date.now();
  }
}
