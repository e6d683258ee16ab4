import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { freePort } from '../control-plane/free-port';
import { OPENSSL } from '../support/tools';
import { certificate } from './certificates';
import { type DirectEdge, directEdgeAt, edgeAt, HOST, SECRET } from './edge';
import { type Answer, type Asking, Backend, describeWithNginx, get, type Nginx, type Received, type Said } from './nginx';

/** Grafana itself cannot be had for a test: a server stands in its place that keeps what it is asked. */

const PAGE = 'grafana.example.org';
const ADDRESS = 'grafana.faultmaven-monitoring.svc.cluster.local:3000';
const SIGN_IN = 'https://login.example.com/start';
const PAGES = `pages: { grafana: { host: ${PAGE}, tlsSecret: grafana-tls } }`;

const profile = `platform: { ingress: direct, monitoring: full }
ingress: { className: null, namespace: null, hsts: { maxAge: 60 }, ${PAGES}, auth: { signIn: "${SIGN_IN}" } }
`;

/** What is behind the edge. Whoever sends the cookie `session` is known. */
class Behind {
  said: Said = { status: 200 };
  /** What the authentication says of a user whom it knows. */
  knows: Said['headers'] = {};
  readonly grafana = new Backend(() => this.said);
  readonly dashboard = new Backend();
  readonly authentication = new Backend(({ headers }) =>
    headers.cookie?.includes('session=alice') ? { status: 200, headers: this.knows } : { status: 401 },
  );
  private readonly all = [this.grafana, this.dashboard, this.authentication];

  async listen() {
    const [grafana, dashboard, authentication] = await Promise.all(this.all.map(async (one) => `127.0.0.1:${await one.listen()}`));
    // The recent build cannot count its connections, which nobody asks here.
    const also = { [ADDRESS]: grafana as string, '127.0.0.1:8082': `127.0.0.1:${await freePort()}`, 'stub_status;': 'return 404;' };
    return { also, to: { dashboard, authentication } };
  }

  forget(): void {
    for (const { received } of this.all) received.length = 0;
    this.said = { status: 200 };
    this.knows = { 'X-Auth-Request-User': 'alice', 'X-Auth-Request-Email': 'alice@example.com', 'X-Auth-Request-Groups': '["ops"]' };
  }

  stop(): void {
    for (const one of this.all) one.stop();
  }
}

const ALICE = { cookie: 'session=alice' };

