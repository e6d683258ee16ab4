import type { Command, ContainerCommand } from '../../../model/command';
import type { EnvironmentValue } from '../../../model/environment';
import type { Members } from '../../../model/members';
import { merged } from '../../../model/merged';
import { type Container, disk, type Pod } from '../../../model/pod';
import type { Service } from '../../../model/service';
import type { Runs } from '../../../model/workload';
import { spreadOf } from '../../../roles/roles';
import { seconds } from '../../../units/duration';
import { besideOf } from '../plan/beside';
import type { ClusterSized } from '../plan/plan';
import { priorityOf } from '../plan/priority';
import { graceSeconds, PROPAGATION_SECONDS } from '../plan/rollout';
import { scratchOf } from '../plan/scratch';
import { environmentIn, toldByProfile } from './environment';
import { schemaContainers } from './migration';
import type { PodPlace } from './pod';
import { probesOf } from './probes';
import { mountsOf, type Replicated } from './replicated';

/** The pods of members. Every container with the service's image gets the variables that the profile sets. */
export function membersPod(sized: Extract<ClusterSized, { readonly members: Members }>): Pod {
  const told = toldByProfile(sized);
  const tell = (container: Container): Container =>
    container.image === undefined
      ? {
          ...container,
          environment: merged<EnvironmentValue>([
            { by: container.name, says: container.environment ?? {} },
            { by: 'the profile', says: told },
          ]),
        }
      : container;
  const [first, ...others] = sized.members.containers;
  return { ...sized.members, containers: [tell(first), ...others.map(tell)] };
}

/** The pods of a service whose image runs in one container. */
export function servicePod(sized: Replicated): Pod {
  const { service, workload, size } = sized;
  const beside = besideOf(sized);
  // What runs beside it has mounts of its own.
  const mounts = mountsOf(sized, size.volume && disk('data', size.volume));
  return {
    before: schemaContainers(sized).map((container) => ({ ...container, mounts })),
    containers: [
      {
        name: service.name,
        command: commandOf(sized),
        environment: environmentIn(sized),
        ports: service.ports.map(({ name }) => name).filter((name) => !beside.some(({ ports = [] }) => ports.includes(name))),
        probes: probesOf(service, size.cpu.limit),
        preStop: preStopOf(service, workload),
        mounts,
      },
      ...beside,
    ],
    grace: seconds(graceSeconds(service)),
    user: workload.user,
    rights: workload.rights,
  };
}

/** The place of the pods that serve. */
export const placeOf = (sized: ClusterSized): PodPlace => ({
  service: sized.service,
  account: sized.service.name,
  size: sized.size,
  scratch: scratchOf(sized.size),
  priority: priorityOf(sized),
  spread: spreadOf(sized),
});

const commandOf = ({ workload: { command }, size, around }: Replicated): ContainerCommand =>
  typeof command === 'function' ? command(size.memory.limit, around) : command;

/**
 * A terminating pod goes on serving until clients know that it ends, then finishes its requests. (The action `sleep` exists from 1.29 on.)
 */
const preStopOf = ({ ports }: Service, { endsAtOnce }: Runs): Command | undefined =>
  ports.length === 0 || endsAtOnce ? undefined : ['sleep', String(PROPAGATION_SECONDS)];
