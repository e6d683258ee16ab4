import type { Amounts } from '../../../model/size';
import type { Task } from '../../../model/task';

/** The size of each step of a task. Its requests are half of its limits. */
export const amountsOf = ({ limits: { cpu, memory } }: Task): Amounts => ({
  cpu: { request: cpu.fraction(1, 2), limit: cpu },
  memory: { request: memory.fraction(1, 2), limit: memory },
});
