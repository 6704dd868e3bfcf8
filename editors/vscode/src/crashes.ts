/** How often a server may stop before it is left alone. Knows nothing of VS Code. */

/** Counts stops of a server within a span of time. */
export class Crashes {
  private times: number[] = [];

  /**
   * @param limit how many restarts there are within `span`
   * @param span milliseconds
   */
  constructor(
    readonly limit: number,
    readonly span: number,
  ) {}

  /** Note a stop at `now`, in milliseconds; whether the server may be started again. */
  mayRestart(now: number): boolean {
    this.times = [...this.times.filter((each) => now - each < this.span), now];
    return this.times.length <= this.limit;
  }

  forget(): void {
    this.times = [];
  }
}
