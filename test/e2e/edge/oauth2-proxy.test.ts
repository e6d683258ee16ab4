import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { blocksOf } from '../../support/markdown';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { CHECKOUT } from '../support/checkout';
import { eventually } from '../support/eventually';
import { installed } from '../support/installed';
import { SETPRIV, type Tool } from '../support/tools';
import { Browser } from './browser';
import { edgeOf, startEdge } from './edge';
import { Backend, describeWithNginx, get, Nginx } from './nginx';

jest.setTimeout(120_000);

/** Where `.ci/run` builds oauth2-proxy and a provider for it. */
const BUILT = installed('login');
const OAUTH2_PROXY: Tool = { name: 'oauth2-proxy', probe: [join(BUILT, 'oauth2-proxy'), '--version'] };

const DOCUMENT = 'docs/login.md';
const HOST = 'faultmaven.example.com';
const SERVICE = 'http://oauth2-proxy.login.svc.cluster.local:4180';
const GROUPS = 150;

/** The profile that the document shows. */
const profile = blocksOf(DOCUMENT).find(({ text }) => text.includes(SERVICE) && text.startsWith('extends: cluster'))?.text ?? '';

/** The container of oauth2-proxy as the document has it. */
const container = (() => {
  const [, manifests = ''] =
    /<<'END'\n([\s\S]*?)\nEND\n/.exec(blocksOf(DOCUMENT).find(({ text }) => text.includes('<<'))?.text ?? '') ?? [];
  const deployment = parseAllDocuments(manifests)
    .map((document) => document.toJS())
    .find(({ kind }) => kind === 'Deployment');
  return deployment.spec.template.spec.containers[0] as {
    readonly image: string;
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string }[];
  };
})();

/** Its flags, with other values where the place of the test has others. */
function flags(values: Readonly<Record<string, string>>): readonly string[] {
  for (const flag of Object.keys(values))
    if (!container.args.some((arg) => arg.startsWith(`--${flag}=`))) throw new Error(`${DOCUMENT} has no --${flag}`);
  return container.args.map((arg) => {
    const [, flag = ''] = /^--([a-z0-9-]+)=/.exec(arg) ?? [];
    return flag in values ? `--${flag}=${values[flag]}` : arg;
  });
}

/** What somebody sends who would be somebody else. */
const FORGED = {
  'X-User-ID': 'victim',
  X_User_ID: 'victim',
  'X-User-Roles': 'victim',
  'X-Auth-Request-User': 'victim',
  X_Auth_Request_User: 'victim',
  'X-Auth-Request-Email': 'victim@test.org',
  'X-Auth-Request-Redirect': 'https://victim.test/',
  'X-Forwarded-User': 'victim',
  'X-Forwarded-Email': 'victim@test.org',
  'X-Forwarded-Groups': 'victim',
  'X-Forwarded-Host': 'victim.test',
  'X-Forwarded-Uri': '/victim',
};

const PAGE = { accept: 'text/html', ...FORGED };
const API = { accept: 'application/json', ...FORGED };

