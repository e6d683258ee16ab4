import * as v from 'valibot';
import { LLM_PROVIDERS } from '../../service/llm-provider';
import { ImageVersion } from '../../units/image-version';
import { KubernetesVersion } from '../../units/version';
import {
  accept,
  cap,
  cpu,
  expecting,
  extendsOther,
  flag,
  memory,
  oneOf,
  parsedText,
  type SizedService,
  section,
  text,
  wholeNumber,
} from './values';

/** What a cluster profile needs to know of a service. */
export interface ClusterService extends SizedService {
  /** Why only one copy may run. @default - several may */
  readonly single?: string;
}

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
const HTTP_URL = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[A-Za-z0-9._~/%-]*)?$/;
const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$|^[0-9a-f:]+\/\d{1,3}$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

const label = (description: string) => text(DNS_LABEL, 'a DNS label of lower case letters, digits and hyphens', description);
const url = (description: string) => text(HTTP_URL, 'a URL such as https://login.example.com/check', description);
const cidrs = (description: string) =>
  v.pipe(v.array(text(CIDR, 'a network such as 192.0.2.0/24', ''), expecting('a list of networks')), v.description(description));

const copies = v.pipe(
  v.union(
    [
      wholeNumber(1, 'As many copies, always.'),
      section(
        {
          min: wholeNumber(1, 'The fewest copies.'),
          max: wholeNumber(1, 'The most copies.'),
          cpu: v.optional(wholeNumber(1, 'Percent of the CPU request at which more copies are started.'), 70),
        },
        'As many copies as the load needs.',
      ),
    ],
    expecting('a number of copies, or a map of min, max, cpu'),
  ),
  v.description('How many copies run: a number, or min and max between which CPU use decides.'),
);

const clusterSize = (service: ClusterService) =>
  v.pipe(
    section(
      {
        copies,
        cpu: requestAndLimit('cpu', cpu, cpu),
        memory: requestAndLimit('memory', memory, (description) => cap(service, description)),
        minAvailable: v.optional(
          wholeNumber(1, 'Copies that stay up while nodes are drained. Fewer than the fewest copies, or nothing can be drained.'),
        ),
        scratch: v.optional(memory('What each folder that is lost with a pod may hold: /tmp and its like. Left out: 512Mi.')),
        volume: v.optional(
          section(
            { size: memory('How much it holds.'), class: v.optional(label("The StorageClass. Left out: the cluster's default.")) },
            'A disk for /data. Left out: /data is empty in every new pod.',
          ),
        ),
      },
      'Size and copies of one service.',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const size = dataset.value;
      const at = (message: string, key: keyof typeof size, ...keys: readonly string[]): void =>
        addIssue({
          message,
          path: [key, ...keys].map((part) => ({ type: 'object', origin: 'value', input: {}, key: part, value: undefined })) as [
            v.ObjectPathItem,
          ],
        });
      const fewest = typeof size.copies === 'number' ? size.copies : size.copies.min;
      const most = typeof size.copies === 'number' ? size.copies : size.copies.max;
      if (fewest > most) at(`expected at most the maximum of ${most}, got ${fewest}`, 'copies', 'min');
      if (most > 1 && service.single !== undefined) at(`expected 1 (${service.single}), got ${most}`, 'copies');
      if (most > 1 && size.volume !== undefined) at('expected no volume beside several copies: a disk belongs to one pod', 'volume');
      if (size.minAvailable !== undefined && size.minAvailable >= fewest) {
        at(`expected fewer than the fewest copies (${fewest}), or no node can be drained, got ${size.minAvailable}`, 'minAvailable');
      }
    }),
  );

type Unit<T> = (description: string) => v.GenericSchema<string | number, T>;

/** A request and a limit, of which the request may not be larger. */
const requestAndLimit = <T extends { exceeds(other: T): boolean; toString(): string }>(what: string, request: Unit<T>, limit: Unit<T>) =>
  v.pipe(
    section(
      {
        request: request(`${what} that a pod is scheduled by and always gets.`),
        limit: limit(`${what} that a container may take at most.`),
      },
      `${what} of each pod.`,
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { request: asked, limit: most } = dataset.value as { request: T; limit: T };
      if (!asked.exceeds(most)) return;
      addIssue({
        path: [{ type: 'object', origin: 'value', input: dataset.value, key: 'request', value: asked }],
        message: `expected at most the limit of ${most}, got ${asked}`,
      });
    }),
  );

