import { shown } from '../text';

/** A text that is not a value of its unit. Whoever knows where the text stands adds the place. */
export class UnitError extends Error {
  /**
   * @param expected what the unit's notation looks like, such as `memory such as 512Mi or 1.5Gi`
   * @param found the text as it was written. The message has it without passwords, as {@link shown} tells it
   * @param hint what the text would have meant elsewhere, and what to write instead
   * @param untold that nobody may be told what was found, because it may be a secret. @default - it is told
   */
  constructor(
    readonly expected: string,
    readonly found: string,
    readonly hint?: string,
    readonly untold?: 'untold',
  ) {
    super(`expected ${expected}${untold === undefined ? `, got ${shown(found)}` : ''}${hint === undefined ? '' : ` (${hint})`}`);
  }
}
