import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { blackboxYml } from '../../../lib/platform/monitoring/blackbox/blackbox';
import { ANY_CERTIFICATE_MODULE, FRONT_DOOR_MODULE } from '../../../lib/platform/monitoring/prometheus/scraping';
import { scratch } from '../../support/scratch';
import { Authority } from '../control-plane/authority';
import { describeWith } from '../support/tools';
import { blackboxExporter, type Exporter } from './exporters';
import { BLACKBOX_EXPORTER } from './programs';

const HOST = 'a.example.org';

describeWith([BLACKBOX_EXPORTER], 'the host of users, asked at another address', () => {
  let blackbox: Exporter;
  let door: Server;
  /** Under which name each request came, in its handshake and in its header. */
  const names: [unknown, unknown][] = [];

  beforeAll(async () => {
    blackbox = await blackboxExporter(blackboxYml());
    const { certificate, key } = new Authority(scratch()).issue('door', { user: 'door', hosts: [HOST] });
    door = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
      names.push([(request.socket as TLSSocket).servername, request.headers.host]);
      response.writeHead(302, { location: 'https://login.example.org/' }).end();
    });
    await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  });

  afterAll(async () => {
    door?.close();
    await blackbox?.stop();
  });

  /** What Prometheus gets that asks as the generated job does. */
  async function asked(module: string): Promise<string> {
    const { port } = door.address() as AddressInfo;
    const parameters = new URLSearchParams({ module, target: `https://127.0.0.1:${port}/`, hostname: HOST });
    return (await fetch(`http://${blackbox.address}/probe?${parameters}`)).text();
  }

  it('gets its own name, and a way to the login is an answer', async () => {
    const metrics = await asked(ANY_CERTIFICATE_MODULE);
    expect(metrics).toMatch(/^probe_success 1$/m);
    expect(metrics).toMatch(/^probe_ssl_earliest_cert_expiry [\d.e+]+$/m);
    expect(names).toEqual([[HOST, HOST]]);
  });

  it('is down for users if nobody knows who has signed its certificate', async () => {
    expect(await asked(FRONT_DOOR_MODULE)).toMatch(/^probe_success 0$/m);
  });
});
