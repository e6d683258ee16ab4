import type { Amounts } from '../../../model/size';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';

/** The size of the pod that cert-manager starts to solve a challenge of HTTP-01: its defaults. */
export const SOLVER_SIZE: Amounts = {
  cpu: { request: Cpu.parse('0.01'), limit: Cpu.parse('0.1') },
  memory: { request: Memory.parse('64Mi'), limit: Memory.parse('64Mi') },
};
