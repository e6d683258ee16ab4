import * as v from 'valibot';
import { NO_PLATFORM, type Platform } from '../../../model/platform';
import { needed, type Tool } from '../../../model/tool';
import type { Needless } from '../../../profile/profile-shape';
import type { Named } from '../../../profile/sized-service';
import { nodesOf } from '../../../roles/roles';
import { destinations, domain, namedSecret, namespaceOfOurOwn } from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { optionalLater } from '../../../shape/usual';
import { accept, expecting, extendsOther, listOf, parsedText, portNumber, section } from '../../../shape/values';
import { ImageVersion } from '../../../units/image-version';
import { namespace } from '../../../units/name';
import { KubernetesVersion } from '../../../units/version';
import { wayToLogin } from './authentication';
import { clusterScoped, priorities, whyAnothers } from './cluster-scoped';
import { type ClusterService, type ClusterSize, clusterSize } from './cluster-service';
import { dns } from './dns';
import { bucketsIn, whyNoStore } from './endpoints';
import { externalSecrets } from './external-secrets';
import { hostsOf, ingressBeside, pagesIn, readable, wayIn } from './ingress';
import { logging, loggingBeside, whyNoLogStore } from './logging';
import { monitoring, nodeExporter, whyNoRemoteWrite } from './monitoring';
import { namespacesOf, whyNoNamespace } from './namespaces';
import { nodes } from './nodes';
import { placement } from './placement';
import { hasOnce, platform, runsWith, turnedOn, waysTo, whyOff } from './platform';
import { webhookNamespaces, whyNoMail } from './receivers';
import { registriesByUpstream, registryOfAll } from './registries';
import { nodesOfMembers } from './usable-nodes';
import { withoutEffect } from './without-effect';

/** The values that turn parts of the platform on. */
const PARTS = ['platform', 'monitoring.nodeExporter'];

