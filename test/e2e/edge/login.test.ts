import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { edgeOf, startEdge } from './edge';
import { type Answer, Backend, type Build, describeWithNginx, get, Nginx, type Received } from './nginx';

jest.setTimeout(60_000);

type Said = { status: number; headers?: Record<string, string | string[]> };

const OAUTH2_PROXY = 'http://oauth2-proxy.login.svc.cluster.local:4180';
const AUTH = `url: "${OAUTH2_PROXY}/oauth2/auth", namespace: login`;
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** The edge of a profile, with an authentication that answers as a test says, and backends that answer as it says. */
class Edge {
  readonly nginx: Nginx;
  said: (request: Received) => Said = () => ({ status: 401 });
  answered: (request: Received) => Said = () => ({ status: 200 });
  readonly gateway = new Backend((request) => this.answered(request));
  readonly dashboard = new Backend((request) => this.answered(request));
  readonly login = new Backend((request) => this.said(request));
  private port = 0;

  constructor(
    private readonly profile: string,
    build: Build,
  ) {
    this.nginx = new Nginx(build);
  }

  async start(): Promise<void> {
    const at = async (backend: Backend): Promise<string> => `127.0.0.1:${await backend.listen()}`;
    this.port = await startEdge(this.nginx, edgeOf(this.profile), {
      gateway: await at(this.gateway),
      dashboard: await at(this.dashboard),
      authentication: [OAUTH2_PROXY, `http://${await at(this.login)}`],
    });
  }

  async stop(): Promise<void> {
    for (const backend of [this.gateway, this.dashboard, this.login]) backend.stop();
    await this.nginx.stop();
  }

  forget(): void {
    this.answered = () => ({ status: 200 });
    for (const { received } of [this.gateway, this.dashboard, this.login]) received.length = 0;
  }

  readonly get = (path: string, options?: Parameters<typeof get>[2]): Promise<Answer> => get(this.port, path, options);

