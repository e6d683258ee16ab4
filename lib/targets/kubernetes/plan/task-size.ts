import type { Amounts } from '../../../model/size';
import type { Task } from '../../../model/task';

/** What each step of a task asks for: half of what it may take. */
export const amountsOf = ({ limits: { cpu, memory } }: Task): Amounts => ({
  cpu: { request: cpu.fraction(1, 2), limit: cpu },
  memory: { request: memory.fraction(1, 2), limit: memory },
});
