import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GitHub } from '../../support/github';
import { CHECKOUT } from '../support/checkout';
import { mustRun } from '../support/program';
import { describeWith, GIT, NPM, SHELLCHECK } from '../support/tools';
import { Registry } from './registry';
import { ACT, ACTIONLINT, actionlint, projectItself, type Ran, ThrowAway } from './throw-away';
import { DELIVERY, NODES } from './tools';

jest.setTimeout(600_000);

const NAME = 'owner/name';

describeWith([ACTIONLINT, SHELLCHECK], 'the workflows', () => {
  it('are what GitHub understands, with shell that shellcheck passes', () => {
    expect(() => execFileSync(actionlint, [], { cwd: CHECKOUT, encoding: 'utf8' })).not.toThrow();
  });

  it('and the action have steps that shellcheck passes', () => {
    const { runs } = parse(readFileSync(join(CHECKOUT, 'action.yml'), 'utf8')) as { readonly runs: { readonly steps: { run: string }[] } };
    for (const { run } of runs.steps)
      expect(() => execFileSync('shellcheck', ['--shell=bash', '-'], { input: run, encoding: 'utf8' })).not.toThrow();
  });
});

/** An event of a pull request, which is the seventh. */
const request = (base: string, { from = NAME, body = '' } = {}) => ({
  action: 'synchronize',
  pull_request: { number: 7, body, base: { sha: base, ref: 'main' }, head: { ref: 'change', repo: { full_name: from } } },
});

/** Shows what a run said where it failed. */
const passed = ({ code, output }: Ran): void => expect(code === 0 ? '' : output).toBe('');

const pushed = (ref: string) => ({ ref, repository: { full_name: NAME, default_branch: 'main' } });

describeWith([ACT, GIT, NPM, ...NODES, ...DELIVERY], 'the workflows, run by act', () => {
  let github: GitHub;
  let registry: Registry;
  let project: ThrowAway;
  let start: string;

  beforeAll(async () => {
    mustRun(['--version']);
    [github, registry] = await Promise.all([GitHub.start(NAME), Registry.start()]);
    project = projectItself(NAME);
    start = project.head;
  });
  afterAll(async () => {
    project?.remove();
    await Promise.all([github?.stop(), registry?.stop()]);
  });

  /** A branch with another value in the profile of the cluster, and with the files that it gives. */
  function branch(name: string, from: RegExp, to: string): void {
    project.git('checkout', '--quiet', '-B', name, 'main');
    const profile = project.read('profiles/cluster.yaml');
    expect(profile).toMatch(from);
    project.write('profiles/cluster.yaml', profile.replace(from, to));
    execFileSync(process.execPath, ['build/fmsynth.js', '--profile', 'cluster', '--quiet', '--force'], { cwd: project.folder });
    project.commit(name);
    project.mergeOf(name);
  }

  const diff = (told: object) => project.act({ event: 'pull_request', workflow: 'diff.yml', told, env: { GITHUB_API_URL: github.url } });

  const manifests = () => ({ MANIFESTS: `oci://${registry.host}/manifests` });

  it('pass a pull request through the gate, and through units and files on each Node', async () => {
    const ran = await project.act({ event: 'pull_request', workflow: 'pull-request.yml', told: request(start) });
    passed(ran);
    expect(ran.output).toContain('the gate ran with HOME=/root');
    for (const major of [20, 22, 24]) expect(ran.output).toMatch(new RegExp(`npm test on v${major}\\.`));
  });

  it('comment what a pull request means, once, and update that in place', async () => {
    branch('change', AGENT_LIMIT, '$16Gi');
    passed(await diff(request(start)));
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/\*\*cluster[\s\S]*agent: memory limit [\s\S]*6Gi/)]);
    branch('change', AGENT_LIMIT, '$17Gi');
    passed(await diff(request(start)));
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('7Gi')]);
  });

  it('comment nothing from a fork: the summary of the job has it', async () => {
    const before = github.asked.length;
    const { code, output } = await diff(request(start, { from: 'somebody/name' }));
    expect([code, github.asked.length]).toEqual([0, before]);
    expect(output).toContain('agent: memory limit');
  });

  it('fail where a change destroys, and pass once the description accepts it by name', async () => {
    branch('smaller', POSTGRES_DISK, '$110Gi');
    expect((await diff(request(start))).code).not.toBe(0);
    const [, name = ''] = /\*\*(?:Refused|Destroys)\*\* (\S+):/.exec(github.comments[0]?.body ?? '') ?? [];
    expect(name).not.toBe('');
    const body = `We have saved it.\n\nAllow: ${name.replaceAll('\\', '')}\n`;
    passed(await diff(request(start, { body })));
    expect(github.comments[0]?.body).toContain(', allowed**');
  });

  it('publish on main what changed, and nothing else', async () => {
    project.git('checkout', '--quiet', 'main');
    const publish = () => project.act({ event: 'push', workflow: 'main.yml', told: pushed('refs/heads/main'), env: manifests() });
    passed(await publish());
    passed(await publish());
    expect([await registry.tagsOf('manifests/cluster'), await registry.tagsOf('manifests/laptop')]).toEqual([[start], [start]]);
    branch('change', AGENT_LIMIT, '$16Gi');
    project.git('checkout', '--quiet', '-B', 'main');
    passed(await publish());
    expect([...(await registry.tagsOf('manifests/cluster'))].sort()).toEqual([start, project.head].sort());
    expect(await registry.tagsOf('manifests/laptop')).toEqual([start]);
  });

  it('release a tag: the section of the changelog, the package and the artifact of each profile', async () => {
    const { version } = JSON.parse(project.read('package.json'));
    project.git('tag', `v${version}`);
    const told = { ...pushed(`refs/tags/v${version}`), ref_name: `v${version}` };
    passed(await project.act({ event: 'push', workflow: 'release.yml', told, env: manifests() }));
    const release = join(project.beside, 'release');
    const files = [`cluster.tar`, `faultmaven-infra-${version}.tgz`, 'laptop.tar'];
    expect(readdirSync(release).sort()).toEqual([...files, 'notes.md'].sort());
    expect(readFileSync(join(project.beside, 'gh'), 'utf8').split('\n')).toEqual([
      ...['release', 'create', `v${version}`, '--verify-tag', '--title', `v${version}`, '--notes-file', 'build/release/notes.md'],
      ...files.map((file) => `build/release/${file}`).sort(),
      '',
    ]);
    expect(readFileSync(join(release, 'notes.md'), 'utf8')).toMatch(/^### Upgrade notes\n/);
    for (const profile of ['cluster', 'laptop']) mustRun(['verify', join(release, `${profile}.tar`)]);
  });
});

