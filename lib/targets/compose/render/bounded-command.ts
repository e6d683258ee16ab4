import type { Concern } from './compose-service';

/** Starts a service so that what it stores stays below its cap, if it knows how to. */
export const boundedCommand: Concern = ({ service, size }, { switches }) =>
  switches.redisMaxmemory ? { command: service.boundedCommand?.(size.memory.limit) } : {};
