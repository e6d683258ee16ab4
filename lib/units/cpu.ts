import { UnitError } from './unit-error';

const EXPECTED = 'a number of CPUs such as 0.5 or 2';
const MILLI = 1000;

/** A share of processors: a whole number of thousandths of a CPU, zero or more. Read and written as CPUs, such as `0.25`. */
export class Cpu {
  static readonly pattern = /^(0|[1-9]\d{0,5})(\.\d{1,3})?$/;

  /** @throws UnitError with a hint, if `text` is not a plain decimal number with at most three decimals */
  static parse(text: string): Cpu {
    if (!Cpu.pattern.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
    return new Cpu(Math.round(Number(text) * MILLI));
  }

  static cores(amount: number): Cpu {
    return Cpu.parse(String(amount));
  }

  static sum(amounts: readonly Cpu[]): Cpu {
    return new Cpu(amounts.reduce((total, amount) => total + amount.millicores, 0));
  }

  private constructor(readonly millicores: number) {}

  get cores(): number {
    return this.millicores / MILLI;
  }

  /** @throws RangeError if `count` is not a whole number of at least 0 */
  times(count: number): Cpu {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`a count is a whole number of at least 0, got ${count}`);
    return new Cpu(this.millicores * count);
  }

  plus(other: Cpu): Cpu {
    return new Cpu(this.millicores + other.millicores);
  }

  /** How much this is more than `other`; nothing when it is not more. */
  over(other: Cpu): Cpu {
    return new Cpu(Math.max(0, this.millicores - other.millicores));
  }

  exceeds(other: Cpu): boolean {
    return this.millicores > other.millicores;
  }

  smallerOf(other: Cpu): Cpu {
    return this.exceeds(other) ? other : this;
  }

  /** The part `numerator / denominator` of this, rounded down to a whole millicore. */
  fraction(numerator: number, denominator: number): Cpu {
    return new Cpu(Math.floor((this.millicores * numerator) / denominator));
  }

  /** The notation that `parse` reads: `0.25`, `2`. */
  toString(): string {
    return String(this.cores);
  }

  /** For a sentence: `1 CPU`, `2.5 CPUs`. */
  inWords(): string {
    return `${this} ${this.cores === 1 ? 'CPU' : 'CPUs'}`;
  }

  /** As `toString`, so that a digest over a profile does not depend on how a share was written. */
  toJSON(): string {
    return this.toString();
  }
}

function hintFor(text: string): string | undefined {
  const milli = /^(\d{1,9})m$/.exec(text);
  if (milli !== null) return `thousandths of a CPU to Kubernetes: write ${Number(milli[1]) / MILLI}`;
  const percent = /^(\d{1,6}(?:\.\d+)?)%$/.exec(text);
  if (percent !== null) return `write ${Number((Number(percent[1]) / 100).toFixed(3))}`;
  if (/^-\d/.test(text)) return 'a share cannot be negative';
  if (/^0\d/.test(text)) return 'without a leading zero';
  if (/^\d+\.\d{4,}$/.test(text)) return `at most three decimals: write ${Math.max(1 / MILLI, Number(Number(text).toFixed(3)))}`;
  if (/^\d+(\.\d+)?[eE][+-]?\d+$/.test(text)) return 'written out, without an exponent';
  return undefined;
}