  /** What is answered to a request as it is typed. */
  raw(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${request}\r\nHost: x\r\nConnection: close\r\n\r\n`));
      socket.setEncoding('latin1').on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  }
}

const ALICE = { 'X-Auth-Request-User': 'alice', 'X-Auth-Request-Email': 'alice@test.org', 'X-Auth-Request-Groups': 'engineers' };
const alice = (): Said => ({ status: 202, headers: ALICE });

function withEdge(build: Build, profile: string, body: (edge: Edge) => void): void {
  const edge = new Edge(profile, build);
  beforeAll(() => edge.start());
  beforeEach(() => edge.forget());
  afterAll(() => edge.stop());
  body(edge);
}

describeWithNginx(['old', 'recent'], [], 'an edge with a sign-in address', (build) => {
  withEdge(
    build,
    `ingress: { host: fm.test.org, origins: ["chrome-extension://x", "https://tools.test.org"], auth: { ${AUTH}, signIn: "https://fm.test.org/oauth2/start", path: /oauth2 } }\n`,
    (edge) => {
      describe('for somebody who is not signed in', () => {
        beforeEach(() => {
          edge.said = () => ({
            status: 401,
            headers: { 'Set-Cookie': ['gone_0=; Path=/; Expires=Sat, 01 Jan 2000 00:00:00 GMT', 'gone=; Path=/'] },
          });
        });

        it.each([
          ['/', '/'],
          ['/cases/1?tab=2&x=a%26b+c;d', '/cases/1%3Ftab=2%26x=a%2526b%2Bc%3Bd'],
          ['/a?b=?c&d=%23', '/a%3Fb=%3Fc%26d=%2523'],
          ['/a?next=https://evil.test/%0d%0aSet-Cookie:x=1', '/a%3Fnext=https://evil.test/%250d%250aSet-Cookie:x=1'],
          ['//evil.test/..%2f', '//evil.test/..%252f'],
          ['/\\evil.test', '/%5Cevil.test'],
          [`/${'a'.repeat(8000)}`, `/${'a'.repeat(8000)}`],
        ])('redirects a browser that wants the page %s to the login and back', async (path, encoded) => {
          for (const method of ['GET', 'HEAD']) {
            const { status, headers } = await edge.get(path, { method, headers: HTML });
            expect([status, headers.location]).toEqual([302, `https://fm.test.org/oauth2/start?rd=https%3A%2F%2Ffm.test.org${encoded}`]);
            expect(headers['cache-control']).toBe('no-store');
            expect(new URL(headers.location as string).searchParams.get('rd')).toBe(`https://fm.test.org${path}`);
          }
          expect([...edge.gateway.received, ...edge.dashboard.received]).toEqual([]);
        });

        it.each(['application/xhtml+xml', 'image/png,text/html;level=1;q=0.1', 'TEXT/HTML', '*/*;q=0,text/html'])(
          'takes Accept: %s for the request of a page',
          async (accept) => expect((await edge.get('/', { headers: { accept } })).status).toBe(302),
        );

        it.each([
          ['GET http://evil.test', ''],
          ['GET http://evil.test?x', '%3Fx'],
          ['GET http://evil.test/x', '/x'],
          ['GET /a#b', '/a%23b'],
        ])('redirects to no other host after %s', async (line, encoded) => {
          const [, location = ''] = /^Location: (\S+)/m.exec(await edge.raw(`${line} HTTP/1.1\r\nAccept: text/html`)) ?? [];
          expect(location.replace(/org\/$/, 'org')).toBe(`https://fm.test.org/oauth2/start?rd=https%3A%2F%2Ffm.test.org${encoded}`);
        });

        it.each([
          ['GET', '/api/v1/cases', HTML],
          ['POST', '/', HTML],
          ['GET', '/', { accept: '*/*' }],
          ['GET', '/', { accept: 'text/html;q=0, application/json' }],
          ['GET', '/', { accept: 'application/json, text/html ; q=0.00' }],
          ['GET', '/', { accept: 'text/html5' }],
          ['GET', '/API/v1/cases', HTML],
          ['GET', '/config.js', {}],
          ['POST', '/api/v1/cases', { accept: 'application/json', 'content-type': 'application/json' }],
        ])('answers %s %s with a problem body', async (method, path, headers) => {
          const answer = await edge.get(path, { method, headers });
          expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
            401,
            'application/problem+json',
            'no-store',
          ]);
          expect(JSON.parse(answer.body)).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401, detail: expect.any(String) });
        });

        it('passes on the cookies that the authentication service deletes', async () => {
          for (const headers of [HTML, {}])
            expect((await edge.get('/', { headers })).headers['set-cookie']?.[0]).toBe(
              'gone_0=; Path=/; Expires=Sat, 01 Jan 2000 00:00:00 GMT',
            );
        });

        it('does not read the body of a refused request', async () => {
          const { status } = await edge.get('/api/v1/evidence', {
            method: 'POST',
            headers: { 'content-length': '50000000' },
            body: Buffer.alloc(1),
          });
          expect(status).toBe(401);
        });

        it("passes requests for the login's own pages through, and no others, without asking", async () => {
          edge.said = ({ url }) =>
            url.startsWith('/oauth2/start')
              ? { status: 302, headers: { Location: 'https://provider.test/', 'Set-Cookie': ['csrf=1; Path=/', 'x=2; Path=/'] } }
              : { status: 401 };
          const { status, headers } = await edge.get('/oauth2/start?rd=x%26y');
          expect([status, headers.location, headers['set-cookie']]).toEqual([
            302,
            'https://provider.test/',
            ['csrf=1; Path=/', 'x=2; Path=/'],
          ]);
          expect(edge.login.received.map(({ url }) => url)).toEqual(['/oauth2/start?rd=x%26y']);
          for (const path of ['/oauth2/../api/v1/cases', '/oauth2/..%2fapi/v1/cases', '/OAUTH2/x', '/oauth2x/y', '/%6fauth2/../cases'])
            expect([path, [401, 404].includes((await edge.get(path)).status)]).toEqual([path, true]);
          expect((await edge.get('/oauth2')).headers.location).toBe('/oauth2/');
          expect([...edge.gateway.received, ...edge.dashboard.received]).toEqual([]);
        });
      });

      describe('for somebody who is signed in', () => {
        beforeEach(() => {
          edge.said = alice;
        });

        it("removes the client's identity headers before it asks, and on the path of the login too", async () => {
          const headers = {
            ...{ Cookie: 'session=a', Authorization: 'Bearer t', 'If-None-Match': '"x"', Range: 'bytes=0-1' },
            ...{ 'X-User-ID': 'victim', X_User_ID: 'victim', 'X-Auth-Request-User': 'victim', 'X-Forwarded-User': 'victim' },
            ...{ 'X-Auth-Request-Redirect': 'https://victim.test', 'X-Forwarded-Uri': '/victim', 'X-Forwarded-Host': 'victim.test' },
            ...{
              'X-Original-URL': 'https://victim.test',
              'X-Forwarded-Groups': 'victim',
              'X-Forwarded-Email': 'victim@test.org',
              'X-Real-IP': '6.6.6.6',
            },
          };
          await edge.get('/api/v1/cases?a=1', { method: 'POST', headers, body: Buffer.from('{}') });
          await edge.get('/oauth2/userinfo', { headers });
          const [asked, route] = edge.login.received;
          expect(asked).toMatchObject({ method: 'GET', url: '/oauth2/auth', length: 0 });
          expect(asked?.headers).toMatchObject({
            ...{ cookie: 'session=a', authorization: 'Bearer t', 'x-forwarded-host': 'fm.test.org', 'x-forwarded-proto': 'https' },
            ...{
              'x-original-url': 'https://fm.test.org/api/v1/cases?a=1',
              'x-original-uri': '/api/v1/cases?a=1',
              'x-original-method': 'POST',
            },
          });
          expect(asked?.headers).not.toHaveProperty('if-none-match');
          expect(asked?.headers).not.toHaveProperty('range');
          expect(route).toMatchObject({ url: '/oauth2/userinfo', headers: { cookie: 'session=a', 'x-forwarded-host': 'fm.test.org' } });
          expect(edge.gateway.received).toHaveLength(1);
          for (const { headers: received } of [...edge.login.received, ...edge.gateway.received])
            expect(JSON.stringify(received)).not.toMatch(/victim|6\.6\.6\.6/);
        });

        it.each([1, 2, 4, 8])('passes on the %i cookies of a refreshed session, and those of the backend', async (count) => {
          const cookies = Array.from(
            { length: count },
            (_, n) => `_oauth2_proxy_${n}=${String(n).repeat(3900)}; Path=/; Expires=Sat, 28 Nov 2026 10:00:00 GMT; HttpOnly; Secure`,
          );
          edge.said = () => ({ status: 202, headers: { ...ALICE, 'Set-Cookie': cookies } });
          edge.answered = () => ({ status: 200, headers: { 'Set-Cookie': 'own=1' } });
          for (const path of ['/', '/api/v1/cases']) expect((await edge.get(path)).headers['set-cookie']).toEqual(['own=1', ...cookies]);
        });

        it('sets no cookie if the authentication service sets none', async () => {
          expect((await edge.get('/')).headers).not.toHaveProperty('set-cookie');
        });

        it.each([
          [
            '150 groups',
            {
              'X-Auth-Request-Groups': Array.from(
                { length: 150 },
                (_, n) => `${String(n).padStart(8, '0')}-aaaa-bbbb-cccc-000000000000`,
              ).join(),
            },
          ],
          ['16 KB of groups', { 'X-Auth-Request-Groups': 'g'.repeat(16 * 1024) }],
          ['16 KB of another header', { 'X-Auth-Request-Access-Token': 't'.repeat(16 * 1024) }],
        ])('accepts an answer with %s', async (_, headers) => {
          edge.said = () => ({ status: 202, headers: { ...ALICE, ...headers } });
          expect((await edge.get('/api/v1/cases')).status).toBe(200);
          expect(edge.gateway.received[0]?.headers['x-user-roles']).toBe({ ...ALICE, ...headers }['X-Auth-Request-Groups']);
        });

        it('accepts 16 KB of headers from a backend and from the login', async () => {
          const large = { status: 200, headers: { 'Set-Cookie': ['a', 'b', 'c', 'd'].map((name) => `${name}=${'x'.repeat(4000)}`) } };
          edge.answered = () => large;
          for (const path of ['/', '/api/v1/cases']) expect((await edge.get(path)).headers['set-cookie']).toHaveLength(4);
          edge.said = () => large;
          expect((await edge.get('/oauth2/callback?code=1')).headers['set-cookie']).toHaveLength(4);
        });

        it('passes 32 KB of cookies on to everybody', async () => {
          const cookie = Array.from({ length: 8 }, (_, n) => `c${n}=${'x'.repeat(4090)}`).join('; ');
          for (const path of ['/', '/api/v1/cases', '/oauth2/userinfo'])
            expect([path, (await edge.get(path, { headers: { cookie } })).status]).toEqual([path, path === '/oauth2/userinfo' ? 202 : 200]);
          for (const { received } of [edge.gateway, edge.dashboard, edge.login]) expect(received[0]?.headers.cookie).toBe(cookie);
        });

        it('answers a forbidden user with a problem body, and never redirects to the login', async () => {
          edge.said = () => ({ status: 403, headers: { 'Set-Cookie': 'a=1; Path=/' } });
          for (const path of ['/', '/api/v1/cases']) {
            const { status, headers, body } = await edge.get(path, { headers: HTML });
            expect([status, headers['content-type'], headers['set-cookie']]).toEqual([403, 'application/problem+json', ['a=1; Path=/']]);
            expect(JSON.parse(body)).toMatchObject({ title: 'Forbidden', status: 403 });
          }
          expect([...edge.gateway.received, ...edge.dashboard.received]).toEqual([]);
        });

        it('says what is missing if the authentication service does not name the user, and does not redirect in a loop', async () => {
          edge.said = () => ({ status: 202 });
          const { status, headers, body } = await edge.get('/', { headers: { ...HTML, 'X-Auth-Request-User': 'alice' } });
          expect([status, headers['content-type']]).toEqual([401, 'application/problem+json']);
          expect(JSON.parse(body).detail).toContain('X-Auth-Request-User');
        });

        it.each([
          ...[
            '/api/v1/auth/dev-login',
            '/api/v1/auth/dev-register',
            '/api/v1/auth/dev/revoke-all-tokens',
            '/api/v1/auth/dev',
            '/api/v1/auth/DEV/x',
          ],
          ...['/api/v1/auth/d%65v/revoke-all-tokens', '/api/v1/auth/dev%2frevoke-all-tokens', '/api/v1/auth//dev/revoke-all-tokens'],
          ...['/api/v1/auth/dev-login%3F/../x', '/api/v1/auth/dev-login%23/../x', '/api/v1/auth/dev/revoke-all-tokens%3f/%2e%2e/x'],
          ...[
            '/api/v1/auth/x/..%2fdev-login',
            '/api/v1//auth/dev-login',
            '/api/v1/./auth/dev-login',
            '/api/v1/auth/dev-login%00',
            '/api/v1/auth/%09dev-login',
          ],
          ...['/api/v1/auth\\dev-login', '/api/v1/auth%5cdev-login', '/api/v1/auth/%2564ev-login', '/api/v1/cases/..'],
        ])('closes %s', async (path) => {
          expect([400, 404]).toContain((await edge.get(path)).status);
          expect([...edge.gateway.received, ...edge.dashboard.received]).toEqual([]);
        });

        it.each(['/api/v1/auth/devices', '/api/v1/auth/me', '/api/v1/cases/1/data%20of%C3%A4.log', '/api/v1/cases?x=a/../b//c%3F%25'])(
          'leaves %s open',
          async (path) => {
            expect((await edge.get(path)).status).toBe(200);
            expect(edge.gateway.received[0]?.url).toBe(path);
          },
        );
      });

      describe('for a page from another origin', () => {
        const preflight = (origin: string, more: Record<string, string> = {}) =>
          edge.get('/api/v1/cases', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', ...more } });

        beforeEach(() => {
          edge.said = () => ({ status: 401 });
        });

        it.each(['chrome-extension://x', 'https://tools.test.org', 'https://fm.test.org'])(
          'answers a preflight of %s without asking',
          async (origin) => {
            const { status, headers } = await preflight(origin, { 'access-control-request-headers': 'content-type,x-request-id' });
            expect(status).toBe(204);
            expect(headers).toMatchObject({
              'access-control-allow-origin': origin,
              'access-control-allow-credentials': 'true',
              'access-control-allow-methods': expect.stringContaining('DELETE'),
              'access-control-allow-headers': 'content-type,x-request-id',
              vary: expect.stringContaining('Origin'),
            });
            expect([...edge.login.received, ...edge.gateway.received]).toEqual([]);
          },
        );

        it.each(['https://evil.test', 'https://tools.test.org.evil.test', 'https://toolsxtest.org', 'null', ''])(
          'answers none of %j',
          async (origin) => {
            const { status, headers } = await preflight(origin);
            expect(status).toBe(401);
            expect(headers).not.toHaveProperty('access-control-allow-origin');
          },
        );

        it('asks the authentication service before any other OPTIONS request', async () => {
          expect((await edge.get('/api/v1/cases', { method: 'OPTIONS', headers: { origin: 'chrome-extension://x' } })).status).toBe(401);
          expect(
            (await edge.get('/api/v1/cases', { headers: { origin: 'chrome-extension://x', 'access-control-request-method': 'GET' } }))
              .status,
          ).toBe(401);
          expect(edge.gateway.received).toEqual([]);
        });

        describe('that would write', () => {
          beforeEach(() => {
            edge.said = alice;
          });

          const ask = (method: string, headers: Record<string, string>) =>
            edge.get('/api/v1/cases', { method, headers: { cookie: 'session=a', 'content-type': 'text/plain', ...headers } });

          it.each(
            ['https://evil.test', 'null', 'https://tools.test.org.evil.test', 'http://fm.test.org', 'https://fm.test.org:444'].flatMap(
              (origin) => ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, origin] as const),
            ),
          )('refuses %s of %s, whose pages may not call the API', async (method, origin) => {
            const { status, headers, body } = await ask(method, { origin });
            expect([status, headers['content-type']]).toEqual([403, 'application/problem+json']);
            expect(headers).not.toHaveProperty('access-control-allow-origin');
            expect(JSON.parse(body)).toMatchObject({ status: 403, detail: expect.stringContaining('of this origin') });
            expect(edge.gateway.received).toEqual([]);
          });

          it.each([
            ['POST', { origin: 'https://tools.test.org' }],
            ['POST', { origin: 'chrome-extension://x' }],
            ['DELETE', { origin: 'https://fm.test.org' }],
            ['POST', {}],
            ['GET', { origin: 'https://evil.test' }],
            ['HEAD', { origin: 'null' }],
            ['OPTIONS', { origin: 'https://evil.test' }],
          ])('lets %s of %j through', async (method, headers) => {
            expect((await ask(method, headers as Record<string, string>)).status).toBe(200);
            expect(edge.gateway.received).toHaveLength(1);
          });
        });

        it('lets the page read a refusal', async () => {
          for (const status of [401, 403]) {
            edge.said = () => ({ status });
            const { headers } = await edge.get('/api/v1/cases', { headers: { origin: 'https://tools.test.org' } });
            expect(headers).toMatchObject({
              'access-control-allow-origin': 'https://tools.test.org',
              'access-control-allow-credentials': 'true',
              vary: 'Origin',
            });
          }
        });

        it('leaves the CORS headers of an answer to the gateway', async () => {
          edge.said = alice;
          edge.answered = ({ headers: { origin = '' } }) => ({ status: 200, headers: { 'Access-Control-Allow-Origin': origin } });
          const { headers } = await edge.get('/api/v1/cases', { headers: { origin: 'https://tools.test.org' } });
          expect(headers['access-control-allow-origin']).toBe('https://tools.test.org');
        });
      });
    },
  );
});

