import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { Refusal } from '../../../lib/failure';
import { faultmaven } from '../../../lib/faultmaven/application';
import { InputError } from '../../../lib/problem';
import { loadProfile } from '../../../lib/profile/load';
import { profilesIn } from '../../../lib/profile/shipped';
import { mutated, runs } from '../../support/mutations';
import { bind, shapes } from '../../support/plans';
import { synthesize } from '../../support/synthesize';
import { KUBECONFORM, program, SCHEMA_LOCATION, SCHEMAS } from '../control-plane/assets';
import { CHECKOUT } from '../support/checkout';
import { DOCKER_COMPOSE, describeWith } from '../support/tools';

jest.setTimeout(600_000);

const PROFILES = join(CHECKOUT, 'profiles');
const trees = profilesIn(PROFILES).map((name) => {
  const tree = parse(readFileSync(join(PROFILES, `${name}.yaml`), 'utf8'));
  return 'extends' in tree ? { ...tree, extends: tree.extends.replace(/^\.\/|\.yaml$/g, '') } : tree;
});

const folder = mkdtempSync(join(tmpdir(), 'fm-mutations-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every file that differs from all others, of shipped profiles that somebody changed and that are still read. */
async function filesFor(target: string): Promise<readonly string[]> {
  const contents = new Set<string>();
  for (const tree of fc.sample(mutated(trees), { numRuns: runs(300), seed: 1 })) {
    writeFileSync(join(folder, 'x.yaml'), JSON.stringify(tree));
    try {
      const plan = bind(faultmaven, loadProfile({ file: join(folder, 'x.yaml'), cwd: folder, shapes }));
      if (plan.target !== target) continue;
      for (const { path, content } of await synthesize(plan)) if (path !== 'kustomization.yaml') contents.add(content);
    } catch (error) {
      if (!(error instanceof InputError || error instanceof Refusal)) throw error;
    }
  }
  return [...contents].map((content, number) => {
    const file = join(folder, `${target}-${number}.yaml`);
    writeFileSync(file, content);
    return file;
  });
}

describeWith([KUBECONFORM, SCHEMAS], 'randomly changed cluster profiles under kubeconform', () => {
  it('become valid objects without unknown fields', async () => {
    const files = await filesFor('kubernetes');
    expect(files.length).toBeGreaterThan(50);
    const args = ['-strict', '-kubernetes-version', '1.28.0', '-schema-location', SCHEMA_LOCATION, ...files];
    expect(spawnSync(program('kubeconform'), args, { encoding: 'utf8' })).toMatchObject({ stdout: '', status: 0 });
  });
});

describeWith([DOCKER_COMPOSE], 'randomly changed laptop profiles under docker compose', () => {
  it('become overrides that Compose merges', async () => {
    const files = await filesFor('compose');
    expect(files.length).toBeGreaterThan(5);
    const base = join(CHECKOUT, 'test/faultmaven/published/docker-compose.yml');
    for (const file of files) {
      const { status, stderr } = spawnSync('docker', ['compose', '-f', base, '-f', file, 'config', '--quiet'], { encoding: 'utf8' });
      expect([file, status, stderr]).toEqual([file, 0, expect.not.stringMatching(/error|invalid/i)]);
    }
  });
});
