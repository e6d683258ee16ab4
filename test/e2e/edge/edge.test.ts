import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { Dns } from '../lab/dns';
import { eventually } from '../support/eventually';
import { describeWith, NGINX, ROOT } from '../support/tools';
import { directEdgeAt, edgeAt, fileOf, HOST, startAsInPod } from './edge';
import { type Answer, type Asking, Backend, get, Nginx } from './nginx';

jest.setTimeout(60_000);

describeWith([NGINX], 'the edge under a real nginx', () => {
  describe.each(['existing', 'direct'] as const)('with platform.ingress: %s', provesAnEdge);
});

/** What holds for every edge, whoever ends TLS. */
function provesAnEdge(mode: 'existing' | 'direct'): void {
  let nginx: Nginx;
  const gateway = new Backend();
  const dashboard = new Backend();
  /** Knows alice by her cookie, and of bob no more than his name; lets an unnamed user pass without saying who it is. */
  const authentication = new Backend(({ headers: { cookie } }): { status: number; headers?: Record<string, string> } => {
    if (cookie === 'session=alice') {
      return {
        status: 200,
        headers: { 'X-Auth-Request-User': 'alice', 'X-Auth-Request-Email': 'alice@test.org', 'X-Auth-Request-Groups': 'engineers' },
      };
    }
    if (cookie === 'session=bob') return { status: 200, headers: { 'X-Auth-Request-User': 'bob', 'X-Auth-Request-Groups': '' } };
    return { status: cookie === 'session=unnamed' ? 200 : 401 };
  });
  let port: number;

  beforeAll(async () => {
    const probes = await freePort();
    const behind = {
      gateway: `127.0.0.1:${await gateway.listen()}`,
      dashboard: `127.0.0.1:${await dashboard.listen()}`,
      authentication: `127.0.0.1:${await authentication.listen()}`,
    };
    if (mode === 'existing') {
      nginx = await edgeAt(probes, behind);
      port = probes;
    } else {
      ({ nginx, https: port } = await directEdgeAt(probes, behind));
    }
    await nginx.start(probes);
  });

  const ask = (path: string, options: Asking = {}): Promise<Answer> =>
    get(port, path, mode === 'direct' ? { tls: HOST, ...options } : options);

  beforeEach(() => {
    for (const backend of [gateway, dashboard, authentication]) backend.received.length = 0;
  });

  afterAll(async () => {
    for (const backend of [gateway, dashboard, authentication]) backend.stop();
    await nginx?.stop();
  });

  const alice = (path: string, options: Asking = {}): Promise<Answer> =>
    ask(path, { ...options, headers: { cookie: 'session=alice', ...options.headers } });

  it('is a configuration that nginx accepts', () => {
    expect(nginx.test()).toContain('syntax is ok');
  });

  it('passes on who the user is, and no identity header of the client', async () => {
    await alice('/api/v1/cases', {
      headers: {
        'X-User-ID': 'victim',
        'x-user-email': 'victim@test.org',
        X_User_ID: 'victim',
        'X-User-Roles': 'admin',
        'X-User-Anything': 'victim',
        'X-Forwarded-User': 'victim',
        'X-Auth-Request-User': 'victim',
        Authorization: 'Bearer forged',
      },
    });
    const [{ headers }] = gateway.received as [(typeof gateway.received)[number]];
    expect(headers).toMatchObject({ 'x-user-id': 'alice', 'x-user-email': 'alice@test.org', 'x-user-roles': 'engineers' });
    expect(JSON.stringify(headers)).not.toMatch(/victim|admin|forged/);
  });

  it('says that a user has no roles and no address, or the gateway would add its own', async () => {
    await ask('/api/v1/cases', { headers: { cookie: 'session=bob', 'X-User-Roles': 'admin', 'X-User-Email': 'victim@test.org' } });
    expect(gateway.received[0]?.headers).toMatchObject({
      'x-user-id': 'bob',
      'x-user-email': 'none@user.invalid',
      'x-user-roles': '[]',
    });
  });

  it.each([
    ['nobody', {}],
    ['somebody whom the authentication does not know', { cookie: 'session=mallory' }],
    ['somebody whom it lets pass without a name', { cookie: 'session=unnamed' }],
    ['somebody who brings a name along', { cookie: 'session=unnamed', 'X-User-ID': 'alice', 'X-Auth-Request-User': 'alice' }],
  ])('answers 401 to %s, and passes nothing on', async (_, headers) => {
    for (const path of ['/api/v1/cases', '/', '/index.html']) expect([path, (await ask(path, { headers })).status]).toEqual([path, 401]);
    expect([...gateway.received, ...dashboard.received]).toEqual([]);
  });

  it.each([
    '/admin',
    '/admin/users',
    '/ADMIN/users',
    '/docs',
    '/redoc',
    '/openapi.json',
    '/api/v1/auth/dev-login',
    '/api/v1/auth/dev-register',
    '/api/v1/auth/%64ev-login',
    '//api//v1/auth/dev-login',
    '/api/v1/x/../auth/dev-login',
    '/api/v1/AUTH/dev-login',
    '/%61dmin/users',
    '/api/v1/auth/%2564ev-login',
    '/api/v1/auth/%252564ev-login',
    '/api/v1%252Fauth/dev-login',
  ])('closes %s', async (path) => {
    expect((await alice(path)).status).toBe(404);
    expect([...gateway.received, ...dashboard.received]).toEqual([]);
  });

  it('sends the API to the gateway and everything else to the dashboard, with method, query, body and cookies', async () => {
    expect((await alice('/api/v1/cases?limit=5', { method: 'POST', body: Buffer.from('{}') })).body).toBe('answered');
    await alice('/cases/1?tab=2');
    expect(gateway.received).toEqual([expect.objectContaining({ method: 'POST', url: '/api/v1/cases?limit=5', length: 2 })]);
    expect(dashboard.received).toEqual([expect.objectContaining({ method: 'GET', url: '/cases/1?tab=2', length: 0 })]);
    for (const { headers } of [...gateway.received, ...dashboard.received])
      expect(headers).toMatchObject({ cookie: 'session=alice', host: 'faultmaven.example.com', 'x-forwarded-proto': 'https' });
  });

  it('passes on a percent sign in a query', async () => {
    expect((await alice('/api/v1/cases?q=100%25')).status).toBe(200);
    expect(gateway.received[0]?.url).toBe('/api/v1/cases?q=100%25');
  });

  it('passes on the address of the real client, whatever the client claims', async () => {
    await alice('/api/v1/cases', { headers: { 'X-Forwarded-For': '1.2.3.4, 203.0.113.9' } });
    // A controller names its client. Who asks an edge that ends TLS itself is the client.
    expect(gateway.received[0]?.headers['x-forwarded-for']).toBe(mode === 'existing' ? '203.0.113.9' : '127.0.0.1');
  });

  it('accepts an upload of slightly more than 50 MB, and refuses a larger one', async () => {
    const size = 55_000_000;
    expect((await alice('/api/v1/evidence', { method: 'POST', body: Buffer.alloc(size) })).status).toBe(200);
    expect(gateway.received[0]?.length).toBe(size);
    const refused = await alice('/api/v1/evidence', {
      method: 'POST',
      headers: { 'content-length': '65000000' },
      body: Buffer.alloc(1),
    }).catch(() => undefined);
    expect([413, undefined]).toContain(refused?.status);
    expect(gateway.received).toHaveLength(1);
  });

  it('logs what the gateway took, without the time of a slow client, and of its own answers no time', async () => {
    const body = Buffer.alloc(200_000);
    const headers = { host: HOST, cookie: 'session=alice', 'content-length': String(body.length) };
    const to = { host: '127.0.0.1', port, path: '/api/v1/slowly', method: 'POST', headers };
    await new Promise<void>((resolve) => {
      const answered = (response: NodeJS.ReadableStream) => response.resume().on('end', () => resolve());
      const sends =
        mode === 'direct' ? requestOverTls({ ...to, servername: HOST, rejectUnauthorized: false }, answered) : request(to, answered);
      sends.write(body.subarray(1));
      setTimeout(() => sends.end(body.subarray(0, 1)), 2000);
    });
    await ask('/api/v1/unknown');
    const logged = (path: string) =>
      new RegExp(` /api/v1/${path} .* (\\S+) (\\S+)$`, 'm').exec(readFileSync(join(nginx.folder, 'requests'), 'utf8'));
    await eventually('both are written down', 20, () => logged('slowly') !== null && logged('unknown') !== null);
    const [, whole, gatewayTook] = logged('slowly') ?? [];
    expect(Number(whole) - Number(gatewayTook)).toBeGreaterThan(1.9);
    expect(logged('unknown')?.[2]).toBe('-');
  });

  it('answers its health check by itself', async () => {
    expect((await ask('/healthz')).status).toBe(200);
    expect(authentication.received).toEqual([]);
  });

  it('lets nobody through while the authentication service is down', async () => {
    authentication.stop();
    expect((await alice('/api/v1/cases')).status).toBe(500);
    expect([...gateway.received, ...dashboard.received]).toEqual([]);
  });
}