describeWithNginx(['recent'], [SETPRIV, OAUTH2_PROXY], `the login of ${DOCUMENT}, with the real oauth2-proxy`, (build) => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-login-'));
  const nginx = new Nginx(build);
  const gateway = new Backend(() => ({ status: 200, headers: { 'Set-Cookie': 'own=1; Path=/' } }));
  const dashboard = new Backend();
  const daemons: Daemon[] = [];
  let browser: Browser;

  beforeAll(async () => {
    const [provider, proxy] = [await freePort(), await freePort()];
    const secret = 'a-secret-of-the-provider';
    const issuer = `http://127.0.0.1:${provider}/oidc`;
    daemons.push(new Daemon(folder, join(BUILT, 'provider'), [`127.0.0.1:${provider}`, 'faultmaven', secret, String(GROUPS)]));
    await eventually(
      'the provider answers',
      30,
      async () => (await get(provider, '/oidc/.well-known/openid-configuration')).status === 200,
    );
    const env = Object.fromEntries(
      container.env.map(({ name }) => [name, name.endsWith('CLIENT_SECRET') ? secret : '0123456789abcdef0123456789abcdef']),
    );
    const args = flags({
      'oidc-issuer-url': issuer,
      'http-address': `127.0.0.1:${proxy}`,
      'trusted-proxy-ip': '127.0.0.1/32',
      'cookie-refresh': '1s',
    });
    daemons.push(new Daemon(folder, join(BUILT, 'oauth2-proxy'), args, { env }));
    await eventually('oauth2-proxy answers', 30, async () => (await get(proxy, '/ready')).status === 200).catch((error) => {
      throw new Error(`${error.message}\n${daemons[1]?.tail()}`);
    });
    const port = await startEdge(nginx, edgeOf(profile.replace('extends: cluster\n', '')), {
      gateway: `127.0.0.1:${await gateway.listen()}`,
      dashboard: `127.0.0.1:${await dashboard.listen()}`,
      authentication: [SERVICE, `http://127.0.0.1:${proxy}`],
    });
    browser = new Browser({ [HOST]: port, [`127.0.0.1:${provider}`]: provider });
  });

  beforeEach(() => {
    for (const { received } of [gateway, dashboard]) received.length = 0;
  });

  afterAll(async () => {
    for (const backend of [gateway, dashboard]) backend.stop();
    for (const daemon of daemons) await daemon.stop();
    await nginx.stop();
    rmSync(folder, { recursive: true });
  });

  const session = (): readonly string[] => [...browser.cookiesOf(HOST).keys()].filter((name) => name.startsWith('_oauth2_proxy')).sort();
  const values = (): string =>
    session()
      .map((name) => browser.cookiesOf(HOST).get(name))
      .join('');

  /** Nobody behind the edge was told anything that the client said of its user. */
  function nobodyIsDeceived(): void {
    for (const { headers } of [...gateway.received, ...dashboard.received]) {
      expect(headers).toMatchObject({ 'x-user-id': 'alice', 'x-user-email': 'alice@test.org' });
      expect(JSON.stringify(headers)).not.toContain('victim');
    }
  }

  it('is the version in the document', () => {
    const [, pinned] = /oauth2-proxy\/v7 (v\S+)/.exec(readFileSync(join(CHECKOUT, 'test/e2e/tools/login/go.mod'), 'utf8')) ?? [];
    expect(container.image).toBe(`quay.io/oauth2-proxy/oauth2-proxy:${pinned}`);
  });

  it('has a matching profile in the document', () => {
    expect(parse(profile).ingress.auth).toMatchObject({ url: `${SERVICE}/oauth2/auth`, namespace: 'login', path: '/oauth2/' });
  });

  it('answers an API request without a session with a problem body', async () => {
    const { status, headers } = await browser.ask(`https://${HOST}/api/v1/cases`, API);
    expect([status, headers['content-type']]).toEqual([401, 'application/problem+json']);
    expect(gateway.received).toEqual([]);
  });

  it('sends a browser without a session to the provider and back to the page', async () => {
    const page = `https://${HOST}/cases/1?tab=2&q=a%26b%20c`;
    const { status, at, way } = await browser.open(page, PAGE);
    expect(way.map(({ url, status: one }) => [new URL(url).pathname, one])).toEqual([
      ['/cases/1', 302],
      ['/oauth2/start', 302],
      ['/oidc/authorize', 302],
      ['/oauth2/callback', 302],
      ['/cases/1', 200],
    ]);
    expect([status, at]).toEqual([200, page]);
    expect(dashboard.received.map(({ url }) => url)).toEqual(['/cases/1?tab=2&q=a%26b%20c']);
    nobodyIsDeceived();
  });

  it('splits a session that is too large for one cookie', () => {
    expect(session().length).toBeGreaterThanOrEqual(2);
    expect(session().slice(0, 2)).toEqual(['_oauth2_proxy_0', '_oauth2_proxy_1']);
  });

  it('tells the gateway who the user is, and in which groups', async () => {
    expect((await browser.ask(`https://${HOST}/api/v1/cases`, API)).status).toBe(200);
    const roles = gateway.received[0]?.headers['x-user-roles'] as string;
    expect(roles.split(',')).toHaveLength(GROUPS);
    nobodyIsDeceived();
  });

  it('refreshes every cookie of the session', async () => {
    const before = values();
    let headers: IncomingHttpHeaders = {};
    await eventually('it is refreshed', 30, async () => {
      const answer = await browser.ask(`https://${HOST}/api/v1/cases`, API);
      expect(answer.status).toBe(200);
      headers = answer.headers;
      return values() !== before;
    });
    const set = (headers['set-cookie'] ?? []).map((line) => line.split('=')[0]);
    expect(set).toEqual(['own', ...session()]);
    for (const line of (headers['set-cookie'] ?? []).slice(1))
      expect(line).toMatch(/^_oauth2_proxy_\d=[^;]+; Path=\/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax$/);
    expect((await browser.ask(`https://${HOST}/`, PAGE)).status).toBe(200);
    nobodyIsDeceived();
  });

  it('redirects to no other host', async () => {
    for (const to of ['https://victim.test/', '//victim.test/', 'https://faultmaven.example.com.victim.test/'])
      expect((await browser.open(`https://${HOST}/oauth2/start?rd=${encodeURIComponent(to)}`, PAGE)).at).toBe(`https://${HOST}/`);
  });

  it('signs a user out, then asks for a login again', async () => {
    const { headers } = await browser.ask(`https://${HOST}/oauth2/sign_out`, PAGE);
    expect(headers.location).toMatch(/^(https:\/\/faultmaven\.example\.com)?\/$/);
    expect(session()).toEqual([]);
    expect((await browser.ask(`https://${HOST}/api/v1/cases`, API)).status).toBe(401);
    expect((await browser.ask(`https://${HOST}/`, PAGE)).status).toBe(302);
    expect([...gateway.received, ...dashboard.received]).toEqual([]);
  });
});
