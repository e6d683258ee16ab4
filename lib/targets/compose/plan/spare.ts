import type { Service } from '../../../model/service';
import type { ComposeSized } from './plan';

/**
 * The services that can be switched off without breaking another: nobody calls them, and users do not either. Those that only wait for
 * calls come first, since nothing is lost with them; then those that work by themselves, the greediest first.
 */
export function canGo(services: readonly ComposeSized[]): readonly Service[] {
  const called = new Set(services.flatMap(({ service }) => service.calls.map(({ kind }) => kind)));
  const isOpen = ({ ports }: Service): boolean => ports.some(({ laptop, opened }) => laptop !== undefined && opened);
  const waits = ({ ports }: Service): number => (ports.length > 0 ? 0 : 1);
  return services
    .map(({ service }) => service)
    .filter((service) => !called.has(service.kind) && !isOpen(service))
    .sort((a, b) => waits(a) - waits(b) || b.floor.memory.mebibytes - a.floor.memory.mebibytes);
}
