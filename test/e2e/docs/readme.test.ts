import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../../support/markdown';
import { complaintsAbout, DOCUMENTS, Reader } from '../../support/reader';
import { deployment } from '../compose/deployment';
import { ASSETS, CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { DOCKER_COMPOSE, describeWith, GIT, NPM, type Tool } from '../support/tools';

jest.setTimeout(600_000);

const JQ: Tool = { name: 'jq', probe: ['jq', '--version'] };

/** FaultMaven's Compose file, the real one where it is at hand. */
const published = deployment();

afterAll(() => rmSync(published, { recursive: true }));

const composeFile = join(published, 'docker-compose.yml');
const REAL_DOCKER = (): string => execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
const env = { npm_config_prefer_offline: 'true', npm_config_fund: 'false', npm_config_audit: 'false' };

describeWith([NPM, GIT, DOCKER_COMPOSE], 'README.md and docs/laptop.md, read in a clone with real npm, git and Compose', () => {
  it('has commands that run and profiles that work as printed', () => {
    const reader = new Reader({ deployed: false, real: ['npm', 'npx', 'git'], composeFile, env: { ...env, REAL_DOCKER: REAL_DOCKER() } });
    reader.publish();
    expect(complaintsAbout('README.md', reader)).toEqual([]);
    expect(complaintsAbout('docs/laptop.md', reader)).toEqual([]);
  });
});

describeWith([GIT], 'the documents, read in a repository', () => {
  it('leave nothing behind that git would commit', () => {
    const reader = new Reader({ real: ['git'] });
    reader.type({ text: 'git init --quiet && git add . && git -c user.name=x -c user.email=x commit --quiet --message x' });
    for (const document of DOCUMENTS.filter((one) => one.startsWith('docs/'))) complaintsAbout(document, reader);
    reader.type({ text: 'npm run synth -- --profile ./mine.yaml --quiet; echo edited >> dist/mine/redis.yaml' });
    reader.type({ text: 'npm run synth -- --profile ./mine.yaml --quiet --force' });
    expect(reader.type({ text: 'git status --porcelain --untracked-files=all' })).toEqual({ code: 0, shown: '' });
  });
});

describeWith([JQ, ...CONTROL_PLANE], 'docs/cluster.md and docs/login.md, read with a real control plane at hand', () => {
  let plane: ControlPlane;
  let reader: Reader;
  const MAKE_CERTIFICATE = 'openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout tls.key -out tls.crt';

  beforeAll(async () => {
    plane = await ControlPlane.start();
    reader = new Reader({
      real: ['kubectl', 'openssl'],
      env: { PATH: `${ASSETS}:${process.env.PATH}`, KUBECONFIG: plane.kubeconfig },
    });
  });

  afterAll(async () => plane?.stop());

  it('has commands that run and profiles that work as printed', () => {
    reader.type({ text: `${MAKE_CERTIFICATE} && echo x > client-secret` });
    for (const document of ['docs/cluster.md', 'docs/login.md']) expect(complaintsAbout(document, reader)).toEqual([]);
  });

  it('has runbooks that replace a certificate, and that give what a restore has scaled to nothing its replicas again', () => {
    const typed = (text: string): { readonly code: number | null; readonly shown: string } => reader.type({ text });
    const inRunbook = (name: string, part: string): string =>
      blocksOf(`docs/runbooks/${name}`).find(({ text }) => text.includes(part))?.text ?? 'false';
    expect(typed('kubectl config set-context --current --namespace faultmaven').code).toBe(0);
    expect(typed(MAKE_CERTIFICATE).code).toBe(0);
    const replaced = typed(inRunbook('certificate.md', 'create secret tls'));
    expect([replaced.code, replaced.shown]).toEqual([0, expect.stringContaining('secret/faultmaven-tls configured')]);

    const [restoring = 'false'] = inRunbook('postgres-restore.md', 'kubectl apply --server-side').split('\n');
    const replicas = "kubectl get deployment fm-dashboard --output=jsonpath='{.spec.replicas}'";
    expect(typed(restoring).code).toBe(0);
    const { shown: planned } = typed(replicas);
    expect(Number(planned)).toBeGreaterThan(0);
    expect(typed('kubectl scale deployment fm-dashboard --replicas 0').code).toBe(0);
    expect(typed(replicas).shown).toBe('0');
    // A scale to nothing owns no number, so the apply meets no conflict.
    expect(typed(restoring).code).toBe(0);
    expect(typed(replicas).shown).toBe(planned);
  });
});
