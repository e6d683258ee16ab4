import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, and fails the test if it does not within some seconds. Returns the seconds it took. A condition
 * that throws does not hold yet; what it threw last is part of the failure.
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
