import * as v from 'valibot';
import type { Platform } from '../../../model/platform';
import { annotation, host, keyOf, namedNamespace, namedObject, namedSecret, someCidrs } from '../../../shape/cluster-values';
import { type At, rule, type Sound } from '../../../shape/rule';
import { expecting, flag, listOf, neverList, section, wholeNumber } from '../../../shape/values';
import { MOST_ANNOTATIONS } from '../../../units/label';
import type { ObjectName } from '../../../units/name';
import { forwardAuthentication, origins } from './authentication';
import { noOwnAnnotations } from './own-keys';

/** The old annotation for the class of an Ingress. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const annotations = (description: string) =>
  v.optional(
    v.pipe(
      neverList(v.record(annotation(''), v.string(expecting('a text')), expecting('a map of annotations'))),
      rule([], (said, at) => {
        const bytes = Object.entries(said).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
        if (bytes > MOST_ANNOTATIONS)
          at(`expected annotations of ${MOST_ANNOTATIONS} bytes together at most, which is all that Kubernetes takes, got ${bytes}`);
        if (Object.hasOwn(said, CLASS_ANNOTATION)) at('expected none: Kubernetes refuses it beside className', CLASS_ANNOTATION);
      }),
      noOwnAnnotations,
      v.description(description),
    ),
  );

/** Two years, which lists of such hosts ask for at most. */
const LONGEST_HSTS = 63_072_000;

const gateway = section(
  {
    name: namedObject('Its name.'),
    namespace: namedNamespace('Its namespace. Its listener has to allow routes from that of the deployment.'),
    section: v.optional(
      namedObject('The listener of the Gateway that has the certificate. Left out: every one that has the host, also one without TLS.'),
    ),
  },
  'The Gateway of the Gateway API through which users come in. It needs the CRDs of the Gateway API. An HTTPRoute is written instead of an Ingress.',
);

const loadBalancer = section(
  {
    annotations: annotations('Annotations of the Service, which clouds read. Left out: none.'),
    class: v.optional(
      keyOf(
        'a class of load balancers',
        'The class of load balancers that the Service asks for (loadBalancerClass). It cannot be changed later. Left out: the one of the cluster.',
      ),
    ),
    clients: v.optional(
      someCidrs(
        'leave clients out, so that everybody may',
        'Networks that users may come from. The load balancer and the network policy let nobody else in, neither a certificate authority that looks at an HTTP-01 challenge. Left out: everybody may.',
      ),
    ),
    proxyProtocol: v.optional(
      someCidrs(
        'name those that the load balancer connects from, or clients could say that they are others',
        'Networks from which the load balancer connects, if it says in the PROXY protocol who the client is. Only they get in then. Left out: the connections are those of clients.',
      ),
    ),
  },
  'The load balancer in front of the exposed service, with platform.ingress: direct. Left out: the one that the cluster has.',
);

/** @param kinds the parts of the platform that have a page */
const pagesOf = (kinds: readonly string[]) =>
  section(
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        v.optional(
          section(
            {
              host: host('The host name under which it is shown, which is that of nothing else.'),
              tlsSecret: v.optional(namedSecret('The Secret with the certificate of that host. Needed unless a gateway is named.')),
            },
            `The page of ${kind}. Left out: it is not shown, and port-forward leads to it.`,
          ),
        ),
      ]),
    ),
    'Pages of parts of the platform that whoever is signed in by ingress.auth may open, each under a host of its own. Left out: none.',
  );

/**
 * @param taken first parts of the paths that the application answers itself
 * @param pages the parts of the platform that have a page
 */
