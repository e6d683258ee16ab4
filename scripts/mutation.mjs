// `npm run mutation -- lib/units`: changes each expression of a folder, or of a file, and runs the tests of the same name, which have to
// notice. Other tests count where they are named too: `npm run mutation -- lib/plan test/model`. What is known of unchanged code and tests
// is kept in build/mutation. Outside the gate: a large folder takes minutes. CONCURRENCY says how many processes run tests at once, two
// by default.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = '', ...more] = process.argv.slice(2).map((path) => path.replace(/\/$/, ''));
if (!/^lib\/./.test(folder) || ![folder, ...more].every((path) => existsSync(join(root, path)))) {
  process.stderr.write('expected a folder or a file of lib, and other tests that count: npm run mutation -- lib/plan test/model\n');
  process.exit(2);
}
const name = folder.replaceAll('/', '-');
process.chdir(root);
// For scripts/mutation-runner.mjs, in the processes that run the tests.
const tests = folder.replace(/^lib/, 'test').replace(/\.ts$/, '.test.ts');
process.env.MUTATION_TESTS = [tests, ...more].filter((path) => existsSync(path)).join(',');

const mutants = await new Stryker({
  testRunner: 'in-process',
  plugins: [fileURLToPath(new URL('mutation-runner.mjs', import.meta.url))],
  // TypeScript 7 has no interface by which Stryker could read the real one.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  mutate: [folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`],
  // How a message is worded is no behaviour.
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  warnings: { slow: false },
  concurrency: Number(process.env.CONCURRENCY || 2),
  // A busy machine is no endless loop, which is what a mutant that takes this long beside its tests' own time counts as.
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: `build/mutation/${name}.incremental.json`,
  tempDirName: 'build/mutation/tmp',
  ignorePatterns: ['build'],
  reporters: ['html', 'progress-append-only'],
  htmlReporter: { fileName: `build/mutation/${name}.html` },
}).runMutationTest();

const counted = mutants.filter(({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status));
const alive = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
for (const { fileName, location, mutatorName, replacement, status } of alive)
  console.log(
    `${fileName}:${location.start.line}:${location.start.column} ${status} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
  );
const score = counted.length === 0 ? 100 : (100 * (counted.length - alive.length)) / counted.length;
console.log(
  `${folder}: ${score.toFixed(1)} % of ${counted.length} mutants noticed, ${alive.length} alive; see build/mutation/${name}.html`,
);
