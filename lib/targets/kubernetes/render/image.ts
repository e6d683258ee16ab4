import type { ImageRepository } from '../../../units/image';
import type { ClusterPlan } from '../plan/plan';

/** The image of a service or a tool, with the build and the registry that the profile gives it. */
export function imageOf(
  { kind, image }: { readonly kind: string; readonly image: ImageRepository },
  { images, registry, registries }: Pick<ClusterPlan['profile'], 'images' | 'registry' | 'registries'>,
): string {
  return `${repositoryOf(image, registry, registries[image.upstream])}${images[kind]?.suffix ?? ''}`;
}

function repositoryOf(image: ImageRepository, forAll: string | undefined, forUpstream: string | undefined): string {
  if (forUpstream !== undefined) return `${forUpstream}/${image.pathAtUpstream}`;
  return forAll === undefined ? String(image) : `${forAll}/${image.path}`;
}
