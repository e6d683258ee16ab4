// `npm run bench`: whole processes, side by side in one run, each figure the median of its rounds. It fails where a bound is exceeded.
//
// How long they take, as ratios to bare Node:
//   laptop            the program that `bin` runs renders the shipped profile to stdout      at most 1.8 x node -e 0
//   cluster, bare     the shipped cluster without its platform, likewise                     at most 3.3 x
//   verify            the digests of the shipped cluster                                     at most 3 x
//   linear            1,000 synthetic services over 100, both above the program's own start  at most 10 to 1, for both targets
//   1,000 services    in a cluster, at least four objects each          below 34 x node -e 0; per four of each at most 11.5 x
//
// The shipped cluster grows with every part of the platform, so its bounds are per object, above the program's own start (`laptop`):
//   cluster           the shipped profile                                                    at most what `cluster, bare` takes
//   diff              that cluster against its own folder, with one size changed             at most 1.4 times as much
// These compare CPU time, which other processes on the machine distort less than how long something takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/build.mjs';

const ROUNDS = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fmsynth-bench-'));
const names = (count) => Array.from({ length: count }, (_, n) => `s${n}`);

/** A laptop's profile of as many services, on a machine that is large enough for all. */
const laptopOf = (count) => `target: compose
machine: { memory: 90000Gi, cpus: 64, keep: 2Gi }
services:
${names(count)
  .map((name) => `  ${name}: { cpu: { limit: 0.5 }, memory: { limit: 256Mi, request: 128Mi } }\n`)
  .join('')}`;

/** The shipped cluster as it would be if nothing but the application ran. */
const bare = () => `extends: cluster
platform: null
ingress: { className: nginx, namespace: ingress-nginx }
`;

/** A cluster's profile of as many services, each with a Deployment, a Service, an autoscaler, a disruption budget and more. */
const clusterOf = (count) => `target: kubernetes
images:
${names(count)
  .map((name) => `  ${name}: "1.0"\n`)
  .join('')}
apiServer: { cidrs: [10.0.0.0/24], ports: [443] }
ingress:
  { host: fm.test.org, className: nginx, tlsSecret: tls, namespace: ingress, auth: { url: https://login.test.org/auth, headers: { id: X-A, email: X-B, roles: X-C } } }
services:
${names(count)
  .map((name) => `  ${name}: { replicas: { min: 3, max: 6 }, cpu: { request: 0.5, limit: 1 }, memory: { request: 128Mi, limit: 256Mi } }\n`)
  .join('')}`;

function profile(of, count) {
  const file = join(folder, `${of.name}-${count}.yaml`);
  writeFileSync(file, of(count));
  return file;
}

const program = await build();
const synthetic = await build('bench/synthetic.ts', 'build/bench');
const shipped = (name) => ({ args: [program, '--profile', name, '--stdout', '--quiet'] });
const made = (of, count) => ({
  args: [synthetic, '--profile', profile(of, count), '--stdout', '--quiet'],
  env: { SERVICES: String(count) },
});

const subjects = {
  'node -e 0': { args: ['-e', '0'] },
  laptop: shipped('laptop'),
  cluster: shipped('cluster'),
  'cluster, bare': shipped(profile(bare, 1)),
  diff: { args: [program, 'diff', '--profile', 'cluster', '--against', 'dir:dist/cluster'] },
  'diff, changed': {
    args: [program, 'diff', '--profile', 'cluster', '--against', 'dir:dist/cluster', '--set', 'services.agent.replicas.max=12'],
    ends: 3,
  },
  verify: { args: [program, 'verify', join(root, 'dist/cluster')] },
  'laptop, 1': made(laptopOf, 1),
  'laptop, 100': made(laptopOf, 100),
  'laptop, 1,000': made(laptopOf, 1000),
  'cluster, 1': made(clusterOf, 1),
  'cluster, 100': made(clusterOf, 100),
  'cluster, 1,000': made(clusterOf, 1000),
};

const objectsIn = (stdout) => stdout.split('\nkind: ').length - 1;

