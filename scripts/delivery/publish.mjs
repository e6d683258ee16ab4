// `node scripts/delivery/publish.mjs --to oci://HOST/NAME [--profiles FOLDER] [--outputs FOLDER] [--with PROGRAM] [--sign-key KEY]`: publishes each profile of
// which nothing since the last change of its output is published, as HOST/NAME/PROFILE. So a run that failed is made up for by the next
// one. Needs the history of the branch. Logs in to the registry with REGISTRY_USER and REGISTRY_TOKEN where the latter is given.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fmsynth, git, profilesIn, stop, tell } from './program.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: { to: text, profiles: { ...text, default: 'profiles' }, outputs: { ...text, default: 'dist' }, with: text, 'sign-key': text },
});
const { to = '' } = values;
if (!to.startsWith('oci://')) stop('--to: expected oci://HOST/NAME');
if (git('rev-parse', '--is-shallow-repository') !== 'false')
  stop('expected a clone with its history: give actions/checkout fetch-depth: 0');

/** How each program logs in, the password from standard input, and prints the tags of a repository. */
const PROGRAMS = {
  oras: {
    login: (host, user, plain) => ['login', host, '--username', user, '--password-stdin', ...(plain ? ['--plain-http'] : [])],
    list: (repository, plain) => ['repo', 'tags', ...(plain ? ['--plain-http'] : []), repository],
  },
  crane: {
    login: (host, user) => ['auth', 'login', host, '--username', user, '--password-stdin'],
    list: (repository, plain) => ['ls', ...(plain ? ['--insecure'] : []), repository],
  },
  skopeo: {
    login: (host, user, plain) => ['login', host, '--username', user, '--password-stdin', `--tls-verify=${!plain}`],
    list: (repository, plain) => ['list-tags', `--tls-verify=${!plain}`, `docker://${repository}`],
  },
};

const runs = (name) => spawnSync(name, ['--help'], { stdio: 'ignore' }).error === undefined;
const program = values.with || Object.keys(PROGRAMS).find(runs);
if (!Object.hasOwn(PROGRAMS, program ?? '')) stop('there is nothing to publish with: expected oras, crane or skopeo in PATH');

const root = to.slice('oci://'.length).replace(/\/$/, '');
/** This machine is spoken to in plain HTTP, as publishing does. */
const plain = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/.test(root);
const { REGISTRY_USER: user = '', REGISTRY_TOKEN: token = '' } = process.env;
if (token !== '') {
  const host = root.split('/')[0];
  const { status, stderr } = spawnSync(program, PROGRAMS[program].login(host, user, plain), { input: token, encoding: 'utf8' });
  if (status !== 0) stop(`${program} cannot log in to ${host}: ${stderr.trim()}`);
}

/** The tags of a repository, which are commits. Where it cannot be told, none: publishing looks at the registry itself. */
function tagsOf(repository) {
  const { status, stdout } = spawnSync(program, PROGRAMS[program].list(repository, plain), { encoding: 'utf8' });
  return new Set(status === 0 ? stdout.match(/\b[0-9a-f]{40}\b/g) : []);
}

/** The commits that have the output as it is, the newest first. */
function commitsOf(name) {
  const last = git('log', '-1', '--first-parent', '--format=%H', '--', `${values.outputs}/${name}`);
  if (!last) return [];
  return (git('rev-list', '--first-parent', 'HEAD', `^${last}^@`) ?? '').split('\n').filter(Boolean);
}

const lines = [];
let failed = 0;
for (const { name, path } of profilesIn(values.profiles)) {
  const repository = `${root}/${name}`;
  const tags = tagsOf(repository);
  const published = commitsOf(name).find((commit) => tags.has(commit));
  if (published !== undefined) {
    process.stdout.write(`${name}: unchanged since ${published}\n`);
    continue;
  }
  const signed = values['sign-key'] ? ['--sign-key', values['sign-key']] : [];
  const { code, stdout } = fmsynth(['publish', '--profile', path, '--to', `oci://${repository}`, '--with', program, ...signed]);
  process.stdout.write(stdout);
  lines.push(...stdout.split('\n').filter(Boolean));
  failed ||= code;
}
if (lines.length > 0) tell('GITHUB_STEP_SUMMARY', `## Published\n\n${lines.map((line) => `- \`${line}\`\n`).join('')}`);
tell('GITHUB_OUTPUT', `published=${JSON.stringify(lines)}\n`);
process.exit(failed);
