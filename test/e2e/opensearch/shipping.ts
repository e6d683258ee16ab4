import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratch } from '../../support/scratch';
import { Collector } from '../platform/collector';
import { ContainerLog } from '../platform/container-log';
import { Delivery } from '../platform/delivery';
import { passwordOf, type Store } from './cluster';
import { Front } from './front';

const LOOKS_EVERY_MS = 100;

/** Where the shipper finds what is in its Secret. */
const CREDENTIALS = '/etc/log-store';

/**
 * The shipper with the real exporter for OpenSearch, which adds what containers write to a store. The exporter of this release cannot be had. In
 * that of 0.130 no file can hold who it is, so its environment does. It ends with the lab, if nobody stops it before.
 */
export class Shipping {
  /** @param first the ordinal of the member that it is connected to first */
  static async start(store: Store, first = 0): Promise<Shipping> {
    const folder = scratch();
    const front = await Front.start(store, first);
    const shipping = new Shipping(folder, front);
    shipping.trust(store.ca);
    const delivery = await Delivery.start(join(folder, 'delivery'), {
      program: 'otelcol-search',
      objects: store.objects,
      exporters: ({ opensearch: { http, ...opensearch } }) => ({
        opensearch: {
          ...opensearch,
          http: {
            ...http,
            endpoint: `https://127.0.0.1:${front.port}`,
            tls: { ca_file: http.tls.ca_file.replace(CREDENTIALS, folder), server_name_override: 'opensearch' },
          },
        },
      }),
      extensions: { 'basicauth/store': { client_auth: { username: 'shipper', password: '${env:SHIPPER_PASSWORD}' } } },
      env: { SHIPPER_PASSWORD: passwordOf('shipper') },
    });
    shipping.delivery = delivery;
    const collector = await Collector.in(join(folder, 'collector'), delivery.port);
    shipping.collector = collector;
    await collector.start();
    store.lab.adopt(shipping);
    shipping.looking = shipping.look();
    return shipping;
  }

  /** When the store had taken records, in milliseconds since 1970. */
  readonly taken: number[] = [];
  private delivery!: Delivery;
  private collector!: Collector;
  private looking?: Promise<void>;
  private isStopped = false;
  private readonly seen = { sent: 0, failed: 0 };
  private failures = 0;

  private constructor(
    private readonly folder: string,
    readonly front: Front,
  ) {}

  /** How many records were in requests that failed, as a whole or in part: no more than these may come twice. */
  get uncertain(): number {
    return this.failures;
  }

  /** What went wrong last. */
  get log(): string {
    return this.delivery.log;
  }

  /** What a container writes. @param pod the name of its pod */
  container(pod: string): ContainerLog {
    return new ContainerLog(this.collector.pods, `faultmaven_${pod}-7c9d8f6b5-x2k4j`, 'main');
  }

  /** Writes the authorities that it trusts from its next start on. */
  trust(authorities: string): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'ca.crt'), authorities);
  }

  /** Starts what speaks with the store anew. */
  async restart(): Promise<void> {
    await this.delivery.stop();
    Object.assign(this.seen, { sent: 0, failed: 0 });
    await this.delivery.start();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.looking;
    await this.collector.kill();
    await this.delivery.stop();
    await this.front.stop();
  }

  private async look(): Promise<void> {
    while (!this.isStopped) {
      try {
        const { sent, failed } = await this.delivery.counts();
        if (sent > this.seen.sent) this.taken.push(Date.now());
        if (failed > this.seen.failed) this.failures += failed - this.seen.failed;
        Object.assign(this.seen, { sent, failed });
      } catch {
        // It starts anew.
      }
      await sleep(LOOKS_EVERY_MS);
    }
  }
}
