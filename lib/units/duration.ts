/** A span of time in whole seconds. */
export class Duration {
  /** @throws RangeError if `amount` is not a whole number above 0 */
  constructor(readonly seconds: number) {
    if (!Number.isSafeInteger(seconds) || seconds <= 0) {
      throw new RangeError(`a duration is a whole number of seconds above 0, got ${seconds}`);
    }
  }
}

export const seconds = (amount: number): Duration => new Duration(amount);
