import { UnitError } from './unit-error';

const EXPECTED = 'a tag such as 1.28.0 or a digest such as sha256:… (64 hexadecimal digits)';
const TAG = '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}';
const DIGEST = 'sha256:[0-9a-f]{64}';

/** Which build of an image runs: a tag, a digest, or a tag with the digest that it must have. */
export class ImageVersion {
  static readonly pattern = new RegExp(`^((?!latest$)${TAG}|(${TAG})?@${DIGEST}|${DIGEST})$`);

  /** @throws UnitError if `text` is neither, or is `latest`, which is another build tomorrow */
  static parse(text: string): ImageVersion {
    if (!ImageVersion.pattern.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
    const [, tag, digest] = new RegExp(`^(?:(${TAG})(?=@|$))?@?(${DIGEST})?$`).exec(text) ?? [];
    return new ImageVersion(tag, digest);
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

function hintFor(text: string): string | undefined {
  if (text === 'latest') return 'latest is another build tomorrow: name one';
  const digest = new RegExp(`^(${TAG}?)sha256:[0-9a-f]{64}$`).exec(text)?.[1];
  return digest === undefined || digest === '' ? undefined : `between a tag and its digest stands an @: ${digest}@sha256:…`;
}
