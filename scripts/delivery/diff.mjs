// `node scripts/delivery/diff.mjs [--profiles FOLDER] [--base REF]`: what a pull request means, as Markdown, into the summary of the job
// and its outputs `changed` and `markdown`. A line `Allow: code:subject` in the description of the pull request accepts a destructive
// change by its name. Exit 6 if there is one that is not accepted.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { event, fmsynth, git, tell } from './program.mjs';
import { shortened } from './shortened.mjs';

const { values } = parseArgs({ options: { profiles: { type: 'string' }, base: { type: 'string' } } });
const { pull_request: request } = event();

/** The first parent of the merge that GitHub makes of a pull request is the branch that it goes into, as it is now. */
const named = values.base || (git('rev-parse', '--verify', '--quiet', 'HEAD^2') === undefined ? request?.base?.sha : undefined) || 'HEAD^1';
const base = git('rev-parse', '--short=12', '--verify', '--quiet', `${named}^{commit}`) ?? named;
const allowed = [...(request?.body ?? '').matchAll(/^allow:[ \t]*(\S+)[ \t]*\r?$/gim)].map(([, name]) => name);

const { code, stdout } = fmsynth([
  'diff',
  ...(values.profiles ? ['--all', values.profiles] : ['--all']),
  '--against',
  `git:${base}`,
  '--format',
  'markdown',
  ...allowed.map((name) => `--allow=${name}`),
]);
process.stdout.write(stdout);
if ([0, 3, 6].includes(code)) {
  const mark = randomUUID();
  tell('GITHUB_STEP_SUMMARY', `## What this change means\n\n${shortened(stdout, 1_000_000)}\n`);
  tell('GITHUB_OUTPUT', `changed=${code !== 0}\nmarkdown<<${mark}\n${shortened(stdout)}\n${mark}\n`);
}
if (code === 6)
  process.stderr.write(
    'This change destroys something, or Kubernetes refuses it. Take the way round that is named, or write a line\n' +
      '  Allow: code:subject\ninto the description of the pull request, with the name that stands in the comment.\n',
  );
process.exit(code === 3 ? 0 : code);
