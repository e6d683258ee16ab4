import { type Fields, fields, list } from './fields';

/** The specification of the pods that an object makes; empty if it makes none. */
export function podSpecOf(kind: string, spec: unknown): Fields {
  if (kind === 'Pod') return fields(spec);
  return kind === 'CronJob' ? fields(spec, 'jobTemplate', 'spec', 'template', 'spec') : fields(spec, 'template', 'spec');
}

/** The containers of a pod, those that run before the others first. */
export const containersIn = (pod: Fields): readonly Fields[] => [...list(pod.initContainers), ...list(pod.containers)];
