import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { holdersIn, uploadsIn } from '../../../lib/targets/kubernetes/plan/uploads';
import { clusterPlan } from '../../support/cluster';
import { freePort } from '../control-plane/free-port';
import { spawnBound } from '../support/bound';
import { eventually } from '../support/eventually';
import { describeWith, NGINX } from '../support/tools';
import { edgeAt } from './edge';
import { type Answer, Backend, get, type Nginx } from './nginx';

jest.setTimeout(120_000);

/** Everything is a tenth as large as in the cluster. */
const SCALE = 10;
const plan = clusterPlan().services;
const gatewayIn = holdersIn(plan).find(({ service }) => service.kind === 'api-gateway');
if (gatewayIn === undefined) throw new Error('nobody holds bodies');
const { body, limit, service } = gatewayIn;
const { large } = uploadsIn(plan);
const LARGEST = Buffer.alloc(Math.floor(body.bytes / SCALE), 'x');

/** The number of users that send something at once. */
const MANY = 12;

/**
 * Holds each body as the gateway does, as it came and as it is sent on, until it is told to answer; and is killed as the kernel would kill
 * it. What is small is answered at once.
 */
const GATEWAY_PROGRAM = `
const [port, atRest, times, limit] = process.argv.slice(1).map(Number);
let taken = atRest;
let held = [];
require('node:http').createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => {
    chunks.push(chunk);
    taken += times * chunk.length;
    if (taken > limit) process.exit(137);
  });
  request.on('end', () => {
    const size = times * chunks.reduce((sum, { length }) => sum + length, 0);
    const answer = () => { taken -= size; response.end('taken'); };
    if (size < 1e6) answer();
    else held.push(answer);
    process.send({ held: held.length });
  });
}).listen(port, '127.0.0.1', () => process.send({ held: 0 }));
process.on('message', () => { const all = held; held = []; for (const answer of all) answer(); process.send({ held: 0 }); });
`;

