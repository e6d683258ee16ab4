import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterPlan, clusterPlanOf, objectsOf } from '../../support/cluster';
import { freePort } from '../control-plane/free-port';
import { type Any, find } from '../support/manifests';
import { CertificateVolume, certificate } from './certificates';
import { type Build, Nginx } from './nginx';

/** Addresses and ports of the edge's backends. */
export interface Behind {
  /** @default - a port where nobody listens; so are the others */
  readonly gateway?: string;
  readonly dashboard?: string;
  readonly authentication?: string;
}

const NOBODY = '127.0.0.1:9';

/** The profile `cluster` with an ingress controller before its edge, whatever it has itself. Nobody watches it, or edges would share a port. */
export const EXISTING = [
  ...['platform.ingress=existing', 'platform.monitoring=none'],
  ...['ingress.className=nginx', 'ingress.namespace=nginx-ingress'],
];

let made: readonly Any[] | undefined;
const existing = (): readonly Any[] => {
  made ??= objectsOf(clusterPlan('cluster', EXISTING));
  return made;
};

/** A file of the dashboard, or of an edge behind an ingress controller. */
export const fileOf = (service: 'fm-edge' | 'fm-dashboard', file: string): string =>
  find(existing(), 'ConfigMap', new RegExp(`^${service}-configuration`)).data[file];

/** nginx.conf of an edge behind an ingress controller, in the profile `cluster` with values set. */
const configurationWith = (assignments: readonly string[]): string =>
  configurationIn(assignments.length === 0 ? existing() : objectsOf(clusterPlan('cluster', [...EXISTING, ...assignments])));

const configurationIn = (objects: readonly Any[]): string => find(objects, 'ConfigMap', /^fm-edge-configuration/).data['nginx.conf'];

/** The names by which the edge finds its backends. */
export const GATEWAY = 'fm-api-gateway-replicas.faultmaven.svc.cluster.local';
export const DASHBOARD = 'fm-dashboard-replicas.faultmaven.svc.cluster.local';
export const LOGIN = 'https://login.example.com/oauth2/auth';

/** How a configuration is fitted to the machine of the test. */
interface Placing {
  readonly build?: Build;
  /** Names are resolved as start.sh configures it. @default - no names are resolved */
  readonly resolver?: 'of the pod';
  /** Other texts to replace. */
  readonly also?: Readonly<Record<string, string>>;
}

/**
 * A real nginx with the edge's configuration, not started yet. It has a folder and a port of its own, and addresses in the place of
 * names.
 */
export async function edgeAt(
  port: number,
  { gateway = NOBODY, dashboard = NOBODY, authentication = NOBODY }: Behind,
  { assignments = [], resolver, also = {}, build }: Placing & { readonly assignments?: readonly string[] } = {},
): Promise<Nginx> {
  const nginx = new Nginx(build);
  await placed(nginx, configurationWith(assignments), {
    port,
    gateway,
    dashboard,
    resolver,
    also: { [LOGIN]: `http://${authentication}/oauth2/auth`, ...also },
  });
  return nginx;
}

/** A profile of an edge that ends TLS itself. @param ingress further keys of the section, as YAML */
export const direct = (ingress = ''): string =>
  `platform: { ingress: direct, monitoring: none }\ningress: { className: null, namespace: null${ingress === '' ? '' : `, ${ingress}`} }\n`;

/** Where an edge that ends TLS itself listens in a test. */
export interface DirectEdge {
  readonly http: number;
  readonly https: number;
  readonly certificates: CertificateVolume;
}

/** The profile's own host, and the Secret with its certificate. */
export const HOST = 'faultmaven.example.com';
export const SECRET = 'faultmaven-tls';

/**
 * A real nginx with the configuration of a profile whose edge ends TLS itself, not started yet, and a certificate for its host.
 *
 * @param port where its probes ask
 */
export async function directEdgeAt(
  port: number,
  behind: Behind,
  { profile = direct(), also = {}, ...more }: { readonly profile?: string } & Pick<Placing, 'also' | 'build' | 'resolver'> = {},
): Promise<{ readonly nginx: Nginx } & DirectEdge> {
  const [http, https] = [await freePort(), await freePort()];
  const nginx = new Nginx(more.build);
  const certificates = new CertificateVolume(join(nginx.folder, 'tls'));
  await placed(nginx, configurationIn(objectsOf(clusterPlanOf(profile))), {
    port,
    gateway: behind.gateway ?? NOBODY,
    dashboard: behind.dashboard ?? NOBODY,
    resolver: more.resolver,
    also: {
      [LOGIN]: `http://${behind.authentication ?? NOBODY}/oauth2/auth`,
      'listen 8000': `listen 127.0.0.1:${http}`,
      'listen 8443': `listen 127.0.0.1:${https}`,
      '/etc/tls/': `${certificates.folder}/`,
      ...also,
    },
  });
  certificates.replace({ [SECRET]: certificate(HOST) });
  return { nginx, http, https, certificates };
}

/** nginx.conf of an edge behind an ingress controller, for a profile that extends `cluster`. */
export const edgeOf = (profile: string): string =>
  configurationIn(objectsOf(clusterPlanOf(profile, { extending: './existing.yaml', beside: { 'existing.yaml': EXISTING_PROFILE } })));

const EXISTING_PROFILE = `extends: cluster
target: kubernetes
platform: { ingress: existing, monitoring: none }
ingress: { className: nginx, namespace: nginx-ingress }
`;

/** Starts a real nginx with a configuration of the edge, and returns its port. @param authentication its URL in the configuration, and in the test */
export async function startEdge(
  nginx: Nginx,
  configuration: string,
  {
    authentication: [from, to],
    ...behind
  }: Required<Omit<Behind, 'authentication'>> & { readonly authentication: readonly [from: string, to: string] },
): Promise<number> {
  const port = await freePort();
  await placed(nginx, configuration, { ...behind, port, also: { [from]: to } });
  await nginx.start(port);
  return port;
}

/** Starts an edge by its start.sh, as its pod does. @param resolvConf the content of /etc/resolv.conf */
export async function startAsInPod(nginx: Nginx, port: number, resolvConf: string): Promise<void> {
  const file = join(nginx.folder, 'resolv.conf');
  writeFileSync(file, resolvConf);
  await nginx.start(port, nginx.inFolder(fileOf('fm-edge', 'start.sh')).replaceAll('/etc/resolv.conf', file), '/healthz');
}

/** Replaces names by addresses, and a pod's folders by the test's. */
async function placed(
  nginx: Nginx,
  configuration: string,
  {
    port,
    gateway,
    dashboard,
    resolver,
    also,
  }: Required<Omit<Behind, 'authentication'>> & {
    /** Where it answers an ingress controller, or probes if it ends TLS itself. */
    readonly port: number;
    readonly resolver?: 'of the pod';
    readonly also: Readonly<Record<string, string>>;
  },
): Promise<void> {
  nginx.configure(configuration, {
    'include /tmp/resolver.conf;': resolver === undefined ? 'resolver 127.0.0.1;' : `include ${nginx.folder}/tmp/resolver.conf;`,
    '/dev/stderr warn': `${nginx.folder}/errors notice`,
    '/dev/stdout': `${nginx.folder}/requests`,
    'pid /run/': `pid ${nginx.folder}/run/`,
    '_path /tmp/': `_path ${nginx.folder}/tmp/`,
    [`${GATEWAY}:8090`]: gateway,
    [`${DASHBOARD}:8080`]: dashboard,
    'listen 8080': `listen 127.0.0.1:${port}`,
    '127.0.0.1:8081': `127.0.0.1:${await freePort()}`,
    ...also,
  });
}
