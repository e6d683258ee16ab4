import { type HeldBodies, largestBody } from '../../../model/bodies';
import type { Configuration } from '../../../model/configured';
import type { Service } from '../../../model/service';
import { largestUpload } from '../../../plan/configured';
import type { Paired } from '../../../roles/role';
import { countedBy } from '../../../roles/roles';
import { Memory } from '../../../units/memory';
import { replicasInRollout } from './rollout';
import { scratchOf } from './scratch';

type Sized = Paired & { readonly size: Configuration };

/** How many request bodies a replica of the exposed service lets through at once. */
export interface Uploads {
  /** Of 1 MB and more. */
  readonly large: number;
  /** Of less than 1 MB. */
  readonly middling: number;
}

/** A service that holds whole bodies. All bodies that the exposed service lets through at once may reach the same replica of it. */
export interface Holder {
  readonly service: Service & { readonly bodies: HeldBodies };
  /** How many of the largest bodies a replica can hold. */
  readonly holds: number;
  readonly limit: Memory;
  /** The memory limit that it needs for one body from each replica of the exposed service. */
  readonly least: Memory;
  /** The size of its temporary folder. */
  readonly room: Memory;
  /** The size that this folder needs. */
  readonly leastRoom: Memory;
  /** How many replicas of the exposed service can exist at once. */
  readonly exposedReplicas: number;
  /** The exposed service, and the path of the value that says how many replicas it has. @default - the profile has none */
  readonly exposed?: { readonly name: string; readonly replicas: string };
  /** The largest body. */
  readonly body: Memory;
}

/** The room that is kept for middling bodies, in large ones. */
const KEPT = 1;

/** The part of the exposed service's temporary folder that is for bodies. The rest is for answers. */
const FOR_BODIES = [1, 2] as const;

function exposedIn(services: readonly Sized[]): Holder['exposed'] {
  const found = services.find(({ service }) => service.exposed);
  return found && { name: found.service.kind, replicas: countedBy(found) };
}

const exposedReplicasIn = (services: readonly Sized[]): number =>
  services.filter(({ service }) => service.exposed).reduce((sum, sized) => sum + replicasInRollout(sized), 0);

const holdsBodies = (sized: Sized): sized is Sized & Pick<Holder, 'service'> => sized.service.bodies !== undefined;

/** Every service that holds bodies. */
export function holdersIn(services: readonly Sized[]): readonly Holder[] {
  const [exposedReplicas, body] = [exposedReplicasIn(services), largestBody(largestUpload(services))];
  return services.filter(holdsBodies).map(({ service, size }) => {
    const { atRest, times, onDisk } = service.bodies;
    const [limit, each, room] = [size.memory.limit, body.times(times), scratchOf(size)];
    return {
      service,
      holds: Math.min(wholeTimes(limit.over(atRest), each), onDisk ? wholeTimes(room, body) : Number.POSITIVE_INFINITY),
      limit,
      least: atRest.plus(each.times(exposedReplicas + KEPT)),
      room,
      leastRoom: onDisk ? body.times(exposedReplicas + KEPT) : Memory.none,
      exposedReplicas,
      exposed: exposedIn(services),
      body,
    };
  });
}

/** How many bodies each replica of the exposed service lets through, so that no service behind it has to hold more than it can; at least one. */
export function uploadsIn(services: readonly Sized[]): Uploads {
  const [exposedReplicas, body] = [Math.max(1, exposedReplicasIn(services)), largestBody(largestUpload(services))];
  const held = holdersIn(services).map(({ holds }) => Math.floor((holds - KEPT) / exposedReplicas));
  const passing = services
    .filter(({ service }) => service.exposed)
    .map(({ size }) => wholeTimes(scratchOf(size).fraction(...FOR_BODIES), body));
  return {
    large: Math.max(1, Math.min(...held, ...passing, MOST)),
    middling: Math.max(1, Math.floor((KEPT * body.mebibytes) / exposedReplicas)),
  };
}

/** The limit if no service holds bodies: what one small nginx can pass on at once. */
const MOST = 100;

const wholeTimes = (amount: Memory, each: Memory): number => Math.floor(amount.mebibytes / each.mebibytes);
