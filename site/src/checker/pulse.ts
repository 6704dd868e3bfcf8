/** Notices when a worker does not answer any more. */

const BEAT = 2_000; // milliseconds between two questions whether the worker is there
const MISSED = 6; // questions in a row without an answer; a check takes far less time

export class Pulse {
  private missed = 0;
  private isWatching = false;
  private readonly timer: ReturnType<typeof setInterval>;

  /**
   * @param ask sends the worker a question, which it answers by any message
   * @param onSilence is called once it has not answered for too long
   */
  constructor(
    private readonly ask: () => void,
    private readonly onSilence: () => void,
  ) {
    // Counted, not timed: a computer that sleeps asks nothing.
    this.timer = setInterval(() => this.tick(), BEAT);
  }

  /** From now on the worker answers. */
  watch(): void {
    this.isWatching = true;
    this.missed = 0;
  }

  /** Expect no answer until `watch`: what takes long is the start. */
  rest(): void {
    this.isWatching = false;
  }

  /** There was a message. */
  beat(): void {
    this.missed = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    if (!this.isWatching) {
      return;
    }
    if (this.missed === MISSED) {
      this.rest();
      this.onSilence();
    } else {
      this.missed += 1;
      this.ask();
    }
  }
}
