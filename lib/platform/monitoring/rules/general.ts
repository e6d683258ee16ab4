import type { Monitored, Rules } from '../../../model/alert';
import { containerRules } from './containers';
import { coverageRules } from './coverage';
import { jobRules } from './jobs';
import { lineRules } from './lines';
import { memoryRules } from './memory';
import { nodeRules } from './nodes';
import { placeOf } from './promql';
import { quotaRules } from './quota';
import { replicaRules } from './replicas';
import { routeRules } from './routes';
import { volumeRules } from './volumes';

/**
 * What is to be watched of every service, whatever it is.
 *
 * @param services at least one
 */
export function generalRules(services: readonly Monitored[]): Rules {
  const parts = [
    ...[memoryRules, containerRules, replicaRules, nodeRules, volumeRules],
    ...[quotaRules, jobRules, routeRules, lineRules, coverageRules],
  ].map((rules) => rules(services));
  return {
    recordings: [placeOf(services), ...parts.flatMap(({ recordings = [] }) => recordings)],
    alerts: parts.flatMap(({ alerts }) => alerts),
  };
}