/** Of the agent in the profile of a cluster. */
const AGENT_LIMIT = /(\n {2}agent:\n(?: {4}.*\n)*? {4}memory: .*limit: )\w+/;
const POSTGRES_DISK = /(\n {2}postgres:\n(?: {4}.*\n)*? {4}volume: \{ size: )\w+/;

describeWith([ACT, GIT, ...DELIVERY], 'the action in a repository with profiles of its own', () => {
  it('checks, comments and publishes', async () => {
    const [github, registry] = await Promise.all([GitHub.start('team/deployment'), Registry.start()]);
    const project = projectItself('FaultMaven/faultmaven-infra');
    const own = new ThrowAway('team/deployment');
    try {
      const actions = { 'FaultMaven/faultmaven-infra@v0.3.0': project.folder };
      const step = (run: string, rest = {}) => ({ uses: 'FaultMaven/faultmaven-infra@v0.3.0', with: { run, ...rest } });
      const workflow = (on: string, ...steps: readonly object[]) =>
        JSON.stringify({ on, jobs: { one: { 'runs-on': 'ubuntu-latest', steps: [{ uses: 'actions/checkout@v7' }, ...steps] } } });
      own.write('.github/workflows/request.yml', workflow('pull_request', step('check diff')));
      own.write('.github/workflows/push.yml', workflow('push', step('publish', { to: `oci://${registry.host}/team` })));
      own.write('profiles/staging.yaml', 'extends: laptop\n');
      mustRun(['--profile', 'profiles/staging.yaml', '--quiet'], { cwd: own.folder });
      const first = own.commit('start');

      const published = await own.act({ event: 'push', workflow: 'push.yml', told: pushed('refs/heads/main'), actions });
      passed(published);
      expect(await registry.tagsOf('team/staging')).toEqual([first]);

      own.git('checkout', '--quiet', '-b', 'change');
      own.write('profiles/staging.yaml', 'extends: laptop\nservices: { agent: { memory: { limit: 3Gi } } }\n');
      mustRun(['--profile', 'profiles/staging.yaml', '--quiet'], { cwd: own.folder });
      own.commit('change');
      own.mergeOf('change');
      const told = request(first, { from: 'team/deployment' });
      const env = { GITHUB_API_URL: github.url };
      passed(await own.act({ event: 'pull_request', workflow: 'request.yml', told, env, actions }));
      expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/\*\*staging[\s\S]*agent: /)]);
    } finally {
      project.remove();
      own.remove();
      await Promise.all([github.stop(), registry.stop()]);
    }
  });
});