describeWithNginx(['old', 'recent'], [], 'errors that the edge answers itself', (build) => {
  withEdge(build, `ingress: { host: fm.test.org, origins: ["https://tools.test.org"], auth: { ${AUTH}, path: /oauth2 } }\n`, (edge) => {
    const fails: readonly [string, number, string, () => void][] = [
      [
        'an authentication that says nonsense',
        500,
        '/api/v1/cases',
        () => {
          edge.said = () => ({ status: 418 });
        },
      ],
      [
        'no such path',
        404,
        '/api/v1/auth/dev-login',
        () => {
          edge.said = alice;
        },
      ],
      [
        'a path of two readings',
        404,
        '/api//v1',
        () => {
          edge.said = alice;
        },
      ],
      [
        'a gateway that is gone',
        502,
        '/api/v1/cases',
        () => {
          edge.said = alice;
          edge.gateway.stop();
        },
      ],
    ];

    it('limits a body as the gateway does, and says so in a problem body', async () => {
      edge.said = alice;
      const answer = await edge.get('/api/v1/evidence', {
        method: 'POST',
        headers: { 'content-length': '500000000', origin: 'https://tools.test.org' },
        body: Buffer.alloc(1),
      });
      expectProblem(answer, 413);
    });

    it.each(fails)('answers %s with a problem body that a page of an allowed origin may read: %i', async (_, status, path, happens) => {
      happens();
      expectProblem(await edge.get(path, { headers: { ...HTML, origin: 'https://tools.test.org' } }), status);
    });

    function expectProblem({ status: got, headers, body }: Answer, status: number): void {
      expect([got, headers['content-type'], headers['cache-control']]).toEqual([status, 'application/problem+json', 'no-store']);
      expect(headers['access-control-allow-origin']).toBe('https://tools.test.org');
      expect(JSON.parse(body)).toMatchObject({ status, detail: expect.any(String) });
    }

    it('answers with a page if a page was asked for', async () => {
      edge.said = alice;
      edge.dashboard.stop();
      edge.login.stop();
      for (const path of ['/', '/oauth2/start']) expect((await edge.get(path)).headers['content-type']).toBe('text/html');
    });
  });
});