describeWith([NGINX, ROOT], 'an edge that finds its authentication service by name', () => {
  const nginx = new Nginx();
  const [first, second] = [new Backend(() => ({ status: 401 })), new Backend(() => ({ status: 401 }))] as const;
  let dns: Dns;
  let port: number;

  const asked = async (): Promise<number> => (await get(port, '/')).status;

  beforeAll(async () => {
    dns = await Dns.listenAnywhere();
    port = await freePort();
    const authentication = await first.listen('127.77.0.1');
    await second.listen('127.77.0.2', authentication);
    nginx.configure(fileOf('fm-edge', 'nginx.conf'), {
      '/tmp/': `${nginx.folder}/tmp/`,
      'pid /run/': `pid ${nginx.folder}/run/`,
      'https://login.example.com/oauth2/auth': `http://login.test:${authentication}/oauth2/auth`,
      'listen 8080 ': `listen 127.0.0.1:${port} `,
      '127.0.0.1:8081': `127.0.0.1:${await freePort()}`,
    });
    await startAsInPod(nginx, port, `search faultmaven.svc.cluster.local\nnameserver ${dns.address}\noptions ndots:5\n`);
  });

  afterAll(async () => {
    for (const backend of [first, second]) backend.stop();
    dns?.close();
    await nginx.stop();
  });

  it('starts while the name does not exist, and lets nobody through', async () => {
    expect(await asked()).toBe(500);
  });

  it('finds the service as soon as the name exists, and again when its address changes', async () => {
    dns.set('login.test', '127.77.0.1');
    await eventually('it is asked', 30, async () => (await asked()) === 401);
    expect(first.received.length).toBeGreaterThan(0);
    dns.set('login.test', '127.77.0.2');
    await eventually('it is asked where it is now', 30, async () => {
      await asked();
      return second.received.length > 0;
    });
    expect(second.received[0]?.url).toBe('/oauth2/auth');
  });
});

