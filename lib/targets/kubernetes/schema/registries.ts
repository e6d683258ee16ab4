import * as v from 'valibot';
import { parsedText, section } from '../../../shape/values';
import { REGISTRY, registry } from '../../../units/registry';
import type { ClusterService } from './cluster-service';

/** A registry that mirrors all registries in which images are published. */
export const registryOfAll = v.optional(
  parsedText(
    registry,
    REGISTRY,
    'A registry that has all images under their own paths. Left out: each image is pulled from the registry that it is published in.',
  ),
);

/** A mirror for each registry in which images of these services are published. */
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
