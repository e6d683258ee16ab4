import { portsWith } from '../../model/server';
import { podsOf } from '../../roles/roles';
import type { ListedServices } from '../target';
import type { ClusterPlan } from './plan/plan';

/** The services of a cluster, with the most that each container may take. */
export const listed = ({ services, profile }: ClusterPlan, images: string): ListedServices => ({
  sizes: {
    headings: ['service', 'name', 'ports', 'replicas', 'floor', 'cap', 'CPU'],
    numeric: new Set([3, 4, 5, 6]),
    rows: services.map((sized) => {
      const { kind, name, floor } = sized.service;
      const { memory, cpu } = sized.size;
      const { least, most } = podsOf(sized);
      return [
        kind,
        name,
        portsWith(sized.service, profile.platform)
          .map(({ cluster }) => String(cluster))
          .join(', ') || '-',
        least === most ? String(least) : `${least}-${most}`,
        String(floor.memory),
        String(memory.limit),
        String(cpu.limit),
      ];
    }),
  },
  sentences: [`images with their builds: ${images}`],
});
