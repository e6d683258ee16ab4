import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import { mustRun } from '../support/program';
import { describeWith, GIT } from '../support/tools';
import { Project } from './project';
import { Registry } from './registry';
import { DELIVERY, DELIVERY_ENV, delivered } from './tools';

jest.setTimeout(300_000);

/** The largest number of replicas of a service in the cluster. */
interface Autoscaler {
  readonly spec: { readonly maxReplicas: number };
}

describeWith([...CONTROL_PLANE, ...DELIVERY, GIT], 'a digest that was approved', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fm-approved-'));
  const project = new Project('cluster-small');
  let registry: Registry;
  let plane: ControlPlane;

  beforeAll(async () => {
    registry = await Registry.start();
    plane = await ControlPlane.start();
  });

  afterAll(async () => {
    await plane?.stop();
    await registry?.stop();
    project.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Publishes the profile as it is committed. Returns what is approved: the name with the digest. */
  function published(): string {
    const { stdout } = mustRun(['publish', '--profile', project.profile, '--to', `oci://${registry.host}/staging`], {
      cwd: project.folder,
      env: DELIVERY_ENV,
    });
    return stdout.trim().replace(/:[0-9a-f]{40}@/, '@');
  }

  /** What flux pulls under a reference, which `verify` has nothing against. */
  function pulled(reference: string, name: string): string {
    const folder = join(scratch, name);
    mkdirSync(folder);
    execFileSync(delivered('flux'), ['pull', 'artifact', '--insecure-registry', `oci://${reference}`, '--output', folder], {
      stdio: 'pipe',
    });
    mustRun(['verify', folder]);
    return folder;
  }

  const maximum = async (): Promise<number> =>
    (await plane.kubectlJson<Autoscaler>('get', 'hpa', 'fm-agent-service', '--namespace=faultmaven')).spec.maxReplicas;

  it('is what is applied, whatever was published since', async () => {
    const approved = published();
    project.commit('extends: cluster-small\nservices: { agent: { replicas: { max: 9 } } }\n');
    const later = published();
    expect(later).not.toBe(approved);

    await plane.apply(pulled(approved, 'approved'));
    const before = await maximum();
    expect(before).not.toBe(9);
    // Until the last pod is counted in the quota, its state is another one at each look.
    await eventually('nothing differs from what was approved', 120, async () => {
      return (await plane.kubectl('diff', '--server-side', '--kustomize', join(scratch, 'approved'))) === '';
    });

    await plane.apply(pulled(later, 'later'));
    expect(await maximum()).toBe(9);
    // And back: an artifact stays what it was.
    await plane.apply(join(scratch, 'approved'));
    expect(await maximum()).toBe(before);
  });

  it('is not pulled where something else has it', () => {
    expect(() => pulled(`${registry.host}/staging@sha256:${'0'.repeat(64)}`, 'nothing')).toThrow();
  });
});
