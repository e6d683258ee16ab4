import type { ClusterPlan } from '../../plan/plan';
import type { Service } from '../../service/service';

/** The image of a service at the profile's version, from the profile's registry if it names one. */
export function imageOf({ kind, image }: Service, { images, registry }: ClusterPlan['profile']): string {
  return `${registry === undefined ? image : `${registry}/${image.path}`}${images[kind]?.suffix ?? ''}`;
}
