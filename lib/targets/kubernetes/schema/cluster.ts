import * as v from 'valibot';
import { NO_PLATFORM, type Platform } from '../../../model/platform';
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
import { imagesOf, pulledBy, withUsual } from './builds';
import { clusterScoped, priorities, whyAnothers } from './cluster-scoped';
import { type ClusterService, clusterSize } from './cluster-service';
import { dns } from './dns';
import { bucketsIn, whyNoStore } from './endpoints';
import { whyIngress, whyNoPage, whyNotDirect } from './exposed';
import { externalSecrets } from './external-secrets';
import { hostsOf, ingressBeside, pagesIn, readable, wayIn } from './ingress';
import { logging, loggingBeside, whyNoLogStore } from './logging';
import { monitoring, whyNoRemoteWrite } from './monitoring';
import { namespacesOf, whyNoNamespace } from './namespaces';
import { nodes } from './nodes';
import { placement } from './placement';
import { platform, runsWith, turnedOn, whyOff } from './platform';
import { webhookNamespaces, whyNoMail } from './receivers';
import { registriesByUpstream, registryOfAll } from './registries';
import { offWith } from './turned-off';
import { nodesOfMembers } from './usable-nodes';

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

/** The namespaces of what runs. */
const ownNamespaces = (services: readonly ClusterService[], namespace: string, around: Platform): readonly string[] =>
  namespacesOf(
    services.filter((service) => runsWith(around, service)),
    { namespace },
  );

/** A cluster profile after reading: with units parsed and defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
