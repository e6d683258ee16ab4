import type { Amounts } from '../../../model/size';
import { Memory } from '../../../units/memory';
import type { k8s } from './k8s';
import { bytes, cores } from './quantity';

/** The request of every container for the node's disk. */
const EPHEMERAL_REQUEST = Memory.ofMebibytes(128);

/** @param ephemeral the limit for the node's disk */
export const resources = ({ cpu, memory }: Amounts, ephemeral: Memory): k8s.ResourceRequirements => ({
  requests: { cpu: cores(cpu.request), memory: bytes(memory.request), 'ephemeral-storage': bytes(EPHEMERAL_REQUEST) },
  limits: { cpu: cores(cpu.limit), memory: bytes(memory.limit), 'ephemeral-storage': bytes(ephemeral) },
});
