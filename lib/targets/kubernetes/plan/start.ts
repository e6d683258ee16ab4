import type { Service } from '../../../model/service';
import type { Cpu } from '../../../units/cpu';

/** How long a start may take, in seconds. */
export const startSeconds = ({ startsWithin }: Service['health'], cpu: Cpu): number => throttled(startsWithin.seconds, cpu);

/** How long something takes under a CPU limit. @param alone the seconds with one CPU */
export const throttled = (alone: number, limit: Cpu): number => Math.ceil(alone / Math.min(1, limit.cores));
