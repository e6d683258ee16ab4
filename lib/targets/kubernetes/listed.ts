import type { ListedServices } from '../target';
import type { ClusterPlan } from './plan/plan';

/** The services of a cluster, with the most that each container may take. */
export const listed = ({ services }: ClusterPlan, images: string): ListedServices => ({
  sizes: {
    headings: ['service', 'name', 'ports', 'copies', 'floor', 'cap', 'CPU'],
    numeric: new Set([3, 4, 5, 6]),
    rows: services.map(({ service: { kind, name, ports, floor }, size: { copies, memory, cpu } }) => [
      kind,
      name,
      ports.map(({ cluster }) => String(cluster)).join(', ') || '-',
      typeof copies === 'number' ? String(copies) : `${copies.min}-${copies.max}`,
      String(floor.memory),
      String(memory.limit),
      String(cpu.limit),
    ]),
  },
  sentences: [`images with their builds: ${images}`],
});
