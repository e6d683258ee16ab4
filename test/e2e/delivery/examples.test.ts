import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { CHECKOUT, DIST } from '../support/checkout';
import { installed } from '../support/installed';
import type { Any } from '../support/manifests';
import { mustRun } from '../support/program';
import { describeWith, GIT, SHELLCHECK } from '../support/tools';
import { Project } from './project';
import { Registry } from './registry';
import { ACTIONLINT, actionlint } from './throw-away';
import { DELIVERY, DELIVERY_ENV } from './tools';

jest.setTimeout(300_000);

const EXAMPLES = join(CHECKOUT, 'examples');
const DEFINITIONS = installed('gitops');

const objectsIn = (text: string): readonly Any[] => parseAllDocuments(text).flatMap((document) => document.toJS() ?? []);
const nameOf = ({ kind, metadata }: Any): string => `${kind} ${metadata.name}`;

const DEFINED = {
  name: 'definitions (run test/e2e/delivery/install.sh)',
  probe: ['test', '-f', join(DEFINITIONS, 'installed.txt')],
} as const;

describeWith([ACTIONLINT, SHELLCHECK], 'the scripts and workflows of the examples', () => {
  it('are what GitHub understands, and what shellcheck passes', () => {
    execFileSync(actionlint, [join(EXAMPLES, 'repository/.github/workflows/manifests.yml')], { cwd: CHECKOUT });
    execFileSync('shellcheck', [join(EXAMPLES, 'kubectl/apply.sh')]);
  });
});

describeWith([...CONTROL_PLANE, ...DELIVERY, GIT, DEFINED], 'the examples', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fm-examples-'));
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    // Argo CD's definition is larger than an annotation, which a client-side apply would write.
    await plane.kubectl('apply', '--server-side', '--filename', DEFINITIONS);
    await plane.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
    for (const namespace of ['argocd', 'flux-system']) await plane.kubectl('create', 'namespace', namespace);
  });

  afterAll(async () => {
    await plane?.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** What the API server says of an object, which it does not keep. A field that it does not know is an error. */
  const judged = (path: string) => plane.kubectl('create', '--dry-run=server', '--validate=strict', '--filename', path);

  it.each(['argo-cd/application.yaml', 'flux/faultmaven.yaml'])('are admitted: %s', async (path) => {
    await judged(join(EXAMPLES, path));
  });

  it('would be refused with a field that the tools do not have', async () => {
    for (const [path, field] of [
      ['argo-cd/application.yaml', 'syncPolicy:'],
      ['flux/faultmaven.yaml', 'dependsOn:'],
    ] as const) {
      const wrong = join(scratch, 'wrong.yaml');
      writeFileSync(wrong, readFileSync(join(EXAMPLES, path), 'utf8').replace(field, `no${field}`));
      await expect(judged(wrong)).rejects.toThrow(/unknown field|strict decoding/);
    }
  });

  it('keep every ConfigMap, Job and disk from being pruned by Flux, and nothing else', async () => {
    const [, , { spec }] = objectsIn(readFileSync(join(EXAMPLES, 'flux/faultmaven.yaml'), 'utf8'));
    const folder = join(scratch, 'flux');
    cpSync(join(DIST, 'cluster'), join(folder, 'files'), { recursive: true });
    writeFileSync(join(folder, 'kustomization.yaml'), stringify({ resources: ['files'], patches: spec.patches }));
    const built = objectsIn(await plane.kubectl('kustomize', folder));
    const kept = built.filter(({ metadata }) => metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled');
    const meant = ['ConfigMap', 'Job', 'Namespace', 'StatefulSet'];
    // A namespace in which nothing keeps a disk may go with its part of the platform.
    const withoutDisks = 'Namespace faultmaven-node';
    expect(kept.map(nameOf)).toEqual(
      built
        .filter(({ kind }) => meant.includes(kind))
        .map(nameOf)
        .filter((name) => name !== withoutDisks),
    );
    const before = objectsIn(await plane.kubectl('kustomize', join(folder, 'files'))).find(({ kind }) => kind === 'Job');
    expect(built.find(({ kind }) => kind === 'Job').metadata.annotations).toMatchObject(before.metadata.annotations);
  });

  it('lay over the files what no profile says, and change nothing else', async () => {
    const over = objectsIn(await plane.kubectl('kustomize', '--load-restrictor=LoadRestrictionsNone', join(EXAMPLES, 'kustomize')));
    const base = objectsIn(await plane.kubectl('kustomize', join(DIST, 'cluster')));
    const added = over.filter((object) => !base.some((other) => nameOf(other) === nameOf(object)));
    expect(added.map(nameOf)).toEqual(['NetworkPolicy allow-scraping']);
    const without = ({ metadata: { labels, annotations = {}, ...metadata }, ...object }: Any) => {
      const { 'example.com/team': team, ...others } = labels ?? {};
      const { 'downscaler/exclude': excluded, ...notes } = annotations;
      expect([team, excluded]).toEqual(['support', object.kind === 'Deployment' ? 'true' : undefined]);
      return { ...object, metadata: { ...metadata, labels: others, annotations: notes } };
    };
    const plain = ({ metadata, ...object }: Any) => ({
      ...object,
      metadata: { ...metadata, labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} },
    });
    const same = over.filter((object) => !added.includes(object)).map(without);
    expect(same).toEqual(base.map(plain));
    const path = join(scratch, 'over.yaml');
    await plane.kubectl('apply', '--server-side', '--filename', join(DIST, 'cluster/create-namespace.yaml'));
    writeFileSync(path, over.map((object) => stringify(object)).join('---\n'));
    await plane.kubectl('apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename', path);
  });

  it('apply what was approved, and take no tag', async () => {
    const registry = await Registry.start();
    const project = new Project('cluster-small');
    try {
      const { stdout } = mustRun(['publish', '--profile', project.profile, '--to', `oci://${registry.host}/staging`], {
        cwd: project.folder,
        env: DELIVERY_ENV,
      });
      const bin = join(scratch, 'bin');
      mkdirSync(bin);
      symlinkSync(join(CHECKOUT, 'build/fmsynth.js'), join(bin, 'fmsynth'));
      const env = { ...DELIVERY_ENV, PATH: `${bin}:${DELIVERY_ENV.PATH}`, KUBECONFIG: plane.kubeconfig };
      const apply = (reference: string, more = {}) =>
        spawnSync(join(EXAMPLES, 'kubectl/apply.sh'), [reference], {
          env: { ...env, FLUX_FLAGS: '--insecure-registry', ...more },
          input: 'no\n',
          encoding: 'utf8',
        });
      const [, tagged = '', digest = ''] = /^(\S+:[0-9a-f]{40})@(sha256:\S+)$/.exec(stdout.trim()) ?? [];
      expect(apply(tagged)).toMatchObject({ status: 2, stderr: expect.stringContaining('expected a digest') });
      const approved = `${registry.host}/staging@${digest}`;
      expect(apply(approved).status).toBe(1);
      const { status, stderr } = apply(approved, { APPLY: 'yes' });
      expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
      expect(await plane.kubectl('get', 'statefulset', 'redis', '--namespace=faultmaven', '--output=name')).toContain('redis');
    } finally {
      project.remove();
      await registry.stop();
    }
  });
});