describeWithNginx(['old', 'recent'], [], 'an edge in front of uploaded files', (build) => {
  withEdge(
    build,
    `ingress: { host: fm.test.org, auth: { ${AUTH}, signIn: "https://fm.test.org/oauth2/start", path: /oauth2 } }\n`,
    (edge) => {
      it.each([200, 202, 401, 403])(
        'lets no browser guess what it is, nor a foreign page show it: the authentication says %i',
        async (status) => {
          edge.said = () => ({ status, headers: status < 300 ? ALICE : {} });
          edge.answered = () => ({ status: 200, headers: { 'X-Content-Type-Options': 'nosniff' } });
          for (const path of ['/', '/api/v1/cases', '/oauth2/start', '/api/v1/auth/dev-login', '/healthz'])
            for (const headers of [HTML, {}]) {
              const answer = await edge.get(path, { headers });
              expect([path, answer.headers['x-content-type-options'], answer.headers['content-security-policy']]).toEqual([
                path,
                'nosniff',
                "frame-ancestors 'self'",
              ]);
            }
        },
      );

      it('logs no query parameters, which may hold the code of a login', async () => {
        edge.said = alice;
        for (const path of ['/oauth2/callback?code=secret&state=secret', '/?code=secret', '/api/v1/cases?q=secret', '/oauth2?code=secret'])
          await edge.get(path, { headers: { referer: 'https://fm.test.org/oauth2/callback?code=secret' } });
        const requests = () => readFileSync(join(edge.nginx.folder, 'requests'), 'utf8');
        await eventually('they are written down', 20, () => requests().split('\n').length > 4);
        expect(requests()).toContain('"GET /oauth2/callback HTTP/1.1" 202');
        expect(requests()).not.toContain('secret');
      });
    },
  );
});

