import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterPlan, clusterPlanOf, objectsOf } from '../../support/cluster';
import { freePort } from '../control-plane/free-port';
import { type Any, committed, find } from '../support/manifests';
import { type Build, Nginx } from './nginx';

/** Addresses and ports of the edge's backends. */
export interface Behind {
  /** @default - a port where nobody listens; so are the others */
  readonly gateway?: string;
  readonly dashboard?: string;
  readonly authentication?: string;
}

const NOBODY = '127.0.0.1:9';

/** A committed file of edge or dashboard. */
export const fileOf = (service: 'fm-edge' | 'fm-dashboard', file: string): string =>
  find(committed('cluster'), 'ConfigMap', new RegExp(`^${service}-configuration`)).data[file];

/** The edge's nginx.conf in the profile `cluster` with values set. */
const configurationWith = (assignments: readonly string[]): string =>
  assignments.length === 0 ? fileOf('fm-edge', 'nginx.conf') : configurationIn(objectsOf(clusterPlan('cluster', assignments)));

const configurationIn = (objects: readonly Any[]): string => find(objects, 'ConfigMap', /^fm-edge-configuration/).data['nginx.conf'];

/** The names by which the edge finds its backends. */
export const GATEWAY = 'fm-api-gateway-replicas.faultmaven.svc.cluster.local';
export const DASHBOARD = 'fm-dashboard-replicas.faultmaven.svc.cluster.local';
export const LOGIN = 'https://login.example.com/oauth2/auth';

/**
 * A real nginx with the edge's configuration, not started yet. It has a folder and a port of its own, and addresses in the place of
 * names.
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
    /** Names are resolved as start.sh configures it. @default - no names are resolved */
    readonly resolver?: 'of the pod';
    /** Other texts to replace. */
    readonly also?: Readonly<Record<string, string>>;
  } = {},
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

/** nginx.conf of the edge for a profile that extends `cluster`. */
export const edgeOf = (profile: string): string => configurationIn(objectsOf(clusterPlanOf(profile)));

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
