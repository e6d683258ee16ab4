import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, and returns the seconds that it took. A condition that throws does not hold yet.
 *
 * @throws Error if it does not hold within the seconds, with what the condition threw last
 */
export async function eventually(what: string, seconds: number, condition: () => boolean | Promise<boolean>): Promise<number> {
  const start = Date.now();
  const elapsed = (): number => (Date.now() - start) / 1000;
  let problem: unknown;
  while (elapsed() < seconds) {
    try {
      if (await condition()) return elapsed();
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await sleep(200);
  }
  throw new Error(`not within ${seconds} s: ${what}${problem === undefined ? '' : ` (${problem})`}`);
}
