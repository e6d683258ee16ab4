import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, Socket } from 'node:net';
import type { Api } from './api';
import type { KeyPair } from './authority';
import type { KubeObject, List, PodObject } from './objects';

/** The CPU that a pod uses, in millicores. `asked` are all pods of the request, so that they can share a load. */
export type Usage = (pod: PodObject, asked: readonly PodObject[]) => number;

const GROUP = 'metrics.k8s.io';
const VERSION = 'v1beta1';
const SERVICE = { namespace: 'kube-system', name: 'metrics' };

/**
 * The metrics API, with numbers that the test sets. It answers for running pods only, as metrics-server does.
 */
export class Metrics {
  /** The host name in its certificate. */
  static readonly HOST = `${SERVICE.name}.${SERVICE.namespace}.svc`;

  /** The usage that autoscalers see. @default - every pod idles */
  usage: Usage = () => 0;

  private readonly server: Server;

  constructor(
    private readonly api: Api,
    private readonly authority: string,
    { certificate, key }: KeyPair,
  ) {
    this.server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
      void this.answer(request.url ?? '/').then(
        (body) =>
          response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {})),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    this.server.on('connection', (socket) => socket instanceof Socket && socket.unref());
  }

  /** Listens, and returns the objects that register it with the API server. */
  async listen(): Promise<readonly KubeObject[]> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.server.unref();
    const { port } = this.server.address() as AddressInfo;
    // Endpoints may not name the loopback interface; an external name may.
    const service = { apiVersion: 'v1', kind: 'Service', metadata: SERVICE, spec: { type: 'ExternalName', externalName: 'localhost' } };
    const apiService = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `${VERSION}.${GROUP}` },
      spec: {
        group: GROUP,
        version: VERSION,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { ...SERVICE, port },
        caBundle: readFileSync(this.authority).toString('base64'),
      },
    };
    return [service, apiService];
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(url: string): Promise<unknown> {
    const { pathname, search } = new URL(url, 'https://localhost');
    if (pathname === `/apis/${GROUP}/${VERSION}`) return RESOURCES;
    const [, namespace, name] = POD_METRICS.exec(pathname) ?? [];
    if (namespace === undefined) return undefined;
    const path = `/api/v1/namespaces/${namespace}/pods`;
    if (name !== undefined) {
      const pod = await this.api.get<PodObject>(`${path}/${name}`);
      return this.metricsOf(pod, [pod]);
    }
    const { items } = await this.api.get<List<PodObject>>(`${path}${search}`);
    const running = items.filter((pod) => pod.status?.phase === 'Running');
    return { ...TYPE, kind: 'PodMetricsList', metadata: {}, items: running.map((pod) => this.metricsOf(pod, running)) };
  }

  private metricsOf(pod: PodObject, asked: readonly PodObject[]): unknown {
    const { name, namespace, labels } = pod.metadata;
    return {
      ...TYPE,
      kind: 'PodMetrics',
      metadata: { name, namespace, labels, creationTimestamp: new Date().toISOString() },
      timestamp: new Date().toISOString(),
      window: '10s',
      // An autoscaler by pods adds up the containers; one by container reads the first.
      containers: pod.spec.containers.map((container, index) => ({
        name: container.name,
        usage: { cpu: index === 0 ? `${Math.round(this.usage(pod, asked) * 1_000_000)}n` : '0', memory: '64Mi' },
      })),
    };
  }
}

const TYPE = { apiVersion: `${GROUP}/${VERSION}` };

const POD_METRICS = new RegExp(`^/apis/${GROUP}/${VERSION}/namespaces/([^/]+)/pods(?:/([^/]+))?$`);

const RESOURCES = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: TYPE.apiVersion,
  resources: [{ name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }],
};
