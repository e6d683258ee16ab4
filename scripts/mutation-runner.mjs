// Runs the tests for scripts/mutation.mjs in the process that Stryker starts for it, with jest's own parts: circus and expect. The runner
// that Stryker has for jest starts jest for each mutant, loads every test file with everything that it imports, and skips what does not
// count: seconds for each of thousands of mutants. Here libraries are loaded once. For a mutant, the project's modules are loaded anew, so
// that one changed while a module is loaded is tried like any other, and only test files that ran the mutant's place are.
import { readdirSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { compileFunction } from 'node:vm';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import jestConfig from '../jest.config.js';

/** The copy of the project that is changed; Stryker goes there after it has loaded this file. */
let root;

/** The file whose tests run, which is also what counts for all of them. */
let testFile;
const [[, [, swcOptions]], [textFiles]] = Object.entries(jestConfig.projects[0].transform);

/** What Stryker's changes read and write: which mutant is active, and which test has come by which mutants. */
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

/** Modules keep what they were compiled to; only what they compute is computed anew. */
const compiled = new Map();
Module._extensions['.ts'] = (module, file) => {
  if (!compiled.has(file)) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { ...swcOptions, filename: file, swcrc: false, sourceMaps: false });
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    compiled.set(file, { run: compileFunction(code, names, { filename: file }), require: createRequire(file) });
  }
  const { run, require } = compiled.get(file);
  // A module that one test is the first to load is there for the others, too.
  const test = stryker.currentTestId;
  stryker.currentTestId = testFile;
  try {
    run.call(module.exports, module.exports, require, module, file, dirname(file));
  } finally {
    stryker.currentTestId = test;
  }
  if (file === join(root, 'lib/once.ts')) module.exports = { onceFor: countedForEach(module.exports.onceFor) };
};
for (const extension of /\((.*)\)/.exec(textFiles)[1].replaceAll('\\', '').split('|'))
  Module._extensions[`.${extension}`] = (module, file) => {
    module.exports = readFileSync(file, 'utf8');
  };

// Stryker ends what does not end; what is slow here may just have waited for a processor.
globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = 2 ** 31 - 1;
const mocker = new ModuleMocker(globalThis);
Object.assign(globalThis, circus.default, { expect, jest: { setTimeout() {}, spyOn: mocker.spyOn.bind(mocker) } });

/** Counts what a test has come by for another, too. */
function count(hits, id) {
  const { perTest } = stryker.mutantCoverage;
  perTest[id] ??= {};
  for (const [mutant, times] of Object.entries(hits)) perTest[id][mutant] = (perTest[id][mutant] ?? 0) + times;
}

/** What is made once counts for each test that uses it, not for the first one only. */
const countedForEach = (onceFor) => (make) => {
  const hits = new WeakMap();
  const made = onceFor((of) => {
    const test = stryker.currentTestId;
    stryker.currentTestId = 'made once';
    const value = make(of);
    stryker.currentTestId = test;
    hits.set(of, stryker.mutantCoverage?.perTest['made once'] ?? {});
    delete stryker.mutantCoverage?.perTest['made once'];
    return value;
  });
  return (of) => {
    const value = made(of);
    if (stryker.mutantCoverage !== undefined && stryker.activeMutant === undefined) count(hits.get(of), stryker.currentTestId);
    return value;
  };
};

const namesOf = (test) => (test.parent === undefined ? [] : [...namesOf(test.parent), test.name]);

/** What the run of one test file hears of. */
let listener = {};
circus.addEventHandler(({ name, test }) => listener[name]?.(test));
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => listener.outside?.(error));

/**
 * Runs the tests of a file, or those of them in `wanted`, until one fails if `bail`. Returns a result of each, and one with the name of the
 * file alone if what is outside of its tests fails.
 */