/** The shape of a cluster profile over these services. */
export const clusterProfile = (services: readonly ClusterService[], { name, title }: Named) =>
  v.pipe(
    section(
      {
        target: v.pipe(v.literal('kubernetes', expecting('kubernetes')), v.description('What the profile becomes: manifests.')),
        extends: extendsOther,
        version: v.optional(
          parsedText(
            KubernetesVersion.parse,
            KubernetesVersion.pattern,
            "The cluster's minor version, in quotes. Nothing is written that needs a newer one.",
          ),
          '1.28',
        ),
        namespace: v.optional(namespaceOfOurOwn('The namespace of everything, and of nothing else.'), namespace(name)),
        clusterScoped,
        platform,
        monitoring,
        logging,
        priorities: priorities(name),
        registry: registryOfAll,
        registries: registriesByUpstream(services),
        pullSecret: v.optional(namedSecret('The Secret with which images are pulled. Left out: none is needed.')),
        images: v.optional(
          section(
            Object.fromEntries(
              services
                .flatMap((service) => pulledBy(service).map(({ kind }) => kind))
                .map((kind) => [
                  kind,
                  v.optional(
                    parsedText(ImageVersion.parse, ImageVersion.pattern, 'Which build of it runs: a tag or a digest, never latest.'),
                  ),
                ]),
            ),
            'Which build of each image runs. Only an image that nothing needs may be left out.',
          ),
          {},
        ),
        nodes,
        placement,
        apiServer: v.optional(
          section(
            {
              cidrs: destinations(
                'name those of the API server',
                'The addresses of the API server, which a network policy can name in no other way.',
              ),
              ports: listOf(portNumber(''), 20, 'ports', 'The ports of its Service and of the server behind it, often 443 and 6443.'),
            },
            "The cluster's API server, which the members of a database ask who is primary. Left out: no service asks it.",
          ),
        ),
        dns,
        clusterDomain: v.optional(domain("The cluster's own domain, under which its names end."), 'cluster.local'),
        ingress: v.optional(
          ingressBeside(
            services.flatMap(({ exposed }) => exposed?.ownPaths ?? []),
            services.filter(({ page }) => page !== undefined).map(({ kind }) => kind),
          ),
        ),
        externalSecrets,
        services: section(
          Object.fromEntries(
            services.map((service) => [
              service.kind,
              service.usual === undefined ? clusterSize(service) : optionalLater(() => clusterSize(service)),
            ]),
          ),
          'The size of each service, by its name.',
        ),
        accept,
      },
      `How large ${title} is in a cluster.`,
    ),
    rule([], ({ ingress: around, services: sizes, ...profile }, at, sound) => {
      if (typeof around !== 'object' || around === null) return;
      const on = PARTS.every(sound) ? turnedOn(profile) : undefined;
      const shown = pagesIn(readable(around.pages, (kind) => sound(`ingress.pages.${kind}`))).map(([kind]) => kind);
      const known = services.filter((one) => one.usual !== undefined || sizes?.[one.kind] !== undefined);
      for (const kind of shown) {
        const complaint = whyNoPage(kind, on, known);
        if (complaint !== undefined) at(complaint, 'ingress', 'pages', kind);
      }
      if (around.auth === undefined && shown.length > 0)
        at(
          `expected who is asked whether a user may open ${shown.map((kind) => `ingress.pages.${kind}`).join(', ')}, got nothing`,
          ...'ingress.auth'.split('.'),
        );
    }),
    rule(['platform'], ({ ingress: around, platform: parts, services: sizes }, at, sound) => {
      if (parts.ingress === 'direct' && services.every(({ exposed }) => exposed === undefined))
        at('expected existing: no service takes requests from outside, got direct', 'platform', 'ingress');
      if (typeof around !== 'object' || around === null) return;
      wayIn(around, parts, at, sound);
      if (parts.ingress === 'direct')
        for (const [message, ...path] of whyNotDirect(
          services.filter(({ kind }) => sound(`services.${kind}`)),
          sizes,
        ))
          at(message, ...path);
    }),
    rule(
      ['ingress.auth', 'ingress.host', 'ingress.hosts', 'ingress.namespace', 'clusterDomain'],
      ({ ingress: around, clusterDomain }, at, sound) => {
        if (around?.auth === undefined) return;
        const { auth, namespace: controller } = around;
        const pages = readable(around.pages, (kind) => sound(`ingress.pages.${kind}`));
        const hosts = hostsOf({ ...around, pages }).map(({ host }) => host);
        for (const [message, key] of wayToLogin(auth, { hosts, controller, clusterDomain }))
          at(message, ...`ingress.auth.${key}`.split('.'));
      },
    ),
    rule(['namespace', ...PARTS], ({ namespace: own, ...profile }, at) => {
      for (const other of ownNamespaces(services, own, turnedOn(profile)).slice(1)) {
        const complaint = whyNoNamespace(other);
        if (complaint !== undefined) at(complaint, 'namespace');
      }
    }),
    rule(['namespace', ...PARTS], ({ namespace: own, ingress: around, dns: names, ...profile }, at, sound) => {
      const ours = ownNamespaces(services, own, turnedOn(profile));
      const others = {
        'ingress.namespace': around?.namespace,
        'ingress.gateway.namespace': around?.gateway?.namespace,
        'monitoring.namespace': profile.monitoring.namespace,
        'ingress.auth.namespace': around?.auth?.namespace,
        'dns.namespace': names?.namespace,
        ...(sound('monitoring.receivers')
          ? Object.fromEntries(
              webhookNamespaces(profile.monitoring.receivers).map(([path, other]) => [`monitoring.receivers.${path}`, other]),
            )
          : {}),
      };
      for (const [path, other] of Object.entries(others))
        if (sound(path) && other !== undefined && ours.includes(other))
          at(`expected another namespace than the deployment's own, whose pods nobody else reaches, got ${other}`, ...path.split('.'));
    }),
    rule(['platform', 'monitoring.namespace'], ({ platform: { monitoring: which }, monitoring: { namespace: where } }, at) => {
      if (which === 'existing' && where === undefined)
        at('expected the namespace of the Prometheus that is there: no other one may ask pods, got nothing', 'monitoring', 'namespace');
    }),
    rule(['namespace', 'priorities'], ({ namespace: own, priorities: classes }, at) => {
      const complaint = whyAnothers(classes, own, name);
      if (complaint !== undefined) at(complaint, 'priorities', 'prefix');
    }),
    rule(['namespace', 'clusterDomain', ...PARTS], ({ services: sizes, namespace: own, clusterDomain, ...profile }, at, sound) => {
      const namespaces = ownNamespaces(services, own, turnedOn(profile));
      for (const [path, store] of bucketsIn(sizes)) {
        const readable = ['endpoint', 'networks'].every((key) => sound([...path, key].join('.')));
        const complaint = readable ? whyNoStore(store, { namespace: own, namespaces, clusterDomain }) : undefined;
        if (complaint !== undefined) at(complaint[0], ...path, complaint[1]);
      }
    }),
    rule(PARTS, ({ images, services: sizes, ...profile }, at) => {
      const around = turnedOn(profile);
      const { off, unpulled } = offWith(around, services);
      for (const service of off)
        if (sizes?.[service.kind] !== undefined)
          at(
            whyOff(around, (on) => runsWith(on, service)),
            'services',
            service.kind,
          );
      for (const { kind, runs } of unpulled) if (images?.[kind] !== undefined) at(whyOff(around, runs), 'images', kind);
    }),
    rule([], ({ images, ingress: around, services: sizes, ...profile }, at, sound) => {
      const sized = services.filter((service) =>
        service.usual === undefined
          ? typeof sizes?.[service.kind] === 'object'
          : ['platform', 'monitoring', `services.${service.kind}`].every(sound) && runsWith(turnedOn(profile), service),
      );
      const missing = sized
        .flatMap((service) => imagesOf(service, sizes?.[service.kind] ?? {}, sound('platform') ? turnedOn(profile) : NO_PLATFORM))
        .filter(({ kind }) => images?.[kind] === undefined);
      if (Object.keys(images ?? {}).length === 0 && missing.length > 1)
        at(`expected the build of each image that services runs (${missing.map(({ kind }) => kind).join(', ')}), got nothing`, 'images');
      else for (const { kind, by } of missing) at(`expected the build that ${by} runs, got nothing`, 'images', kind);
      const because = whyIngress(sized);
      if (around === undefined && because !== undefined) at(`expected how users come in, because ${because}, got nothing`, 'ingress');
    }),
    rule(['nodes', 'placement', ...PARTS], ({ nodes: groups, placement: where, services: sizes, ...profile }, at, sound) => {
      const count = nodesOfMembers({ nodes: groups, placement: where });
      const around = turnedOn(profile);
      const everywhere = services.find(
        (service) =>
          nodesOf(service.workload) === 'one pod on each' &&
          (service.usual === undefined ? sizes?.[service.kind] !== undefined : runsWith(around, service)),
      );
      if (everywhere !== undefined && groups === undefined)
        at(`expected how many nodes there are at most: ${everywhere.kind} runs on each, and the quota has to hold its pods`, 'nodes');
      const crowded = services
        .filter(({ kind, workload }) => nodesOf(workload) === 'one for each pod' && sound(`services.${kind}`))
        .map(({ kind }) => ({ kind, replicas: ((sizes?.[kind] ?? {}) as { readonly replicas?: number }).replicas ?? 0 }))
        .filter(({ replicas }) => replicas > (count ?? Number.POSITIVE_INFINITY));
      if (crowded.length > 0) {
        const those = crowded.map(({ kind, replicas }) => `services.${kind}.replicas: ${replicas}`).join(', ');
        const least = Math.max(...crowded.map(({ replicas }) => replicas));
        at(`expected at least ${least} nodes that pods may run on, because members never share one (${those}), got ${count}`, 'nodes');
      }
    }),
    rule(['monitoring.remoteWrite', 'namespace', 'clusterDomain', ...PARTS], ({ namespace: own, clusterDomain, ...profile }, at) => {
      const { remoteWrite } = profile.monitoring;
      const namespaces = ownNamespaces(services, own, turnedOn(profile));
      const complaint = remoteWrite && whyNoRemoteWrite(remoteWrite, { namespace: own, namespaces, clusterDomain });
      if (complaint !== undefined) at(complaint[0], 'monitoring', 'remoteWrite', complaint[1]);
    }),
    rule(['platform', 'logging'], (profile, at) => loggingBeside(profile.platform, profile.logging, at)),
    rule(['logging.to', 'namespace', 'clusterDomain', ...PARTS], ({ namespace: own, clusterDomain, ...profile }, at) => {
      const { to } = profile.logging;
      const namespaces = ownNamespaces(services, own, turnedOn(profile));
      const complaint = to && whyNoLogStore(to, { namespace: own, namespaces, clusterDomain });
      if (complaint !== undefined) at(complaint[0], 'logging', 'to', complaint[1]);
    }),
    rule(['monitoring.receivers', 'namespace', 'clusterDomain', ...PARTS], ({ namespace: own, clusterDomain, ...profile }, at) => {
      const namespaces = ownNamespaces(services, own, turnedOn(profile));
      for (const [message, ...path] of whyNoMail(profile.monitoring.receivers, { namespace: own, namespaces, clusterDomain }))
        at(message, 'monitoring', 'receivers', ...path);
    }),
    v.transform((profile) => {
      const around = turnedOn(profile);
      return { ...profile, platform: around, ...withUsual(services, { ...profile, platform: around }) };
    }),
  );

