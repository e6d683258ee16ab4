import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/scratch';
import { platformProgram } from './programs';

/** A file of rules, and promtool's tests of it, which name it `rules.yml`. */
export interface TestedRules {
  readonly rules: string;
  readonly tests: string;
}

/** How much of what promtool said is shown, in characters. */
const END = 2000;

/**
 * Runs promtool's tests of many files of rules at once: starting it takes longer than most of them.
 *
 * @returns by the names of the files: what promtool complains of, nothing if all tests pass
 * @throws Error if promtool did not end by itself, or says nothing of a file
 */
export function promtoolTests(files: Readonly<Record<string, TestedRules>>): ReadonlyMap<string, string> {
  const folder = scratch();
  const paths = Object.entries(files).map(([name, { rules, tests }]) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'rules.yml'), rules);
    writeFileSync(join(folder, name, 'tests.yml'), tests);
    return `${name}/tests.yml`;
  });
  // What passes is printed to one stream, and what fails to the other, so both go to one.
  const { stdout, status, signal, error } = spawnSync(
    'sh',
    ['-c', 'exec "$0" test rules "$@" 2>&1', platformProgram('promtool'), ...paths],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  // It ends with 1 if a test fails.
  if (status !== 0 && status !== 1) throw new Error(`promtool ended by ${error?.message ?? signal ?? status}:\n${stdout.slice(-END)}`);
  const told = new Map(
    stdout
      .split(/^(?:Processing test file|Unit Testing): +/m)
      .slice(1)
      .map((part) => {
        const [name = '', ...lines] = part.split('\n');
        return [name.replace(/\/tests\.yml$/, ''), lines.join('\n').trim()] as const;
      }),
  );
  return new Map(
    Object.keys(files).map((name) => {
      const text = told.get(name);
      if (text === undefined || text === '') throw new Error(`promtool says nothing of ${name}:\n${stdout.slice(-END)}`);
      return [name, text === 'SUCCESS' ? '' : text];
    }),
  );
}
