import type { Concern } from './compose-service';

/** More processes and threads than any service needs, and far fewer than a fork bomb starts. */
export const MAX_PROCESSES = 512;

/** Fewer rights for the container, and a bound on its processes and its logs. */
export const hardening: Concern = ({ service }, { switches }) =>
  switches.hardening
    ? {
        init: true,
        pids_limit: MAX_PROCESSES,
        security_opt: ['no-new-privileges:true'],
        cap_drop: ['ALL'],
        cap_add: service.capabilities.length > 0 ? service.capabilities : undefined,
        logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      }
    : {};
