import type { Compartment } from '../model/compartment';
import { dnsLabel } from '../units/name';

/** Where most parts of the monitoring run. */
export const MONITORING: Compartment = { name: dnsLabel('monitoring'), pods: 'restricted' };

/** Where most parts of the logging run. */
export const LOGGING: Compartment = { name: dnsLabel('logging'), pods: 'restricted' };

/** Where those parts run that look at the node itself. */
export const NODE = { name: dnsLabel('node'), pods: 'privileged' } as const satisfies Compartment;
