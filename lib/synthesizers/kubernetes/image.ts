import type { ClusterPlan } from '../../plan/plan';
import type { ImageRepository } from '../../units/image';

/** The image of a service or a tool at the profile's version, from the profile's registry if it names one. */
export function imageOf(
  { kind, image }: { readonly kind: string; readonly image: ImageRepository },
  { images, registry }: ClusterPlan['profile'],
): string {
  return `${registry === undefined ? image : `${registry}/${image.path}`}${images[kind]?.suffix ?? ''}`;
}
