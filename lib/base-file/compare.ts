import type { Finding } from '../checks/finding';
import type { ComposePlan, ComposeSized } from '../plan/plan';
import type { Service } from '../service/service';
import { MAX_PROCESSES } from '../synthesizers/compose/hardening';
import { Memory } from '../units/memory';
import type { BaseFile, BasePort, BaseService, Known } from './parse';

/** What will go wrong when Compose lays the override over this base file, before Compose says so. */
export function compareWithBase(plan: ComposePlan, base: BaseFile): readonly Finding[] {
  const pairs = plan.services.flatMap((sized) => {
    const found = base.services.get(sized.service.name);
    return found === undefined ? [] : [{ sized, found }];
  });
  return [
    ...unknownServices(plan, base),
    ...missingServices(plan, base),
    ...pairs.flatMap(({ sized, found }) => contradictingResources(sized, found, plan)),
    ...pairs.flatMap(({ sized: { service }, found }) => [...otherImage(service, found), ...otherPorts(service, found)]),
  ];
}

/** The override says nothing about them, so nothing caps them. */
function unknownServices({ services }: ComposePlan, base: BaseFile): readonly Finding[] {
  const known = new Set<string>(services.map(({ service }) => service.name));
  return [...base.services]
    .filter(([name, { capped }]) => !known.has(name) && !capped)
    .map(([name, { source }]) => ({
      code: 'base-service-without-cap',
      severity: 'warning',
      subject: name,
      message: 'is in the base file but not in the profile: it runs without a limit and may take the whole machine',
      source,
    }));
}

/** Compose refuses a service that only the override knows. */
const missingServices = ({ services }: ComposePlan, base: BaseFile): readonly Finding[] =>
  services
    .filter(({ service }) => !base.services.has(service.name))
    .map(({ service }) => ({
      code: 'base-service-missing',
      severity: 'error',
      subject: service.kind,
      message: `${service.name} is in the profile but not in the base file: Compose refuses it (neither an image nor a build context); remove it with services.${service.kind}: null in a profile of your own`,
      source: base.source,
    }));

/** Compose refuses two different values for one limit (compose-go, loader/validate.go); an absent one counts as zero. */
function contradictingResources(
  { service, size }: ComposeSized,
  { limits, reservations, source }: BaseService,
  { profile }: ComposePlan,
): readonly Finding[] {
  const request = size.memory.request;
  const pairs: readonly (readonly [string, Known | undefined, number | undefined, (value: Known | undefined) => string])[] = [
    ['limits.memory', limits?.bytes, size.memory.limit.bytes, asMemory],
    ['limits.cpus', limits?.cpus, size.cpu?.limit.cores, String],
    ['limits.pids', limits?.pids, profile.switches.hardening ? MAX_PROCESSES : undefined, String],
    ['reservations.memory', reservations?.bytes, request?.bytes, asMemory],
  ];
  return pairs
    .filter(([, theirs, ours]) => theirs !== undefined && theirs !== 'unknown' && ours !== undefined && theirs !== ours)
    .map(([key, theirs, ours, written]) => ({
      code: 'base-resources-contradict',
      severity: 'error',
      subject: service.kind,
      message: `deploy.resources.${key} is ${theirs === 0 ? 'absent' : written(theirs)} in the base file and ${written(ours)} in the override: Compose refuses to load both; remove deploy.resources of ${service.name} from the base file`,
      source,
    }));
}

const asMemory = (bytes: Known | undefined): string => {
  const memory = Memory.ofBytes(Number(bytes));
  return memory.bytes === bytes ? String(memory) : `${bytes} bytes`;
};

/** Floors, ports and capabilities of the catalogue are those of another image. */
const otherImage = ({ kind, image }: Service, { image: reference, source }: BaseService): readonly Finding[] =>
  reference === undefined || image.isOf(reference)
    ? []
    : [
        {
          code: 'base-image-differs',
          severity: 'warning',
          subject: kind,
          message: `the base file runs ${reference}, the catalogue describes ${image}: its sizes and needs may not be true of it`,
          source,
        },
      ];

/** Another mapping of a port that the catalogue describes. */
const otherPorts = ({ kind, ports }: Service, base: BaseService): readonly Finding[] =>
  ports.flatMap(({ laptop, container }) => {
    if (laptop === undefined) return [];
    const same = ({ published, container: target }: BasePort): boolean => published === laptop && target === container;
    const known = base.ports.filter((port) => port !== undefined);
    const touching = known.filter((port) => port.published === laptop || port.container === container);
    if (touching.length === 0 ? known.length === 0 || known.length < base.ports.length : touching.some(same)) return [];
    const theirs = (touching.length > 0 ? touching : known).map((port) => `${port.published}:${port.container}`).join(', ');
    return [
      {
        code: 'base-port-differs',
        severity: 'warning',
        subject: kind,
        message: `the base file publishes ${theirs}, the catalogue has ${laptop}:${container}: what loopbackPorts and health checks write would not match`,
        source: base.source,
      },
    ];
  });
