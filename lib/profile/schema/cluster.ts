import * as v from 'valibot';
import { LLM_PROVIDERS } from '../../service/llm-provider';
import { ImageVersion } from '../../units/image-version';
import { KubernetesVersion } from '../../units/version';
import { choice } from './choice';
import { type ClusterService, clusterSize } from './cluster-size';
import { bucket, cidrs, host, LABEL_KEY, LABEL_VALUE, label, url } from './cluster-values';
import { rule } from './rule';
import { accept, expecting, extendsOther, flag, neverList, oneOf, parsedText, portNumber, section, text, wholeNumber } from './values';

const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

const database = (description: string) => oneOf(['sqlite', 'postgres'], description);

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
          section({ volume: label('A claim with the model in it, which all copies can read.') }, 'The model lies on a volume.'),
          section({ image: text(/^\/[\w./-]+$/, 'a folder such as /models', 'Its folder in the image.') }, 'The image carries the model.'),
        ],
        expecting('hub, or a map of volume or image'),
      ),
      v.description('Where the embedding model comes from. From the hub, a new copy cannot start while the hub is away.'),
    ),
    llm: v.pipe(
      v.array(oneOf(LLM_PROVIDERS, ''), expecting('a list of providers')),
      v.minLength(1, 'expected at least one provider'),
      v.description('Whose language models the agent calls. Each has its key in the Secret fm-agent-service-llm.'),
    ),
  },
  'What the services store in and learn from.',
);

const forwardAuthentication = section(
  {
    url: url('Answers 2xx when it knows the user, 401 otherwise. It is asked before every request.'),
    namespace: v.optional(label('Where it runs, if that is in the cluster. Left out: outside.')),
    networks: v.optional(cidrs('Its networks, if it has no public address. Left out, with no namespace either: any public address.')),
    headers: section(
      {
        id: text(HEADER, 'the name of a header', 'Which header of its answer is the user.'),
        email: text(HEADER, 'the name of a header', "Which is the user's address."),
        roles: text(HEADER, 'the name of a header', "Which are the user's roles."),
      },
      "Headers of its answer that tell who the user is; the client's own are dropped.",
    ),
  },
  'Forward authentication: who a user is, is asked in front of FaultMaven, because its own login does not work through its gateway.',
);

/** RFC 1918, 6598 and 4193, and the node itself. */
const PRIVATE_NETWORKS = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

const ingress = section(
  {
    host: host('faultmaven.example.com', 'The one host of dashboard and API.'),
    className: label('The IngressClass.'),
    tlsSecret: label('The Secret with the certificate of the host.'),
    namespace: label('Where the ingress controller runs: the only one that reaches the edge.'),
    monitoringNamespace: v.optional(label('Where monitoring runs. Left out: it reaches nothing.')),
    trustedNetworks: v.optional(
      cidrs('Networks of whatever passes requests on to the edge: whom these name as the client is believed. Left out: all private ones.'),
      PRIVATE_NETWORKS,
    ),
    annotations: v.optional(
      v.pipe(
        neverList(v.record(text(LABEL_KEY, 'an annotation key', ''), v.string(expecting('a text')), expecting('a map of annotations'))),
        v.description('Annotations of the Ingress, for what controllers differ in. Left out: none.'),
      ),
    ),
    auth: v.optional(forwardAuthentication),
  },
  'How users come in.',
);

/** The shape of a cluster profile over these services. */
export const clusterProfile = (services: readonly ClusterService[]) =>
  v.pipe(
    section(
      {
        target: v.pipe(v.literal('kubernetes', expecting('kubernetes')), v.description('What the profile becomes: manifests.')),
        extends: extendsOther,
        version: v.optional(
          parsedText(
            KubernetesVersion.parse,
            KubernetesVersion.pattern,
            "The cluster's minor version, in quotes: nothing newer is emitted.",
          ),
          '1.28',
        ),
        namespace: v.optional(label('The namespace of everything.'), 'faultmaven'),
        clusterScoped: flag(
          'Also writes what belongs to no namespace: the Namespace itself and the PriorityClasses. Off where an administrator makes them.',
        ),
        registry: v.optional(
          text(
            /^[a-z0-9]+((\.|-+)[a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9._-]+)*$/,
            'a registry such as registry.example.com/mirror',
            'A registry that has all images under their own paths. Left out: each image is pulled from its own.',
          ),
        ),
        pullSecret: v.optional(label('The Secret with which images are pulled. Left out: none is needed.')),
        images: section(
          Object.fromEntries(
            services
              .flatMap(({ kind, tools }) => [kind, ...tools])
              .map((kind) => [
                kind,
                parsedText(ImageVersion.parse, ImageVersion.pattern, `The build of ${kind}: a tag or a digest, never latest.`),
              ]),
          ),
          'Which build of each image runs.',
        ),
        nodes: v.optional(
          section(
            {
              count: v.optional(wholeNumber(1, 'How many there are. Left out: enough for members that never share one.')),
              pool: v.optional(
                section(
                  { key: text(LABEL_KEY, 'a label key', 'The label.'), value: text(LABEL_VALUE, 'a label value', 'Its value.') },
                  'Nodes that are preferred, by a label. Left out: none.',
                ),
              ),
              tolerations: v.optional(
                v.array(
                  section(
                    {
                      key: text(LABEL_KEY, 'a taint key', 'The taint.'),
                      value: v.optional(text(LABEL_VALUE, 'a taint value', 'Its value. Left out: any.')),
                      effect: v.optional(oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], 'Its effect. Left out: any.')),
                    },
                    'A taint that the pods stand.',
                  ),
                  expecting('a list of taints'),
                ),
              ),
            },
            'Where pods run.',
          ),
          {},
        ),
        apiServer: section(
          {
            cidrs: cidrs('Where the API server answers: a network policy cannot select it otherwise.'),
            ports: v.pipe(
              v.array(portNumber(''), expecting('a list of ports')),
              v.description('At which ports, before and behind its Service: often 443 and 6443.'),
            ),
          },
          "The cluster's API server, which the members of a database ask who is primary.",
        ),
        clusterDomain: v.optional(host('cluster.local', "The cluster's own domain, under which its names end."), 'cluster.local'),
        backing,
        ingress,
        externalSecrets: v.optional(
          section(
            { store: label('Its name.'), kind: oneOf(['SecretStore', 'ClusterSecretStore'], 'Its kind.') },
            'Emits an ExternalSecret for every Secret. Its custom resource has to be installed. Left out: you create the Secrets.',
          ),
        ),
        services: section(
          Object.fromEntries(services.map((service) => [service.kind, clusterSize(service)])),
          "Sizes by the services' short names.",
        ),
        accept,
      },
      'How large FaultMaven is in a cluster.',
    ),
    rule(({ ingress: { auth }, clusterDomain }, at) => {
      if (auth?.namespace === undefined || new URL(auth.url).hostname.endsWith(`.${auth.namespace}.svc.${clusterDomain}`)) return;
      at(
        `expected a full name such as http://SERVICE.${auth.namespace}.svc.${clusterDomain}: the edge tries no endings`,
        ...'ingress.auth.url'.split('.'),
      );
    }),
    rule(({ nodes: { count }, services: sizes }, at) => {
      for (const [service, size] of Object.entries(sizes))
        if (count !== undefined && size.kind !== 'copies' && size.copies > count)
          at(`expected at most the ${count} nodes, because members never share one, got ${size.copies}`, 'services', service, 'copies');
    }),
  );

/** A cluster profile as its author may write it becomes this: units read, defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
export type Authentication = v.InferOutput<typeof forwardAuthentication>;