export const ingressBeside = (taken: readonly string[], pages: readonly string[]) =>
  v.pipe(
    section(
      {
        host: host('The host name under which users reach the application.'),
        className: v.optional(namedObject('The IngressClass. Needed with platform.ingress: existing, unless a gateway is named.')),
        gateway: v.optional(gateway),
        tlsSecret: v.optional(
          namedSecret('The Secret with the certificate of the host. Needed unless a gateway is named, whose listener has the certificate.'),
        ),
        hosts: v.optional(
          listOf(
            section(
              { host: host('The host name.'), tlsSecret: v.optional(namedSecret('The Secret with its certificate.')) },
              'A further host.',
            ),
            20,
            'hosts',
            'Further host names under which users reach the application, each with its certificate. Left out: none.',
          ),
        ),
        pages: v.optional(pagesOf(pages)),
        namespace: v.optional(
          namedNamespace(
            'The namespace of the ingress controller, or of the pods of the Gateway, which may reach the exposed service. Left out: only its cidrs may.',
          ),
        ),
        cidrs: v.optional(
          someCidrs(
            'name those that the load balancer has',
            'Networks from which a load balancer outside of the cluster reaches the exposed service, such as those of the nodes or of a VPC. Left out: none.',
          ),
        ),
        loadBalancer: v.optional(loadBalancer),
        hsts: v.optional(
          section(
            {
              maxAge: wholeNumber(0, LONGEST_HSTS, 'For how many seconds browsers remember it. 0 makes them forget it.'),
              subdomains: flag('Whether it holds for all names below the host as well.'),
            },
            'Whether browsers are told never to ask without TLS (HSTS), with platform.ingress: direct. It cannot be taken back before its time is over. Left out: they are told nothing.',
          ),
        ),
        requestsPerAddress: v.optional(
          wholeNumber(
            1,
            100_000,
            'How many requests of one client address each replica of the exposed service works on at once, with platform.ingress: direct. Many users may share an address. Left out: 100.',
          ),
        ),
        http01Solvers: flag(
          'Whether pods that cert-manager starts in this namespace to solve an HTTP-01 challenge are reached: by the ingress controller, or through the exposed service where that ends TLS itself. The quota then has room for them.',
        ),
        trustedNetworks: v.optional(
          someCidrs(
            'name the proxies, or clients could name themselves',
            "Networks of all proxies between clients and the exposed service, the ingress controller's pods included. The client that these name is believed. Left out: only the address that the ingress controller adds itself.",
          ),
        ),
        annotations: annotations('Annotations of the Ingress or the HTTPRoute, which controllers read. Left out: none.'),
        origins,
        auth: v.optional(forwardAuthentication(taken)),
      },
      'How users come in.',
    ),
    rule(['host', 'hosts'], (said, at, sound) => {
      const seen = new Set<string>();
      for (const { host: other, path } of hostsOf({ ...said, pages: readable(said.pages, (kind) => sound(`pages.${kind}`)) })) {
        if (seen.has(other)) at(`expected another host, got ${other} twice`, ...path, 'host');
        seen.add(other);
      }
    }),
  );

type Ingress = v.InferOutput<ReturnType<typeof ingressBeside>>;

/** How many requests of one address a replica works on at once, if the profile does not say. */
export const REQUESTS_PER_ADDRESS = 100;

/** A host of a profile. */
interface OwnHost {
  readonly host: string;
  /** The Secret with its certificate. @default - a Gateway's listener has it elsewhere */
  readonly tlsSecret?: ObjectName;
  /** Where it is said, below `ingress`. */
  readonly path: readonly string[];
  /** The part of the platform whose page it shows. @default - it is one of the application */
  readonly page?: string;
}

/** Every host of a profile: those of the application, then those of pages. */
export const hostsOf = ({ host: first, tlsSecret, hosts = [], pages }: Ingress): readonly OwnHost[] => [
  { host: first, tlsSecret, path: [] },
  ...hosts.map((one, index) => ({ ...one, path: ['hosts', String(index)] })),
  ...pagesIn(pages).map(([page, one]) => ({ ...one, path: ['pages', page], page })),
];

type Pages = Ingress['pages'];

/** What a profile says of each page. */
export const pagesIn = (pages: Pages) =>
  Object.entries(pages ?? {}).flatMap(([kind, said]) => (said === undefined ? [] : [[kind, said] as const]));

/** Those pages that can be read. */
export const readable = (pages: Pages, isSound: (kind: string) => boolean): Pages =>
  typeof pages === 'object' && pages !== null ? Object.fromEntries(Object.entries(pages).filter(([kind]) => isSound(kind))) : undefined;

