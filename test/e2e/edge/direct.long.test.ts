import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { OPENSSL } from '../support/tools';
import { certificate } from './certificates';
import { directEdgeAt, HOST } from './edge';
import { Gateways } from './gateways';
import { describeWithNginx, get, Nginx } from './nginx';

jest.setTimeout(300_000);

const GATEWAY = '127.77.4.1';
/** How long the gateway takes for an answer, in milliseconds. */
const ANSWERS_WITHIN = 20;
const CONNECTIONS = 8;
const SECONDS = 60;

/** A connection to each of several servers at the same time, each busy without a pause: whatever slows the machine down slows all of them. */
async function measured(ports: readonly number[]): Promise<readonly (readonly number[])[]> {
  let users = 0;
  let isDone = false;
  const times = ports.map((): number[] => []);
  const ask = (port: number, agent: Agent): Promise<number> =>
    new Promise((resolve, reject) => {
      const started = process.hrtime.bigint();
      const headers = { host: HOST, cookie: `user-${users++}` };
      const options = { host: '127.0.0.1', port, path: '/api/v1/cases', agent, headers, servername: HOST, rejectUnauthorized: false };
      request(options, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
        answer.resume().on('end', () => resolve(Number(process.hrtime.bigint() - started) / 1e6));
      })
        .on('error', reject)
        .end();
    });
  const busy = ports.flatMap((port, index) =>
    Array.from({ length: CONNECTIONS }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let n = 0; !isDone; n++) {
        const time = await ask(port, agent);
        // The first ones open connections.
        if (n > 5) times[index]?.push(time);
      }
      agent.destroy();
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  isDone = true;
  await Promise.all(busy);
  return times;
}

const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length * share)] ?? Number.NaN;

describeWithNginx(['old', 'recent'], [OPENSSL], 'an edge that ends TLS itself, beside a bare proxy of the same gateway', (build) => {
  const bare = new Nginx(build);
  let gateways: Gateways;
  let edge: Awaited<ReturnType<typeof directEdgeAt>>;
  let port: number;

  beforeAll(async () => {
    const [probes, gatewayPort, authentication] = [await freePort(), await freePort(), await freePort()];
    port = await freePort();
    gateways = new Gateways(gatewayPort, ANSWERS_WITHIN);
    gateways.start(GATEWAY);
    const gateway = `${GATEWAY}:${gatewayPort}`;
    edge = await directEdgeAt(probes, { gateway, authentication: `127.0.0.1:${authentication}` }, { build });
    await edge.nginx.start(probes);
    for (const [file, text] of Object.entries(certificate(HOST))) writeFileSync(join(bare.folder, file), text);
    const tls = `ssl_certificate ${bare.folder}/tls.crt; ssl_certificate_key ${bare.folder}/tls.key;`;
    const site = `server { listen 127.0.0.1:${port} ssl; ${tls} location / { proxy_http_version 1.1; proxy_pass http://${gateway}; } }`;
    // The same process knows every user, which takes it no time: what an authentication takes is its own.
    const knows = `server { listen 127.0.0.1:${authentication}; add_header X-Auth-Request-User $http_cookie; location / { return 200; } }`;
    const own = `pid ${bare.folder}/run/nginx.pid; error_log ${bare.folder}/errors; worker_processes 2; events { worker_connections 1024; }`;
    bare.configure(`${own}\nhttp { access_log ${bare.folder}/requests; client_body_temp_path ${bare.folder}/tmp; ${site} ${knows} }\n`, {});
    // It answers a request without TLS as well, with 400.
    await bare.start(port);
    await eventually('the gateway answers', 20, async () => (await get(port, '/', { tls: HOST })).status === 200);
  });

  afterAll(async () => {
    gateways.stop();
    await Promise.all([edge.nginx.stop(), bare.stop()]);
  });

  it('answers nine tenths of its requests at least, and the slowest hundredth in six fifths of its time at most', async () => {
    const [own, others] = (await measured([edge.https, port])) as [readonly number[], readonly number[]];
    const figures = [own, others].map((times) => ({
      perSecond: times.length / SECONDS,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
    }));
    const [direct, plain] = figures as [(typeof figures)[number], (typeof figures)[number]];
    process.stderr.write(`${build} nginx, direct: ${JSON.stringify(direct)}, bare: ${JSON.stringify(plain)}\n`);
    expect(direct.perSecond / plain.perSecond).toBeGreaterThanOrEqual(0.9);
    expect(direct.p99 / plain.p99).toBeLessThanOrEqual(1.2);
  });
});
