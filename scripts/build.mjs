// Bundles the program, and keeps the engine's compiled form of it beside it: one file that is compiled already starts in
// half the time of many that are not. build/fmsynth.js, which `bin` runs, names the two by the digest of the program, so
// that it never starts one with the compiled form of another.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const KUBERNETES_TYPES = 'cdk8s-plus-28/lib/imports/k8s';

/** How Kubernetes' types of cdk8s leave out a field that is undefined: they copy the object once for each of its fields. */
const COPYING =
  /Object\.entries\(([\w.]+)\)\.reduce\(\(r, i\) => \(i\[1\] === undefined\) \? r : \(\{ \.\.\.r, \[i\[0\]\]: i\[1\] \}\), \{\}\)/g;

/** Scripts and configuration of containers: files of the source, texts of the program. */
const TEXT_FILES = ['cfg', 'conf', 'py', 'sh', 'sql', 'yml'];

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds `folder/fmsynth.js` from an entry of the source, if the source has changed. Returns its path.
 * `whole` takes cdk8s itself along, which the program does not need.
 */
export function build(entry = 'lib/main.ts', folder = 'build', { whole = false } = {}) {
  const types = quickTypes();
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    loader: Object.fromEntries(TEXT_FILES.map((extension) => [`.${extension}`, 'text'])),
    alias: whole ? {} : { cdk8s: './scripts/cdk8s-api-object.cjs', [KUBERNETES_TYPES]: types },
    write: false,
  });
  rmSync(types);
  const { text } = outputFiles[0];
  const program = `program-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`;
  const starter = join(root, folder, 'fmsynth.js');
  if (existsSync(starter) && existsSync(join(root, folder, program)) && readFileSync(starter, 'utf8').includes(program)) return starter;

  mkdirSync(join(root, folder), { recursive: true });
  writeWhole(join(root, folder, program), text);
  if (!whole) compile(join(root, folder, program));
  writeWhole(starter, starting(program));
  for (const file of readdirSync(join(root, folder))) {
    if (file.startsWith('program-') && !file.startsWith(program)) rmSync(join(root, folder, file), { force: true });
  }
  return starter;
}

/** The same types without that: our writer leaves such fields out itself. It was a third of what making the objects takes. */
function quickTypes() {
  const text = readFileSync(join(root, 'node_modules', `${KUBERNETES_TYPES}.js`), 'utf8');
  const quick = text.replaceAll(COPYING, '$1');
  if (quick === text) throw new Error(`${KUBERNETES_TYPES} has changed: nothing in it copies as scripts/build.mjs expects`);
  mkdirSync(join(root, 'build'), { recursive: true });
  const file = join(root, `build/kubernetes-types.${process.pid}.js`);
  writeFileSync(file, quick);
  return file;
}

/** Under another name first: another run may be starting from what is there. */
function writeWhole(file, content) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o755 });
  renameSync(temporary, file);
}

const starting = (program) => `#!/usr/bin/env node
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const filename = join(__dirname, '${program}');
let cachedData;
try {
  cachedData = readFileSync(filename + '.cache');
} catch {
  // Compiling takes a little longer, that is all.
}
const script = new Script(require('node:module').wrap(readFileSync(filename, 'utf8')), { filename, cachedData });
script.runInThisContext()(module.exports, require, module, filename, __dirname);
`;

/** Runs the program once, so that what it needs is compiled, and keeps the result. V8 refuses one of another version by itself. */
function compile(program) {
  spawnSync(process.execPath, ['-e', COMPILER, program], { cwd: root, stdio: 'ignore' });
}

const COMPILER = `
const { readFileSync, writeFileSync, renameSync } = require('node:fs');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const filename = process.argv[1];
const script = new Script(require('node:module').wrap(readFileSync(filename, 'utf8')), { filename });
process.on('exit', () => {
  writeFileSync(filename + '.cache.tmp', script.createCachedData());
  renameSync(filename + '.cache.tmp', filename + '.cache');
});
const program = script.runInThisContext();
for (const profile of ['laptop', 'cluster']) {
  process.argv = [process.execPath, filename, '--profile', profile, '--stdout', '--quiet'];
  program({}, require, { exports: {} }, filename, dirname(filename));
}
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