type Key = Exclude<keyof Ingress, 'http01Solvers' | 'host'>;

/** Keys without effect where the exposed service ends TLS itself, each with what to do instead. */
const NOT_DIRECT: Readonly<Partial<Record<Key, string>>> = {
  className: 'leave it out, or say platform.ingress: existing',
  gateway: 'leave it out, or say platform.ingress: existing',
  namespace: 'leave it out, or say platform.ingress: existing',
  cidrs: 'loadBalancer.clients says where users come from',
  annotations: 'loadBalancer.annotations are those of the Service',
};

/** Keys without effect where something else ends TLS. */
const ONLY_DIRECT = ['loadBalancer', 'hsts', 'requestsPerAddress'] as const satisfies readonly Key[];

/** Says what is wrong at a place below `ingress`. */
type Say = (message: string, ...path: readonly string[]) => void;

/** What is wrong with how users come in, beside what the platform says of it. Paths start at the top of the profile. */
export function wayIn(said: Ingress, platform: Pick<Platform, 'ingress'>, at: At, sound: Sound): void {
  const ingress = {
    ...said,
    hosts: sound('ingress.hosts') ? said.hosts : undefined,
    pages: readable(said.pages, (kind) => sound(`ingress.pages.${kind}`)),
    auth: sound('ingress.auth') ? said.auth : undefined,
    loadBalancer: sound('ingress.loadBalancer') ? said.loadBalancer : undefined,
  };
  const complain = platform.ingress === 'direct' ? wayToDirect : wayThroughController;
  complain(ingress, (message, ...path) => at(message, 'ingress', ...path));
}

function wayToDirect(ingress: Ingress, say: Say): void {
  for (const [key, instead] of Object.entries(NOT_DIRECT))
    if (ingress[key as Key] !== undefined)
      say(`expected none beside platform.ingress: direct, which has no ingress controller: ${instead}`, key);
  if (ingress.auth?.behindIngress)
    say('expected false beside platform.ingress: direct, which has no ingress controller', ...'auth.behindIngress'.split('.'));
  if (ingress.trustedNetworks !== undefined && ingress.loadBalancer?.proxyProtocol !== undefined)
    say('expected none beside loadBalancer.proxyProtocol, which says already who the client is', 'trustedNetworks');
  const barred = (['proxyProtocol', 'clients'] as const).find((key) => ingress.loadBalancer?.[key] !== undefined);
  if (ingress.http01Solvers && barred !== undefined)
    say(
      `expected false beside loadBalancer.${barred}, behind which the challenge of a certificate cannot be asked for: solve DNS-01`,
      'http01Solvers',
    );
  needsCertificates(ingress, say);
}

function wayThroughController(ingress: Ingress, say: Say): void {
  for (const key of ONLY_DIRECT)
    if (ingress[key] !== undefined)
      say('expected none beside platform.ingress: existing: an ingress controller or a Gateway ends TLS, and this would do nothing', key);
  if (ingress.gateway !== undefined) {
    if (ingress.className !== undefined)
      say('expected none beside ingress.gateway: an HTTPRoute is written instead of an Ingress', 'className');
    for (const { path, tlsSecret } of hostsOf(ingress))
      if (tlsSecret !== undefined) say('expected none beside ingress.gateway, whose listener has the certificate', ...path, 'tlsSecret');
  } else {
    if (ingress.className === undefined)
      say(
        'expected the IngressClass of the controller that is there, or ingress.gateway, or platform.ingress: direct, got nothing',
        'className',
      );
    needsCertificates(ingress, say);
  }
  if (ingress.namespace === undefined && ingress.cidrs === undefined) {
    const before = ingress.gateway === undefined ? 'the ingress controller' : 'the pods behind the Gateway';
    say(`expected the namespace of ${before}, or cidrs of a load balancer outside: nobody would reach the exposed service`, 'namespace');
  }
}

function needsCertificates(ingress: Ingress, say: Say): void {
  for (const { path, tlsSecret } of hostsOf(ingress))
    if (tlsSecret === undefined) say('expected the Secret with the certificate of the host, got nothing', ...path, 'tlsSecret');
}
