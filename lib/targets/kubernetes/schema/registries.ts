import * as v from 'valibot';
import { parsedText, section } from '../../../shape/values';
import { REGISTRY, registry } from '../../../units/registry';
import type { ClusterService } from './cluster-service';

/** A registry that stands in for all registries that images are published in. */
export const registryOfAll = v.optional(
  parsedText(registry, REGISTRY, 'A registry that has all images under their own paths. Left out: each image is pulled from its own.'),
);

/** One for each registry that an image of these services is published in. */
export const registriesByUpstream = (services: readonly ClusterService[]) =>
  v.optional(
    section(
      Object.fromEntries(
        [...new Set(services.flatMap(({ upstreams }) => upstreams))]
          .sort()
          .map((upstream) => [upstream, v.optional(parsedText(registry, REGISTRY, `What stands in for ${upstream}, with its paths.`))]),
      ),
      'Registries by the one that each stands in for, such as a pull-through cache. One that is left out: registry, or its own.',
    ),
    {},
  );
