// `node scripts/delivery/comment.mjs [--name NAME]`: puts the Markdown of the variable MARKDOWN into one comment on the pull request, which
// it updates in place. Where nothing changes (CHANGED is `false`) it updates a comment that is there, and writes none. NAME tells the
// comments of several jobs apart. It needs GITHUB_TOKEN with the right to write to pull requests, and nothing but Node.
import { parseArgs } from 'node:util';
import { event, stop, tell } from './program.mjs';

const { values } = parseArgs({ options: { name: { type: 'string', default: 'profiles' } } });
const {
  GITHUB_API_URL: api = 'https://api.github.com',
  GITHUB_REPOSITORY: repository,
  GITHUB_TOKEN: token,
  MARKDOWN,
  CHANGED,
} = process.env;
const { pull_request: request } = event();

if (request === undefined) stop('there is no pull request to comment on');
if (!MARKDOWN) stop('MARKDOWN is empty: there is nothing to say');
// A fork's job gets a token that can only read. The summary of the job has the same text.
if (request.head?.repo?.full_name !== repository) stop('the pull request is from a fork: see the summary of the job', 0);
if (!token) stop('GITHUB_TOKEN is missing');

const PAGE = 100;
const mark = `<!-- fmsynth diff: ${values.name.replaceAll(/[^\w./ -]/g, '')} -->`;
const body = `${mark}\n## What this change means\n\n${MARKDOWN}\n`;

async function ask(method, path, content) {
  const answer = await fetch(`${api}/repos/${repository}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    body: content === undefined ? undefined : JSON.stringify(content),
  }).catch((error) => stop(`${api} does not answer: ${error.cause?.message ?? error.message}`));
  if (answer.ok) return answer.json();
  const { message = '' } = await answer.json().catch(() => ({}));
  // Dependabot's jobs get a token that can only read, too.
  if (answer.status === 403 && method !== 'GET') {
    tell('GITHUB_STEP_SUMMARY', '*This is no comment, because the token of the job may write none.*\n');
    stop(`no comment: the token may write none (${message})`, 0);
  }
  return stop(`${method} ${path}: got ${answer.status} ${message}`);
}

/** The comment of an earlier run. Anybody can write the mark, but not as a bot. */
async function earlier(page = 1) {
  const comments = await ask('GET', `issues/${request.number}/comments?per_page=${PAGE}&page=${page}`);
  const found = comments.find(({ body: text, user }) => text?.startsWith(mark) && user?.type === 'Bot');
  return found ?? (comments.length < PAGE ? undefined : earlier(page + 1));
}

const comment = await earlier();
if (comment === undefined && CHANGED === 'false') stop('nothing changes: no comment', 0);
const { html_url: at } =
  comment === undefined
    ? await ask('POST', `issues/${request.number}/comments`, { body })
    : await ask('PATCH', `issues/comments/${comment.id}`, { body });
process.stdout.write(`${comment === undefined ? 'commented' : 'updated'}: ${at}\n`);
