// Bundles the program, and keeps the engine's compiled form of it beside it: one file that is compiled already starts in
// half the time of many that are not. build/fmsynth.js, which `bin` runs, names the two by the digest of the program, so
// that it never starts one with the compiled form of another. Nothing is written where the source has not changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Scripts and configuration of containers: files of the source, texts of the program. */
const TEXT_FILES = ['cfg', 'conf', 'board.json', 'py', 'sh', 'sql', 'yml'];

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds `folder/fmsynth.js` from an entry of the source, if the source has changed. Returns its path.
 * `whole` takes cdk8s itself along, which the program does not need; `compiled` keeps the compiled form.
 */
export async function build(entry = 'lib/main.ts', folder = 'build', { whole = false, compiled = !whole } = {}) {
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'ascii',
    legalComments: 'none',
    loader: Object.fromEntries(TEXT_FILES.map((extension) => [`.${extension}`, 'text'])),
    alias: { 'node:child_process': './scripts/child-process.cjs', ...(whole ? {} : { cdk8s: './scripts/cdk8s-api-object.cjs' }) },
    define: { SOURCES_DIGEST: JSON.stringify(PLACE_OF_DIGEST) },
    metafile: true,
    write: false,
  });
  await esbuild.stop();
  const text = outputFiles[0].text.replaceAll(PLACE_OF_DIGEST, digestOf(Object.keys(metafile.inputs)));
  const program = `program-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`;
  const starter = join(root, folder, 'fmsynth.js');
  if (existsSync(starter) && existsSync(join(root, folder, program)) && readFileSync(starter, 'utf8').includes(program)) return starter;

  mkdirSync(join(root, folder), { recursive: true });
  writeWhole(join(root, folder, program), text);
  if (compiled) compile(join(root, folder, program));
  writeWhole(starter, starting(program));
  for (const file of readdirSync(join(root, folder))) {
    if (file.startsWith('program-') && !file.startsWith(program)) rmSync(join(root, folder, file), { force: true });
  }
  return starter;
}

const PLACE_OF_DIGEST = 'DIGEST-OF-SOURCES';

/** Of all files that are in a program: the same wherever the project lies, and wherever npm has put a package. */
function digestOf(inputs) {
  const digest = createHash('sha256');
  const named = inputs.map((path) => [path.replace(/^.*node_modules\//, 'node_modules/'), readFileSync(join(root, path))]);
  for (const [name, content] of named.sort(([a], [b]) => (a < b ? -1 : 1)))
    digest.update(`${name}\n${createHash('sha256').update(content).digest('hex')}\n`);
  return digest.digest('hex').slice(0, 16);
}

/** The same; where it cannot be, the process ends with a line that says why. */
export async function built(...args) {
  goTo();
  try {
    return await build(...args);
  } catch (error) {
    process.stderr.write(`fmsynth: ${explained(error)}\n`);
    return process.exit(1);
  }
}

/** Changes to a folder, or to the project's if it is gone: nothing can be started from one that is. */
export function goTo(folder) {
  try {
    process.chdir(folder ?? process.cwd());
    delete process.env.FMSYNTH_FOLDER_IS_GONE;
  } catch {
    process.chdir(root);
    // For lib/start.ts: nothing relative is written then.
    process.env.FMSYNTH_FOLDER_IS_GONE = '1';
    process.stderr.write(`fmsynth: the folder that you are in is gone: relative paths are taken from ${JSON.stringify(root)}\n`);
  }
}

function explained(error) {
  const { code, errors, path = '', message } = error;
  if (code === 'ERR_MODULE_NOT_FOUND' || /node_modules/.test(path))
    return 'what it is built with is not installed: run npm ci --include=dev';
  // esbuild has shown them already, each with its place.
  if (Array.isArray(errors)) {
    const missing = errors.some(({ text }) => /^Could not resolve "[^./]/.test(text));
    return missing ? 'what it is built from is not installed: run npm ci --include=dev' : 'the source does not compile: see above';
  }
  // Node says `EACCES: permission denied, mkdir '/a/path'`.
  const reason = String(message)
    .split('\n', 1)[0]
    .replace(/^E[A-Z]+: (.*?), \w+\b.*$/, '$1');
  if (path.startsWith(join(root, 'build')))
    return `build/ does not hold what this source makes, and cannot be written (${reason}): run npm run prepare where it can`;
  return `cannot be built: ${path === '' ? '' : `${JSON.stringify(path)}: `}${reason}`;
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
// It has no other characters than those of ASCII, which are read faster so.
const script = new Script(require('node:module').wrap(readFileSync(filename, 'latin1')), { filename, cachedData });
script.runInThisContext()(module.exports, require, module, filename, __dirname);
`;

/** Renders both targets, so that what they need is compiled, and keeps the result. V8 refuses one of another version by itself. */
function compile(program) {
  spawnSync(process.execPath, ['-e', COMPILER, program], { cwd: root, stdio: 'ignore' });
}

const COMPILER = `
const { readFileSync, writeFileSync, renameSync } = require('node:fs');
const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');
const filename = process.argv[1];
// What ran once is kept until the end. V8 refuses what was made with other flags than it is started with, so this one is taken back.
setFlagsFromString('--no-flush-bytecode');
const script = new Script(require('node:module').wrap(readFileSync(filename, 'utf8')), { filename });
process.on('exit', () => {
  setFlagsFromString('--flush-bytecode');
  writeFileSync(filename + '.cache.tmp', script.createCachedData());
  renameSync(filename + '.cache.tmp', filename + '.cache');
});
const program = script.runInThisContext();
for (const profile of ['laptop', 'cluster']) {
  process.argv = [process.execPath, filename, '--profile', profile, '--stdout', '--quiet'];
  program({}, require, { exports: {} }, filename, dirname(filename));
}
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) await built();
