import { clusterPlan, clusterPlanOf, objectsOf } from '../../support/cluster';
import { freePort } from '../control-plane/free-port';
import { committed, find } from '../support/manifests';
import { type Build, Nginx } from './nginx';

/** Where the edge finds who is behind it. */
export interface Behind {
  /** Where the gateway's copies are: an address and a port. @default - nobody listens */
  readonly gateway?: string;
  readonly dashboard?: string;
  /** @default - whoever asks is alice, or who the cookie says */
  readonly authentication?: string;
}

const NOBODY = '127.0.0.1:9';

/** What the edge of a profile is given: that of `cluster`, with values laid over it. */
export const edgeFile = (file: 'nginx.conf' | 'start.sh', assignments: readonly string[] = []): string =>
  find(
    assignments.length === 0 ? committed('cluster') : objectsOf(clusterPlan('cluster', assignments)),
    'ConfigMap',
    /^fm-edge-configuration/,
  ).data[file];

/** The names under which the edge looks those up that are behind it. */
export const GATEWAY = 'fm-api-gateway-copies.faultmaven.svc.cluster.local';
export const DASHBOARD = 'fm-dashboard-copies.faultmaven.svc.cluster.local';
export const LOGIN = 'https://login.example.com/oauth2/auth';

/**
 * A real nginx with the edge's configuration, which waits to be started: in a folder and at a port of its own, and with addresses in the
 * place of names.
 */
export async function edgeAt(
  port: number,
  { gateway = NOBODY, dashboard = NOBODY, authentication = NOBODY }: Behind,
  {
    assignments = [],
    resolver,
    also = {},
    build,
  }: {
    readonly build?: Build;
    readonly assignments?: readonly string[];
    /** Where names are looked up: as start.sh tells. @default - nowhere: it has addresses */
    readonly resolver?: 'of the pod';
    /** What else is otherwise. */
    readonly also?: Readonly<Record<string, string>>;
  } = {},
): Promise<Nginx> {
  const nginx = new Nginx(build);
  await placed(nginx, edgeFile('nginx.conf', assignments), {
    port,
    gateway,
    dashboard,
    resolver,
    also: { [LOGIN]: `http://${authentication}/oauth2/auth`, ...also },
  });
  return nginx;
}

/** nginx.conf of the edge for a profile that extends `cluster`. */
export const edgeOf = (profile: string): string =>
  find(objectsOf(clusterPlanOf(profile)), 'ConfigMap', /^fm-edge-configuration/).data['nginx.conf'];

/** Starts a real nginx with a configuration of the edge, and tells its port. @param authentication what its address becomes, wherever it stands */
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

/** Puts addresses in the place of names, and the test's own folder in that of a pod's. */
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
    'listen 8080 ': `listen 127.0.0.1:${port} `,
    '127.0.0.1:8081': `127.0.0.1:${await freePort()}`,
    ...also,
  });
}
