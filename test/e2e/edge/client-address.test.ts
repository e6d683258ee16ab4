import { freePort } from '../control-plane/free-port';
import { describeWith, NGINX } from '../support/tools';
import { edgeAt } from './edge';
import { Backend, get, type Nginx } from './nginx';

jest.setTimeout(60_000);

const CLIENT = '203.0.113.9';
const SPOOFED = '198.51.100.66';
/** Whoever asks the edge here: the test. */
const CONTROLLER = '127.0.0.1';

/** An edge of a profile, and whom it takes for the client. */
const whoAsks = (assignments: readonly string[]): (() => (forwarded: readonly string[]) => Promise<unknown>) => {
  const [gateway, authentication] = [new Backend(), new Backend(() => ({ status: 200, headers: { 'X-Auth-Request-User': 'alice' } }))];
  let nginx: Nginx;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    nginx = await edgeAt(
      port,
      { gateway: `127.0.0.1:${await gateway.listen()}`, authentication: `127.0.0.1:${await authentication.listen()}` },
      { assignments },
    );
    await nginx.start(port);
  });

  afterAll(async () => {
    gateway.stop();
    authentication.stop();
    await nginx?.stop();
  });

  return () => async (forwarded) => {
    for (const one of [gateway, authentication]) one.received.length = 0;
    await get(port, '/api/v1/cases', {
      headers: { 'X-Forwarded-For': [...forwarded], 'X-Real-IP': SPOOFED, Forwarded: `for=${SPOOFED}`, 'X-Client-IP': SPOOFED },
    });
    const headers = gateway.received[0]?.headers ?? {};
    // Everybody who is told is told the same.
    expect(authentication.received[0]?.headers['x-forwarded-for']).toBe(headers['x-forwarded-for']);
    expect(headers['x-real-ip']).toBe(headers['x-forwarded-for']);
    expect(JSON.stringify(headers)).not.toContain('for=');
    return headers['x-forwarded-for'];
  };
};

describeWith([NGINX], 'an edge without trustedNetworks', () => {
  const asking = whoAsks([]);

  it.each([
    ['a controller that names its client alone', [CLIENT], CLIENT],
    ['a controller that adds its client to what that said', [`${SPOOFED}, ${CLIENT}`], CLIENT],
    ['what was said in a header of its own', [SPOOFED, CLIENT], CLIENT],
    ['a client with an address of the company', [`${SPOOFED}, 10.20.30.40`], '10.20.30.40'],
    ['a client behind a node that hides it', [`${SPOOFED}, 192.168.1.1, 172.16.0.9`], '172.16.0.9'],
    ['a client of version 6', [`${SPOOFED}, 2001:db8::9`], '2001:db8::9'],
    ['a client with a unique local address', [`::1, fd00::9`], 'fd00::9'],
    ['a client with its port', [`${SPOOFED}, ${CLIENT}:4711`], CLIENT],
    ['a controller that says nothing', [], CONTROLLER],
    ['nonsense', [`${SPOOFED}, unknown`], CONTROLLER],
  ] as const)('trusts only what the ingress controller added: %s', async (_, forwarded, expected) => {
    expect(await asking()(forwarded)).toBe(expected);
  });
});

describeWith([NGINX], 'an edge that knows all proxies before it', () => {
  const [CDN, BALANCER] = ['198.51.100.1', '10.1.2.3'];
  const asking = whoAsks(['ingress.trustedNetworks=[127.0.0.0/8, 10.1.0.0/16, 198.51.100.0/28, "2001:db8:ff::/48"]']);

  it.each([
    ['one', [CLIENT], CLIENT],
    ['two', [`${SPOOFED}, ${CLIENT}, ${BALANCER}`], CLIENT],
    ['three', [`${SPOOFED}, ${CLIENT}, ${CDN}, ${BALANCER}`], CLIENT],
    ['three, in headers of their own', [SPOOFED, `${CLIENT}, ${CDN}`, BALANCER], CLIENT],
    ['one of version 6', [`${SPOOFED}, 2001:db8::9, 2001:db8:ff::1`], '2001:db8::9'],
    ['a stranger between them, who may say what he likes', [`${CLIENT}, ${CDN}, 203.0.113.77, ${BALANCER}`], '203.0.113.77'],
    ['a private address that is no proxy', [`${SPOOFED}, 10.2.0.1`], '10.2.0.1'],
    ['a client that names itself as a proxy', [`${SPOOFED}, ${CDN}, ${CLIENT}`], CLIENT],
    ['proxies alone', [`${CDN}, ${BALANCER}`], CDN],
  ] as const)('trusts these proxies, and nobody before them: %s', async (_, forwarded, expected) => {
    expect(await asking()(forwarded)).toBe(expected);
  });
});

describeWith([NGINX], 'an edge that is asked by an address outside trustedNetworks', () => {
  const asking = whoAsks(['ingress.trustedNetworks=[198.51.100.0/28]']);

  it('trusts no header', async () => {
    expect(await asking()([`${SPOOFED}, ${CLIENT}`])).toBe(CONTROLLER);
  });
});
