import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fmsynth } from '../support/program';
import { describeWith, GIT, SETPRIV } from '../support/tools';
import { Project } from './project';
import { Registry } from './registry';
import { COSIGN, DELIVERY, DELIVERY_ENV, SIGNING } from './tools';

jest.setTimeout(300_000);

describeWith([...DELIVERY, SIGNING, GIT, SETPRIV], 'a signature of cosign', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fm-signing-'));
  const project = new Project('laptop');
  const env = { ...DELIVERY_ENV, COSIGN_PASSWORD: 'a password of the test' };
  let registry: Registry;

  beforeAll(async () => {
    registry = await Registry.start();
    for (const name of ['own', 'other'])
      execFileSync(COSIGN, ['generate-key-pair', '--output-key-prefix', name], { cwd: scratch, env, stdio: 'pipe' });
  });

  afterAll(async () => {
    await registry?.stop();
    project.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  const publish = (name: string, pusher: string, environment: NodeJS.ProcessEnv = env) =>
    fmsynth(
      [
        ...['publish', '--profile', project.profile, '--to', `oci://${registry.host}/${name}`, '--with', pusher],
        ...['--sign-key', join(scratch, 'own.key')],
      ],
      { cwd: project.folder, env: environment },
    );

  /** Whether cosign takes what has a digest, for whoever has a public key. */
  const isSigned = (reference: string, key: string): boolean =>
    spawnSync(COSIGN, ['verify', '--key', join(scratch, `${key}.pub`), '--insecure-ignore-tlog=true', '--allow-http-registry', reference], {
      env,
    }).status === 0;

  it.each(['oras', 'crane', 'skopeo'])('is there when %s has pushed, and is of the key that was given', (pusher) => {
    const { code, stdout, stderr } = publish(`signed/${pusher}`, pusher);
    expect([code, stderr]).toEqual([0, expect.stringContaining('pushed')]);
    const [, digest = ''] = /@(sha256:[0-9a-f]{64})\n$/.exec(stdout) ?? [];
    const reference = `${registry.host}/signed/${pusher}@${digest}`;
    expect([isSigned(reference, 'own'), isSigned(reference, 'other')]).toEqual([true, false]);
  });

  it('is missing where nothing was signed', () => {
    const { stdout } = fmsynth(['publish', '--profile', project.profile, '--to', `oci://${registry.host}/unsigned`], {
      cwd: project.folder,
      env,
    });
    expect(isSigned(`${registry.host}/unsigned@${stdout.trim().split('@')[1]}`, 'own')).toBe(false);
  });

  it('that cannot be made leaves no tag', async () => {
    const { code, stderr } = publish('failed/signature', 'oras', { ...env, COSIGN_PASSWORD: 'wrong' });
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be signed by cosign, so it gets no tag')]);
    expect(await registry.tagsOf('failed/signature')).toEqual([]);
  });
});
