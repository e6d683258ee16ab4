// `npm run bench`: whole processes, side by side in one run, each figure the median of its rounds and its ratio to bare Node.
//   laptop, cluster   the program that `bin` runs renders the shipped profile to stdout      at most 1.8 and 3 x node -e 0
//   diff              the cluster against its own folder, as it is and with one size changed at most 3 x node -e 0
//   verify            the digests of the shipped cluster                                       at most 3 x node -e 0
//   linear            1,000 synthetic services over 100, both above the program's own start  at most 10 to 1, for both targets
//   1,000 services    in a cluster, at least four objects each          below 34 x node -e 0; per four of each at most 11.5 x
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
let objects = 0;
for (let round = -2; round < ROUNDS; round += 1) {
  for (const [name, { args, env, ends = 0 }] of Object.entries(subjects)) {
    const start = process.hrtime.bigint();
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      maxBuffer: 2 ** 28,
    });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== ends) throw new Error(`${name} ended with ${status}: ${stderr}`);
    if (round >= 0) times[name].push(milliseconds);
    if (name === 'cluster, 1,000') objects = String(stdout).split('\nkind: ').length - 1;
  }
}
rmSync(folder, { recursive: true });

const median = (name) => [...times[name]].sort((a, b) => a - b)[Math.floor(times[name].length / 2)];
const ratio = (name) => (median(name) / median('node -e 0')).toFixed(2);
const growth = (target) =>
  ((median(`${target}, 1,000`) - median(`${target}, 1`)) / (median(`${target}, 100`) - median(`${target}, 1`))).toFixed(1);

console.log(`node ${process.version}, ${cpus().length} CPUs, ${ROUNDS} rounds, in turn; medians of whole processes\n`);
for (const name of Object.keys(times))
  console.log(`${name.padEnd(16)}${median(name).toFixed(1).padStart(8)} ms${ratio(name).padStart(8)} x node -e 0`);
console.log(`
laptop: ${ratio('laptop')} x node -e 0 (at most 1.8)
cluster: ${ratio('cluster')} x node -e 0 (at most 3)
diff: ${ratio('diff')} x node -e 0, with a change ${ratio('diff, changed')} x (below 3)
verify: ${ratio('verify')} x node -e 0 (at most 3)
1,000 to 100 services above the program's start: laptop ${growth('laptop')} to 1, cluster ${growth('cluster')} to 1 (at most 10)
1,000 services in a cluster, ${objects} objects: ${ratio('cluster, 1,000')} x node -e 0 (below 34); per four objects of each ${(
  ratio('cluster, 1,000') / (objects / 4000)
).toFixed(1)} x (at most 11.5: cdk8s in one chart)`);
