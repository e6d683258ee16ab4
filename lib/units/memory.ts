import { UnitError } from './unit-error';

const EXPECTED = 'memory such as 512Mi or 1.5Gi';
const MIB_PER_GIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;
/** What eight digits of MiB can say: 95 TiB. */
const MAX_MIB = 99_999_999;
const TOO_MUCH = 'more than any machine has';

/**
 * An amount of memory: a whole number of MiB, zero or more.
 *
 * Text is read in one notation only, `Mi` and `Gi`, because the others mean different things to different readers:
 * `512m` is 512 MiB to Compose and half a byte to Kubernetes.
 */
export class Memory {
  static readonly none = new Memory(0);

  /** What a text must look like; editors use it through the JSON Schema. */
  static readonly pattern = /^\d{1,8}(\.\d{1,4})?(Mi|Gi)$/;

  /** @throws RangeError if `amount` is not a whole number of at least 0 */
  static ofMebibytes(amount: number): Memory {
    if (!Number.isSafeInteger(amount) || amount < 0) {
      throw new RangeError(`memory is a whole number of MiB of at least 0, got ${amount}`);
    }
    return new Memory(amount);
  }

  /** The whole MiB that fit into a number of bytes, as engines report them. */
  static ofBytes(amount: number): Memory {
    return Memory.ofMebibytes(Math.floor(amount / BYTES_PER_MIB));
  }

  /** @throws UnitError with a hint, if `text` is not a whole number of MiB in `Mi` or `Gi` */
  static parse(text: string): Memory {
    if (!Memory.pattern.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
    const amount = Number.parseFloat(text) * (text.endsWith('Gi') ? MIB_PER_GIB : 1);
    if (!Number.isInteger(amount)) throw new UnitError(EXPECTED, text, `not a whole number of MiB: write ${nearestMebibytes(amount)}`);
    if (amount > MAX_MIB) throw new UnitError(EXPECTED, text, TOO_MUCH);
    return new Memory(amount);
  }

  static sum(amounts: readonly Memory[]): Memory {
    return new Memory(amounts.reduce((total, amount) => total + amount.mebibytes, 0));
  }

  private constructor(readonly mebibytes: number) {}

  get bytes(): number {
    return this.mebibytes * BYTES_PER_MIB;
  }

  plus(other: Memory): Memory {
    return new Memory(this.mebibytes + other.mebibytes);
  }

  /** @throws RangeError if `count` is not a whole number of at least 0 */
  times(count: number): Memory {
    return Memory.ofMebibytes(this.mebibytes * count);
  }

  /** How much this is more than `other`; nothing when it is not more. */
  over(other: Memory): Memory {
    return new Memory(Math.max(0, this.mebibytes - other.mebibytes));
  }

  exceeds(other: Memory): boolean {
    return this.mebibytes > other.mebibytes;
  }

  smallerOf(other: Memory): Memory {
    return this.exceeds(other) ? other : this;
  }

  /** The part `numerator / denominator` of this, rounded down to a whole MiB. */
  fraction(numerator: number, denominator: number): Memory {
    return Memory.ofMebibytes(Math.floor((this.mebibytes * numerator) / denominator));
  }

  /** The notation that `parse` reads: `2Gi`, `1536Mi`. */
  toString(): string {
    const whole = this.mebibytes > 0 && this.mebibytes % MIB_PER_GIB === 0;
    return whole ? `${this.mebibytes / MIB_PER_GIB}Gi` : `${this.mebibytes}Mi`;
  }

  /** As `toString`, so that a digest over a profile does not depend on how a size was written. */
  toJSON(): string {
    return this.toString();
  }
}

/** Sizes that are compared with each other: all in Gi, or all in Mi. */
export function inOneUnit(...sizes: readonly [Memory, Memory]): readonly [string, string] {
  const texts = sizes.map(String);
  const mixed = texts.some((text) => text.endsWith('Gi')) && texts.some((text) => text.endsWith('Mi'));
  const [first, second] = sizes;
  return mixed ? [`${first.mebibytes}Mi`, `${second.mebibytes}Mi`] : [String(first), String(second)];
}

/** What a text of another notation would have meant, and how to write it here. */
function hintFor(text: string): string | undefined {
  const match = /^([-+]?)(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits, suffix] = match as unknown as [string, string, string, string];
  const amount = Number(digits);
  if (sign === '-') return 'memory cannot be negative';
  if (amount === 0) return undefined;
  const write = (mebibytes: number): string => (mebibytes > MAX_MIB ? TOO_MUCH : `write ${nearestMebibytes(mebibytes)}`);
  const gibibytes = amount * MIB_PER_GIB;
  switch (suffix) {
    case '':
      return `a bare number is bytes to Compose and Kubernetes: ${write(amount < BYTES_PER_MIB ? amount : amount / BYTES_PER_MIB)}`;
    case 'm':
      return `${digits} MiB to Compose, ${digits} thousandths of a byte to Kubernetes: ${write(amount)}`;
    case 'g':
      return `${digits} GiB to Compose: ${write(gibibytes)}`;
  }
  switch (suffix.toLowerCase()) {
    case 'k':
    case 'kb':
    case 'ki':
    case 'kib':
      return `sizes are whole MiB: ${write(amount / 1024)}`;
    case 'm':
    case 'mb':
      return `${siMebibytes(amount, 1e6)} MiB if SI, ${digits} MiB to Compose: ${write(amount)}`;
    case 'g':
    case 'gb':
      return `${siMebibytes(amount, 1e9)} MiB if SI, ${digits} GiB to Compose: ${write(gibibytes)}`;
    case 'mi':
    case 'mib':
      return write(amount);
    case 'gi':
    case 'gib':
      return write(gibibytes);
    case 't':
    case 'tb':
    case 'ti':
    case 'tib':
      return write(gibibytes * 1024);
    default:
      return undefined;
  }
}

const siMebibytes = (amount: number, bytes: number): string => String(Math.round((amount * bytes) / BYTES_PER_MIB));

const nearestMebibytes = (amount: number): string => Memory.ofMebibytes(Math.max(1, Math.round(amount))).toString();
