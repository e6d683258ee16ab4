import * as v from 'valibot';
import type { Platform } from '../../../model/platform';
import { needed, type Tool } from '../../../model/tool';
import { ImageVersion } from '../../../units/image-version';
import { type ClusterService, type ClusterSize, clusterSize } from './cluster-service';
import { runsWith } from './platform';

/** A service or a tool, by its image. */
interface Pulled extends Partial<Pick<Tool, 'release' | 'onlyFor' | 'onlyWith'>> {
  readonly kind: string;
}

/** Everything that a service may pull, and with which platform. */
export const pulledBy = (service: ClusterService): readonly { readonly kind: string; readonly runs: (around: Platform) => boolean }[] =>
  [{ kind: service.kind }, ...service.tools].map(({ kind, onlyWith }: Pulled) => ({
    kind,
    runs: (around) => runsWith(around, service) && (onlyWith?.(around) ?? true),
  }));

/** The images whose builds a profile has to name for a service, each with the key that needs it. */
export const imagesOf = (
  service: ClusterService,
  size: object,
  around: Platform,
): readonly { readonly kind: string; readonly by: string }[] => [
  ...(usualBuild(service, service) === undefined ? [{ kind: service.kind, by: `services.${service.kind}` }] : []),
  ...needed(service.tools, size, around)
    .filter((tool) => usualBuild(service, tool) === undefined)
    .map((tool) => ({ kind: tool.kind, by: `services.${service.kind}${tool.onlyFor === undefined ? '' : `.${tool.onlyFor}`}` })),
];

/** The build of an image that runs where a profile names none: of a service with a usual size, and of a tool that only some platforms need. */
function usualBuild(service: ClusterService, pulled: Pulled): ImageVersion | undefined {
  const isUsual = service.usual !== undefined || (pulled !== service && pulled.onlyWith !== undefined);
  return isUsual && pulled.release !== undefined ? ImageVersion.parse(pulled.release.tag) : undefined;
}

/** The sizes and builds of all services that run: what a profile leaves out is usual. */
export function withUsual(
  services: readonly ClusterService[],
  profile: {
    readonly platform: Platform;
    readonly services: Readonly<Record<string, ClusterSize | undefined>>;
    readonly images: Readonly<Record<string, ImageVersion | undefined>>;
  },
) {
  const running = services.filter((service) => runsWith(profile.platform, service));
  const sized = running.map((service) => ({ service, size: profile.services[service.kind] ?? v.parse(clusterSize(service), undefined) }));
  const builds = sized.flatMap(({ service, size }) =>
    [service, ...needed<Pulled>(service.tools, size, profile.platform)].flatMap((pulled) => {
      const build = usualBuild(service, pulled);
      return build === undefined ? [] : [[pulled.kind, build] as const];
    }),
  );
  return {
    services: Object.fromEntries(sized.map(({ service, size }) => [service.kind, size])),
    images: { ...Object.fromEntries(builds), ...profile.images },
  };
}
