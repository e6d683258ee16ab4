import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { mustRun } from '../support/program';
import { describeWith } from '../support/tools';

jest.setTimeout(180_000);

const LOGIN = JSON.stringify({ auths: { 'registry.test': { auth: 'eDp5' } } });

describeWith(CONTROL_PLANE, 'the output of list secrets --format yaml, on a real API server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-secrets-'));
  let plane: ControlPlane;
  let skeletons: string;

  beforeAll(async () => {
    skeletons = mustRun(['list', 'secrets', '--profile', 'cluster', '--set', 'pullSecret=pull', '--format', 'yaml']).stdout;
    plane = await ControlPlane.start();
    const namespaces = new Set(skeletons.match(/(?<=^ {2}namespace: ).*$/gm));
    for (const namespace of namespaces) await plane.kubectl('create', 'namespace', namespace);
  });

  afterAll(async () => {
    await plane?.stop();
    rmSync(folder, { recursive: true });
  });

  const written = (text: string): string => {
    const file = join(folder, 'secrets.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('is accepted when every value is filled in', async () => {
    const filled = skeletons.replaceAll(/^ {2}([\w.-]+):$/gm, (_, key) => `  ${key}: '${key === '.dockerconfigjson' ? LOGIN : 'x'}'`);
    for (const mode of [['--dry-run=client'], ['--dry-run=server'], ['--server-side', '--dry-run=server']]) {
      const names = await plane.kubectl('apply', ...mode, '--output=name', '--filename', written(filled));
      expect(names.trim().split('\n')).toEqual(skeletons.match(/(?<=^ {2}name: ).*$/gm)?.map((name) => `secret/${name}`));
    }
  });

  it('creates no empty password when it is applied as printed', async () => {
    const [redis = ''] = skeletons.split('---\n').filter((document) => /^ {2}name: redis$/m.test(document));
    await plane.kubectl('apply', '--filename', written(redis));
    expect(await plane.kubectl('--namespace', 'faultmaven', 'get', 'secret/redis', '--output=jsonpath={.data}')).toBe('');
  });
});