describeWith([NGINX], 'the dashboard under a real nginx', () => {
  const nginx = new Nginx();
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const around = (site: string): string =>
      `pid ${nginx.folder}/run/nginx.pid;\nerror_log /dev/null;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\ngzip on;\n${site}\n}\n`;
    nginx.configure(around(fileOf('fm-dashboard', 'default.conf')), {
      'listen 8080;': `listen 127.0.0.1:${port};`,
      '/usr/share/nginx/html': `${nginx.folder}/html`,
    });
    writeFileSync(join(nginx.folder, 'html/index.html'), '<html><head></head><body>the page</body></html>');
    await nginx.start(port);
  });

  afterAll(() => nginx.stop());

  it('tells the page where its API is, and forbids caching', async () => {
    const { headers, body } = await get(port, '/config.js');
    expect(body).toBe('window.ENV = { API_URL: "https://faultmaven.example.com" };\n');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': expect.stringContaining('javascript') });
  });

  it('makes every page load that', async () => {
    for (const path of ['/', '/index.html', '/cases/1'])
      expect((await get(port, path)).body).toBe('<html><head><script src="/config.js"></script></head><body>the page</body></html>');
  });

  it('answers 404 for a script of an earlier build, not a page', async () => {
    mkdirSync(join(nginx.folder, 'html/assets'));
    writeFileSync(join(nginx.folder, 'html/assets/index-1a2b.js'), 'the script');
    expect((await get(port, '/assets/index-1a2b.js')).body).toBe('the script');
    expect((await get(port, '/assets/index-3c4d.js')).status).toBe(404);
  });

  it('answers its health check', async () => {
    expect((await get(port, '/health')).status).toBe(200);
  });
});
