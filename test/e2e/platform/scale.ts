/**
 * By how much every time of the rules is shortened: for how long a condition has to hold, over which range a rate is taken, how often
 * Prometheus asks and evaluates. Thresholds are as they are, and so is the time that a fault and a failover take.
 */
export const SCALE = 30;
