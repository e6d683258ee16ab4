import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { freePort } from '../control-plane/free-port';
import { record } from '../failover/figures';
import { Dns } from '../lab/dns';
import { FAULTS } from '../platform/faults';
import { BLACKBOX_EXPORTER, NGINX_EXPORTER, PROMETHEUS } from '../platform/programs';
import type { Watch } from '../platform/watch';
import { eventually } from '../support/eventually';
import { OPENSSL, ROOT } from '../support/tools';
import { type Certificate, certificate } from './certificates';
import { type DirectEdge, direct, directEdgeAt, GATEWAY, HOST, SECRET, startAsInPod } from './edge';
import { failed, Gateways, REPEATABLE, underLoad } from './gateways';
import { type Answer, type Asking, Backend, type Build, describeWithNginx, get, type Nginx, type Said } from './nginx';
import { ROUTES, watchedEdge } from './watched';

jest.setTimeout(120_000);

const ALICE = { 'X-Auth-Request-User': 'alice' };

/** An edge of a profile with everything behind it, for the tests of a block. */
class Edge {
  readonly gateway = new Backend((request) => this.answered(request.url));
  readonly dashboard = new Backend((request) => this.answered(request.url));
  readonly authentication = new Backend(() => (this.isKnown ? { status: 200, headers: ALICE } : { status: 401 }));
  answered: (url: string) => Said | Promise<Said> = () => ({ status: 200 });
  /** Whether the authentication knows who asks. */
  isKnown = true;
  nginx!: Nginx;
  at!: DirectEdge;
  probes = 0;

  constructor(
    private readonly build: Build,
    private readonly profile: string,
    private readonly also: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>> = () => ({}),
  ) {
    beforeAll(() => this.start());
    beforeEach(() => this.forget());
    afterAll(() => this.stop());
  }

  private async start(): Promise<void> {
    this.probes = await freePort();
    const at = async (backend: Backend): Promise<string> => `127.0.0.1:${await backend.listen()}`;
    const { nginx, ...edge } = await directEdgeAt(
      this.probes,
      { gateway: await at(this.gateway), dashboard: await at(this.dashboard), authentication: await at(this.authentication) },
      { profile: this.profile, build: this.build, also: await this.also() },
    );
    [this.nginx, this.at] = [nginx, edge];
    await nginx.start(this.probes);
  }

  private forget(): void {
    for (const { received } of [this.gateway, this.dashboard, this.authentication]) received.length = 0;
  }

  private async stop(): Promise<void> {
    for (const backend of [this.gateway, this.dashboard, this.authentication]) backend.stop();
    // None if it could not be started.
    await this.nginx?.stop();
  }

  readonly https = (path: string, options: Asking = {}): Promise<Answer> => get(this.at.https, path, { tls: HOST, ...options });

  readonly http = (path: string, options: Asking = {}): Promise<Answer> =>
    get(this.at.http, path, { ...options, headers: { host: HOST, ...options.headers } });

