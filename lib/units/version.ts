import { UnitError } from './unit-error';

/** A minor version of Kubernetes. */
export class KubernetesVersion {
  static readonly pattern = /^1\.(2[89]|3\d)$/;

  /** @throws UnitError below 1.28, from which on everything that is emitted exists */
  static parse(text: string): KubernetesVersion {
    if (!KubernetesVersion.pattern.test(text))
      throw new UnitError(
        'a minor version of Kubernetes from "1.28" on',
        text,
        text === '1.3' ? 'without quotes 1.30 is the number 1.3' : undefined,
      );
    return new KubernetesVersion(text);
  }

  private constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}
