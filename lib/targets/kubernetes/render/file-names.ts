import type { Service } from '../../../model/service';

/** The Namespace is in a file of its own, because deleting it deletes everything in it. */
export const NAMESPACE_ITSELF = 'create-namespace.yaml';
/** The PriorityClasses. */
export const PRIORITY_CLASSES = 'priority-classes.yaml';
/** Everything that belongs to one service. */
export const serviceFile = ({ name }: Pick<Service, 'name'>): string => `${name}.yaml`;
