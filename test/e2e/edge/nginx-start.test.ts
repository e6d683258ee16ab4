import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { spawnBound } from '../support/bound';
import { eventually } from '../support/eventually';
import { BUSYBOX, NAMESPACES } from '../support/tools';
import { DENIED, WITHOUT_IPV6 } from '../support/without-ipv6';
import { fileOf } from './edge';
import { describeWithNginx, Nginx } from './nginx';

jest.setTimeout(120_000);

const START = fileOf('fm-edge', 'start.sh');

/** What the image of the dashboard has around the file that it is given. */
const around = (folder: string): string => `pid ${folder}/run/nginx.pid;
error_log /dev/null;
events {}
http {
  access_log off;
  include /etc/nginx/conf.d/*.conf;
}
`;

/** The status of an answer, or why there is none. */
const asked = (host: string, port: number, path: string): Promise<string> =>
  new Promise((resolve) => {
    const question = request({ host, port, path, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(String(answer.statusCode)));
    });
    question.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    question.end();
  });

describeWithNginx(['old', 'recent'], [NAMESPACES, BUSYBOX], 'stopping nginx', (build) => {
  it('edge and dashboard start nginx by the same script', () => {
    expect(fileOf('fm-dashboard', 'start.sh')).toBe(START);
  });

  it.each([
    ['SIGTERM', 'dash'],
    ['SIGTERM', 'busybox sh'],
    ['SIGQUIT', 'dash'],
    ['SIGQUIT', 'busybox sh'],
    ['SIGINT', 'dash'],
  ] as const)('as process 1, on %s, under %s: finishes open requests and accepts no new ones', async (signal, shell) => {
    const nginx = new Nginx(build);
    const held: ServerResponse[] = [];
    const backend = createServer((_, response) => held.push(response)).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const port = await freePort();
    const site = `server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${(backend.address() as AddressInfo).port}; } location = /ok { return 200; } }`;
    nginx.configure(`pid ${nginx.folder}/run/nginx.pid;\nevents {}\nhttp {\n${site}\n}\n`, {});
    writeFileSync(join(nginx.folder, 'start.sh'), nginx.inFolder(START));
    const pod = spawn('unshare', ['--pid', '--fork', '--kill-child', ...shell.split(' '), join(nginx.folder, 'start.sh')], {
      stdio: 'ignore',
      ...nginx.place,
    });
    try {
      await eventually('nginx answers', 20, async () => (await asked('127.0.0.1', port, '/ok')) === '200');
      const inFlight = asked('127.0.0.1', port, '/slow');
      await eventually('the request is behind nginx', 20, () => held.length === 1);
      process.kill(firstChildOf(pod), signal);
      await eventually('nobody else is let in', 20, async () => (await asked('127.0.0.1', port, '/ok')) === 'ECONNREFUSED');
      const ended = once(pod, 'exit');
      held[0]?.end('done');
      expect(await inFlight).toBe('200');
      expect(await ended).toEqual([0, null]);
    } finally {
      pod.kill('SIGKILL');
      backend.closeAllConnections();
      backend.close();
      rmSync(nginx.folder, { recursive: true });
    }
  });

  it('ends with the exit code of an nginx that does not start', () => {
    const nginx = new Nginx(build);
    nginx.configure('nonsense;', {});
    const { status, stderr } = spawnSync('sh', ['-c', nginx.inFolder(START)], { encoding: 'utf8', ...nginx.place });
    rmSync(nginx.folder, { recursive: true });
    expect([status, stderr]).toEqual([1, expect.stringContaining('unknown directive "nonsense"')]);
  });
});

/** Process 1 of the namespace that `unshare` has made. */
const firstChildOf = ({ pid }: ChildProcess): number => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());

/** Types a script into a shell that finds a kernel without IPv6. */
const withoutIpv6 = (script: string, { place }: Nginx): ChildProcess =>
  spawnBound('TERM', [...WITHOUT_IPV6, 'sh', '-c', script], { stdio: 'ignore', ...place });