describeWith([NGINX], 'uploads that need more memory than the gateway has', () => {
  const authentication = new Backend(({ headers: { cookie = '' } }) => ({ status: 200, headers: { 'X-Auth-Request-User': cookie } }));
  const edges: Nginx[] = [];
  let gateway: ChildProcess;
  let gatewayPort: number;
  let authenticationPort: number;
  let held = 0;
  let users = 0;

  async function startGateway(): Promise<void> {
    const { atRest, times } = service.bodies;
    const sizes = [atRest.bytes / SCALE, times, limit.bytes / SCALE].map((size) => String(Math.floor(size)));
    gateway = spawnBound('KILL', [process.execPath, '-e', GATEWAY_PROGRAM, String(gatewayPort), ...sizes], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    gateway.on('message', (said: { held: number }) => {
      held = said.held;
    });
    await once(gateway, 'message');
  }

  async function startEdge(also: Readonly<Record<string, string>> = {}): Promise<{ nginx: Nginx; port: number }> {
    const port = await freePort();
    const nginx = await edgeAt(port, { gateway: `127.0.0.1:${gatewayPort}`, authentication: `127.0.0.1:${authenticationPort}` }, { also });
    await nginx.start(port);
    edges.push(nginx);
    return { nginx, port };
  }

  const stop = async (nginx: Nginx): Promise<void> => {
    edges.splice(edges.indexOf(nginx), 1);
    await nginx.stop();
  };

  const send = (port: number, content: Buffer, { user = `user-${users++}`, chunked = false } = {}): Promise<Answer> =>
    get(port, '/api/v1/evidence', {
      method: 'POST',
      body: content,
      headers: { cookie: user, ...(chunked ? { 'transfer-encoding': 'chunked' } : {}) },
    });

  /** What becomes of requests that were sent: some wait at the gateway, the others have their answer. */
  interface Sent {
    readonly answers: Answer[];
    readonly all: Promise<Answer>[];
  }

  function watched(all: Promise<Answer>[]): Sent {
    const answers: Answer[] = [];
    for (const one of all)
      one.then(
        (answer) => answers.push(answer),
        () => undefined,
      );
    return { answers, all };
  }

  /** Uploads of many users at each of these edges. */
  const crowd = (...ports: readonly number[]): Sent =>
    watched(ports.flatMap((port) => Array.from({ length: MANY }, (_, n) => send(port, LARGEST, { chunked: n % 2 === 0 }))));

  /**
   * Waits until every request waits at the gateway or has its answer. Whatever comes to an edge later, because the machine is busy, would
   * find other conditions than the test means.
   */
  async function settled(what: string, waiting: number, ...crowds: readonly Sent[]): Promise<void> {
    const sent = crowds.flatMap(({ all }) => all).length;
    await eventually(what, 30, () => held === waiting && crowds.flatMap(({ answers }) => answers).length === sent - waiting);
  }

  /** An edge gives a place back when it has finished a request, which is shortly after the client has the last byte of the answer. */
  const roomAgain = (port: number): Promise<unknown> =>
    eventually('there is room again', 30, async () => (await released([send(port, LARGEST)]))[0]?.status === 200);

  /** Lets the gateway answer everybody who waits, and those who come to it meanwhile. */
  async function released(all: readonly Promise<Answer>[]): Promise<readonly Answer[]> {
    const release = setInterval(() => gateway.connected && gateway.send('release'), 50);
    try {
      return await Promise.all(all);
    } finally {
      clearInterval(release);
    }
  }

  const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status).sort();

  beforeAll(async () => {
    gatewayPort = await freePort();
    authenticationPort = await authentication.listen();
    await startGateway();
  });

  afterAll(async () => {
    for (const nginx of [...edges]) await stop(nginx);
    gateway.kill('SIGKILL');
    authentication.stop();
  });

  it('kill the gateway if nothing limits them', async () => {
    const { nginx, port } = await startEdge({ 'limit_conn large': '# limit_conn large' });
    const ended = once(gateway, 'exit');
    await Promise.all(crowd(port).all);
    expect(await ended).toEqual([137, null]);
    await stop(nginx);
    await startGateway();
  });

  it('are limited in total, with a content length or chunked; the others are told when to retry', async () => {
    const { nginx, port } = await startEdge();
    const sent = crowd(port);
    await settled('the gateway has what is let through, and the others their answer', large, sent);
    for (const { headers, body: said } of sent.answers) {
      expect(headers).toMatchObject({ 'retry-after': '5', 'content-type': 'application/problem+json' });
      expect(JSON.parse(said)).toMatchObject({ status: 429, title: 'Too Many Requests', detail: expect.stringContaining('upload') });
    }
    // What is no upload goes on.
    expect(statuses(await Promise.all(Array.from({ length: MANY }, () => send(port, Buffer.alloc(90_000)))))).toEqual(
      Array(MANY).fill(200),
    );
    expect(statuses(await released(sent.all))).toEqual([...Array(large).fill(200), ...Array(MANY - large).fill(429)]);
    await roomAgain(port);
    await stop(nginx);
  });

  it('are limited for each user', async () => {
    const { nginx, port } = await startEdge();
    const mine = watched(Array.from({ length: 4 }, () => send(port, LARGEST, { user: 'eager' })));
    await settled('one of them is with the gateway, the others are refused', 1, mine);
    const other = watched([send(port, LARGEST, { chunked: true })]);
    await settled('that of somebody else is with the gateway', 2, mine, other);
    expect(statuses(await released([...mine.all, ...other.all]))).toEqual([200, 200, 429, 429, 429]);
    await stop(nginx);
  });

  it.each([
    ['POST', { 'content-length': String(LARGEST.length) }],
    ['POST', { 'transfer-encoding': 'chunked' }],
    ['GET', { 'content-length': String(LARGEST.length) }],
  ])('are counted until the gateway has finished, even if the client has left: %s %j', async (method, headers) => {
    const { nginx, port } = await startEdge();
    for (let n = 1; n <= large; n++) {
      const leaving = request({ host: '127.0.0.1', port, path: '/api/v1/evidence', method, headers: { cookie: `gone-${n}`, ...headers } });
      leaving.on('error', () => undefined).end(LARGEST);
      await eventually(`the gateway has ${n}`, 30, () => held === n);
      leaving.destroy();
      await eventually('their next one is refused', 30, async () => (await send(port, LARGEST, { user: `gone-${n}` })).status === 429);
    }
    expect((await send(port, LARGEST)).status).toBe(429);
    expect(held).toBe(large);
    gateway.send('release');
    await roomAgain(port);
    await stop(nginx);
  });

  it.each([
    ['below 100 kB', 99_999, 0, MANY],
    ['below 1 MB', 999_999, 1, 1],
  ])('are limited by size class: %s', async (_, size, waiting, admitted) => {
    const { nginx, port } = await startEdge({
      'limit_conn middling 13': 'limit_conn middling 1',
      'limit_conn large 2': 'limit_conn large 1',
    });
    const sent = watched(Array.from({ length: MANY }, () => send(port, Buffer.alloc(size))));
    await settled('each waits at the gateway or has its answer', waiting, sent);
    expect(statuses(await released(sent.all))).toEqual([...Array(admitted).fill(200), ...Array(MANY - admitted).fill(429)]);
    await stop(nginx);
  });

  it('stay limited during a rolling update of the edge', async () => {
    const [first, second] = [await startEdge(), await startEdge()];
    const crowds = [crowd(first.port, second.port)];
    await settled('both pass on what they may', 2 * large, ...crowds);
    // Each is told to stop while the gateway has what it passed on, and the next one comes to the same crowd.
    const stopped = [stop(first.nginx)];
    const third = await startEdge();
    crowds.push(crowd(third.port));
    await settled('the new one passes on what it may', 3 * large, ...crowds);
    stopped.push(stop(second.nginx));
    const fourth = await startEdge();
    crowds.push(crowd(fourth.port));
    await settled('and the last one', 4 * large, ...crowds);
    expect(gateway.exitCode).toBeNull();
    const answers = statuses(await released(crowds.flatMap(({ all }) => all)));
    expect(answers).toEqual([...Array(4 * large).fill(200), ...Array(4 * (MANY - large)).fill(429)]);
    await Promise.all(stopped);
  });

  it('are not the only limit: requests of a user are limited too', async () => {
    const { nginx, port } = await startEdge({ 'rate=60r/m': 'rate=1r/m', 'burst=60': 'burst=2' });
    const asking = (user: string): Promise<Answer> => get(port, '/api/v1/cases', { headers: { cookie: user } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => asking('eager')));
    expect(statuses(answers)).toEqual([200, 200, 200, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
    expect(JSON.parse(refused?.body ?? '')).toMatchObject({ status: 429 });
    expect((await asking('somebody else')).status).toBe(200);
    // Pages cost nothing of it, and take nothing.
    expect((await get(port, '/', { headers: { cookie: 'eager' } })).status).toBe(502);
    expect((await get(port, '/', { method: 'POST', headers: { cookie: 'eager' }, body: Buffer.alloc(20_000) })).status).toBe(413);
    await stop(nginx);
  });
});
