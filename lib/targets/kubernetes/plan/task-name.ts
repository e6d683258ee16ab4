import type { Service } from '../../../model/service';
import type { Task } from '../../../model/task';

/** The name of everything that belongs to a task. */
export const taskName = ({ service }: { readonly service: Service }, { name }: Task): string => `${service.name}-${name}`;
