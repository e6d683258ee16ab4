import * as v from 'valibot';
import { parsedText, section } from '../../../shape/values';
import { REGISTRY, registry } from '../../../units/registry';
import type { ClusterService } from './cluster-service';

/** A registry that stands in for all registries that images are published in. */
export const registryOfAll = v.optional(
  parsedText(
    registry,
    REGISTRY,
    'A registry that has all images under their own paths. Left out: each image is pulled from the registry that it is published in.',
  ),
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
      'Registries that stand in for others, such as a pull-through cache: below the name of the registry that images are published in, the one that they are pulled from. Left out: the one that registry names, or the original.',
    ),
    {},
  );
