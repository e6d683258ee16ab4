import type { Platform } from '../../../model/platform';
import type { ClusterService } from './cluster-service';
import { runsWith, whyOff } from './platform';

/** Why a profile needs `ingress`; undefined if it does not. */
export function whyIngress(services: readonly ClusterService[]): string | undefined {
  const exposed = services.find((service) => service.exposed);
  if (exposed !== undefined) return `services.${exposed.kind} takes requests from outside`;
  const told = services.find(({ toldOrigins }) => toldOrigins);
  return told && `services.${told.kind} is told where browsers come from`;
}

/**
 * Why the page of a part cannot be shown; undefined if it can.
 *
 * @param on what the profile turns on; undefined while that cannot be read
 * @param services those that the profile speaks of, and those whose size is usual
 */
export function whyNoPage(kind: string, on: Platform | undefined, services: readonly ClusterService[]): string | undefined {
  const part = services.find((service) => service.kind === kind);
  if (on !== undefined && part !== undefined && !runsWith(on, part)) return whyOff(on, (other) => runsWith(other, part));
  const exposed = services.filter((service) => service.exposed !== undefined);
  if (exposed.some((service) => service.exposed?.pages)) return undefined;
  const because = exposed.map((service) => `services.${service.kind}`).join(', ');
  return `expected none: ${because === '' ? 'no service takes requests from outside' : `${because} takes requests from outside, and leads to no pages`}`;
}

/** Why the exposed services of a profile cannot end TLS themselves, each with the path of the value that is wrong. */
export const whyNotDirect = (
  services: readonly ClusterService[],
  sizes: Readonly<Record<string, unknown>> | null | undefined,
): readonly (readonly [message: string, ...path: string[]])[] =>
  services
    .filter(({ kind, exposed }) => exposed !== undefined && typeof sizes?.[kind] === 'object')
    .flatMap(({ kind, exposed }): readonly (readonly [string, ...string[]])[] => {
      if (exposed?.direct === undefined)
        return [[`expected existing: services.${kind} takes requests from outside and cannot end TLS itself`, 'platform', 'ingress']];
      const { replicas } = (sizes?.[kind] ?? {}) as { readonly replicas?: number | { readonly min: number } };
      const [least, path] = typeof replicas === 'object' ? [replicas.min, ['replicas', 'min']] : [replicas ?? 1, ['replicas']];
      return least >= DIRECT_REPLICAS
        ? []
        : [
            [
              `expected at least ${DIRECT_REPLICAS} beside platform.ingress: direct, where nothing else is in front, got ${least}`,
              'services',
              kind,
              ...path,
            ],
          ];
    });

/** The load balancer sends users to nodes with a replica only, so the loss of a node with the only one would keep everybody out. */
const DIRECT_REPLICAS = 2;