describeWithNginx(['old', 'recent'], [OPENSSL], 'an edge that shows a page of the platform', (build) => {
  const behind = new Behind();
  let nginx: Nginx;
  let at: DirectEdge;

  beforeAll(async () => {
    const probes = await freePort();
    const { also, to } = await behind.listen();
    ({ nginx, ...at } = await directEdgeAt(probes, to, { profile, build, also }));
    at.certificates.replace({ [SECRET]: certificate(HOST), 'grafana-tls': certificate(PAGE) });
    await nginx.start(probes);
  });
  beforeEach(() => behind.forget());
  afterAll(async () => {
    behind.stop();
    await nginx?.stop();
  });

  const ask = (path: string, options: Asking = {}): Promise<Answer> => get(at.https, path, { tls: PAGE, ...options });
  const received = (): Received => behind.grafana.received[0] as Received;

  it('is a configuration of which nginx says nothing but that it is good', () => {
    expect(nginx.test().replaceAll(/^.*(syntax is ok|test is successful)\n/gm, '')).toBe('');
  });

  it('shows the certificate of its host', async () => {
    const shown = await new Promise((resolve) => {
      const socket: TLSSocket = connect({ host: '127.0.0.1', port: at.https, servername: PAGE, rejectUnauthorized: false }, () => {
        resolve((socket.getPeerCertificate() as PeerCertificate).subject.CN);
        socket.destroy();
      });
    });
    expect(shown).toBe(PAGE);
  });

  describe('to whoever is not signed in', () => {
    it('sends a browser to the login, and back to the page', async () => {
      const { status, headers } = await ask('/d/x?tab=2', { headers: { accept: 'text/html' } });
      expect([status, headers.location]).toEqual([302, `${SIGN_IN}?rd=https%3A%2F%2F${PAGE}/d/x%3Ftab=2`]);
    });

    it('sends a browser that asked for the application back to that', async () => {
      const { headers } = await ask('/cases', { tls: HOST, headers: { accept: 'text/html' } });
      expect(headers.location).toBe(`${SIGN_IN}?rd=https%3A%2F%2F${HOST}/cases`);
    });

    it.each(['/api/ds/query', '/metrics', '/', '/login', '/public/x.js'])('says 401 at %s', async (path) => {
      const { status, headers } = await ask(path, { headers: { 'X-User-ID': 'admin', 'X-WEBAUTH-USER': 'admin' } });
      expect([status, headers['content-type']]).toEqual([401, 'application/problem+json']);
    });

    it('says 401 where the authentication does not say who it is', async () => {
      behind.knows = {};
      expect((await ask('/', { headers: ALICE })).status).toBe(401);
    });

    afterEach(() => expect(behind.grafana.received).toEqual([]));
  });

  describe('to whoever is signed in', () => {
    it('says who that is, whatever the client says', async () => {
      const forged = [
        'X-User-ID',
        'X-User-Roles',
        'X-User-Email',
        'X-WEBAUTH-USER',
        'X-Auth-Request-User',
        'Remote-User',
        'X-Grafana-User',
      ];
      const headers = { ...Object.fromEntries(forged.map((name) => [name, 'admin'])), Authorization: 'Basic YWRtaW46YWRtaW4=', ...ALICE };
      const { status, body } = await ask('/d/x?orgId=1', { headers });
      expect([status, body, received().url]).toEqual([200, 'answered', '/d/x?orgId=1']);
      expect(received().headers).toMatchObject({
        host: PAGE,
        'x-forwarded-host': PAGE,
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '127.0.0.1',
        'x-user-id': 'alice',
        'x-user-email': 'alice@example.com',
        'x-user-roles': '["ops"]',
      });
      for (const name of ['authorization', 'x-webauth-user', 'x-auth-request-user', 'remote-user', 'x-grafana-user'])
        expect(received().headers).not.toHaveProperty(name);
      expect(JSON.stringify(received().headers)).not.toContain('admin');
      expect(behind.authentication.received[0]?.headers).toMatchObject({ 'x-original-url': `https://${PAGE}/d/x?orgId=1` });
    });

    it.each([
      ['session=alice; grafana_session=g; grafana_session_expiry=9; other=o', 'grafana_session=g; grafana_session_expiry=9'],
      ['redirect_to=%2Fd%2Fx; session=alice', 'redirect_to=%2Fd%2Fx'],
      ['session=alice; xgrafana_session=x; grafana_session2=y', undefined],
      ['session=alice', undefined],
    ])('passes of %j only its own cookies', async (cookie, own) => {
      await ask('/', { headers: { cookie } });
      expect(received().headers.cookie).toBe(own);
    });

    it('passes on the cookies that it sets, and those of the authentication', async () => {
      behind.said = { status: 200, headers: { 'Set-Cookie': ['grafana_session=g; Path=/; HttpOnly', 'grafana_session_expiry=9'] } };
      behind.knows = { ...behind.knows, 'Set-Cookie': 'session=alice2' };
      const { headers } = await ask('/login', { method: 'POST', headers: { ...ALICE, origin: `https://${PAGE}` } });
      expect(headers['set-cookie']).toEqual(['grafana_session=g; Path=/; HttpOnly', 'grafana_session_expiry=9', 'session=alice2']);
    });

    it('passes on what it answers, whatever that is, as the rules of the edge have it', async () => {
      for (const status of [200, 401, 403, 404, 500]) {
        behind.said = { status };
        const { headers, ...answer } = await ask('/api/x', { headers: ALICE });
        expect(answer).toEqual({ status, body: 'answered' });
        expect(headers).toMatchObject({ 'strict-transport-security': 'max-age=60', 'x-content-type-options': 'nosniff' });
      }
    });

    it.each([
      [{ origin: `https://${PAGE}` }, 200],
      [{}, 200],
      [{ origin: `https://${HOST}` }, 403],
      [{ origin: 'https://evil.test' }, 403],
      [{ origin: `https://${PAGE}.evil.test` }, 403],
      [{ origin: `http://${PAGE}` }, 403],
      [{ origin: 'null' }, 403],
    ])('says of a change that comes from %j %i', async (headers, expected) => {
      const { status } = await ask('/api/ds/query', { method: 'POST', headers: { ...headers, ...ALICE }, body: Buffer.from('{}') });
      expect([status, behind.grafana.received.length]).toEqual([expected, expected === 200 ? 1 : 0]);
      expect((await ask('/api/x', { headers: { ...headers, ...ALICE } })).status).toBe(200);
    });

    it('upgrades no connection, and takes no large body', async () => {
      await ask('/api/live/ws', { headers: { ...ALICE, Connection: 'Upgrade', Upgrade: 'websocket' } });
      expect(received().headers).not.toHaveProperty('upgrade');
      const large = { ...ALICE, 'content-length': String(1024 * 1024 + 1) };
      expect((await ask('/api/x', { method: 'POST', headers: large, body: Buffer.alloc(1) })).status).toBe(413);
    });

    it('leads each host to its own', async () => {
      expect((await ask('/', { tls: HOST, headers: { cookie: 'session=alice; grafana_session=g' } })).status).toBe(200);
      expect((await ask('/', { headers: ALICE })).status).toBe(200);
      expect([behind.dashboard, behind.grafana].map(({ received: [{ headers } = {} as Received] }) => headers.host)).toEqual([HOST, PAGE]);
      expect([behind.dashboard.received.length, behind.grafana.received.length]).toEqual([1, 1]);
    });
  });

  it('leads from http to https, refuses changes there, and answers no other host', async () => {
    const plain = (host: string, options: Asking = {}) => get(at.http, '/d/x?y', { ...options, headers: { host, ...ALICE } });
    const { status, headers } = await plain(PAGE);
    expect([status, headers.location]).toEqual([308, `https://${PAGE}/d/x?y`]);
    expect((await plain(PAGE, { method: 'POST' })).status).toBe(403);
    for (const host of [`x.${PAGE}`, 'other.example.org']) {
      expect((await plain(host)).status).toBe(421);
      expect((await ask('/', { headers: { host, ...ALICE } })).status).toBe(421);
    }
    expect(behind.grafana.received).toEqual([]);
  });
});

