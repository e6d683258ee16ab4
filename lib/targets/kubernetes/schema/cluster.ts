import * as v from 'valibot';
import { needed } from '../../../model/tool';
import type { Named } from '../../../profile/sized-service';
import { nodesOf } from '../../../roles/roles';
import {
  annotation,
  destinations,
  domain,
  host,
  namedNamespace,
  namedObject,
  namedSecret,
  namespaceOfOurOwn,
  someCidrs,
} from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { accept, expecting, extendsOther, flag, listOf, neverList, parsedText, portNumber, section } from '../../../shape/values';
import { ImageVersion } from '../../../units/image-version';
import { MOST_ANNOTATIONS } from '../../../units/label';
import { namespace } from '../../../units/name';
import { KubernetesVersion } from '../../../units/version';
import { forwardAuthentication, origins, wayToLogin } from './authentication';
import { clusterScoped, priorities, whyAnothers } from './cluster-scoped';
import { type ClusterService, clusterSize } from './cluster-service';
import { dns } from './dns';
import { bucketsIn, whyNoStore } from './endpoints';
import { externalSecrets } from './external-secrets';
import { nodes } from './nodes';
import { registriesByUpstream, registryOfAll } from './registries';

/** The old annotation for the class of an Ingress. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** @param taken first parts of the paths that the application answers itself */
const ingressBeside = (taken: readonly string[]) =>
  v.pipe(
    section(
      {
        host: host('The host name under which users reach the application.'),
        className: namedObject('The IngressClass.'),
        tlsSecret: namedSecret('The Secret with the certificate of the host.'),
        namespace: v.optional(
          namedNamespace(
            'The namespace of the ingress controller, whose pods may reach the exposed service. Left out: only its cidrs may.',
          ),
        ),
        cidrs: v.optional(
          someCidrs(
            'name those that the load balancer has',
            'Networks from which a load balancer outside of the cluster reaches the exposed service, such as those of the nodes or of a VPC. Left out: none.',
          ),
        ),
        http01Solvers: flag(
          'Whether the ingress controller may also reach pods that cert-manager starts in this namespace to solve an HTTP-01 challenge. The quota then has room for them.',
        ),
        monitoringNamespace: v.optional(
          namedNamespace('The namespace of the monitoring, which may reach every pod. Left out: it may reach none.'),
        ),
        trustedNetworks: v.optional(
          someCidrs(
            'name the proxies, or clients could name themselves',
            "Networks of all proxies between clients and the exposed service, the ingress controller's pods included. The client that these name is believed. Left out: only the address that the ingress controller adds itself.",
          ),
        ),
        annotations: v.optional(
          v.pipe(
            neverList(v.record(annotation(''), v.string(expecting('a text')), expecting('a map of annotations'))),
            rule([], (annotations, at) => {
              const bytes = Object.entries(annotations).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
              if (bytes > MOST_ANNOTATIONS)
                at(`expected annotations of ${MOST_ANNOTATIONS} bytes together at most, which is all that Kubernetes takes, got ${bytes}`);
              if (Object.hasOwn(annotations, CLASS_ANNOTATION))
                at('expected none: Kubernetes refuses it beside className', CLASS_ANNOTATION);
            }),
            v.description('Annotations of the Ingress, which ingress controllers read. Left out: none.'),
          ),
        ),
        origins,
        auth: v.optional(forwardAuthentication(taken)),
      },
      'How users come in.',
    ),
    rule(['namespace', 'cidrs'], ({ namespace, cidrs: networks }, at) => {
      if (namespace === undefined && networks === undefined)
        at(
          'expected the namespace of the ingress controller, or cidrs of a load balancer outside: nobody would reach the exposed service',
          'namespace',
        );
    }),
  );

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
        priorities: priorities(name),
        registry: registryOfAll,
        registries: registriesByUpstream(services),
        pullSecret: v.optional(namedSecret('The Secret with which images are pulled. Left out: none is needed.')),
        images: v.optional(
          section(
            Object.fromEntries(
              services
                .flatMap(({ kind, tools }) => [kind, ...tools.map((tool) => tool.kind)])
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
        ingress: v.optional(ingressBeside(services.flatMap(({ exposed }) => exposed?.ownPaths ?? []))),
        externalSecrets,
        services: section(
          Object.fromEntries(services.map((service) => [service.kind, clusterSize(service)])),
          'The size of each service, by its name.',
        ),
        accept,
      },
      `How large ${title} is in a cluster.`,
    ),
    rule(['ingress.auth', 'ingress.host', 'ingress.namespace', 'clusterDomain'], ({ ingress: around, clusterDomain }, at) => {
      if (around?.auth === undefined) return;
      const { auth, host: own, namespace: controller } = around;
      for (const [message, key] of wayToLogin(auth, { host: own, controller, clusterDomain }))
        at(message, ...`ingress.auth.${key}`.split('.'));
    }),
    rule(['namespace'], ({ namespace: own, ingress: around, dns: names }, at, sound) => {
      const others = {
        'ingress.namespace': around?.namespace,
        'ingress.monitoringNamespace': around?.monitoringNamespace,
        'ingress.auth.namespace': around?.auth?.namespace,
        'dns.namespace': names?.namespace,
      };
      for (const [path, other] of Object.entries(others))
        if (sound(path) && other === own)
          at(`expected another namespace than the deployment's own, whose pods nobody else reaches, got ${other}`, ...path.split('.'));
    }),
    rule(['namespace', 'priorities'], ({ namespace: own, priorities: classes }, at) => {
      const complaint = whyAnothers(classes, own, name);
      if (complaint !== undefined) at(complaint, 'priorities', 'prefix');
    }),
    rule(['namespace', 'clusterDomain'], ({ services: sizes, namespace: own, clusterDomain }, at, sound) => {
      for (const [path, store] of bucketsIn(sizes)) {
        const readable = ['endpoint', 'networks'].every((key) => sound([...path, key].join('.')));
        const complaint = readable ? whyNoStore(store, { namespace: own, clusterDomain }) : undefined;
        if (complaint !== undefined) at(complaint[0], ...path, complaint[1]);
      }
    }),
    rule([], ({ images, ingress: around, services: sizes }, at) => {
      const sized = services.filter(({ kind }) => typeof sizes?.[kind] === 'object');
      const missing = sized
        .flatMap((service) => imagesOf(service, sizes?.[service.kind] ?? {}))
        .filter(({ kind }) => images?.[kind] === undefined);
      if (Object.keys(images ?? {}).length === 0 && missing.length > 1)
        at(`expected the build of each image that services runs (${missing.map(({ kind }) => kind).join(', ')}), got nothing`, 'images');
      else for (const { kind, by } of missing) at(`expected the build that ${by} runs, got nothing`, 'images', kind);
      const because = whyIngress(sized);
      if (around === undefined && because !== undefined) at(`expected how users come in, because ${because}, got nothing`, 'ingress');
    }),
    rule(['nodes'], ({ nodes: { count }, services: sizes }, at, sound) => {
      const everywhere = services.find(({ kind, workload }) => nodesOf(workload) === 'one pod on each' && sizes?.[kind] !== undefined);
      if (everywhere !== undefined && count === undefined)
        at(
          `expected how many nodes there are at most: ${everywhere.kind} runs on each, and the quota has to hold its pods`,
          'nodes',
          'count',
        );
      for (const { kind } of services.filter(({ workload }) => nodesOf(workload) === 'one for each pod')) {
        const { replicas = 0 } = (sizes?.[kind] ?? {}) as { readonly replicas?: number };
        if (sound(`services.${kind}`) && replicas > (count ?? Number.POSITIVE_INFINITY))
          at(`expected at most the ${count} nodes, because members never share one, got ${replicas}`, 'services', kind, 'replicas');
      }
    }),
  );

/** Why a profile needs `ingress`; undefined if it does not. */
function whyIngress(services: readonly ClusterService[]): string | undefined {
  const exposed = services.find((service) => service.exposed);
  if (exposed !== undefined) return `services.${exposed.kind} takes requests from outside`;
  const told = services.find(({ toldOrigins }) => toldOrigins);
  return told && `services.${told.kind} is told where browsers come from`;
}

/** The images that a service needs, each with the key that needs it. */
const imagesOf = ({ kind, tools }: ClusterService, size: object): readonly { readonly kind: string; readonly by: string }[] => [
  { kind, by: `services.${kind}` },
  ...needed(tools, size).map((tool) => ({
    kind: tool.kind,
    by: `services.${kind}${tool.onlyFor === undefined ? '' : `.${tool.onlyFor}`}`,
  })),
];

/** A cluster profile after reading: with units parsed and defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