describeWithNginx(['old', 'recent'], [DENIED], 'nginx with IPv4 and IPv6', (build) => {
  const started: { nginx: Nginx; process: ChildProcess }[] = [];

  afterAll(async () => {
    for (const { nginx, process } of started) {
      process.kill('SIGQUIT');
      await eventually('it has stopped', 20, () => process.exitCode !== null);
      rmSync(nginx.folder, { recursive: true });
    }
  });

  /** Each with its own files in a folder of its own; only the port is another, as every test has its own. */
  async function configured(service: 'fm-edge' | 'fm-dashboard'): Promise<{ nginx: Nginx; port: number; script: string }> {
    const [nginx, port] = [new Nginx(build), await freePort()];
    const both = { 'listen 8080': `listen ${port}`, 'listen [::]:8080': `listen [::]:${port}` };
    if (service === 'fm-edge') {
      nginx.configure(fileOf(service, 'nginx.conf'), {
        ...both,
        'include /tmp/': `include ${nginx.folder}/tmp/`,
        'pid /run/': `pid ${nginx.folder}/run/`,
        '_path /tmp/': `_path ${nginx.folder}/tmp/`,
        '127.0.0.1:8081': `127.0.0.1:${await freePort()}`,
      });
    } else {
      // The recent build has no module for what the dashboard adds to its page.
      nginx.configure(fileOf(service, 'default.conf').replaceAll(/^ *sub_filter.*\n/gm, ''), both, 'conf.d/default.conf');
      nginx.configure(around(nginx.folder), { '/etc/nginx/': `${nginx.folder}/` });
    }
    return { nginx, port, script: nginx.inFolder(START) };
  }

  const health = { 'fm-edge': '/healthz', 'fm-dashboard': '/health' };

  it.each(['fm-edge', 'fm-dashboard'] as const)('%s answers on both families', async (service) => {
    const { nginx, port, script } = await configured(service);
    started.push({ nginx, process: spawnBound('TERM', ['sh', '-c', script], { stdio: 'ignore', ...nginx.place }) });
    for (const host of ['127.0.0.1', '::1'])
      await eventually(`${host} answers`, 20, async () => (await asked(host, port, health[service])) === '200');
  });

  it.each(['fm-edge', 'fm-dashboard'] as const)('%s starts on a kernel without IPv6', async (service) => {
    const { nginx, port, script } = await configured(service);
    const process = withoutIpv6(script.replaceAll('/proc/net/if_inet6', '/proc/net/no-such-file'), nginx);
    started.push({ nginx, process });
    await eventually('it answers', 20, async () => (await asked('127.0.0.1', port, health[service])) === '200');
    expect(await asked('::1', port, health[service])).not.toBe('200');
  });

  it('would not start on a kernel without IPv6 if the script left the configuration as it is', async () => {
    const { nginx, script } = await configured('fm-dashboard');
    const process = withoutIpv6(script, nginx);
    const [code] = await once(process, 'exit');
    rmSync(nginx.folder, { recursive: true });
    expect(code).toBe(1);
  });

  const V4 = '00000000000000000000000000000001 01 80 10 80       lo\nfe800000000000000000000000000002 04 40 20 80     eth0\n';
  const BOTH = `fd000000000000000000000000000002 04 40 00 82     eth0\n${V4}`;

  it.each([
    ['of a pod with both', BOTH, 'nameserver 10.96.0.10\nnameserver fd00::a\n', 'resolver 10.96.0.10 [fd00::a] valid=10s;'],
    ['of a pod with version 6 alone', BOTH, 'search x\nnameserver fd00::a\noptions ndots:5\n', 'resolver [fd00::a] valid=10s;'],
    ['of a pod with version 4', V4, 'nameserver 10.96.0.10\n', 'resolver 10.96.0.10 valid=10s ipv6=off;'],
    [
      'that a pod with version 4 cannot reach',
      V4,
      'nameserver fd00::a\nnameserver 10.96.0.10\n',
      'resolver 10.96.0.10 valid=10s ipv6=off;',
    ],
    ['under a kernel without version 6', undefined, 'nameserver fd00::a\nnameserver 10.96.0.10', 'resolver 10.96.0.10 valid=10s ipv6=off;'],
    ['with an interface', BOTH, 'nameserver fe80::1%eth0\nnameserver 10.96.0.10\n', 'resolver 10.96.0.10 valid=10s;'],
    ['that are none', BOTH, 'search x\n', '/etc/resolv.conf names no resolver that nginx can ask'],
  ])('asks the resolvers %s', (_, interfaces, resolvers, expected) => {
    const nginx = new Nginx(build);
    const file = (name: string, text: string): string => {
      writeFileSync(join(nginx.folder, name), text);
      return join(nginx.folder, name);
    };
    // nginx reads what the script writes, and says whether it can; it need not start for that.
    nginx.configure(`events {}\nhttp { include ${nginx.folder}/tmp/resolver.conf; }\n`, {});
    const script = nginx
      .inFolder(START)
      .replaceAll('/proc/net/if_inet6', interfaces === undefined ? '/proc/net/no-such-file' : file('if_inet6', interfaces))
      .replaceAll('/etc/resolv.conf', file('resolv.conf', resolvers))
      .replaceAll('daemon off;', 'daemon off; invalid;');
    const { stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', ...nginx.place });
    const written = stderr.includes('"invalid"') ? readFileSync(join(nginx.folder, 'tmp/resolver.conf'), 'utf8').trim() : stderr.trim();
    const taken = expected.startsWith('resolver') ? nginx.test() : 'syntax is ok';
    rmSync(nginx.folder, { recursive: true });
    // Each is named four times, to be asked from as many ports.
    const four = expected.replace(/^resolver( .*?)(?= valid)/, (_all, all: string) => `resolver${all.repeat(4)}`);
    expect(written.replace(nginx.folder, '')).toContain(four.replace('/etc/resolv.conf', ''));
    expect(taken).toContain('syntax is ok');
  });
});
