import type { Plan } from '../plan/plan';
import type { PulledImage } from '../targets/kubernetes/render/images';

/** What a plan's containers are made of. */
export interface ImageList {
  readonly images: readonly PulledImage[];
  /** What the list cannot say. @default - it says all */
  readonly caveat?: string;
}

/** Every image that a plan pulls, each once. On a laptop the base file says which build of it. */
export async function imagesFor(plan: Plan): Promise<ImageList> {
  if (plan.target === 'kubernetes') {
    const { imagesOf } = await import('../targets/kubernetes/render/images');
    return { images: imagesOf(plan) };
  }
  const services = [...plan.services.map(({ service }) => service), ...plan.unsized];
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

/** One in a line, to be piped into whatever mirrors them; where they are pulled from a mirror, where each comes from stands before it. */
export const imagesLines = ({ images }: ImageList): string =>
  images.map(({ image, source }) => `${source === undefined ? '' : `${source} `}${image}\n`).join('');

export const imagesJson = ({ images }: ImageList, { profile }: Plan): string =>
  `${JSON.stringify({ format: 1, profile: profile.name, images }, null, 2)}\n`;
