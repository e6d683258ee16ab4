import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CHECKOV, KUBE_SCORE, KUBECONFORM, program, SCHEMA_LOCATION, SCHEMAS } from '../control-plane/assets';
import { elasticsearchCluster } from '../elasticsearch/profile';
import { CHECKOUT, DIST } from '../support/checkout';
import { installed } from '../support/installed';
import { describeWith, type Tool } from '../support/tools';

jest.setTimeout(300_000);

/** It is right: a profile with tags has the finding images-without-digest. */
const IMAGE_BY_DIGEST = 'CKV_K8S_43';
const MINORS = Array.from({ length: 10 }, (_, index) => 28 + index);

/** The files of a committed cluster that hold objects. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .map((file) => join(folder, file));

const documentsIn = (files: readonly string[]): readonly { kind: string; metadata: { name: string; namespace?: string } }[] =>
  files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS()));

const byName = (objects: readonly { kind: string; metadata: { name: string; namespace?: string } }[]): Readonly<Record<string, object>> =>
  Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`, object]));

/** The folders of the committed clusters, by name. */
const CLUSTERS = [
  ...['cluster', 'cluster-released-images', 'cluster-small'].map((profile) => [profile, join(DIST, profile)] as const),
  ['cluster with Elasticsearch', elasticsearchCluster()] as const,
  ['another application', join(CHECKOUT, 'test/fixture/dist/cluster')] as const,
  ['another application with a platform', join(CHECKOUT, 'test/fixture/watched/dist/cluster')] as const,
];

// Most of its time is for the schemas, which it reads once for all clusters.
describeWith([KUBECONFORM, SCHEMAS], 'all of them under kubeconform', () => {
  const files = CLUSTERS.flatMap(([, folder]) => filesIn(folder));
  let count: number;

  beforeAll(() => {
    count = documentsIn(files).length;
  });

  it.each(MINORS)('are valid for 1.%i, without unknown fields', (minor) => {
    const args = ['-strict', '-summary', '-kubernetes-version', `1.${minor}.0`, '-schema-location', SCHEMA_LOCATION, ...files];
    const { stdout } = spawnSync(program('kubeconform'), args, { encoding: 'utf8' });
    expect(stdout).toBe(
      `Summary: ${count} resources found in ${files.length} files - Valid: ${count}, Invalid: 0, Errors: 0, Skipped: 0\n`,
    );
  });
});

describe.each(CLUSTERS)('%s', (_, folder) => {
  const files = filesIn(folder);

  describeWith([KUBE_SCORE], 'under kube-score', () => {
    it('has no finding that is not waived with a reason', () => {
      const { stdout } = spawnSync(program('kube-score'), ['score', '--output-format', 'ci', ...files], { encoding: 'utf8' });
      expect(stdout.split('\n').filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line))).toEqual([]);
    });

    it('is really checked', () => {
      const { stdout } = spawnSync(program('kube-score'), ['score', '--output-format', 'ci', ...files], { encoding: 'utf8' });
      expect(stdout.split('\n').filter((line) => line.startsWith('[OK]')).length).toBeGreaterThan(100);
    });
  });

  describeWith([CHECKOV], 'under checkov', () => {
    it('has no finding that is not waived with a reason, except images by tags, which check reports', () => {
      const args = ['--directory', folder, '--framework', 'kubernetes', '--skip-download', '--compact', '--output', 'json'];
      const { stdout } = spawnSync(CHECKOV.probe[0], args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
      const { results, summary } = JSON.parse(stdout);
      const failed = results.failed_checks.filter(({ check_id }: { check_id: string }) => check_id !== IMAGE_BY_DIGEST);
      expect(failed.map(({ check_id, resource }: { check_id: string; resource: string }) => `${check_id} ${resource}`)).toEqual([]);
      expect(summary.passed).toBeGreaterThan(70 * files.length);
    });
  });
});

const CDK8S_FOLDER = process.env.CDK8S_CLI ?? installed('cdk8s-cli');
const CDK8S: Tool = { name: 'cdk8s-cli', probe: [join(CDK8S_FOLDER, 'node_modules/.bin/cdk8s'), '--version'] };

describeWith([CDK8S], "cdk8s' own command", () => {
  it('makes the same objects', () => {
    execFileSync(CDK8S.probe[0], ['synth'], {
      cwd: CHECKOUT,
      stdio: 'pipe',
      env: { ...process.env, CI: 'true', CDK8S_CHECK_UPGRADE: 'false' },
    });
    const folder = join(CHECKOUT, 'build/cdk8s');
    const made = readdirSync(folder);
    expect(made.map((file) => file.replace('.k8s.yaml', '')).sort()).toEqual(
      filesIn(join(DIST, 'cluster'))
        .map((file) => file.split('/').at(-1)?.replace('.yaml', ''))
        .sort(),
    );
    expect(byName(documentsIn(made.map((file) => join(folder, file))))).toEqual(byName(documentsIn(filesIn(join(DIST, 'cluster')))));
  });

  it('writes to CDK8S_OUTDIR', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fm-cdk8s-'));
    execFileSync(process.execPath, ['scripts/cdk8s-app.mjs'], { cwd: CHECKOUT, env: { ...process.env, CDK8S_OUTDIR: folder } });
    expect(existsSync(join(folder, 'fm-edge.k8s.yaml'))).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
