import { zonesNeeded } from '../../../roles/spread';
import type { Demand } from './demands';
import { countOf, fewestZones, type Machines, zonesOf } from './machines';

/** How members that are kept apart are divided over nodes and zones, before anything is lost. */
export interface Apart {
  /** How many can be in one zone at most. */
  readonly inOne: number;
  /** How many never find a place at most, whatever room there is: no node and no zone is left for them. */
  readonly without: number;
  /** Whether it is zones that are too few, or may be. None takes a second one then. */
  readonly lacksZones: boolean;
}

/** Everything that is said of members in zones follows from this: what waits, what a loss takes, and what it leaves. */
export function apart({ zones, nodes, most }: Pick<Demand, 'zones' | 'nodes' | 'most'>, machines: readonly Machines[]): Apart {
  const alone = nodes === 'one for each pod' ? Math.max(0, most - countOf(machines)) : 0;
  if (zones !== 'required') return { inOne: most, without: alone, lacksZones: false };
  const [needed, fewest, all] = [zonesNeeded(most), fewestZones(machines), zonesOf(machines).length];
  const lacksZones = fewest < needed;
  return {
    inOne: all < needed ? Math.min(all, 1) : Math.ceil(most / Math.max(fewest, needed)),
    without: Math.max(alone, lacksZones ? most - fewest : 0),
    lacksZones,
  };
}
