let series = 0;

/** Lines with numbers, and which of them have come, how often. Of those of another series it knows only that they have numbers. */
export class Numbered {
  private readonly series = series++;
  private written = 0;
  private came = new Uint8Array(1 << 20);
  private different = 0;
  private twice = 0;

  /** The next lines. */
  next(count: number): readonly string[] {
    return Array.from(
      { length: count },
      () =>
        `2026-11-28 05:00:00,123 - service.module - INFO - request number=${this.series}-${this.written++} took 12ms and has a text of the usual length, as services write it`,
    );
  }

  /** Counts a line. Returns false if it has no number. */
  take(body: string): boolean {
    const found = /number=(\d+)-(\d+) took 12ms/.exec(body);
    if (found === null) return false;
    // One of a series before, which comes a second time.
    if (Number(found[1]) !== this.series) return true;
    const number = Number(found[2]);
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