/** Where a profile speaks of what its platform turns off; nothing while that cannot be read. */
export function needless(services: readonly ClusterService[], written: unknown): readonly Needless[] {
  const parts = v.safeParse(v.object({ platform, monitoring: v.optional(v.object({ nodeExporter }), {}) }), written);
  if (!parts.success) return [];
  const around = turnedOn(parts.output);
  const { off, unpulled } = offWith(around, services);
  return [
    ...off.flatMap(({ kind, page }) => [
      { path: ['services', kind] },
      ...(page === undefined ? [] : [{ path: ['ingress', 'pages', kind] }]),
    ]),
    ...unpulled.map(({ kind }) => ({ path: ['images', kind] })),
    ...ownsNothing(around, services),
    ...withoutEffect(around, isProxied(written)),
  ];
}

/** Whoever owns the cluster has something that exists once in it, or says so in vain. */
const ownsNothing = (around: Platform, services: readonly ClusterService[]): readonly Needless[] =>
  !around.owner || hasOnce(around, services)
    ? []
    : [
        {
          path: ['platform', 'owner'],
          why: () => `expected false: it has an effect only with ${waysTo(around, (on) => hasOnce(on, services))}, got true`,
        },
      ];

const PROXIED = v.object({ ingress: v.object({ loadBalancer: v.object({ proxyProtocol: v.array(v.unknown()) }) }) });
const isProxied = (written: unknown): boolean => v.is(PROXIED, written);