describeWithNginx(['old', 'recent'], [], 'an edge behind an ingress controller that shows a page of the platform', (build) => {
  const behind = new Behind();
  let nginx: Nginx;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const { also, to } = await behind.listen();
    const assignments = ['platform.monitoring=full', `ingress.pages={ grafana: { host: ${PAGE}, tlsSecret: grafana-tls } }`];
    nginx = await edgeAt(port, to, { assignments, build, also });
    await nginx.start(port, undefined, '/healthz');
  });
  beforeEach(() => behind.forget());
  afterAll(async () => {
    behind.stop();
    await nginx?.stop();
  });

  const ask = (host: string, headers: Asking['headers'] = {}): Promise<Answer> => get(port, '/', { headers: { host, ...headers } });

  it('leads its host to it, every other one to the application, and nobody who is not signed in anywhere', async () => {
    for (const host of [PAGE, HOST]) expect((await ask(host)).status).toBe(401);
    expect([behind.dashboard, behind.grafana].map(({ received }) => received.length)).toEqual([0, 0]);
    for (const host of [PAGE, HOST, 'other.example.org']) expect((await ask(host, ALICE)).status).toBe(200);
    expect([behind.dashboard, behind.grafana].map(({ received }) => received.length)).toEqual([2, 1]);
    expect(behind.grafana.received[0]?.headers).toMatchObject({ host: PAGE, 'x-user-id': 'alice' });
  });
});
