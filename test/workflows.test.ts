import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './support/cli';
import { namesIn } from './support/scratch';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const FOLDER = '.github/workflows';
const workflows = namesIn(join(ROOT, FOLDER)).map((name) => [name, parse(read(`${FOLDER}/${name}`)) as Workflow] as const);
const jobs = workflows.flatMap(([file, { jobs: all }]) => Object.entries(all).map(([name, job]) => [`${file}: ${name}`, job] as const));
const action = parse(read('action.yml')) as { readonly runs: { readonly steps: readonly Step[] } };
const steps = [...jobs.flatMap(([, { steps: own = [] }]) => own), ...action.runs.steps];

it('names every action by its commit, with its version beside it, and one commit of each', () => {
  const used = workflows.flatMap(([name]) => [...read(`${FOLDER}/${name}`).matchAll(/\buses: (.*)/g)].map(([, uses = '']) => uses));
  const others = [...new Set(used)].filter((uses) => !uses.startsWith('./'));
  expect(others.filter((uses) => !/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))).toEqual([]);
  expect(new Set(others.map((uses) => uses.split('@')[0])).size).toBe(others.length);
});

it('has an action that takes no other action, so that it brings no other code into a job', () => {
  expect(action.runs.steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
});

it('gives no rights to the code of a fork', () => {
  expect(workflows.flatMap(([, { on }]) => Object.keys(on))).not.toContain('pull_request_target');
  for (const [, { permissions }] of workflows) expect([{}, { contents: 'read' }]).toContainEqual(permissions);
});

it('gives each job the rights that it needs, and writing to three', () => {
  const writing = jobs.flatMap(([name, { permissions = {} }]) =>
    Object.entries(permissions).flatMap(([what, how]) => (how === 'read' ? [] : [`${name}: ${what} ${how}`])),
  );
  expect(writing).toEqual([
    'diff.yml: comment: pull-requests write',
    'main.yml: publish: packages write',
    'release.yml: release: contents write',
    'release.yml: release: packages write',
  ]);
  const isCalled = (name: string) => name.startsWith('check.yml');
  expect(jobs.filter(([name, { permissions }]) => permissions === undefined && !isCalled(name))).toEqual([]);
});

it('lets the code of a pull request meet no token that may write: it comments with the code of the branch that it goes into', () => {
  const [, { steps: own = [] } = {}] = jobs.find(([name]) => name === 'diff.yml: comment') ?? [];
  expect(own[0]?.with?.ref).toBe('${{ github.event.pull_request.base.sha }}');
  expect(own.flatMap(({ run = [] }) => run)).toEqual(['node scripts/delivery/comment.mjs']);
});

it('keeps no token in a clone', () => {
  const clones = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(clones.length).toBeGreaterThanOrEqual(5);
  for (const { with: given } of clones) expect(given).toMatchObject({ 'persist-credentials': false });
});

it('writes no text of others into a shell: variables hold it', () => {
  expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
});

it('has no more shell than a line in each step: scripts that are tested have the rest', () => {
  expect(steps.filter(({ run }) => run?.trim().includes('\n'))).toEqual([]);
});

it('starts no run twice for one pull request, branch or tag', () => {
  const started = workflows.filter(([, { on }]) => !('workflow_call' in on));
  expect(started.map(([name, { concurrency }]) => [name, typeof concurrency?.group])).toEqual(started.map(([name]) => [name, 'string']));
});

it('tries the oldest version of Node that is supported, and newer ones', () => {
  const tried = jobs.flatMap(([, { strategy }]) => strategy?.matrix.node ?? []);
  expect(tried).toEqual([Number(read('.nvmrc')), 22, 24]);
});