/** What does not run with a platform, and what is not pulled then. */
function offWith(around: Platform, services: readonly ClusterService[]) {
  const all = services.flatMap(pulledBy);
  const pulled = new Set(all.filter(({ runs }) => runs(around)).map(({ kind }) => kind));
  return { off: services.filter((service) => !runsWith(around, service)), unpulled: all.filter(({ kind }) => !pulled.has(kind)) };
}

/** The sizes and builds of all services that run: what a profile leaves out is usual. */
function withUsual(
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

/** A service or a tool, by its image. */
interface Pulled extends Partial<Pick<Tool, 'release' | 'onlyFor' | 'onlyWith'>> {
  readonly kind: string;
}

/** Everything that a service may pull, and with which platform. */
const pulledBy = (service: ClusterService): readonly { readonly kind: string; readonly runs: (around: Platform) => boolean }[] =>
  [{ kind: service.kind }, ...service.tools].map(({ kind, onlyWith }: Pulled) => ({
    kind,
    runs: (around) => runsWith(around, service) && (onlyWith?.(around) ?? true),
  }));

/** The namespaces of what runs. */
const ownNamespaces = (services: readonly ClusterService[], namespace: string, around: Platform): readonly string[] =>
  namespacesOf(
    services.filter((service) => runsWith(around, service)),
    { namespace },
  );

/** Why a profile needs `ingress`; undefined if it does not. */
function whyIngress(services: readonly ClusterService[]): string | undefined {
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
function whyNoPage(kind: string, on: Platform | undefined, services: readonly ClusterService[]): string | undefined {
  const part = services.find((service) => service.kind === kind);
  if (on !== undefined && part !== undefined && !runsWith(on, part)) return whyOff(on, (other) => runsWith(other, part));
  const exposed = services.filter((service) => service.exposed !== undefined);
  if (exposed.some((service) => service.exposed?.pages)) return undefined;
  const because = exposed.map((service) => `services.${service.kind}`).join(', ');
  return `expected none: ${because === '' ? 'no service takes requests from outside' : `${because} takes requests from outside, and leads to no pages`}`;
}

/** Why the exposed services of a profile cannot end TLS themselves, each with the path of the value that is wrong. */
const whyNotDirect = (
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

/** The images whose builds a profile has to name for a service, each with the key that needs it. */
const imagesOf = (service: ClusterService, size: object, around: Platform): readonly { readonly kind: string; readonly by: string }[] => [
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

/** A cluster profile after reading: with units parsed and defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
