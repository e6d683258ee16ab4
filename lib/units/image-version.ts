import { UnitError } from './unit-error';

const EXPECTED = 'a tag such as 1.28.0 or a digest such as sha256:… (64 hexadecimal digits)';

/** Which build of an image runs: a tag, a digest, or a tag with the digest that it must have. */
export class ImageVersion {
  static readonly pattern = /^(?!latest$)([A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@?sha256:[0-9a-f]{64})?$/;

  /** @throws UnitError if `text` is neither, or is `latest`, which is another build tomorrow */
  static parse(text: string): ImageVersion {
    const match = ImageVersion.pattern.exec(text);
    if (match === null || text === '') {
      throw new UnitError(EXPECTED, text, text === 'latest' ? 'latest is another build tomorrow: name one' : undefined);
    }
    return new ImageVersion(match[1], match[2]?.replace(/^@/, ''));
  }

  private constructor(
    readonly tag: string | undefined,
    readonly digest: string | undefined,
  ) {}

  /** What follows the repository in a reference: `:1.28.0`, `@sha256:…` or both. */
  get suffix(): string {
    return `${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`;
  }

  toString(): string {
    return this.suffix.replace(/^[:@]/, '');
  }

  toJSON(): string {
    return this.toString();
  }
}
