import type { ClusterPlan } from '../plan/plan';
import { imageOf } from './image';
import { clusterFiles } from './kubernetes';
import type { Manifest } from './manifest';

/** An image as it is pulled, and what pulls it. */
export interface PulledImage {
  readonly image: string;
  /** The image as it is published, if the profile pulls it from elsewhere. @default - it is pulled from where it is published */
  readonly source?: string;
  /** Such as `StatefulSet/orders`. */
  readonly pulledBy: readonly string[];
}

/** Every image that a plan's output pulls, each once, in the order of their names. */
export function imagesOf(plan: ClusterPlan): readonly PulledImage[] {
  const { profile } = plan;
  const built = plan.services.flatMap(({ service }) => [service, ...service.tools]);
  const published = { ...profile, registry: undefined, registries: {} };
  const sources = new Map(built.map((one) => [imageOf(one, profile), imageOf(one, published)]));
  const found = new Map<string, Set<string>>();
  for (const { manifests } of clusterFiles(plan)) {
    for (const manifest of manifests as readonly Manifest[]) {
      for (const image of imagesIn(manifest)) {
        const by = found.get(image) ?? new Set();
        found.set(image, by.add(`${manifest.kind}/${manifest.metadata.name}`));
      }
    }
  }
  return [...found]
    .map(([image, by]) => ({ image, source: sources.get(image) === image ? undefined : sources.get(image), pulledBy: [...by] }))
    .sort((a, b) => (a.image < b.image ? -1 : 1));
}

/** The images of all containers and init containers anywhere in an object. */
function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'containers' || key === 'initContainers') && Array.isArray(inner)
      ? inner.map((container: { readonly image: string }) => container.image)
      : imagesIn(inner),
  );
}
