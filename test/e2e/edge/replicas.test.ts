import { freePort } from '../control-plane/free-port';
import { Dns } from '../lab/dns';
import { eventually } from '../support/eventually';
import { ROOT } from '../support/tools';
import { edgeAt, GATEWAY, startAsInPod } from './edge';
import { failed, Gateways, REPEATABLE, underLoad } from './gateways';
import { Backend, describeWithNginx, get, type Nginx } from './nginx';

jest.setTimeout(120_000);

const COPIES = ['127.77.1.1', '127.77.1.2', '127.77.1.3'] as const;

describeWithNginx(['recent'], [ROOT], 'the edge in front of several gateways', (build) => {
  const authentication = new Backend(({ headers: { cookie = '' } }) => ({ status: 200, headers: { 'X-Auth-Request-User': cookie } }));
  let gateways: Gateways;
  let dns: Dns;
  let nginx: Nginx;
  let port: number;
  let gatewayPort: number;
  let users = 0;

  /** By another user each time, of whom each may ask only so often. */
  const ask = (path: string, method = 'GET') =>
    get(port, path, {
      method,
      headers: { cookie: `user-${users++}` },
      ...(['PUT', 'POST'].includes(method) ? { body: Buffer.from('{}') } : {}),
    });

  beforeAll(async () => {
    dns = await Dns.listenAnywhere();
    dns.answers = 'none';
    [port, gatewayPort] = [await freePort(), await freePort()];
    gateways = new Gateways(gatewayPort);
    nginx = await edgeAt(
      port,
      { gateway: `${GATEWAY}:${gatewayPort}`, authentication: `127.0.0.1:${await authentication.listen()}` },
      { build, resolver: 'of the pod', also: { 'proxy_read_timeout 35s': 'proxy_read_timeout 1s' } },
    );
    await startAsInPod(nginx, port, `nameserver ${dns.address}\n`);
  });

  afterAll(async () => {
    gateways.stop();
    authentication.stop();
    dns?.close();
    await nginx?.stop();
  });

  it('starts while the DNS does not answer, and finds the gateways when it does', async () => {
    expect((await get(port, '/healthz')).status).toBe(200);
    dns.answers = 'all';
    expect((await ask('/api/v1/cases')).status).toBe(502);
    gateways.start(COPIES[0]);
    dns.set(GATEWAY, COPIES[0]);
    await eventually('the first is asked', 30, async () => (await ask('/api/v1/cases')).status === 200);
  });

  it('sends requests to gateways that are added later', async () => {
    for (const address of COPIES.slice(1)) gateways.start(address);
    dns.set(GATEWAY, ...COPIES);
    const asked = new Set<unknown>();
    await eventually('all are asked', 40, async () => {
      asked.add((await ask('/api/v1/cases')).headers['x-copy']);
      return asked.size === COPIES.length;
    });
  });

  it('repeats a request at another gateway after a 502, unless that could do something twice', async () => {
    const statuses = async (method: string): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: 24 }, () => ask(`/api/fails-at/${COPIES[1]}`, method)))).map(({ status }) => status);
    // Each worker of nginx asks the DNS for itself: one may know the first gateway alone for as long as that answer is valid.
    await eventually('what is not repeated meets the one that fails', 40, async () => {
      const posted = await statuses('POST');
      expect([...new Set(posted)].filter((status) => status !== 200 && status !== 502)).toEqual([]);
      return posted.filter((status) => status === 502).length >= 4;
    });
    for (const method of REPEATABLE) expect([method, ...new Set(await statuses(method))]).toEqual([method, 200]);
  });

  it('hides a killed gateway from everybody but those whose request it may have carried out', async () => {
    const before = nginx.missed;
    const asking = (method: string) => ask('/api/v1/cases', method);
    const counts = await underLoad(asking, [...REPEATABLE, ...REPEATABLE, 'POST', 'POST', 'PATCH'], async () => {
      await gateways.kill(COPIES[2]);
      await eventually('the dead one was met', 30, () => nginx.missed > before + 20);
    });
    process.stderr.write(`a gateway killed under load: ${JSON.stringify(counts)}\n`);
    expect(failed(counts, REPEATABLE)).toEqual([]);
    for (const method of REPEATABLE) expect(counts[`${method} 200`]).toBeGreaterThan(0);
    // What could not be repeated says so, and nothing else goes wrong.
    expect(failed(counts, ['POST', 'PATCH']).filter((key) => !key.endsWith(' 502'))).toEqual([]);
  });

  it('hides a hanging gateway from readers', async () => {
    gateways.signal(COPIES[1], 'SIGSTOP');
    const before = nginx.missed;
    const statuses = new Set<number>();
    await eventually('it was asked', 60, async () => {
      statuses.add((await ask('/api/v1/cases')).status);
      return nginx.missed > before + 1;
    });
    gateways.signal(COPIES[1], 'SIGCONT');
    expect([...statuses]).toEqual([200]);
  });
});

describeWithNginx(['recent'], [ROOT], 'the edge, while its node still sends DNS queries to a pod that is gone', (build) => {
  const [authentication, gateway] = [new Backend(() => ({ status: 200, headers: { 'X-Auth-Request-User': 'alice' } })), new Backend()];
  let dns: Dns;
  let nginx: Nginx;
  let port: number;

  beforeAll(async () => {
    dns = await Dns.listenAnywhere();
    dns.answers = 'later';
    port = await freePort();
    nginx = await edgeAt(
      port,
      { gateway: `${GATEWAY}:${await gateway.listen('127.77.1.4')}`, authentication: `127.0.0.1:${await authentication.listen()}` },
      { build, resolver: 'of the pod', also: { 'worker_processes 2': 'worker_processes 1' } },
    );
    dns.set(GATEWAY, '127.77.1.4');
    await startAsInPod(nginx, port, `nameserver ${dns.address}\n`);
  });

  afterAll(async () => {
    for (const one of [authentication, gateway]) one.stop();
    dns?.close();
    await nginx?.stop();
  });

  it('repeats the query from another port', async () => {
    expect((await get(port, '/api/v1/cases')).status).toBe(200);
  });
});
