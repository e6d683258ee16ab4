import * as v from 'valibot';
import { LLM_PROVIDERS } from '../../../model/llm-provider';
import type { Named } from '../../../profile/sized-service';
import { choice } from '../../../shape/choice';
import {
  annotation,
  bucket,
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
import {
  accept,
  expecting,
  extendsOther,
  flag,
  listOf,
  neverList,
  oneOf,
  parsedText,
  portNumber,
  section,
  text,
} from '../../../shape/values';
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

const database = (description: string) => oneOf(['sqlite', 'postgres'], description);

/** Not below what every pod covers with an empty folder or gets from the kernel. */
const MODEL_FOLDER = /^(?=.{2,200}$)(?!\/(tmp|data|dev|proc|sys|run|etc)(\/|$))(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/;

const backing = section(
  {
    caseStorage: oneOf(['memory', 'postgres'], "Where cases are. Today's image works with memory only."),
    knowledge: database('Where knowledge keeps its documents: its own file, or the PostgreSQL of the data tier.'),
    evidence: database('Where evidence keeps its metadata: its own file, or the PostgreSQL of the data tier.'),
    files: v.pipe(
      choice(
        [v.literal('local'), section({ bucket: bucket('The bucket of uploads.') }, 'Uploads go to a bucket, which all copies share.')],
        expecting('local, or a map of bucket'),
      ),
      v.description('Where uploads are: a folder of each copy, or a bucket.'),
    ),
    model: v.pipe(
      choice(
        [
          v.literal('hub'),
          section({ volume: namedObject('A claim with the model in it, which all copies can read.') }, 'The model lies on a volume.'),
          section(
            { image: text(MODEL_FOLDER, 'a folder of the image such as /models', 'Its folder in the image.') },
            'The image carries the model.',
          ),
        ],
        expecting('hub, or a map of volume or image'),
      ),
      v.description('Where the embedding model comes from. From the hub, a new copy cannot start while the hub is away.'),
    ),
    llm: listOf(
      oneOf(LLM_PROVIDERS, ''),
      LLM_PROVIDERS.length,
      'providers',
      'Whose language models the agent calls. Each has its key in the Secret fm-agent-service-llm.',
    ),
  },
  'What the services store in and learn from.',
);

/** What said the class before there were classes. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const ingress = v.pipe(
  section(
    {
      host: host('The host name of dashboard and API.'),
      className: namedObject('The IngressClass.'),
      tlsSecret: namedSecret('The Secret with the certificate of the host.'),
      namespace: v.optional(
        namedNamespace('The namespace of the ingress controller, whose pods may reach the edge. Left out: only its cidrs may.'),
      ),
      cidrs: v.optional(
        someCidrs(
          'name those that the load balancer has',
          'Networks from which a load balancer outside of the cluster reaches the edge, such as those of the nodes or of a VPC. Left out: none.',
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
          "Networks of all proxies between clients and the edge, the ingress controller's pods included. The client that these name is believed. Left out: only the address that the ingress controller adds itself.",
        ),
      ),
      annotations: v.optional(
        v.pipe(
          neverList(v.record(annotation(''), v.string(expecting('a text')), expecting('a map of annotations'))),
          v.rawCheck(({ dataset, addIssue }) => {
            if (!dataset.typed) return;
            const bytes = Object.entries(dataset.value).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
            if (bytes > MOST_ANNOTATIONS)
              addIssue({
                message: `expected annotations of ${MOST_ANNOTATIONS} bytes together at most, which is all that Kubernetes takes, got ${bytes}`,
              });
          }),
          rule([], (annotations, at) => {
            if (Object.hasOwn(annotations, CLASS_ANNOTATION)) at('expected none: Kubernetes refuses it beside className', CLASS_ANNOTATION);
          }),
          v.description('Annotations of the Ingress, which ingress controllers read. Left out: none.'),
        ),
      ),
      origins,
      auth: v.optional(forwardAuthentication),
    },
    'How users come in.',
  ),
  rule(['namespace', 'cidrs'], ({ namespace, cidrs: networks }, at) => {
    if (namespace === undefined && networks === undefined)
      at('expected the namespace of the ingress controller, or cidrs of a load balancer outside: nobody would reach the edge', 'namespace');
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
        images: section(
          Object.fromEntries(
            services
              .flatMap(({ kind, tools }) => [kind, ...tools])
              .map((kind) => [
                kind,
                parsedText(ImageVersion.parse, ImageVersion.pattern, 'Which build of it runs: a tag or a digest, never latest.'),
              ]),
          ),
          'Which build of each image runs.',
        ),
        nodes,
        apiServer: section(
          {
            cidrs: destinations(
              'name those of the API server',
              'The addresses of the API server, which a network policy can name in no other way.',
            ),
            ports: listOf(portNumber(''), 20, 'ports', 'The ports of its Service and of the server behind it, often 443 and 6443.'),
          },
          "The cluster's API server, which the members of a database ask who is primary.",
        ),
        dns,
        clusterDomain: v.optional(domain("The cluster's own domain, under which its names end."), 'cluster.local'),
        backing,
        ingress,
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
      const { auth, host: own, namespace: controller } = around;
      if (auth === undefined) return;
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
    rule(['namespace', 'clusterDomain'], ({ backing: stores, services: sizes, namespace: own, clusterDomain }, at, sound) => {
      for (const [path, store] of bucketsIn({ backing: stores, services: sizes })) {
        const readable = ['endpoint', 'networks'].every((key) => sound([...path, key].join('.')));
        const complaint = readable ? whyNoStore(store, { namespace: own, clusterDomain }) : undefined;
        if (complaint !== undefined) at(complaint[0], ...path, complaint[1]);
      }
    }),
    rule(['nodes'], ({ nodes: { count }, services: sizes }, at, sound) => {
      const everywhere = services.find(({ kind, workload }) => workload.role === 'perNode' && sizes?.[kind] !== undefined);
      if (everywhere !== undefined && count === undefined)
        at(
          `expected how many nodes there are at most: ${everywhere.kind} runs on each, and the quota has to hold its pods`,
          'nodes',
          'count',
        );
      for (const { kind, workload } of services) {
        const { copies } = (sizes?.[kind] ?? {}) as { readonly copies?: number };
        if (workload.role === 'members' && count !== undefined && copies !== undefined && sound(`services.${kind}`) && copies > count)
          at(`expected at most the ${count} nodes, because members never share one, got ${copies}`, 'services', kind, 'copies');
      }
    }),
  );

/** A cluster profile as its author may write it becomes this: units read, defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
