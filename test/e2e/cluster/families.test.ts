import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { installed } from '../support/installed';
import { committed, containers, find } from '../support/manifests';
import { describeWith, HAPROXY, type Tool } from '../support/tools';
import { DENIED, WITHOUT_IPV6 } from '../support/without-ipv6';

jest.setTimeout(180_000);

const VENV = installed('chroma');
const UVICORN: Tool = { name: 'uvicorn', probe: [join(VENV, 'bin/python'), '-c', 'import uvicorn, uvloop'] };

const V4 = '127.0.0.1';
const V6 = '::1';
/** Where a kernel that knows IPv6 lists its addresses: no such file is all that a shell sees of one that does not. */
const ADDRESSES = '/proc/net/if_inet6';
const KERNELS = [
  ['with both families', [], [V4, V6]],
  ['without IPv6', WITHOUT_IPV6, [V4]],
] as const;

const objects = committed('cluster');
const commandOf = (workload: string): readonly string[] => {
  const found = containers(objects).find(({ of, name }) => of === workload && name === workload);
  if (found === undefined) throw new Error(`no container ${workload}`);
  return found.command;
};

describeWith([DENIED, UVICORN, HAPROXY], 'generated start commands with IPv4 and IPv6', () => {
  let folder: string;
  let server: ChildProcess | undefined;
  let said: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fm-families-'));
  });

  afterEach(async () => {
    server?.kill();
    await eventually('it has ended', 20, () => server === undefined || server.exitCode !== null || server.signalCode !== null);
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  /** Starts a command, and returns at which loopback addresses it answers once it does. */
  async function answering(kernel: readonly string[], command: readonly string[], { port, path, cwd, env }: Started): Promise<string[]> {
    const [program = '', ...args] = [...kernel, ...command];
    said = '';
    const started = spawn(program, args, { cwd, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env } });
    server = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text: Buffer) => {
        said += text;
      });
    await eventually('it answers', 90, async () => {
      if (started.exitCode !== null) throw new Error(said);
      return answers(V4, port, path);
    });
    const asked = await Promise.all([V4, V6].map(async (host) => ((await answers(host, port, path)) ? [host] : [])));
    return asked.flat();
  }

  /** Redis' proxy as its pod starts it, but for its ports and the folder of its file. @param addresses where it looks for IPv6 */
  async function proxy(addresses: string) {
    const [clients, health] = [await freePort(), await freePort()];
    const { data } = find(objects, 'ConfigMap', /^redis-proxy-configuration$/);
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, data['haproxy.cfg'].replaceAll(':6379" v4v6', `:${clients}" v4v6`).replaceAll(':8404" v4v6', `:${health}" v4v6`));
    const command = commandOf('redis-proxy').map((word) =>
      word.replace('/usr/local/etc/haproxy/haproxy.cfg', file).replace(ADDRESSES, addresses),
    );
    return { clients, health, command, env: { REDIS_PASSWORD: 'x' } };
  }

  describe.each(KERNELS)('on a kernel %s', (_, kernel, expected) => {
    it.each(['asyncio', 'uvloop'])('uvicorn listens on every address of the machine, with %s', async (loop) => {
      writeFileSync(join(folder, 'app.py'), APP);
      const port = await freePort();
      const command = commandOf('fm-session-service').map((word) => (word === '8000' ? String(port) : word));
      const [python, ...rest] = command.map((word) => (/^\w+(\.\w+)+:app$/.test(word) ? 'app:app' : word));
      expect([python, rest]).toEqual(['python', expect.arrayContaining(['uvicorn', 'app:app'])]);
      const started = { port, path: '/', cwd: folder };
      expect(await answering(kernel, [join(VENV, 'bin/python'), ...rest, '--loop', loop], started)).toEqual(expected);
    });

    it('Chroma does too', async () => {
      const { data } = find(objects, 'ConfigMap', /^chromadb-configuration$/);
      writeFileSync(join(folder, 'log_config.yml'), data['log_config.yml']);
      const port = await freePort();
      const [uvicorn = '', ...args] = commandOf('chromadb').map(
        (word) => ({ '8000': String(port), '/etc/chroma/log_config.yml': join(folder, 'log_config.yml') })[word] ?? word,
      );
      const cwd = join(VENV, 'lib', readdirSync(join(VENV, 'lib'))[0] as string, 'site-packages');
      const env = { IS_PERSISTENT: '1', PERSIST_DIRECTORY: join(folder, 'data'), ANONYMIZED_TELEMETRY: 'False' };
      const started = { port, path: '/api/v2/heartbeat', cwd, env };
      expect(await answering(kernel, [join(VENV, 'bin', uvicorn), ...args], started)).toEqual(expected);
    });

    it("Redis' proxy does too, for clients and for probes", async () => {
      const { clients, health, command, env } = await proxy(kernel === WITHOUT_IPV6 ? '/nowhere' : ADDRESSES);
      expect(await answering(kernel, command, { port: health, path: '/healthz', env })).toEqual(expected);
      const accepted = await Promise.all([V4, V6].map(async (host) => ((await accepts(host, clients)) ? [host] : [])));
      expect(accepted.flat()).toEqual(expected);
    });
  });

  it("Redis' proxy would not start if it did not notice a kernel without IPv6", async () => {
    const { command, env } = await proxy(ADDRESSES);
    const [python, ...args] = [...WITHOUT_IPV6, ...command];
    const { status, stderr } = spawnSync(python, args, { env: { ...process.env, ...env }, encoding: 'utf8', timeout: 60_000 });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/cannot create.* socket/)]);
  });

  it('the kernel without IPv6 of this test refuses IPv6 sockets', async () => {
    const started = spawn(WITHOUT_IPV6[0], [...WITHOUT_IPV6.slice(1), 'python3', '-c', 'import socket; socket.socket(socket.AF_INET6)']);
    let complaint = '';
    started.stderr.on('data', (text: Buffer) => {
      complaint += text;
    });
    await new Promise((done) => started.on('close', done));
    expect(complaint).toContain('Address family not supported by protocol');
  });
});

interface Started {
  readonly port: number;
  readonly path: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const APP = `
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})
`;

const answers = (host: string, port: number, path: string): Promise<boolean> =>
  new Promise((done) => {
    const asked = request({ host, port, path, agent: false, timeout: 5000 }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode === 200));
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', () => done(false));
    asked.end();
  });

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host, port, timeout: 5000 });
    const answer = (is: boolean) => (): void => {
      socket.destroy();
      done(is);
    };
    socket.on('connect', answer(true)).on('error', answer(false)).on('timeout', answer(false));
  });
