import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { Dns } from '../lab/dns';
import { eventually } from '../support/eventually';
import { OPENSSL, ROOT } from '../support/tools';
import { certificate, vouched } from './certificates';
import { direct, directEdgeAt, edgeAt, HOST, LOGIN, startAsInPod } from './edge';
import { type Answer, Backend, describeWithNginx, get, type Nginx } from './nginx';

jest.setTimeout(60_000);

const AUTHENTICATION = new URL(LOGIN);
/** The authorities that a container trusts. */
const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';
/** As many as public authorities have in between: https://letsencrypt.org/certificates/ has two where its younger root is not known. */
const BETWEEN = 2;

/** Whose certificate is shown, and whether the edge trusts the authority that vouches for it. */
const CASES = [
  { of: 'its own name, from a trusted authority', host: AUTHENTICATION.hostname, isTrusted: true, isAsked: true },
  { of: 'its own name, from an authority that nobody trusts', host: AUTHENTICATION.hostname, isTrusted: false, isAsked: false },
  { of: 'another name, from a trusted authority', host: 'other.example.com', isTrusted: true, isAsked: false },
];

describeWithNginx(['old', 'recent'], [OPENSSL, ROOT], 'an authentication that is asked over TLS', (build) => {
  describe.each(['existing', 'direct'] as const)('by an edge with platform.ingress: %s', (mode) => {
    describe.each(CASES)('with a certificate of $of', ({ host, isTrusted, isAsked }) => {
      const [gateway, dashboard] = [new Backend(), new Backend()];
      let authentication: Backend;
      let dns: Dns;
      let nginx: Nginx;
      let ask: (path: string) => Promise<Answer>;

      beforeAll(async () => {
        const [shown, foreign] = [vouched(host, BETWEEN), certificate('foreign.example.com')];
        authentication = new Backend(() => ({ status: 200, headers: { 'X-Auth-Request-User': 'alice' } }), {
          // Who does not say whom it asks for is shown this one, as by any server of several names.
          cert: foreign['tls.crt'],
          key: foreign['tls.key'],
          SNICallback: (name, done) => done(null, name === AUTHENTICATION.hostname ? createSecureContext(shown) : undefined),
        });
        dns = await Dns.listenAnywhere();
        dns.set(AUTHENTICATION.hostname, '127.0.0.1');
        const [probes, port] = [await freePort(), await authentication.listen()];
        const [toGateway, toDashboard] = [`127.0.0.1:${await gateway.listen()}`, `127.0.0.1:${await dashboard.listen()}`];
        const behind = { gateway: toGateway, dashboard: toDashboard };
        const trusted = join(scratch(), 'trusted.crt');
        writeFileSync(trusted, isTrusted ? shown.authority : foreign['tls.crt']);
        const { origin, pathname } = AUTHENTICATION;
        const also = {
          [LOGIN]: `${origin}:${port}${pathname}`,
          [`set $login ${origin};`]: `set $login ${origin}:${port};`,
          [TRUSTED]: trusted,
        };
        const more = { build, resolver: 'of the pod', also } as const;
        if (mode === 'existing') {
          nginx = await edgeAt(probes, behind, { ...more, assignments: ['ingress.auth.path=/oauth2'] });
          ask = (path) => get(probes, path);
        } else {
          const edge = await directEdgeAt(probes, behind, { ...more, profile: direct('auth: { path: /oauth2 }') });
          nginx = edge.nginx;
          ask = (path) => get(edge.https, path, { tls: HOST });
        }
        await startAsInPod(nginx, probes, `nameserver ${dns.address}\n`);
        // The name is looked up with the first request.
        await eventually('its name is known', 20, () => ask('/').then(() => dns.asked.has(AUTHENTICATION.hostname)));
        for (const { received } of [gateway, dashboard, authentication]) received.length = 0;
      });

      afterAll(async () => {
        for (const backend of [gateway, dashboard, authentication]) backend?.stop();
        dns?.close();
        await nginx?.stop();
      });

      it(isAsked ? 'says who the user is' : 'is told nothing, and lets nobody through', async () => {
        for (const path of ['/api/v1/cases', '/']) expect([path, (await ask(path)).status]).toEqual([path, isAsked ? 200 : 500]);
        expect([gateway, dashboard].map(({ received }) => received.map(({ headers }) => headers['x-user-id']))).toEqual(
          isAsked ? [['alice'], ['alice']] : [[], []],
        );
        expect(authentication.received).toHaveLength(isAsked ? 2 : 0);
      });

      it(`has a login that ${isAsked ? 'answers' : 'is told nothing'}`, async () => {
        expect((await ask('/oauth2/start')).status).toBe(isAsked ? 200 : 502);
        expect(authentication.received.filter(({ url }) => url === '/oauth2/start')).toHaveLength(isAsked ? 1 : 0);
      });
    });
  });
});
