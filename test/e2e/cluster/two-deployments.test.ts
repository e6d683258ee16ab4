import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetes } from '../../../lib/targets/kubernetes/render/kubernetes';
import { ROOT } from '../../support/cli';
import { clusterPlanOf } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { List, PodObject } from '../control-plane/objects';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

/** Where production stays when staging goes. */
describeWith(CONTROL_PLANE, 'one cluster for staging and production', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-two-'));
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addNodes(['a', 'b', 'c'].map((zone) => ({ name: `node-${zone}`, zone, cpu: '32', memory: '128Gi' })));
  });

  afterAll(async () => {
    await plane?.stop();
    rmSync(folder, { recursive: true });
  });

  /** The folder of a small cluster in a namespace, as it is written. */
  function written(namespace: string, text = ''): string {
    const own = join(folder, namespace);
    mkdirSync(own);
    const extending = join(ROOT, 'profiles/cluster-small.yaml');
    for (const { path, content } of kubernetes(clusterPlanOf(`namespace: ${namespace}\n${text}`, { extending }), '# a header\n'))
      writeFileSync(join(own, path), content);
    return own;
  }

  async function allPlaced(namespace: string): Promise<void> {
    await eventually(`all pods of ${namespace} run`, 90, async () => {
      await plane.bindPendingClaims();
      const { items } = await plane.api.get<List<PodObject>>(`/api/v1/namespaces/${namespace}/pods`);
      const waiting = items.filter(({ status }) => status?.phase !== 'Running' && status?.phase !== 'Succeeded');
      if (items.length > 20 && waiting.length === 0) return true;
      throw new Error(waiting.map(({ metadata }) => metadata.name).join(', '));
    });
  }

  it('holds both, and neither changes the other', async () => {
    const [production, staging] = [written('faultmaven'), written('staging', 'priorities: { yields: true }\n')];
    await plane.apply(production);
    await plane.apply(staging);
    expect(await plane.kubectl('diff', '--server-side', '--kustomize', production)).toBe('');
    await allPlaced('faultmaven');
    await allPlaced('staging');
  });

  it('keeps production when all of staging is deleted', async () => {
    await plane.kubectl('delete', '--kustomize', join(folder, 'staging'), '--timeout=120s');
    expect(await plane.kubectl('get', 'priorityclasses', '--output=name')).not.toContain('staging');
    await plane.kubectl('--namespace', 'faultmaven', 'delete', 'pods', '--all', '--timeout=60s');
    await allPlaced('faultmaven');
    expect(await plane.kubectl('diff', '--server-side', '--kustomize', join(folder, 'faultmaven'))).toBe('');
  });

  it('keeps namespace and pods when the priority classes are deleted', async () => {
    await plane.kubectl('delete', '--filename', join(folder, 'faultmaven/priority-classes.yaml'));
    await allPlaced('faultmaven');
    await plane.apply(join(folder, 'faultmaven'));
    await plane.kubectl('--namespace', 'faultmaven', 'delete', 'pod', 'redis-0');
    await allPlaced('faultmaven');
  });
});