async function runFile(file, wanted, bail) {
  const results = new Map();
  const outside = (error) => results.set(file, { id: file, name: file, fileName: join(root, file), timeSpentMs: 0, ...failure(error) });
  const failure = (error) => ({ status: TestStatus.Failed, failureMessage: String(error?.stack ?? error) });
  const idOf = (test) => `${file} ${namesOf(test).join(' ')}`;
  const failed = () => [...results.values()].some(({ status }) => status === TestStatus.Failed);
  circus.resetState();
  testFile = file;
  listener = {
    outside,
    test_start(test) {
      if ((wanted !== undefined && !wanted.has(idOf(test))) || (bail && failed())) test.mode = 'skip';
      stryker.currentTestId = idOf(test);
    },
    test_skip() {
      stryker.currentTestId = file;
    },
    test_done(test) {
      stryker.currentTestId = file;
      const [error] = test.errors.map((one) => (Array.isArray(one) ? (one[0] ?? one[1]) : one));
      const outcome = error === undefined ? { status: TestStatus.Success } : failure(error);
      const id = idOf(test);
      // Tests of one name are one to Stryker.
      if (results.get(id)?.status !== TestStatus.Failed)
        results.set(id, { id, name: id, fileName: join(root, file), timeSpentMs: test.duration ?? 0, ...outcome });
    },
  };
  stryker.currentTestId = file;
  for (const loaded of Object.keys(Module._cache)) if (loaded.startsWith(root + sep)) delete Module._cache[loaded];
  const { cwd, env } = { cwd: process.cwd(), env: { ...process.env } };
  try {
    createRequire(join(root, file))(join(root, file));
    const { unhandledErrors } = await circus.run();
    if (unhandledErrors.length > 0) outside(unhandledErrors[0]);
  } catch (error) {
    outside(error);
  }
  process.chdir(cwd);
  process.env = env;
  mocker.restoreAllMocks();
  listener = {};
  stryker.currentTestId = undefined;
  return [...results.values()];
}

class Runner {
  #files = [];
  /** How long the tests of a file have run: those that tell soonest come first. */
  #took = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    root = process.cwd();
    this.#files = (process.env.MUTATION_TESTS ?? 'test')
      .split(',')
      .flatMap((path) => (path.endsWith('.ts') ? [path] : readdirSync(path, { recursive: true }).map((file) => join(path, file))))
      .filter((file) => file.endsWith('.test.ts'))
      // The former need real parts; the latter start the built program, in which there is no mutant.
      .filter((file) => !/^test\/(e2e|scripts)\//.test(file))
      // They try thousands of inputs, for seconds, and only ask that none makes the program fail.
      .filter((file) => !/\/mutations\.test\.ts$/.test(file));
  }

  async dryRun() {
    const coverage = { static: {}, perTest: {} };
    stryker.mutantCoverage = coverage;
    const tests = [];
    for (const file of this.#files) {
      const results = await runFile(file);
      // What runs outside of a file's tests counts for each of them.
      for (const { id } of results) count(coverage.perTest[file] ?? {}, id);
      delete coverage.perTest[file];
      tests.push(...results);
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun({ activeMutant, testFilter = [], hitLimit, disableBail }) {
    const wanted = new Set(testFilter);
    const results = [];
    stryker.activeMutant = activeMutant.id;
    Object.assign(stryker, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const took = (file) => this.#took.get(file) ?? 0;
    const files = this.#files.filter((file) => testFilter.some((id) => id.startsWith(`${file} `)));
    for (const file of files.sort((one, other) => took(one) - took(other))) {
      const start = performance.now();
      results.push(...(await runFile(file, wanted, !disableBail)));
      this.#took.set(file, Math.max(took(file), performance.now() - start));
      if (!disableBail && results.some(({ status }) => status === TestStatus.Failed)) break;
    }
    stryker.activeMutant = undefined;
    return toMutantRunResult(
      determineHitLimitReached(stryker.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: results },
      disableBail,
    );
  }
}

const create = () => new Runner();
create.inject = [];
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', create)];
