import type { Container } from '../../../model/pod';
import { runsOf } from '../../../model/workload';
import type { Paired } from '../../../roles/role';

/** What runs beside the one container of a service, in the same pods; nothing for members, which list their containers. */
export const besideOf = ({ workload, around }: Pick<Paired, 'workload' | 'around'>): readonly Container[] =>
  runsOf(workload)?.beside?.(around) ?? [];
