import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { OVERVIEW } from '../dashboards/boards';
import { isNeeded, namespacesOf, quoted } from './promql';

const NEARLY_FULL = 0.8;
const FULL = 0.95;
/** Below it a disk that fills quickly is a new one. */
const FILLING_FROM = 0.5;
/** In so many seconds it would be full. */
const SOON = 86_400;

/** The disks of services. */
export function volumeRules(services: readonly Monitored[]): Rules {
  const withDisks = services.filter(({ disks }) => disks.length > 0);
  return withDisks.length === 0 ? { alerts: [] } : disks(withDisks);
}

/** The matchers of the disks of services. */
const claimsOf = (services: readonly Monitored[]): string =>
  `${namespacesOf(services)}, persistentvolumeclaim=~${quoted(`(?:${services.flatMap((service) => service.disks).join('|')}).*`)}`;

function disks(services: readonly Monitored[]): Rules {
  const selected = claimsOf(services);
  // What users do not need can wait for the morning.
  const needed = services.filter(isNeeded);
  const stats = (what: string): string => `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_${what}_bytes{${selected}})`;
  const share = `volume:used:ratio{${selected}}`;
  const needs = ['kubelet'] as const;
  const equal = ['namespace', 'persistentvolumeclaim'];
  const common = {
    needs,
    runbook: 'volume-full.md',
    summary: 'The disk {{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full.',
  };
  return {
    // What only the superuser may take counts as used.
    recordings: [{ record: 'volume:used:ratio', expr: `1 - ${stats('available')} / ${stats('capacity')}`, needs }],
    alerts: [
      {
        ...common,
        name: 'VolumeNearlyFull',
        panel: panelOf(OVERVIEW, 'volumes'),
        severity: 'warning',
        expr: `${share} > ${NEARLY_FULL}`,
        for: seconds(300),
        description: 'Find out what fills it, then make it larger. A full disk stops its service.',
        standsFor: 'Node-level exhaustion: disk',
      },
      ...(needed.length === 0
        ? []
        : [
            {
              ...common,
              name: 'VolumeFull',
              panel: panelOf(OVERVIEW, 'volumes'),
              severity: 'critical' as const,
              expr: `volume:used:ratio{${claimsOf(needed)}} > ${FULL}`,
              for: seconds(60),
              description: 'When nothing is left, its service stops. Make it larger at once.',
              standsFor: 'Node-level exhaustion: disk',
              explains: { alerts: ['VolumeNearlyFull', 'VolumeFilling'], equal },
            },
          ]),
      {
        ...common,
        name: 'VolumeFilling',
        panel: panelOf(OVERVIEW, 'volumes'),
        severity: 'warning',
        expr: `${share} > ${FILLING_FROM} and predict_linear(${share}[6h], ${SOON}) > 1`,
        for: seconds(1800),
        summary:
          'The disk {{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full, and will be full within a day if it goes on so.',
        description: 'Find out what fills it. A full disk stops its service.',
        standsFor: 'Node-level exhaustion: disk',
      },
    ],
  };
}
