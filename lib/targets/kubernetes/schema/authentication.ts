import * as v from 'valibot';
import { ONLY_THE_NODE } from '../../../model/whereabouts';
import { ANYWHERE, destinations, namedNamespace, url } from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { flag, listOf, parsedText, section } from '../../../shape/values';
import { HEADER_NAME, headerName } from '../../../units/header-name';
import { addressOf, type HttpUrl, isOneself, isWithin } from '../../../units/http-url';
import { loginPathsBeside } from '../../../units/login-path';
import { ORIGIN, origin } from '../../../units/origin';
import { fullName, placeOf } from '../../../units/place';
import { SIGN_IN_URL, type SignInUrl, signInUrl } from '../../../units/sign-in-url';

const header = (description: string) => parsedText(headerName, HEADER_NAME, description);

/** @param taken first parts of the paths that the application answers itself: no login may be there */
export const forwardAuthentication = (taken: readonly string[]) =>
  section(
    {
      url: url(
        'The URL that is asked before every request. It answers 2xx if it knows the user, 401 if it does not, and 403 if the user has no access.',
      ),
      namespace: v.optional(namedNamespace('The namespace that it runs in. Left out: it runs outside of the cluster.')),
      networks: v.optional(
        destinations(
          ANYWHERE,
          'The networks that it runs in, if it has no public address. Left out beside no namespace: any public address.',
        ),
      ),
      behindIngress: flag(
        "Whether its public name leads to the same ingress controller. Requests then go straight to the controller's pods.",
      ),
      signIn: v.optional(
        parsedText(
          signInUrl,
          SIGN_IN_URL,
          'The page that a browser is sent to if its user is not signed in. The address that it asked for is added as a parameter: the last one of the URL if that has no value, else rd. Left out: the browser gets 401.',
        ),
      ),
      path: v.optional(
        parsedText(
          loginPathsBeside(taken).parse,
          loginPathsBeside(taken).pattern,
          'A path of the host that leads to the server of url without being asked for a user, such as /oauth2/: the pages of the login. Left out: none.',
        ),
      ),
      headers: v.pipe(
        section(
          {
            id: header('The header of its answer with the name of the user.'),
            email: header('The header with the e-mail address of the user.'),
            roles: header('The header with the roles of the user.'),
          },
          'Headers of its answer that say who the user is. Headers of these names that a client sends are dropped.',
        ),
        rule(['id', 'email', 'roles'], (headers, at) => {
          const seen = new Map<string, string>();
          for (const [what, name] of Object.entries(headers)) {
            const earlier = seen.get(name.toLowerCase());
            if (earlier !== undefined) at(`expected another header than that of ${earlier}, got ${name}`, what);
            seen.set(name.toLowerCase(), what);
          }
        }),
      ),
    },
    'Forward authentication: who a user is, is asked before anything else is answered.',
  );

export const origins = v.optional(
  listOf(
    parsedText(origin, ORIGIN, ''),
    20,
    'origins',
    'Other origins whose pages and browser extensions may call the API with the cookies of a user. Left out: only the host itself.',
  ),
);

export type Authentication = v.InferOutput<ReturnType<typeof forwardAuthentication>>;

/** The values of a profile that decide whether its login can be reached. */
interface Surroundings {
  /** The hosts of the deployment. */
  readonly hosts: readonly string[];
  /** The namespace of the ingress controller. @default - it is no pod of the cluster */
  readonly controller: string | undefined;
  readonly clusterDomain: string;
}

/** What is wrong, and the key of the wrong value. */
type Complaint = readonly [message: string, key: 'url' | 'namespace' | 'networks' | 'behindIngress' | 'signIn'];

/**
 * Why the exposed service cannot reach the authentication (nginx cannot resolve its name, or a policy blocks it), and why a browser cannot reach the
 * login.
 */
export const wayToLogin = (auth: Authentication, around: Surroundings): readonly Complaint[] => [
  ...wayOfEdge(auth, around),
  ...(auth.signIn === undefined ? [] : wayOfBrowser(auth.signIn, auth.path, around)),
];

function wayOfEdge({ url: asked, namespace, networks, behindIngress }: Authentication, around: Surroundings): readonly Complaint[] {
  const { hostname, protocol } = new URL(asked);
  const address = addressOf(asked);
  const place = placeOf(asked, around.clusterDomain);
  const fullIn = (inside: string | undefined = namespace, service?: string) => fullName(around.clusterDomain, inside, service);
  if (place.kind === 'oneself') return [['expected the address of the authentication: there the exposed service finds only itself', 'url']];
  if (place.kind === 'node') return [[`expected the address of the authentication: ${ONLY_THE_NODE}`, 'url']];
  if (around.hosts.includes(hostname))
    return [
      ["expected the address of the authentication: at the deployment's own host the exposed service would ask itself for ever", 'url'],
    ];
  if (place.kind === 'cluster') return [[`expected a full name such as ${fullIn()}`, 'url']];
  if (place.kind === 'service') return wayInCluster(place.namespace, { namespace, networks, behindIngress });
  if (namespace !== undefined) return [[`expected a full name such as ${fullIn()}: the exposed service tries no endings`, 'url']];
  // Networks in the profile show that an unusual ending is meant.
  if (place.kind === 'short' && (place.whole === 'never' || networks === undefined || protocol === 'http:'))
    return [
      [
        `expected a full name such as login.example.com, or ${fullIn(place.namespace, place.service)} beside its namespace: the exposed service tries no endings`,
        'url',
      ],
    ];
  if (networks === undefined && place.kind === 'private')
    return [['expected the networks of its url, which is at no public address, or the namespace that it runs in', 'networks']];
  if (networks === undefined && protocol === 'http:')
    return [
      ['expected https, because on the internet anybody on the way could say who a user is; inside, its namespace or networks', 'url'],
    ];
  if (address !== undefined && networks !== undefined && !isWithin(address, networks))
    return [[`expected networks that hold the address of its url, ${address}`, 'networks']];
  if (behindIngress && around.controller === undefined)
    return [['expected false, because no pods of the cluster are the ingress controller: ingress.namespace names none', 'behindIngress']];
  return [];
}

function wayInCluster(
  leadsTo: string,
  { namespace, networks, behindIngress }: Pick<Authentication, 'namespace' | 'networks' | 'behindIngress'>,
): readonly Complaint[] {
  if (namespace === undefined) return [[`expected the namespace that its url leads to, ${leadsTo}, got nothing`, 'namespace']];
  if (namespace !== leadsTo) return [[`expected the namespace that its url leads to, ${leadsTo}, got ${namespace}`, 'namespace']];
  return [
    ...(networks === undefined ? [] : [['expected none beside a namespace, which says already where it runs', 'networks'] as const]),
    ...(behindIngress
      ? [['expected false: a name of the cluster does not lead through the ingress controller', 'behindIngress'] as const]
      : []),
  ];
}

function wayOfBrowser(signIn: SignInUrl, path: Authentication['path'], { hosts, clusterDomain }: Surroundings): readonly Complaint[] {
  const { hostname, pathname, origin } = new URL(signIn);
  if (isOneself(origin as HttpUrl) || /\.svc(\.|$)/.test(hostname) || hostname.endsWith(`.${clusterDomain}`))
    return [['expected an address that browsers reach, got one inside the cluster', 'signIn']];
  if (!hosts.includes(hostname) || (path !== undefined && pathname.startsWith(path))) return [];
  const below = path === undefined ? 'beside it the path of the login, such as path: /oauth2/' : `an address below ${path}`;
  return [[`expected ${below}: the exposed service would send the browser to itself for ever`, 'signIn']];
}