/** Runs a subject once. @param options of Node */
function run(name, options = [], more = {}) {
  const { args, env, ends = 0 } = subjects[name];
  const { status, stderr, stdout } = spawnSync(process.execPath, [...options, ...args], {
    cwd: root,
    env: { ...process.env, ...env, ...more },
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  if (status !== ends) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Milliseconds from start to end. */
function elapsed(name) {
  const start = process.hrtime.bigint();
  const stdout = run(name);
  return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6, objects: objectsIn(stdout) };
}

/** Milliseconds of CPU time. */
function cpuTime(name) {
  const file = join(folder, 'cpu-time');
  run(name, ['--require', join(root, 'bench/cpu-time.cjs')], { CPU_TIME: file });
  return Number(readFileSync(file, 'utf8')) / 1000;
}

const PER_OBJECT = ['cluster', 'cluster, bare', 'diff', 'diff, changed'];
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
const cpuTimes = Object.fromEntries(['node -e 0', 'laptop', ...PER_OBJECT].map((name) => [name, []]));
const objects = {};
for (let round = -2; round < ROUNDS; round += 1) {
  for (const name of Object.keys(subjects)) {
    const { milliseconds, objects: rendered } = elapsed(name);
    objects[name] = rendered;
    if (round >= 0) times[name].push(milliseconds);
  }
  for (const name of Object.keys(cpuTimes)) {
    const milliseconds = cpuTime(name);
    if (round >= 0) cpuTimes[name].push(milliseconds);
  }
}
rmSync(folder, { recursive: true });
// They compare as many objects as the cluster renders.
for (const name of ['diff', 'diff, changed']) objects[name] = objects.cluster;

const middle = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
const median = (name) => middle(times[name]);
const ratio = (name) => median(name) / median('node -e 0');
const growth = (target) => (median(`${target}, 1,000`) - median(`${target}, 1`)) / (median(`${target}, 100`) - median(`${target}, 1`));
/** CPU time for each object above the program's own start, in milliseconds. */
const perObject = (name) => (middle(cpuTimes[name]) - middle(cpuTimes.laptop)) / objects[name];
const besideBare = (name) => perObject(name) / perObject('cluster, bare');

console.log(`node ${process.version}, ${cpus().length} CPUs, ${ROUNDS} rounds, in turn; medians of whole processes\n`);
for (const name of Object.keys(times)) {
  const cpu = cpuTimes[name] === undefined ? '' : `${middle(cpuTimes[name]).toFixed(1).padStart(10)} ms of CPU time`;
  const each = PER_OBJECT.includes(name) ? `, ${perObject(name).toFixed(2)} ms for each of ${objects[name]} objects` : '';
  console.log(`${name.padEnd(16)}${median(name).toFixed(1).padStart(8)} ms${ratio(name).toFixed(2).padStart(8)} x node -e 0${cpu}${each}`);
}

const BOUNDS = [
  ['laptop, x node -e 0', ratio('laptop'), 1.8],
  ['cluster without its platform, x node -e 0', ratio('cluster, bare'), 3.3],
  ['verify, x node -e 0', ratio('verify'), 3],
  ['an object of the cluster, x one without the platform', besideBare('cluster'), 1],
  ['an object in a diff, x one that is rendered without the platform', besideBare('diff'), 1.4],
  ['the same with a change', besideBare('diff, changed'), 1.4],
  ["1,000 to 100 services above the program's start, laptop", growth('laptop'), 10],
  ['the same, cluster', growth('cluster'), 10],
  ['1,000 services in a cluster, x node -e 0', ratio('cluster, 1,000'), 34],
  [
    `the same per four objects of each, of ${objects['cluster, 1,000']}`,
    ratio('cluster, 1,000') / (objects['cluster, 1,000'] / 4000),
    11.5,
  ],
];
console.log('');
for (const [what, figure, most] of BOUNDS)
  console.log(`${figure > most ? 'EXCEEDED ' : ''}${what}: ${figure.toFixed(2)} (at most ${most})`);
if (BOUNDS.some(([, figure, most]) => figure > most)) process.exitCode = 1;
