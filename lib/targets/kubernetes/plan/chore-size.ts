import type { Chore } from '../../../model/chore';
import type { Amounts } from '../../../model/size';

/** What each step of a chore asks for: half of what it may take. */
export const amountsOf = ({ limits: { cpu, memory } }: Chore): Amounts => ({
  cpu: { request: cpu.fraction(1, 2), limit: cpu },
  memory: { request: memory.fraction(1, 2), limit: memory },
});
