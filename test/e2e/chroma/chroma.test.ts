import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Image } from '../lab/image';
import { LAB, Lab } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { foldersOf, installed } from '../support/installed';
import { committed, find } from '../support/manifests';
import { describeWith, type Tool } from '../support/tools';

jest.setTimeout(180_000);

const SERVER = installed('chroma');
const CLIENT = join(installed('chroma-client'), 'bin/python');
const CLIENT_OF_IMAGE = join(installed('chroma-client-of-image'), 'bin/python');

const CHROMA: Tool = { name: 'chromadb', probe: [join(SERVER, 'bin/python'), '-c', 'import chromadb.app'] };
const CHROMA_CLIENTS: readonly Tool[] = [CLIENT, CLIENT_OF_IMAGE].map((python) => ({
  name: 'chromadb-client',
  probe: [python, '-c', 'import chromadb'],
}));

/** As the real image: its programs first in PATH, and its source in the folder that it works in. */
const image = (): Image => ({
  binds: {
    ...Object.fromEntries(foldersOf(SERVER).map((folder) => [folder, folder])),
    '/chroma': join(SERVER, 'lib', readdirSync(join(SERVER, 'lib'))[0] as string, 'site-packages'),
  },
  env: { PATH: `${join(SERVER, 'bin')}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
  workdir: '/chroma',
});

const objects = committed('cluster');
const workload = find(objects, 'StatefulSet', /^chromadb$/);
const CONTAINER = 'chromadb';

describeWith([...LAB, CHROMA, ...CHROMA_CLIENTS], 'the generated Chroma server', () => {
  let lab: Lab;
  let pod: Pod;

  const hasStarted = async (): Promise<boolean> => {
    if (await pod.probe(CONTAINER, 'startup')) return true;
    throw new Error(pod.log(CONTAINER));
  };

  const start = async (): Promise<void> => {
    await pod.start();
    await eventually('Chroma has started', 60, hasStarted);
  };

  /** What a client gets from it. @param python whose client. @default - that which fm-knowledge-service locks */
  const ask = async (question: 'write' | 'read' | 'reset', python = CLIENT): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(python, [resolve(__dirname, 'client.py'), question, pod.host.address]);
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    lab = await Lab.start();
    pod = new Pod(lab.host('chromadb-0'), { name: 'chromadb-0', workload, objects, images: { 'chromadb/chroma': image() } });
    await start();
  });

  afterAll(() => lab?.stop());

  it('passes its probes', async () => {
    for (const kind of ['startup', 'liveness', 'readiness'] as const)
      expect([kind, await pod.probe(CONTAINER, kind)]).toEqual([kind, true]);
  });

  it('keeps every vector of the locked client when it is killed', async () => {
    const written = await ask('write');
    expect(written).toEqual({ count: 1200, nearest: ['chunk-0', 'chunk-500', 'chunk-999', 'chunk-1199'] });
    await pod.kill();
    await start();
    expect(await ask('read')).toEqual(written);
  });

  it('refuses to be reset', async () => {
    expect(await ask('reset')).toContain('Resetting is not allowed');
    expect(await ask('read')).toMatchObject({ count: 1200 });
  });

  it('ends within its grace period, and keeps every vector', async () => {
    await pod.terminate();
    expect(pod.exitCode(CONTAINER)).toBe(0);
    await start();
    expect(await ask('read')).toMatchObject({ count: 1200 });
  });

  it('can write to its disk and to /tmp only', async () => {
    const mounts = (await pod.exec(CONTAINER, ['cat', '/proc/mounts'])).output.trim().split('\n');
    const writable = mounts.map((line) => line.split(' ')).filter(([, , , options]) => options?.startsWith('rw'));
    // What a container runtime mounts by itself is no place for files.
    expect(
      writable
        .map(([, point = '']) => point)
        .filter((point) => !/^\/(dev|proc)/.test(point))
        .sort(),
    ).toEqual(['/data', '/tmp']);
    expect(readdirSync(pod.folder('data'))).toContain('chroma.sqlite3');
  });

  it('sends no telemetry: it looks up no name', () => {
    expect([...lab.dns.asked]).toEqual([]);
  });

  it('logs no warning and no error', () => {
    expect(pod.log(CONTAINER)).not.toMatch(/error|warn|traceback|failed/i);
  });

  it('refuses a collection of the client that the image probably has, as the documents say', async () => {
    await expect(ask('write', CLIENT_OF_IMAGE)).rejects.toThrow("KeyError('_type')");
    expect(await ask('read')).toMatchObject({ count: 1200 });
  });
});