const database = (description: string) => oneOf(['sqlite', 'postgres'], description);

const bucket = section(
  {
    name: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket', 'The bucket.'),
    region: text(/^[a-z0-9-]{1,32}$/, 'a region such as eu-central-1', 'Its region.'),
    endpoint: v.optional(url("Where its API is. Left out: the provider's own for the region.")),
    networks: v.optional(cidrs('Networks of a store without a public address. Left out: any public address over HTTPS.')),
    keys: v.pipe(
      v.union(
        [
          v.literal('secret'),
          section(
            {
              annotation: section(
                { key: text(LABEL_KEY, 'an annotation key', 'The annotation.'), value: text(/\S/, 'a value', 'Its value.') },
                'An annotation of the service account.',
              ),
            },
            'Rights of the service account.',
          ),
        ],
        expecting('secret, or a map of annotation'),
      ),
      v.description('Keys in the Secret fm-evidence-service-bucket, or an annotation by which the service account has rights of its own.'),
    ),
  },
  'A bucket of an object store.',
);

const backing = section(
  {
    caseStorage: oneOf(['memory', 'postgres'], "Where cases are. Today's image works with memory only."),
    knowledge: database('Where knowledge keeps its documents: its own file, or the PostgreSQL of the data tier.'),
    evidence: database('Where evidence keeps its metadata: its own file, or the PostgreSQL of the data tier.'),
    files: v.pipe(
      v.union(
        [v.literal('local'), section({ bucket }, 'Uploads go to a bucket, which all copies share.')],
        expecting('local, or a map of bucket'),
      ),
      v.description('Where uploads are: a folder of each copy, or a bucket.'),
    ),
    model: v.pipe(
      v.union(
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
    namespace: v.optional(label('Where it runs, if that is in the cluster. Left out: at a public address.')),
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

const ingress = section(
  {
    host: text(HOST, 'a host name such as faultmaven.example.com', 'The one host of dashboard and API.'),
    className: label('The IngressClass.'),
    tlsSecret: label('The Secret with the certificate of the host.'),
    namespace: label('Where the ingress controller runs: the only one that reaches the edge.'),
    monitoringNamespace: v.optional(label('Where monitoring runs. Left out: it reaches nothing.')),
    auth: v.optional(forwardAuthentication),
  },
  'How users come in.',
);

/** The shape of a cluster profile over these services. */
export const clusterProfile = (services: readonly ClusterService[]) =>
  section(
    {
      target: v.pipe(v.literal('kubernetes', expecting('kubernetes')), v.description('What the profile becomes: manifests.')),
      extends: extendsOther,
      version: v.optional(
        parsedText(KubernetesVersion.parse, KubernetesVersion.pattern, "The cluster's minor version, in quotes: nothing newer is emitted."),
        '1.28',
      ),
      namespace: v.optional(label('The namespace of everything.'), 'faultmaven'),
      clusterScoped: flag(
        'Also writes what belongs to no namespace: the Namespace itself and the PriorityClasses. Off where an administrator makes them.',
      ),
      registry: v.optional(
        text(
          /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/,
          'a registry such as registry.example.com/mirror',
          'A registry that has all images under their own paths. Left out: each image is pulled from its own.',
        ),
      ),
      pullSecret: v.optional(label('The Secret with which images are pulled. Left out: none is needed.')),
      images: section(
        Object.fromEntries(
          services.map(({ kind }) => [
            kind,
            parsedText(ImageVersion.parse, ImageVersion.pattern, `The build of ${kind}: a tag or a digest, never latest.`),
          ]),
        ),
        'Which build of each image runs.',
      ),
      nodes: v.optional(
        section(
          {
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
  );

/** A cluster profile as its author may write it becomes this: units read, defaults filled in. */
export type ClusterProfile = Omit<v.InferOutput<ReturnType<typeof clusterProfile>>, 'extends'>;
export type ClusterSize = v.InferOutput<ReturnType<typeof clusterSize>>;
export type Copies = ClusterSize['copies'];
export type Authentication = v.InferOutput<typeof forwardAuthentication>;