  /** The name in the certificate that is shown to whoever asks for a host, or why there is none. */
  shown(servername?: string): Promise<string> {
    return new Promise((resolve) => {
      const socket: TLSSocket = connect({ host: '127.0.0.1', port: this.at.https, servername, rejectUnauthorized: false }, () => {
        resolve((socket.getPeerCertificate() as PeerCertificate).subject.CN as string);
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    });
  }
}

/** What `openssl s_client` says of a handshake. */
function handshake(port: number, ...options: readonly string[]): string {
  const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', HOST, ...options];
  const { stdout, stderr } = spawnSync('openssl', args, { input: '', encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

/** A connection on which something was sent, and on which nothing is read. */
function sending(socket: Socket, what: string | Buffer): Socket {
  socket.on('error', () => undefined).resume();
  socket.write(what);
  return socket;
}

/** Whether a connection has been closed from the other side. */
const closed = (socket: Socket): boolean => socket.closed || socket.readableEnded || socket.destroyed;

describeWithNginx(['old', 'recent'], [OPENSSL], 'an edge that ends TLS itself', (build) => {
  const edge = new Edge(build, direct('hsts: { maxAge: 31536000, subdomains: true }'));

  it('is a configuration of which nginx says nothing but that it is good', () => {
    expect(edge.nginx.test().replaceAll(/^.*(syntax is ok|test is successful)\n/gm, '')).toBe('');
  });

  describe('in a handshake', () => {
    it.each([
      ['-tls1_3', []],
      ['-tls1_2', ['-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256']],
      ['-tls1_2', ['-cipher', 'ECDHE-ECDSA-AES256-GCM-SHA384']],
      ['-tls1_2', ['-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305']],
    ])('takes %s %j', (version, options) => {
      expect(handshake(edge.at.https, version, ...options)).toMatch(/Cipher is (ECDHE|TLS)/);
    });

    it.each([
      ['-tls1_1', ['-cipher', 'ALL@SECLEVEL=0']],
      ['-tls1', ['-cipher', 'ALL@SECLEVEL=0']],
      ['-tls1_2', ['-cipher', 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-CCM:AES128-GCM-SHA256@SECLEVEL=0']],
    ])('refuses %s %j', (version, options) => {
      expect(handshake(edge.at.https, version, ...options)).toContain('Cipher is (NONE)');
    });

    it('shows no certificate for a name that is not its own, or for none', async () => {
      expect(await edge.shown(HOST)).toBe(HOST);
      expect(await edge.shown(HOST.toUpperCase())).toBe(HOST);
      for (const name of ['other.example.com', `x.${HOST}`, undefined])
        expect([name, await edge.shown(name)]).toEqual([name, expect.stringMatching(/UNRECOGNIZED_NAME/)]);
    });
  });

  it('answers no request for another host than its own, whatever was agreed on before', async () => {
    for (const host of ['other.example.com', `x.${HOST}`, '127.0.0.1']) {
      expect((await edge.https('/', { headers: { host } })).status).toBe(421);
      expect((await edge.http('/', { headers: { host } })).status).toBe(421);
    }
    expect((await edge.https('/api/v1/cases', { headers: { host: `${HOST}:443` } })).status).toBe(200);
    expect([edge.gateway.received.length, edge.dashboard.received.length]).toEqual([1, 0]);
  });

  it('tells browsers on every answer over TLS that there is nothing without, and on no other', async () => {
    edge.answered = (url) => ({ status: Number(/answers\/(\d+)/.exec(url)?.[1] ?? 200) });
    const answers = [
      ...(await Promise.all([200, 404, 502].map((status) => edge.https(`/api/v1/answers/${status}`)))),
      ...(await Promise.all(['/', '/admin', '/healthz'].map((path) => edge.https(path)))),
      await edge.https('/api/v1/cases', { method: 'POST', headers: { 'content-length': '99000000' }, body: Buffer.alloc(1) }),
    ];
    edge.answered = () => ({ status: 200 });
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 502, 200, 404, 200, 413]);
    for (const { headers } of answers) expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    for (const path of ['/', '/healthz']) expect((await edge.http(path)).headers).not.toHaveProperty('strict-transport-security');
  });

  describe('without TLS', () => {
    it.each(['GET', 'HEAD'])('sends %s to where there is TLS', async (method) => {
      for (const path of ['/', '/cases/1?tab=2&x=%2F', '/api/v1/cases', '/.well-known/acme-challenge/x', '//evil.test/x']) {
        const { status, headers } = await edge.http(path, { method });
        expect([status, headers.location]).toEqual([308, `https://${HOST}${path}`]);
      }
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s, whose body everybody on the way could read', async (method) => {
      const { status, headers, body } = await edge.http('/api/v1/cases', { method, body: Buffer.from('{}') });
      expect([status, headers['content-type'], JSON.parse(body).status]).toEqual([403, 'application/problem+json', 403]);
    });

    it('answers its health check, to anybody and to probes', async () => {
      for (const host of [HOST, '10.1.2.3']) expect((await edge.http('/healthz', { headers: { host } })).status).toBe(200);
      expect((await get(edge.probes, '/healthz')).status).toBe(200);
      expect((await get(edge.probes, '/')).status).toBe(404);
    });

    afterEach(() => expect([...edge.gateway.received, ...edge.dashboard.received, ...edge.authentication.received]).toEqual([]));
  });

  it('takes the address of whoever connects for that of the client', async () => {
    await edge.https('/api/v1/cases', { from: '127.0.0.5', headers: { 'X-Forwarded-For': '203.0.113.9', 'X-Real-IP': '203.0.113.9' } });
    expect(edge.gateway.received[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.5', 'x-real-ip': '127.0.0.5' });
  });

  describe('with a new certificate', () => {
    const pairs = (): Readonly<Record<string, Certificate>> => ({ [SECRET]: certificate(HOST, 'second') });

    it('shows it without a reload as soon as all of it is there, and breaks no connection', async () => {
      edge.at.certificates.replace({ [SECRET]: certificate(HOST, 'first') });
      expect(await edge.shown(HOST)).toBe('first');
      const open = connect({ host: '127.0.0.1', port: edge.at.https, servername: HOST, rejectUnauthorized: false });
      await once(open, 'secureConnect');
      const shown: string[] = [];
      await edge.at.certificates.replaceSlowly(pairs(), async () => {
        for (let n = 0; n < 5; n++) shown.push(await edge.shown(HOST));
      });
      // With half of the new pair written, every handshake still gets the old one.
      expect(new Set(shown)).toEqual(new Set(['first']));
      expect(shown).toHaveLength(10);
      expect(await edge.shown(HOST)).toBe('second');
      open.write(`GET /healthz HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
      expect(String(await once(open, 'data'))).toContain('200 OK');
      open.destroy();
    });

    it('shows none of a Secret whose key is that of another one, and the next good one', async () => {
      const [one, other] = [certificate(HOST, 'one'), certificate(HOST, 'other')];
      edge.at.certificates.replace({ [SECRET]: { 'tls.crt': one['tls.crt'], 'tls.key': other['tls.key'] } });
      expect(await edge.shown(HOST)).not.toBe('one');
      expect(edge.nginx.errors).toContain('key values mismatch');
      edge.at.certificates.replace({ [SECRET]: one });
      expect(await edge.shown(HOST)).toBe('one');
    });

    it('starts without any, and shows one as soon as it is there', async () => {
      edge.at.certificates.replace({});
      expect(await edge.shown(HOST)).not.toBe(HOST);
      expect((await edge.http('/healthz')).status).toBe(200);
      edge.at.certificates.replace({ [SECRET]: certificate(HOST) });
      expect(await edge.shown(HOST)).toBe(HOST);
    });
  });
});

describeWithNginx(['old'], [OPENSSL], 'an edge with slow clients', (build) => {
  const edge = new Edge(build, direct());

  it('answers others while 1,000 clients take their time, and gives these up', async () => {
    const header = `GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-Slow: `;
    const kinds: readonly (() => Socket)[] = [
      // Half of a handshake, half of a header without TLS, and half of one over TLS: nothing of it ever ends.
      () => sending(connectTcp(edge.at.https, '127.0.0.1'), Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])),
      () => sending(connectTcp(edge.at.http, '127.0.0.1'), header),
      () => sending(connect({ host: '127.0.0.1', port: edge.at.https, servername: HOST, rejectUnauthorized: false }), header),
    ];
    const slow = Array.from({ length: 1000 }, (_, n) => (kinds[n % kinds.length] as () => Socket)());
    await eventually('all are connected', 30, () => slow.every((socket) => !socket.connecting));
    const statuses = await Promise.all(Array.from({ length: 20 }, () => edge.https('/api/v1/cases').then(({ status }) => status)));
    const open = slow.filter((socket) => !closed(socket)).length;
    process.stderr.write(`${open} slow clients were connected while 20 requests were answered\n`);
    expect(new Set(statuses)).toEqual(new Set([200]));
    // None is closed for want of connections; none is given up before 15 s, within which a machine answers 20 requests.
    expect(open).toBeGreaterThan(950);
    await eventually('all are given up', 90, () => slow.every(closed));
    expect((await edge.https('/api/v1/cases')).status).toBe(200);
  });
});

describeWithNginx(['old', 'recent'], [OPENSSL], 'an edge with several hosts', (build) => {
  const OTHER = 'other.example.org';
  const SIGN_IN = 'https://login.example.com/start';
  const edge = new Edge(build, direct(`hosts: [{ host: ${OTHER}, tlsSecret: other-tls }], auth: { signIn: "${SIGN_IN}" }`));

  beforeAll(() => edge.at.certificates.replace({ [SECRET]: certificate(HOST), 'other-tls': certificate(OTHER) }));

  it.each([HOST, OTHER])('shows the certificate of %s, and tells backends that it was asked', async (host) => {
    expect(await edge.shown(host)).toBe(host);
    for (const [path, backend] of [
      ['/api/v1/cases', edge.gateway],
      ['/', edge.dashboard],
    ] as const) {
      expect((await edge.https(path, { tls: host, headers: { 'X-Forwarded-Host': 'evil.test' } })).status).toBe(200);
      expect(backend.received[0]?.headers).toMatchObject({ host, 'x-forwarded-host': host });
    }
    expect(edge.authentication.received[0]?.headers).toMatchObject({ 'x-original-url': `https://${host}/api/v1/cases` });
    expect((await edge.http('/x?y', { headers: { host } })).headers.location).toBe(`https://${host}/x?y`);
  });

  it.each([HOST, OTHER])('sends a browser to the login, and back to %s', async (host) => {
    edge.isKnown = false;
    const { status, headers } = await edge.https('/cases/1?tab=2', { tls: host, headers: { accept: 'text/html' } });
    edge.isKnown = true;
    expect([status, headers.location]).toEqual([302, `${SIGN_IN}?rd=https%3A%2F%2F${host}/cases/1%3Ftab=2`]);
  });

  it('shows no certificate for a third', async () => {
    expect(await edge.shown('third.example.org')).toMatch(/UNRECOGNIZED_NAME/);
  });
});

describeWithNginx(['old'], [OPENSSL], 'an edge behind a load balancer that speaks the PROXY protocol', (build) => {
  const [BALANCER, STRANGER] = ['127.0.0.1', '127.0.0.9'];
  const edge = new Edge(build, direct('loadBalancer: { proxyProtocol: [127.0.0.1/32] }'));

  /** What is answered to a connection that begins with this line. */
  async function begun(line: string, { from, port, over }: { from: string; port: number; over: 'tls' | 'tcp' }): Promise<string> {
    const tcp = connectTcp({ host: '127.0.0.1', port, localAddress: from });
    tcp.on('error', () => undefined).write(line);
    const socket = over === 'tcp' ? tcp : connect({ socket: tcp, servername: HOST, rejectUnauthorized: false });
    let answer = '';
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        answer += chunk;
      });
    socket.write(`GET /api/v1/cases HTTP/1.1\r\nHost: ${HOST}\r\nX-Forwarded-For: 198.51.100.66\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.on('close', resolve));
    return answer;
  }

  it.each([
    ['PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n', '203.0.113.9'],
    ['PROXY TCP6 2001:db8::9 2001:db8::1 4711 443\r\n', '2001:db8::9'],
  ])('takes the client from %j', async (line, client) => {
    expect(await begun(line, { from: BALANCER, port: edge.at.https, over: 'tls' })).toContain('200 OK');
    expect(edge.gateway.received[0]?.headers).toMatchObject({ 'x-forwarded-for': client, 'x-real-ip': client });
    expect(await begun(line, { from: BALANCER, port: edge.at.http, over: 'tcp' })).toContain('308 Permanent Redirect');
  });

  it('answers nobody who says so without being the load balancer, and nobody who does not say so', async () => {
    const line = 'PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n';
    for (const [port, over] of [
      [edge.at.https, 'tls'],
      [edge.at.http, 'tcp'],
    ] as const) {
      expect(await begun(line, { from: STRANGER, port, over })).toBe('');
      for (const from of [BALANCER, STRANGER]) expect(await begun('', { from, port, over })).toBe('');
    }
    expect(edge.gateway.received).toEqual([]);
  });

  it('answers probes, which say nothing', async () => {
    expect((await get(edge.probes, '/healthz')).status).toBe(200);
  });
});

describeWithNginx(['old', 'recent'], [OPENSSL], 'an edge that counts the requests of an address', (build) => {
  const edge = new Edge(build, direct('requestsPerAddress: 2'));
  const [ONE, OTHER] = ['127.0.0.3', '127.0.0.4'];

  it.each(['/api/v1/cases', '/'])(
    'refuses those of %s beyond its limit for as long as others last, and none of another address',
    async (path) => {
      const held: (() => void)[] = [];
      edge.answered = () => new Promise((resolve) => held.push(() => resolve({ status: 200 })));
      const asked = (from: string) => edge.https(path, { from }).then(({ status }) => status);
      const first = [asked(ONE), asked(ONE)];
      await eventually('they are behind the edge', 20, () => held.length === 2);
      expect(await asked(ONE)).toBe(429);
      const other = asked(OTHER);
      await eventually('that of another address is, too', 20, () => held.length === 3);
      for (const answer of held) answer();
      expect(await Promise.all([...first, other])).toEqual([200, 200, 200]);
      edge.answered = () => ({ status: 200 });
      expect(await asked(ONE)).toBe(200);
    },
  );
});

describeWithNginx(['old'], [OPENSSL, ...PROMETHEUS, NGINX_EXPORTER, BLACKBOX_EXPORTER], 'an edge that is watched', (build) => {
  const profile = direct().replace('monitoring: none', 'monitoring: full');
  const [port, routes] = [freePort(), freePort()];
  const edge = new Edge(build, profile, async () => ({
    '127.0.0.1:8082': `127.0.0.1:${await port}`,
    'listen 8083;': `listen 127.0.0.1:${await routes};`,
    'client_header_timeout 15s': 'client_header_timeout 120s',
  }));
  const certify = (days: number): void => edge.at.certificates.replace({ [SECRET]: certificate(HOST, HOST, days) });
  /** A service refuses GET at the path of its route. */
  const well = (url: string): Said => ({ status: ROUTES.includes(url) ? 405 : 200 });
  let watch: Watch;

  beforeAll(async () => {
    certify(90);
    edge.answered = well;
    const urls = {
      health: `http://127.0.0.1:${edge.probes}/healthz`,
      frontDoor: `https://127.0.0.1:${edge.at.https}/`,
      routes: `127.0.0.1:${await routes}`,
    };
    watch = await watchedEdge(`http://127.0.0.1:${await port}/stub_status`, { host: HOST, ...urls });
    await watch.quiet();
  });

  afterAll(async () => watch?.stop());

  it('says how many connections it has to whoever is in its pod, and to nobody else', async () => {
    expect((await get(await port, '/stub_status')).body).toMatch(/^Active connections: \d+/);
    expect((await get(await port, '/')).status).toBe(404);
    expect((await edge.https('/stub_status')).body).toBe('answered');
  });

  it('leads probes to each service behind the gateway, with nothing else of a request than the path', async () => {
    expect(ROUTES.length).toBeGreaterThan(5);
    const more = { method: 'POST', headers: { cookie: 'session', 'X-User-ID': 'admin' }, body: Buffer.from('much') };
    for (const path of ROUTES) expect([path, (await get(await routes, `${path}?a=b`, more)).status]).toEqual([path, 405]);
    const received = edge.gateway.received.filter(({ url }) => url !== '/');
    expect(new Set(received.map(({ url }) => url))).toEqual(new Set(ROUTES));
    for (const { method, headers, length } of received)
      expect([method, length, headers.cookie, headers['x-user-id']]).toEqual(['GET', 0, undefined, undefined]);
    for (const path of ['/api/v1/cases', '/', `${ROUTES[0]}/more`]) expect((await get(await routes, path)).status).toBe(404);
  });

  it('is seen not to reach a service behind the gateway', async () => {
    const fault = 'a service behind the gateway gone';
    await watch.during(fault, FAULTS.edge[fault], async (untilFired) => {
      edge.answered = (url) => (url === ROUTES[0] ? { status: 502 } : well(url));
      await untilFired();
      edge.answered = well;
    });
  });

  it('is seen to be slow, to be busy on many connections, and a certificate that ends soon', async () => {
    const fault = 'slow answers, many requests that do not end, a certificate for two days';
    await watch.during(fault, FAULTS.edge[fault], async (untilFired) => {
      edge.answered = async (url) => {
        await sleep(2000);
        return well(url);
      };
      certify(2);
      const begun = Array.from({ length: 900 }, () => sending(connectTcp(edge.at.http, '127.0.0.1'), 'GET / HTTP/1.1\r\n'));
      await untilFired();
      for (const socket of begun) socket.destroy();
      edge.answered = well;
      certify(90);
    });
  });

  it('is seen to hang', async () => {
    const fault = 'all workers of nginx frozen';
    await watch.during(fault, FAULTS.edge[fault], async (untilFired) => {
      edge.nginx.signalWorkers('SIGSTOP');
      try {
        await untilFired();
      } finally {
        edge.nginx.signalWorkers('SIGCONT');
      }
    });
  });

  it('was watched in every fault', () => record('alerts-of-edge', { faults: watch.seen }));
});

describeWithNginx(['old', 'recent'], [OPENSSL, ROOT], 'an edge through which challenges of HTTP-01 are solved', (build) => {
  const SOLVERS = 'http01-solvers.faultmaven.svc.cluster.local';
  const TOKENS: Readonly<Record<string, readonly [host: string, token: string]>> = {
    '127.77.2.1': [HOST, 'one'],
    '127.77.2.2': ['other.example.org', 'two'],
    '127.77.2.3': [HOST, 'three'],
  };
  /** Each answers to its own host and token alone, as cert-manager's solver (pkg/issuer/acme/http/solver). */
  const solvers = Object.entries(TOKENS).map(([address, [host, token]]) => ({
    address,
    backend: new Backend(({ url, headers }) => ({
      status: headers.host === host && url === `/.well-known/acme-challenge/${token}` ? 200 : 404,
    })),
  }));
  let dns: Dns;
  let nginx: Nginx;
  let at: DirectEdge;

  beforeAll(async () => {
    dns = await Dns.listenAnywhere();
    const [probes, port] = [await freePort(), await freePort()];
    ({ nginx, ...at } = await directEdgeAt(
      probes,
      {},
      {
        profile: direct('http01Solvers: true, hosts: [{ host: other.example.org, tlsSecret: other-tls }]'),
        build,
        resolver: 'of the pod',
        also: { [`${SOLVERS}:8089`]: `${SOLVERS}:${port}` },
      },
    ));
    for (const { address, backend } of solvers) await backend.listen(address, port);
    await startAsInPod(nginx, probes, `nameserver ${dns.address}\n`);
  });

  afterAll(async () => {
    for (const { backend } of solvers) backend.stop();
    dns?.close();
    await nginx?.stop();
  });

  const asked = (host: string, token: string, method = 'GET') =>
    get(at.http, `/.well-known/acme-challenge/${token}`, { method, headers: { host, cookie: 'session=alice' } });

  it('says that there is none while nobody solves any', async () => {
    expect((await asked(HOST, 'one')).status).toBe(404);
  });

  it('finds the one that knows the answer, whichever it is', async () => {
    dns.set(SOLVERS, ...(Object.keys(TOKENS) as [string, ...string[]]));
    await eventually('they are found', 30, async () => (await asked(HOST, 'one')).status === 200);
    for (const [host, token] of Object.values(TOKENS)) {
      for (let n = 0; n < 6; n++) expect([token, (await asked(host, token)).status]).toEqual([token, 200]);
    }
    expect((await asked(HOST, 'two')).status).toBe(404);
    expect((await asked(HOST, 'four')).status).toBe(404);
    expect((await asked('third.example.org', 'one')).status).toBe(421);
    for (const { backend } of solvers) for (const { headers } of backend.received) expect(headers).not.toHaveProperty('cookie');
  });
});

describeWithNginx(['recent'], [OPENSSL, ROOT], 'edges that end TLS themselves, behind a load balancer', (build) => {
  const COPIES = ['127.77.3.1', '127.77.3.2', '127.77.3.3'] as const;
  const authentication = new Backend(({ headers: { cookie = '' } }) => ({ status: 200, headers: { 'X-Auth-Request-User': cookie } }));
  /** Those that the load balancer sends connections to. */
  const live: ({ readonly nginx: Nginx } & DirectEdge)[] = [];
  let gateways: Gateways;
  let gatewayPort: number;
  let dns: Dns;
  let authenticationPort: number;
  let users = 0;

  async function startEdge(): Promise<void> {
    const probes = await freePort();
    const edge = await directEdgeAt(
      probes,
      { gateway: `${GATEWAY}:${gatewayPort}`, authentication: `127.0.0.1:${authenticationPort}` },
      { build, resolver: 'of the pod' },
    );
    await startAsInPod(edge.nginx, probes, `nameserver ${dns.address}\n`);
    live.push(edge);
  }

  beforeAll(async () => {
    authenticationPort = await authentication.listen();
    dns = await Dns.listenAnywhere();
    gatewayPort = await freePort();
    gateways = new Gateways(gatewayPort);
    for (const copy of COPIES) gateways.start(copy);
    dns.set(GATEWAY, ...COPIES);
    for (let n = 0; n < 2; n++) await startEdge();
  });

  afterAll(async () => {
    authentication.stop();
    gateways?.stop();
    dns?.close();
    await Promise.all(live.map(({ nginx }) => nginx.stop()));
  });

  it('lose no request that may be sent again, while each of them is replaced and a gateway is killed', async () => {
    const ask = (method: string) => {
      const user = users++;
      const { https } = live[user % live.length] as DirectEdge;
      return get(https, '/api/v1/cases', { tls: HOST, method, headers: { cookie: `user-${user}` } });
    };
    const counts = await underLoad(ask, [...REPEATABLE, ...REPEATABLE, 'POST'], async () => {
      for (const old of [...live]) {
        await startEdge();
        // The load balancer takes it out, and then it is told to stop, in the midst of what it has begun.
        live.splice(live.indexOf(old), 1);
        await old.nginx.stop();
      }
      await gateways.kill(COPIES[2]);
      await eventually('the dead one was met', 30, () => live.every(({ nginx }) => nginx.missed > 10));
    });
    process.stderr.write(`edges replaced and a gateway killed under load: ${JSON.stringify(counts)}\n`);
    expect(failed(counts, REPEATABLE)).toEqual([]);
    expect(failed(counts, ['POST']).filter((key) => !key.endsWith(' 502'))).toEqual([]);
  });
});
