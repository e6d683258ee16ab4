import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { fmsynth, mustRun } from '../support/program';
import { describeWith, GIT, SETPRIV } from '../support/tools';
import { Project } from './project';
import { Gate, Registry } from './registry';
import { DELIVERY, DELIVERY_ENV, delivered } from './tools';

jest.setTimeout(300_000);

const PUSHERS = ['oras', 'crane', 'skopeo'] as const;

/** How an artifact is fetched by its digest into a folder, and which folder of it is to be verified. */
const PULLERS: Readonly<Record<string, (reference: string, folder: string) => readonly [string, ...string[]]>> = {
  oras: (reference, folder) => [delivered('oras'), 'cp', '--no-tty', '--from-plain-http', '--to-oci-layout', reference, `${folder}:pulled`],
  crane: (reference, folder) => [delivered('crane'), 'pull', '--insecure', '--format=oci', reference, folder],
  skopeo: (reference, folder) => [
    'skopeo',
    '--insecure-policy',
    'copy',
    '--src-tls-verify=false',
    `docker://${reference}`,
    `oci:${folder}:pulled`,
  ],
  flux: (reference, folder) => [delivered('flux'), 'pull', 'artifact', '--insecure-registry', `oci://${reference}`, '--output', folder],
};

describeWith([...DELIVERY, GIT, SETPRIV], 'what is published to a registry', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fm-publish-'));
  const project = new Project('cluster-small');
  let registry: Registry;

  beforeAll(async () => {
    registry = await Registry.start();
    mustRun(['--profile', project.profile, '--output', join(scratch, 'synth')], { cwd: project.folder });
  });

  afterAll(async () => {
    await registry?.stop();
    project.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  const publish = (name: string, ...flags: readonly string[]) =>
    fmsynth(['publish', '--profile', project.profile, '--to', `oci://${registry.host}/${name}`, ...flags], {
      cwd: project.folder,
      env: DELIVERY_ENV,
    });

  /** The files in a folder, by their names. */
  const filesIn = (folder: string): ReadonlyMap<string, string> =>
    new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  const run = ([command, ...args]: readonly [string, ...string[]]): string =>
    execFileSync(command, args, { env: DELIVERY_ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  const digests = new Set<string>();

  describe.each(PUSHERS)('by %s', (pusher) => {
    const name = `pushed/by-${pusher}`;
    let reference = '';

    it('has the commit as its tag, and the digest that is said', async () => {
      const { code, stdout, stderr } = publish(name, '--with', pusher);
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(new RegExp(`^pushing with \\S+/${pusher} .*over plain HTTP\n.*: pushed\n$`)),
      ]);
      const [, digest = ''] = /@(sha256:[0-9a-f]{64})\n$/.exec(stdout) ?? [];
      expect(stdout).toBe(`${registry.host}/${name}:${project.head}@${digest}\n`);
      expect(await registry.tagsOf(name)).toEqual([project.head]);
      expect(await registry.digestOf(name, project.head)).toBe(digest);
      reference = `${registry.host}/${name}@${digest}`;
      digests.add(digest);
      expect(digests.size).toBe(1);
    });

    it.each(Object.keys(PULLERS))('is pulled by its digest with %s, byte for byte', (puller) => {
      const folder = join(scratch, `${pusher}-${puller}`);
      mkdirSync(folder);
      run(PULLERS[puller]?.(reference, folder) ?? ['false']);
      expect(fmsynth(['verify', folder])).toMatchObject({ code: 0, stderr: '' });
      if (puller === 'flux') expect(filesIn(folder)).toEqual(filesIn(join(scratch, 'synth')));
      else expect(readdirSync(join(folder, 'blobs/sha256'))).toContain(reference.slice(-64));
    });

    it('is not pushed twice', () => {
      const { code, stdout, stderr } = publish(name, '--with', pusher);
      expect([code, stdout]).toEqual([0, `${registry.host}/${name}:${project.head}@${reference.split('@')[1]}\n`]);
      expect(stderr).toContain('was there already, nothing was done');
    });

    it('does not take the place of anything else under its tag', async () => {
      const other = `moved/by-${pusher}`;
      const pushed = publish(other, '--with', pusher);
      expect(pushed.code).toBe(0);
      // Somebody gives the tag to another artifact, as a registry lets everybody do who may push.
      const second = new Project('laptop');
      try {
        const { stdout } = fmsynth(['publish', '--profile', second.profile, '--to', `oci://${registry.host}/${other}`], {
          cwd: second.folder,
          env: DELIVERY_ENV,
        });
        const [, digest = ''] = /@(sha256:[0-9a-f]{64})\n$/.exec(stdout) ?? [];
        run([delivered('oras'), 'tag', '--plain-http', `${registry.host}/${other}@${digest}`, project.head]);
        const { code, stderr } = publish(other, '--with', pusher);
        expect([code, stderr]).toEqual([1, expect.stringContaining(`has the digest ${digest} already`)]);
        expect(await registry.digestOf(other, project.head)).toBe(digest);
      } finally {
        second.remove();
      }
    });

    it('has no tag where the push was killed before any of its requests, and is whole after the next push', async () => {
      const gate = await Gate.before(registry);
      const start = (name: string) =>
        spawn(
          process.execPath,
          [
            resolve(CHECKOUT, 'build/fmsynth.js'),
            'publish',
            '--profile',
            project.profile,
            '--to',
            `oci://${gate.host}/${name}`,
            '--with',
            pusher,
          ],
          {
            cwd: project.folder,
            env: DELIVERY_ENV,
            stdio: 'ignore',
            detached: true,
          },
        );
      try {
        await once(start(`killed/${pusher}`), 'exit');
        const requests = gate.counted();
        expect(await registry.tagsOf(`killed/${pusher}`)).toEqual([project.head]);
        let withoutTag = 0;
        for (let last = 1; last <= requests; last += 1) {
          const name = `killed/${pusher}-${last}`;
          const child = start(name);
          gate.before = (count) => {
            if (count === last && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          };
          await once(child, 'exit');
          gate.before = () => undefined;
          gate.counted();
          const tags = await registry.tagsOf(name);
          // Nothing but the look after it comes behind the tag.
          if (tags.length === 0) withoutTag += 1;
          else expect(await registry.digestOf(name, project.head)).toBe([...digests][0]);
          if (last % 4 !== 1) continue;
          expect(publish(name, '--with', pusher).code).toBe(0);
          expect(await registry.digestOf(name, project.head)).toBe([...digests][0]);
        }
        expect(withoutTag).toBeGreaterThan(4);
      } finally {
        await gate.stop();
      }
    });
  });

  it('is refused in a line where the registry is away, or is none', () => {
    for (const host of ['127.0.0.1:1', 'registry.invalid'])
      for (const pusher of PUSHERS) {
        const { code, stdout, stderr } = fmsynth(['publish', '--profile', project.profile, '--to', `oci://${host}/x`, '--with', pusher], {
          cwd: project.folder,
          env: DELIVERY_ENV,
        });
        expect([pusher, code, stdout]).toEqual([pusher, 1, '']);
        expect(stderr).toContain(`cannot be looked up by ${pusher}: `);
        expect(stderr.trimEnd().split('\n')).toHaveLength(2);
      }
  });

  it('is one file of oras pull, which verify takes as well', () => {
    publish('pushed/by-oras');
    const folder = join(scratch, 'one-file');
    mkdirSync(folder);
    run([delivered('oras'), 'pull', '--no-tty', '--plain-http', '--output', folder, `${registry.host}/pushed/by-oras:${project.head}`]);
    expect(readdirSync(folder)).toEqual(['staging.tar.gz']);
    expect(fmsynth(['verify', join(folder, 'staging.tar.gz')])).toMatchObject({ code: 0, stderr: '' });
  });
});
