/**
 * Stops a cloud between two creations, so that a deploy can be killed at the same place each time.
 *
 * A deploy that is killed while a create is under way loses what that create made: Terraform never saw the answer, and
 * no tool can tell it. So what was begun is let through to its end, and creations after it wait for ever.
 */
export class CreationGate {
  private passed = 0;
  private limit = Infinity;
  private lastCall = Date.now();
  private readonly held: ((mayPass: boolean) => void)[] = [];

  /** From here on lets a number of creations pass, and keeps the rest waiting until {@link open}. */
  public closeAfter(creations: number): void {
    this.passed = 0;
    this.limit = creations;
  }

  /** How many creations wait. */
  public get waiting(): number {
    return this.held.length;
  }

  /** For how many milliseconds nobody has called the cloud: not for a creation, and not to ask how one goes on. */
  public get quiet(): number {
    return Date.now() - this.lastCall;
  }

  /** Lets all later creations pass. Those that wait are dropped: who sent them is gone. */
  public open(): void {
    this.limit = Infinity;
    this.held.splice(0).forEach((decide) => decide(false));
  }

  /** Called before each call is answered. @returns whether it may pass, as soon as that is known */
  public async enter(isCreation: boolean): Promise<boolean> {
    this.lastCall = Date.now();
    if (!isCreation) return true;
    if (this.passed >= this.limit) return new Promise((resolve) => this.held.push(resolve));
    this.passed += 1;
    return true;
  }
}
