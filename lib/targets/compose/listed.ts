import type { ImageList, ListedServices } from '../target';
import type { ComposePlan } from './plan/plan';
import { notRunInWords } from './roles';

/** The services of a laptop, with the most that each may take. */
export const listed = ({ application, services, unsized, off }: ComposePlan): ListedServices => ({
  sizes: {
    headings: ['service', 'name', 'host:container', 'floor', 'cap', 'CPU'],
    numeric: new Set([3, 4, 5]),
    rows: services.map(({ service: { kind, name, ports, floor }, size: { memory, cpu } }) => [
      kind,
      name,
      ports.map(({ laptop, container }) => `${laptop ?? '-'}:${container}`).join(', ') || '-',
      String(floor.memory),
      String(memory.limit),
      cpu?.limit.toString() ?? '-',
    ]),
  },
  sentences: [
    ...(unsized.length === 0 ? [] : [`without any limit: ${unsized.map(({ kind }) => kind).join(', ')}`]),
    ...(off.length === 0 ? [] : [`switched off: ${off.map(({ kind }) => kind).join(', ')}`]),
    ...notRunInWords(application),
    'which build of an image runs, the base file says',
  ],
  besides: unsized,
});

/** Every image of a laptop. The base file says which build runs. */
export function images({ services: sized, unsized }: ComposePlan): ImageList {
  const services = [...sized.map(({ service }) => service), ...unsized];
  const names = [...new Set(services.map(({ image }) => String(image)))].sort();
  return {
    images: names.map((image) => ({
      image,
      pulledBy: services.filter((service) => String(service.image) === image).map(({ name }) => name),
    })),
    caveat: UNTAGGED,
  };
}

const UNTAGGED = 'without tags: on a laptop the base file says which build runs, and docker compose config --images prints it';
