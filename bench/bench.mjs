// `npm run bench`: whole processes, side by side in one run, each figure the median of its rounds and its ratio to bare Node.
//   laptop      the program that `bin` runs writes the laptop's override to stdout       at most 1.8 x node -e 0
//   linear      1,000 synthetic services over 100, both above the program's own start    at most 10 to 1
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/build.mjs';

const ROUNDS = Number(process.argv[2] ?? 25);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fmsynth-bench-'));

/** A profile of as many services. The machine is large enough for all. */
function profileOf(count) {
  const sizes = Array.from({ length: count }, (_, n) => `  s${n}: { cpu: { limit: 0.5 }, memory: { limit: 256Mi, request: 128Mi } }\n`);
  const file = join(folder, `synthetic-${count}.yaml`);
  writeFileSync(file, `target: compose\nmachine: { memory: 90000Gi, cpus: 64, keep: 2Gi }\nservices:\n${sizes.join('')}`);
  return file;
}

const program = build();
const synthetic = build('bench/synthetic.ts', 'build/bench');
const laptop = ['--profile', 'laptop', '--stdout', '--quiet'];
const of = (count) => ({ args: [synthetic, '--profile', profileOf(count), '--stdout', '--quiet'], env: { SERVICES: String(count) } });

const subjects = {
  'node -e 0': { args: ['-e', '0'] },
  laptop: { args: [program, ...laptop] },
  '1 service': of(1),
  '100 services': of(100),
  '1,000 services': of(1000),
};

const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = -2; round < ROUNDS; round += 1) {
  for (const [name, { args, env }] of Object.entries(subjects)) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    if (round >= 0) times[name].push(milliseconds);
  }
}
rmSync(folder, { recursive: true });

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times['node -e 0']);
console.log(`node ${process.version}, ${cpus().length} CPUs, ${ROUNDS} rounds, in turn; medians of whole processes\n`);
for (const [name, values] of Object.entries(times)) {
  const ms = median(values);
  console.log(`${name.padEnd(16)}${ms.toFixed(1).padStart(8)} ms${(ms / bare).toFixed(2).padStart(8)} x node -e 0`);
}
const start = median(times['1 service']);
const growth = (median(times['1,000 services']) - start) / (median(times['100 services']) - start);
console.log(`\nlaptop: ${(median(times.laptop) / bare).toFixed(2)} x node -e 0 (at most 1.8)`);
console.log(`1,000 to 100 services above the program's start: ${growth.toFixed(1)} to 1 (at most 10)`);
