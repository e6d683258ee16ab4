import { describeProblem, InputError } from '../../lib/problem';

/** What bad input is told about, one line for each problem; in alphabetical order, because the order is the command's matter. */
export function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(describeProblem).sort();
    throw error;
  }
  throw new Error('expected an InputError, but nothing was wrong');
}

/** What is wrong with one or two values is told once for each. */
export function expectOneEach(lines: readonly string[]): void {
  expect(new Set(lines.map((line) => line.split(': ')[1])).size).toBe(lines.length);
  expect(lines.length).toBeLessThanOrEqual(2);
}

/** What something throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, but nothing was thrown');
}
