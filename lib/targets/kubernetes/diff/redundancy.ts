import type { Figure, ServiceChange } from '../../../diff/meaning';
import { figureIn, valueText } from '../../../diff/words';
import { fields, list } from './fields';
import type { Workload } from './workloads';

/** What a service has less of than before to stay up when a pod, a node or a zone is gone. */
export function redundancyLost(
  { of, change, figures }: ServiceChange,
  before: readonly Workload[],
  after: readonly Workload[],
): readonly string[] {
  if (change !== 'changed') return [];
  const [was, is] = [before, after].map((all) => all.reduce((sum, { replicas }) => sum + replicas.least, 0)) as [number, number];
  const spread = [...new Set(before.flatMap(required))].filter((where) => !after.flatMap(required).includes(where));
  return [
    ...(is < was
      ? [`${of}: ${is === 1 ? 'one pod' : `${is} pods`} at rest instead of ${was}${is === 1 ? ', and none while it moves' : ''}`]
      : []),
    ...lessAvailable(figureIn({ figures }, 'min available')).map((text) => `${of}: ${text}`),
    ...spread.map((where) => `${of}: its pods need not be spread over ${where} any more`),
  ];
}

function lessAvailable({ before, after }: Figure): readonly string[] {
  if (before === undefined) return [];
  if (after === undefined) return [`no disruption budget any more: a drain may end all of its pods at once`];
  return Number(after) < Number(before) ? [`a drain may leave ${valueText(after)} of its pods instead of ${valueText(before)}`] : [];
}

/** Over which parts of the cluster the pods of a workload have to be spread. */
function required({ object }: Workload): readonly string[] {
  const { topologySpreadConstraints, affinity } = fields(object.spec, 'template', 'spec');
  const apart = list(fields(affinity, 'podAntiAffinity').requiredDuringSchedulingIgnoredDuringExecution);
  const constraints = list(topologySpreadConstraints).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  return [...apart, ...constraints].map(({ topologyKey }) => PLACES[String(topologyKey)] ?? String(topologyKey));
}

const PLACES: Readonly<Record<string, string>> = { 'kubernetes.io/hostname': 'nodes', 'topology.kubernetes.io/zone': 'zones' };