describeWithNginx(['old', 'recent'], [], 'an edge whose authentication service accepts connections and never answers', (build) => {
  const nginx = new Nginx(build);
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await nginx.stop();
  });

  it('gives up after the timeout for authentication, not that for uploads', async () => {
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const configuration = edgeOf(`ingress: { host: fm.test.org, auth: { ${AUTH}, path: /oauth2 } }\n`);
    expect(
      configuration.match(/location = \/_authentication \{[^}]*proxy_read_timeout 10s;[^}]*proxy_next_upstream_timeout 10s;/),
    ).not.toBeNull();
    const port = await startEdge(nginx, configuration.replaceAll(/(proxy_read_timeout) (10|30)s/g, '$1 1s'), {
      gateway: '127.0.0.1:9',
      dashboard: '127.0.0.1:9',
      authentication: [OAUTH2_PROXY, `http://127.0.0.1:${(silent.address() as AddressInfo).port}`],
    });
    const statuses = ['/', '/api/v1/cases', '/oauth2/start'].map(async (path) => (await get(port, path)).status);
    expect(await Promise.all(statuses)).toEqual([500, 500, 504]);
    // What docs/runbooks/edge.md looks for.
    expect(nginx.errors).toContain('auth request unexpected status');
  });
});

describeWithNginx(['old', 'recent'], [], 'an edge without a sign-in address', (build) => {
  withEdge(build, `ingress: { host: fm.test.org, auth: { ${AUTH} } }\n`, (edge) => {
    it('answers 401: with a page to a browser that wants one, with a problem body to everybody else', async () => {
      const types = [];
      for (const [path, headers] of [
        ['/', HTML],
        ['/', {}],
        ['/api/v1/cases', HTML],
      ] as const) {
        const answer = await edge.get(path, { headers });
        types.push([answer.status, answer.headers['content-type']]);
      }
      expect(types).toEqual([
        [401, 'text/html'],
        [401, 'application/problem+json'],
        [401, 'application/problem+json'],
      ]);
    });

    it('lets no path of the login through without asking', async () => {
      expect((await edge.get('/oauth2/start')).status).toBe(401);
      expect(edge.login.received.map(({ url }) => url)).toEqual(['/oauth2/auth']);
    });
  });
});

describeWithNginx(['old', 'recent'], [], 'an edge whose login names the return parameter itself', (build) => {
  withEdge(build, `ingress: { host: fm.test.org, auth: { ${AUTH}, signIn: "https://sso.test.org/login?app=fm&return_to=" } }\n`, (edge) => {
    it('uses that parameter', async () => {
      const { headers } = await edge.get('/a?b=1&c=2', { headers: HTML });
      expect(headers.location).toBe('https://sso.test.org/login?app=fm&return_to=https%3A%2F%2Ffm.test.org/a%3Fb=1%26c=2');
    });
  });
});
