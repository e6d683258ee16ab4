/** Lines with numbers, and which of them have come, how often. */
export class Numbered {
  private written = 0;
  private came = new Uint8Array(1 << 20);
  private different = 0;
  private twice = 0;

  /** The next lines. */
  next(count: number): readonly string[] {
    return Array.from(
      { length: count },
      () =>
        `2026-11-28 05:00:00,123 - service.module - INFO - request number=${this.written++} took 12ms and has a text of the usual length, as services write it`,
    );
  }

  /** Counts a line. Returns false if it is none of these. */
  take(body: string): boolean {
    const at = /number=(\d+) took 12ms/.exec(body)?.[1];
    if (at === undefined) return false;
    const number = Number(at);
    const before = this.came[number] ?? 0;
    if (before === 0) this.different++;
    else this.twice++;
    this.came[number] = Math.min(255, before + 1);
    return true;
  }

  /** How many were written. */
  get total(): number {
    return this.written;
  }

  /** How many have not come yet. */
  get lost(): number {
    return this.written - this.different;
  }

  /** How many came that had come before. */
  get doubled(): number {
    return this.twice;
  }
}
